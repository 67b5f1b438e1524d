"""To whom counties answer, where that is not the city their code names.

`data/reporting_lines.csv` ships the ten counties of Henan that report to the province; a line is
used only when its code is loaded and the county has no line yet. A file given with --reporting
has the same columns (county_code, parent_code) and turns lines that stand.
"""

from dataclasses import dataclass
from pathlib import Path

from villages.places.loading.text import TableError, read_lines
from villages.places.rules import full_code

SHIPPED = Path(__file__).parents[1] / "data" / "reporting_lines.csv"
COLUMNS = {
    "county_code": ("county_code", "县代码"),
    "parent_code": ("parent_code", "上级代码"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the file."""

    line: int
    county_code: str
    parent_code: str


def read_reporting(path: Path) -> list[Told]:
    """Return what the file tells. Raises: TableError."""
    problems: list[str] = []
    found: dict[str, Told] = {}
    for line in read_lines(path, columns=COLUMNS, required=tuple(COLUMNS)):
        county, parent = full_code(line["county_code"]), full_code(line["parent_code"])
        if county is None or parent is None:
            problems.append(f"{path.name}第{line.number}行：代码应为2、4、6、9或12位数字。")
        elif county in found:
            problems.append(
                f"{path.name}第{line.number}行：{county}与第{found[county].line}行重复。"
            )
        else:
            found[county] = Told(line.number, county, parent)
    if problems:
        raise TableError(problems)
    return list(found.values())
