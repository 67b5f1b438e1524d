"""Loading the register of poor counties: batch year and day of approval are two facts."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from portal.access.models import User
from portal.audit.trail import record
from villages.places.loading.text import Line, TableError, read_lines
from villages.places.models import Division, Level, PovertyKind, PovertyStatus
from villages.places.rules import full_code

COLUMNS = {
    "code": ("code", "县代码", "代码"),
    "name": ("name", "县名称", "名称"),
    "kind": ("kind", "类型"),
    "batch_year": ("delisted_year", "batch_year", "摘帽批次"),
    "delisted_on": ("delisted_on", "批准日期"),
    "is_deep": ("deep_poor", "is_deep", "深度贫困"),
    "listed_on": ("listed_on", "列入日期"),
    "later_code": ("code_2023", "later_code", "现代码"),
    "source": ("source", "来源"),
}
KIND_WORDS = {
    "国定": PovertyKind.NATIONAL,
    "national": PovertyKind.NATIONAL,
    "省定": PovertyKind.PROVINCIAL,
    "provincial": PovertyKind.PROVINCIAL,
}
YES_NO = {"1": True, "是": True, "0": False, "否": False, "": False}
SOURCE_LENGTH = 300
# Households and villages were registered in 2014; the lists give no day of their own.
REGISTERED_ON = dt.date(2014, 1, 1)


@dataclass(frozen=True)
class PovertyLoaded:
    """What loading the register did."""

    counties: int
    written: int


def load_poverty(
    *, path: Path, listed_on: dt.date, by: User | None, at: dt.datetime
) -> PovertyLoaded:
    """Write the status of every county the file names, under each code it has had.

    Raises: TableError with every problem of the file, and nothing is written.
    """
    lines = read_lines(path, columns=COLUMNS, required=("code", "name", "kind"))
    counties = _counties(lines)
    problems: list[str] = []
    wanted: dict[int, dict[str, object]] = {}
    for line in lines:
        found = [county for code in _codes(line) for county in counties[code]]
        wrong = _wrong(line, found)
        problems.extend(f"第{line.number}行：{what}。" for what in wrong)
        if not wrong:
            wanted.update(dict.fromkeys((county.pk for county in found), _values(line, listed_on)))
    if problems:
        raise TableError(problems)
    with transaction.atomic():
        written = _write(wanted)
        if written:
            sentence = f"载入贫困县名单{path.name}：{len(lines)}个县，写入{written}条。"
            record("poverty.load", None, by=by, at=at, sentence=sentence)
    return PovertyLoaded(len(lines), written)


def _codes(line: Line) -> list[str]:
    codes = (full_code(line["code"]), full_code(line["later_code"]))
    return list(dict.fromkeys(code for code in codes if code))


def _counties(lines: list[Line]) -> dict[str, list[Division]]:
    codes = {code for line in lines for code in _codes(line)}
    found: dict[str, list[Division]] = defaultdict(list)
    for county in Division.objects.filter(level=Level.COUNTY, code__in=codes):
        found[county.code].append(county)
    return found


def _wrong(line: Line, found: list[Division]) -> list[str]:
    wrong = []
    if not found:
        wrong.append(f"库中没有县{line['code']}（{line['name']}），请先载入区划表")
    elif not any(county.name[:-1] == line["name"][:-1] for county in found):
        wrong.append(f"代码{line['code']}在库中是“{found[0].name}”，不是“{line['name']}”")
    if line["kind"] not in KIND_WORDS:
        wrong.append(f"类型“{line['kind']}”应为国定或省定")
    if line["batch_year"] and not line["batch_year"].isdigit():
        wrong.append(f"摘帽批次“{line['batch_year']}”应为年份")
    for column, word in (("delisted_on", "批准日期"), ("listed_on", "列入日期")):
        if line[column] and _date(line[column]) is None:
            wrong.append(f"{word}“{line[column]}”应写成2019-05-08的样子")
    if line["is_deep"] not in YES_NO:
        wrong.append(f"深度贫困“{line['is_deep']}”应为1或0")
    return wrong


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _values(line: Line, listed_on: dt.date) -> dict[str, object]:
    return {
        "kind": KIND_WORDS[line["kind"]].value,
        "is_deep": YES_NO[line["is_deep"]],
        "listed_on": _date(line["listed_on"]) or listed_on,
        "batch_year": int(line["batch_year"]) if line["batch_year"] else None,
        "delisted_on": _date(line["delisted_on"]),
        "source": line["source"][:SOURCE_LENGTH],
    }


def _write(wanted: dict[int, dict[str, object]]) -> int:
    there = {row.division_id: row for row in PovertyStatus.objects.filter(division_id__in=wanted)}
    new, changed = [], []
    for pk, values in wanted.items():
        row = there.get(pk)
        if row is None:
            new.append(PovertyStatus(division_id=pk, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    PovertyStatus.objects.bulk_create(new)
    if changed:
        PovertyStatus.objects.bulk_update(changed, list(next(iter(wanted.values()))))
    return len(new) + len(changed)
