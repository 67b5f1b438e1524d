"""Columns and checks several sheets about cadres share."""

from collections.abc import Iterator
from typing import Any

from accountability.intake.declare import CellType, Column, Finding, Row
from accountability.intake.rules import Severity
from accountability.supervision.rules.findings import has_personal_number


def cadre_columns(group: str, *, named: bool = True) -> tuple[Column, ...]:
    """Return unit, name and post under one merged header."""
    return (
        Column(
            "unit_name",
            (group, "单位"),
            CellType.UNIT,
            required=True,
            prefilled=True,
            synonyms=("工作单位", "单位名称", "所在单位"),
            max_length=120,
            width=18,
        ),
        Column(
            "person_name",
            (group, "姓名"),
            CellType.PERSON_NAME,
            expected=named,
            prefilled=True,
            synonyms=("人员姓名",),
            max_length=50,
            help="对象是单位或集体的，姓名空着",
        ),
        Column(
            "post_title",
            (group, "职务"),
            CellType.TEXT,
            prefilled=True,
            synonyms=("现任职务", "职务职级"),
            max_length=60,
            width=14,
        ),
    )


def id_column() -> Column:
    """Return the ID number, which the blank leaves out: a file that has it is matched by it."""
    return Column(
        "id_masked",
        ("身份证号",),
        CellType.ID_NUMBER,
        prefilled=True,
        synonyms=("身份证号码", "身份证", "公民身份号码"),
        sensitive=True,
        optional_in_file=True,
        width=20,
    )


def beside(field: str, label: str, type_: CellType, *synonyms: str, **more: Any) -> Column:
    """Return a column the blank leaves out and a file may have."""
    known = {"optional_in_file": True, "prefilled": True, "synonyms": synonyms, **more}
    return Column(field, (label,), type_, **known)


def personal_numbers(
    row: Row, rule: str, columns: tuple[tuple[str, str], ...]
) -> Iterator[Finding]:
    """Refuse ID and telephone numbers in texts."""
    for column, label in columns:
        if row[column] and has_personal_number(row[column]):
            sentence = f"“{label}”中有身份证号或电话号码。"
            remedy = "请删去号码，只写事情和职务。"
            yield Finding(rule, Severity.ERROR, sentence, column, remedy, "文字中有个人信息")


def is_same_person(one: Row, other: Row) -> bool:
    """Say whether two rows name the same person: by ID number, else by name and unit."""
    prints = (one["id_fingerprint"], other["id_fingerprint"])
    if all(prints):
        return bool(prints[0] == prints[1])
    same_unit = one["unit_name"] == other["unit_name"]
    return bool(one["person_name"] and one["person_name"] == other["person_name"] and same_unit)
