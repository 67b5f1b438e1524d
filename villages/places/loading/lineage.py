"""What became of the divisions an edition no longer holds. Nothing is guessed.

A file of changes tells, year by year, which code and name became which. A division is followed
through the years by code and base name together, since codes are handed on to neighbours.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from villages.places.loading.text import Line, TableError, read_lines
from villages.places.rules import COUNTY, TOWNSHIP, base_name, codes_above, full_code, level_of

COLUMNS: dict[str, Sequence[str]] = {
    "year": ("year", "年份"),
    "old_code": ("old_code", "原代码"),
    "old_name": ("old_name", "原名称"),
    "new_code": ("new_code", "新代码"),
    "new_name": ("new_name", "新名称"),
    "change": ("change", "变更"),
    "document": ("document", "依据"),
}
GONE, AMBIGUOUS, MOVED, RENAMED = "gone", "ambiguous", "moved", "renamed"
MERGED, SPLIT = "merged", "split"
CHANGE_WORDS = {
    **{word: word for word in (GONE, AMBIGUOUS, MOVED, RENAMED, MERGED, SPLIT)},
    "撤销": GONE,
    "不明": AMBIGUOUS,
    "划转": MOVED,
    "更名": RENAMED,
    "合并": MERGED,
    "拆分": SPLIT,
}
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Standing:
    """A division in force before the edition is loaded."""

    pk: int
    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the file of changes; several new codes where the source could not decide."""

    old: tuple[str, str]
    new_codes: tuple[str, ...]
    new_name: str
    word: str
    document: str


@dataclass(frozen=True, slots=True)
class Succession:
    """One division that became another."""

    old_id: int
    new_code: str
    change: str
    document: str


@dataclass
class Lineage:
    """What is known, and what is not, of the divisions that end."""

    successions: list[Succession] = field(default_factory=list)
    respelled: list[int] = field(default_factory=list)
    gone: list[Standing] = field(default_factory=list)
    open_questions: list[str] = field(default_factory=list)


Years = Mapping[int, Mapping[tuple[str, str], Change]]


def read_changes(path: Path) -> Years:
    """Return the changes by year and by what they change.

    Raises: TableError with every problem of the file.
    """
    years: dict[int, dict[tuple[str, str], Change]] = defaultdict(dict)
    problems: list[str] = []
    for line in read_lines(
        path, columns=COLUMNS, required=("year", "old_code", "old_name", "new_code", "change")
    ):
        change = _change(line)
        if isinstance(change, str):
            problems.append(f"{path.name}第{line.number}行：{change}。")
        else:
            years[int(line["year"])][change.old] = change
    if problems:
        raise TableError(problems)
    return dict(sorted(years.items()))


def _change(line: Line) -> Change | str:
    """Return the change, or what is wrong with its line."""
    old = full_code(line["old_code"])
    new = [full_code(code) for code in line["new_code"].split()]
    word = CHANGE_WORDS.get(line["change"])
    if not line["year"].isascii() or not line["year"].isdigit():
        return f"年份“{line['year']}”不是数字"
    if old is None or None in new:
        return "代码应为2、4、6、9或12位数字"
    if word is None:
        return f"变更“{line['change']}”不认识，请写更名、划转、合并、拆分、撤销或不明"
    if word not in (GONE, AMBIGUOUS) and len(new) != 1:
        return "应写明一个新代码"
    return Change(
        old=(old, base_name(line["old_name"], level_of(old))),
        new_codes=tuple(code for code in new if code),
        new_name=line["new_name"] or line["old_name"],
        word=word,
        document=line["document"] or f"{line['year']}年变更",
    )


class Tracer:
    """Follows divisions through the years into the new edition."""

    def __init__(self, years: Years, edition: Mapping[str, str], fresh: set[str]) -> None:
        """Take the changes, code and name of the edition, and which codes it adds."""
        self.years = years
        self.edition = edition
        self.fresh = fresh
        self.found = Lineage()

    def trace(self, standing: Iterable[Standing]) -> Lineage:
        """Return what became of these divisions, which the edition does not hold as they are."""
        ended: list[Standing] = []
        for division in standing:
            if self._is_respelled(division):
                self.found.respelled.append(division.pk)
            else:
                ended.append(division)
        for division in ended:
            self._follow(division)
        self._follow_counties([division for division in ended if division.level == TOWNSHIP])
        return self.found

    def _is_respelled(self, division: Standing) -> bool:
        name = self.edition.get(division.code)
        if name is None or self._steps(division):
            return False
        return base_name(name, division.level) == base_name(division.name, division.level)

    def _steps(self, division: Standing) -> list[Change]:
        code, name = division.code, base_name(division.name, division.level)
        steps: list[Change] = []
        for changes in self.years.values():
            change = changes.get((code, name))
            if change is None:
                continue
            steps.append(change)
            if change.word in (GONE, AMBIGUOUS):
                break
            code, name = change.new_codes[0], base_name(change.new_name, division.level)
        return steps

    def _follow(self, division: Standing) -> None:
        steps = self._steps(division)
        if not steps:
            self._ask(division, self._unexplained(division))
        elif steps[-1].word == GONE:
            self.found.gone.append(division)
        elif steps[-1].word == AMBIGUOUS:
            codes = "、".join(steps[-1].new_codes)
            self._ask(division, f"可能的去向有{codes}，未认定")
        else:
            self._settle(division, steps)

    def _settle(self, division: Standing, steps: list[Change]) -> None:
        code, name = steps[-1].new_codes[0], steps[-1].new_name
        there = self.edition.get(code)
        if there is None:
            self._ask(division, f"变更文件写明成为{code}（{name}），新表中没有该代码")
        elif base_name(there, division.level) != base_name(name, division.level):
            self._ask(division, f"变更文件写明成为{code}（{name}），新表中该代码是“{there}”")
        else:
            word = MOVED if code != division.code else steps[-1].word
            self.found.successions.append(Succession(division.pk, code, word, steps[-1].document))

    def _unexplained(self, division: Standing) -> str:
        name = self.edition.get(division.code)
        if name is None:
            return "新表中没有，变更文件也未说明去向"
        return f"新表中该代码是“{name}”，变更文件未说明是否更名"

    def _ask(self, division: Standing, what: str) -> None:
        self.found.open_questions.append(f"{division.code}（{division.name}）{what}。")

    def _follow_counties(self, towns: Sequence[Standing]) -> None:
        """Follow a county whose towns all went to one new county."""
        went = {item.old_id: item.new_code for item in self.found.successions}
        targets: dict[str, Counter[str]] = defaultdict(Counter)
        total: Counter[str] = Counter()
        for town in towns:
            left = codes_above(town.code)[0]
            total[left] += 1
            if town.pk in went:
                targets[left][codes_above(went[town.pk])[0]] += 1
        for county in [division for division in self.found.gone if division.level == COUNTY]:
            (target, moved), *others = targets[county.code].most_common() or [("", 0)]
            if others or target not in self.fresh or moved < total[county.code] * _HALF:
                continue
            document = f"所辖{moved}个乡镇整体划入"
            self.found.successions.append(Succession(county.pk, target, MOVED, document))
            self.found.gone.remove(county)
