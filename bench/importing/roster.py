"""The workbook both sides take in: T1 without ID and phone numbers and two more columns."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from accountability.intake.declare import Sheet
from accountability.ledgers.sheets.roster import ROSTER
from accountability.ledgers.sheets.roster_checks import ROW_CHECKS, check_age, check_identity
from bench.places import Village
from bench.workbook import Cell, write_xlsx
from villages.demo.synthetic import check_digit

_LEFT_OUT: Final = frozenset({"id_masked", "phone_masked", "ethnicity", "is_relation_moved"})
_NEED_NUMBERS: Final = frozenset({check_identity, check_age})
SHEET: Final[Sheet] = dataclasses.replace(
    ROSTER,
    code="B1",
    columns=tuple(column for column in ROSTER.columns if column.name not in _LEFT_OUT),
    key=("township_name", "village_name", "person_name"),
    row_checks=tuple(check for check in ROW_CHECKS if check not in _NEED_NUMBERS),
)
NAMES: Final = tuple(column.name for column in SHEET.columns)

_SURNAMES: Final = "王张李刘杨陈赵郭周孙朱袁韩宋胡徐吴曹田孟贾罗魏冯段谢董崔程范"
_GIVEN: Final = "建国志强红卫海涛晓明永刚春雷文静丽娟德顺新民宏伟玉兰振华栋秀英俊杰立军爱云长青庆丰"
_ETHNICITIES: Final = ("汉族",) * 17 + ("回族", "满族", "蒙古族")
_EDUCATION: Final = ("本科", "大专", "研究生", "高中及以下") * 5 + ("硕士研究生",)
_RANKS: Final = ("副处", "正科", "副科", "科员", "一级主任科员", "四级调研员", "主治医师", "工程师")
_LEVELS: Final = ("省", "市", "县", "县")
_UNITS: Final = ("水利局", "教育局", "财政局", "农业农村局", "交通运输局", "卫生健康委", "人民法院")
_REMARKS: Final = ("", "", "", "", "兼任村党支部副书记", "2019年度考核优秀", "挂职副镇长")
_PLAIN_WORDS: Final = {"硕士研究生": "研究生"}  # what cleaning makes of it
_FIRST_DAY: Final = dt.date(2017, 3, 1)


def rows(villages: Sequence[Village], count: int, *, changed: int = 0) -> Iterator[dict[str, Any]]:
    """Invent `count` clean rows, the same every time; the last `changed` get another arrival."""
    people = itertools.product(_SURNAMES, _GIVEN, _GIVEN)
    for number, person in zip(range(count), people, strict=False):
        village = villages[number * 7 % len(villages)]
        arrived = _FIRST_DAY + dt.timedelta(days=number * 13 % 900 + (number >= count - changed))
        yield {
            "serial": number + 1,
            "township_name": village.township,
            "village_name": village.name,
            "village_types": "贫困村",
            "poor_households": 20 + number % 180,
            "person_name": "".join(person),
            "sex": "男" if number % 4 else "女",
            "birth_month": f"{1962 + number % 30}.{1 + number % 12:02d}",
            "party_status": "中共党员",
            "education": _EDUCATION[number % 21],
            "rank": _RANKS[number % 8],
            "sending_level": _LEVELS[number % 4],
            "sending_unit": f"{village.township[:2]}{_UNITS[number % 7]}",
            "team_role": "队员",
            "is_detached": "是",
            "arrived_on": arrived,
            "due_on": arrived + dt.timedelta(days=760),
            "left_on": None if number % 10 else arrived + dt.timedelta(days=200),
            "left_reason": None if number % 10 else "期满",
            "remark": _REMARKS[number % 7] or None,
        }


def whole(content: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add the numbers of people who do not exist: T1 whole."""
    found = []
    for number, row in enumerate(content):
        area, serial = divmod(number, 500)
        first = f"990{area:03d}{row['birth_month'].replace('.', '')}15{serial * 2:03d}"
        first = first[:-1] + str(int(first[-1]) // 2 * 2 + (row["sex"] == "男"))
        found.append(
            row
            | {"id_masked": first + check_digit(first), "phone_masked": f"1540{number:07d}"}
            | {"ethnicity": _ETHNICITIES[number % 20], "is_relation_moved": "是"}
        )
    return found


def official(
    path: Path, county: str, content: Sequence[dict[str, Any]], sheet: Sheet, *, note: str = ""
) -> Path:
    """Write the rows in the official layout: title, unit, a header of two rows."""
    paths = [column.header for column in sheet.columns]
    groups = [header[0] for header in paths]
    top: list[Cell] = [
        group if place == 0 or group != groups[place - 1] else None
        for place, group in enumerate(groups)
    ]
    head: list[list[Cell]] = [
        [f"{county}{sheet.title}"],
        [f"填报单位（盖章）：中共{county}委组织部", note or None],
        top,
        [header[-1] if len(header) > 1 else None for header in paths],
    ]
    names = [column.name for column in sheet.columns]
    return write_xlsx(path, head, ([row[name] for name in names] for row in content))


def plain(path: Path, villages: Sequence[Village], content: Sequence[dict[str, Any]]) -> Path:
    """Write the rows as import-export wants them: one header row, a key, villages by their code."""
    codes = {(v.township, v.name): v.code for v in villages}
    lines = (
        [
            f"{row['township_name']}|{row['village_name']}|{row['person_name']}",
            codes[row["township_name"], row["village_name"]],
            *(_PLAIN_WORDS.get(row[name], row[name]) for name in NAMES),
        ]
        for row in content
    )
    return write_xlsx(path, [["key", "village", *NAMES]], lines)
