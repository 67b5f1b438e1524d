"""Columns that the sheets about villages share."""

from typing import Any, Final

from accountability.intake.declare import CellType, Column

SERIAL: Final = Column("serial", ("序号",), CellType.SERIAL, synonyms=("编号",), width=6)


def township(*groups: str) -> Column:
    """Return the column of the township, under the merged headers `groups`."""
    return Column(
        "township_name",
        (*groups, "乡镇"),
        CellType.TOWNSHIP,
        required=True,
        prefilled=True,
        synonyms=("乡（镇）", "乡镇名称", "乡镇街道", "乡镇办", "所在乡镇"),
        max_length=80,
        width=12,
    )


def village(*groups: str, label: str = "村名") -> Column:
    """Return the column of the village, under the merged headers `groups`."""
    names = ("村", "村名", "行政村", "行政村名称", "村（社区）")
    return Column(
        "village_name",
        (*groups, label),
        CellType.VILLAGE,
        required=True,
        prefilled=True,
        synonyms=tuple(name for name in names if name != label),
        max_length=80,
        width=14,
    )


def remark() -> Column:
    """Return the column of remarks."""
    return Column(
        "remark", ("备注",), CellType.LONG_TEXT, synonyms=("说明",), max_length=500, width=20
    )


def money(field: str, header: tuple[str, ...], *synonyms: str, **more: Any) -> Column:
    """Return a column of amounts in 万元 with two places."""
    return Column(
        field,
        header,
        CellType.DECIMAL,
        unit="万元",
        synonyms=synonyms,
        **{"minimum": 0, "maximum": 1_000_000, "width": 9, **more},
    )


def number(field: str, header: tuple[str, ...], unit: str, *synonyms: str, **more: Any) -> Column:
    """Return a column of counts."""
    return Column(
        field,
        header,
        CellType.INTEGER,
        unit=unit,
        synonyms=synonyms,
        **{"minimum": 0, "maximum": 100_000, "width": 8, **more},
    )


def date(field: str, header: tuple[str, ...], *synonyms: str, **more: Any) -> Column:
    """Return a column of days."""
    return Column(field, header, CellType.DATE, synonyms=synonyms, **{"width": 12, **more})
