"""The cell styles of an .xlsx, reduced to the number formats that matter."""

from dataclasses import dataclass, field
from typing import Final

from accountability.intake.reading import markup, number_formats, refusals
from accountability.intake.reading.archive import Archive
from accountability.intake.reading.markup import Attributes
from accountability.intake.reading.relations import Relation

MOST: Final = 100_000


@dataclass(slots=True)
class Styles:
    """`formats` maps the number of a style to its format, as the cells write it."""

    formats: dict[str, str] = field(default_factory=dict)
    durations: bool = False


def read_styles(archive: Archive, relations: dict[str, Relation]) -> Styles:
    """Read the styles part.

    Raises: RefusedError.
    """
    scan = _Scan()
    for relation in relations.values():
        if relation.kind == "styles" and relation.target in archive:
            markup.parse(archive.stream(relation.target), scan.start, part=relation.target)
    codes = {style: code for style, code in enumerate(scan.codes()) if code}
    return Styles(
        {str(style): code for style, code in codes.items() if number_formats.matters(code)},
        any(map(number_formats.is_duration, codes.values())),
    )


class _Scan:
    """Goes through the part: number formats first, then the styles of the cells."""

    def __init__(self) -> None:
        self.known = dict(number_formats.BUILTIN)
        self.numbers: list[int] = []
        self.in_cells = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self.known[_number(attributes)] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyles"}:
            self.in_cells = name == "cellXfs"
        elif name == "xf" and self.in_cells:
            self.numbers.append(_number(attributes))
            if len(self.numbers) > MOST:
                raise refusals.bomb(f"单元格样式超过 {MOST:,} 种")

    def codes(self) -> list[str]:
        """Return the format of each style, "" where it says nothing."""
        return [self.known.get(number, "") for number in self.numbers]


def _number(attributes: Attributes) -> int:
    number = attributes.get("numFmtId", "")[:9]
    return int(number) if number.isdecimal() else 0
