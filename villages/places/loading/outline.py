"""From the rows of a table to places with level, kind, parent and county. Knows no database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from villages.places.loading.text import Line, TableError, read_lines
from villages.places.pinyin import initials, sort_key
from villages.places.rules import (
    CITY,
    COUNTY,
    LEVELS,
    PROVINCE,
    TOWNSHIP,
    VILLAGE,
    codes_above,
    full_code,
    is_own,
    is_province_run,
    is_zone,
    level_of,
    short_name,
    without_path,
)

COLUMNS: dict[str, Sequence[str]] = {
    "code": ("code", "区划代码", "代码"),
    "name": ("name", "区划名称", "名称"),
    "level": ("level", "级别"),
    "parent_code": ("parent_code", "上级代码"),
    "kind": ("kind", "性质"),
}
LEVEL_WORDS = {
    **{level: level for level in LEVELS},
    **dict.fromkeys(("省", "省级"), PROVINCE),
    **dict.fromkeys(("市", "市级", "地级"), CITY),
    **dict.fromkeys(("县", "县级"), COUNTY),
    **dict.fromkeys(("乡", "乡级", "乡镇", "town"), TOWNSHIP),
    **dict.fromkeys(("村", "村级"), VILLAGE),
}
DIVISION, ZONE = "division", "zone"
KIND_WORDS = {
    **dict.fromkeys(("zone", "functional", "统计用区", "功能区", "开发区"), ZONE),
    **dict.fromkeys(("division", "admin", "行政区划", "quasi"), DIVISION),
    **dict.fromkeys(("town", "township", "subdistrict", "village", "neighbourhood"), DIVISION),
}
NAME_LENGTH = 80
NEVER_A_CITY = ("市", "特别行政区")  # a province of this name has counties without cities
PROVINCE_RUN_NAME, PROVINCE_RUN_SHORT = "直辖县级行政区划", "省直辖"
_SHOWN_LINES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """One division of an edition, ready to be written."""

    code: str
    name: str
    short_name: str
    initials: str
    sort_key: str
    level: str
    kind: str
    parent_code: str
    county_code: str


def place(
    code: str, name: str, level: str, kind: str, *, parent: str, county: str, spoken: str = ""
) -> Place:
    """Return a place with what its name gives: short name, initials, sort key."""
    spoken = spoken or name
    short = PROVINCE_RUN_SHORT if is_province_run(code) else short_name(spoken, level)
    return Place(
        code=code,
        name=name,
        short_name=short,
        initials=initials(spoken),
        sort_key=sort_key(spoken),
        level=level,
        kind=kind,
        parent_code=parent,
        county_code=county,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """A division that stands in the database already."""

    name: str
    level: str
    county_code: str


@dataclass(frozen=True)
class Outline:
    """What a table says, and what had to be added to make it whole."""

    places: list[Place]
    roots: list[str]
    notices: list[str]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    code: str
    name: str
    level: str
    kind: str
    parent_code: str


class Reader:
    """Reads one table; collects every problem before it gives up."""

    def __init__(self, path: Path) -> None:
        self.lines = read_lines(path, columns=COLUMNS, required=("code", "name"))
        self.problems: list[tuple[int, str]] = []
        self.rows: dict[str, _Row] = {}
        self.written: dict[str, int] = {}
        for line in self.lines:
            self._take(line)

    def codes_above(self) -> set[str]:
        """Return the codes the rows name as theirs above that are not in the table."""
        found: set[str] = set()
        for row in self.rows.values():
            found.update((row.parent_code,) if row.parent_code else codes_above(row.code))
        return found - self.rows.keys()

    def outline(self, known: Mapping[str, Known]) -> Outline:
        """Return the places of the table; `known` holds what stands of the codes outside it.

        Raises: TableError with every problem of the table.
        """
        if not self.lines:
            raise TableError(["表中没有数据行。"])
        tree = _Tree(self.rows, self.written, known)
        places = tree.places()
        problems = [*self.problems, *tree.problems]
        if problems:
            raise TableError([sentence for _, sentence in sorted(problems)])
        return Outline(places, tree.roots, tree.notices)

    def _take(self, line: Line) -> None:
        code, parent = full_code(line["code"]), full_code(line["parent_code"])
        wrong = list(_wrong(line, code, parent))
        if code and code in self.written:
            wrong.append(f"代码{line['code']}与第{self.written[code]}行重复")
        if code:
            self.written.setdefault(code, line.number)
        if wrong or code is None:
            self.problems.extend((line.number, f"第{line.number}行：{what}。") for what in wrong)
            return
        level = LEVEL_WORDS[line["level"].lower()] if line["level"] else level_of(code)
        kind = KIND_WORDS.get(line["kind"].lower()) or (ZONE if is_zone(code) else DIVISION)
        self.rows[code] = _Row(line.number, code, line["name"], level, kind, parent or "")


def _wrong(line: Line, code: str | None, parent: str | None) -> list[str]:
    """Return what is wrong with one row by itself."""
    found = []
    if code is None:
        found.append(_bad_code("代码", line["code"]))
    elif is_own(code):
        found.append(f"代码{line['code']}留给市本级，由平台设立，表中不用填")
    if line["parent_code"] and parent is None:
        found.append(_bad_code("上级代码", line["parent_code"]))
    if not line["name"]:
        found.append("名称为空")
    elif len(line["name"]) > NAME_LENGTH:
        found.append(f"名称超过{NAME_LENGTH}字")
    elif not line["name"].isprintable():
        found.append("名称中有不可见字符")
    if line["level"] and line["level"].lower() not in LEVEL_WORDS:
        found.append(f"级别“{line['level']}”不认识，请写省、市、县、乡或村")
    if line["kind"] and line["kind"].lower() not in KIND_WORDS:
        found.append(f"性质“{line['kind']}”不认识，请写行政区划或统计用区")
    return found


def _bad_code(what: str, text: str) -> str:
    if not text:
        return f"{what}为空"
    if "E+" in text.upper():
        return f"{what}“{text}”被表格软件改成了科学计数，请把该列设为文本后重新填写"
    return f"{what}“{text}”应为2、4、6、9或12位数字"


class _Tree:
    """Places each row under the nearest division above it."""

    def __init__(
        self,
        rows: dict[str, _Row],
        written: Mapping[str, int],
        known: Mapping[str, Known],
    ) -> None:
        self.rows = dict(rows)
        self.written = written
        self.known = known
        self.problems: list[tuple[int, str]] = []
        self.notices: list[str] = []
        self.roots: list[str] = []
        self.orphans: dict[str, list[int]] = defaultdict(list)
        self.without_county = 0

    def places(self) -> list[Place]:
        """Return every row as a place; what does not fit is in `problems`."""
        self._add_province_run()
        rank = {level: place for place, level in enumerate(LEVELS)}
        places: dict[str, Place] = {}
        counties: dict[str, str] = {}
        for row in sorted(self.rows.values(), key=lambda row: (rank[row.level], row.code)):
            parent = self._parent(row)
            if parent and rank[self._level(parent)] >= rank[row.level]:
                sentence = f"第{row.line}行：{row.code}（{row.name}）的级别不低于上级{parent}。"
                self.problems.append((row.line, sentence))
            if parent not in self.rows:
                self.roots.append(row.code)
            counties[row.code] = self._county(row, parent, counties)
            places[row.code] = self._place(row, parent, counties[row.code])
        self._report()
        return list(places.values())

    def _place(self, row: _Row, parent: str, county: str) -> Place:
        spoken = row.name
        if row.level == VILLAGE:
            above = (code for code in (county, parent) if code in self.rows)
            spoken = without_path(row.name, tuple(self.rows[code].name for code in above))
        return place(
            row.code, row.name, row.level, row.kind, parent=parent, county=county, spoken=spoken
        )

    def _level(self, code: str) -> str:
        if code in self.rows:
            return self.rows[code].level
        return self.known[code].level if code in self.known else level_of(code)

    def _county(self, row: _Row, parent: str, counties: Mapping[str, str]) -> str:
        if row.level == COUNTY:
            return row.code
        if row.level in (PROVINCE, CITY):
            return ""
        county = counties.get(parent) or (
            self.known[parent].county_code if parent in self.known else ""
        )
        self.without_county += row.level == TOWNSHIP and not county
        return county

    def _parent(self, row: _Row) -> str:
        """Return the code of the division above, "" for a province or where none is found."""
        wanted = [row.parent_code] if row.parent_code else codes_above(row.code)
        if row.level != PROVINCE and not wanted:
            sentence = f"第{row.line}行：{row.code}是省级代码，级别却不是省。"
            self.problems.append((row.line, sentence))
        for code in wanted:
            if code in self.rows or self._stands_outside(code):
                return code
            if code in self.written:
                return ""  # its own row is bad and named already
            if not self._may_skip(row):
                self.orphans[code].append(row.line)
                return ""
        return ""

    def _stands_outside(self, code: str) -> bool:
        """Say whether a division stands that this table does not mean to hold."""
        return code in self.known and not any(above in self.rows for above in codes_above(code))

    def _may_skip(self, row: _Row) -> bool:
        """Say whether a county may do without the city above it, as in Beijing."""
        above = codes_above(row.code)
        if row.level != COUNTY or row.parent_code or above[-1] not in self.rows:
            return False
        return self.rows[above[-1]].name.endswith(NEVER_A_CITY)

    def _add_province_run(self) -> None:
        """Add the row for counties a province runs itself where a table leaves it out."""
        for row in list(self.rows.values()):
            if row.level != COUNTY or row.parent_code or level_of(row.code) != COUNTY:
                continue
            city, province = codes_above(row.code)
            if city in self.written or not is_province_run(city) or province not in self.rows:
                continue
            owner = "自治区" if self.rows[province].name.endswith("自治区") else "省"
            name = self.known[city].name if city in self.known else owner + PROVINCE_RUN_NAME
            if city not in self.rows:
                self.notices.append(f"表中没有{city}，按国家标准补为“{name}”。")
            self.rows[city] = _Row(row.line, city, name, CITY, DIVISION, "")

    def _report(self) -> None:
        for code, lines in self.orphans.items():
            shown = "、".join(str(line) for line in lines[:_SHOWN_LINES])
            more = f"等{len(lines)}行" if len(lines) > _SHOWN_LINES else "行"
            sentence = f"第{shown}{more}：上级{code}不在表中，也不在库中，请补上这一行。"
            self.problems.append((min(lines), sentence))
        if self.without_county:
            self.notices.append(f"{self.without_county}个乡镇直属地级市，没有县级。")
