"""The child that opens the user's own workbook whole (python -m, from marking.py).

openpyxl needs much more memory than our reader and may trip over what WPS writes; whatever
happens here ends only this process, and the parent then builds the copy from the values.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY, SECONDS = 1 << 30, 40


def main() -> None:
    """Read the order from stdin, write the annotated workbook where it says."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most, hard))
    order = json.load(sys.stdin)
    from openpyxl import load_workbook  # noqa: PLC0415 - after the limits

    from accountability.intake.annotate.pages import annotate  # noqa: PLC0415

    book = load_workbook(order["path"])
    if not book.sheetnames:
        sys.exit(3)
    annotate(book, order["marks"])
    with Path(order["out"]).open("wb") as out:
        book.save(out)


if __name__ == "__main__":
    main()
