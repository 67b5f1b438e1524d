"""Workbooks spoilt at random are read or refused and can always be kept: nothing breaks."""

# ruff: noqa: DTZ001 - a workbook knows no time zone; nothing secret here
import datetime as dt
import math
import random

import pytest
from django.db import transaction

from accountability.intake.matching.matched import UnmatchedError
from accountability.intake.reading.grid import CellError, Format, Grid, Merge
from tests.accountability.intake.sheets import (
    book,
    checked,
    id_number,
    t1_grid,
    t1_row,
    t2_grid,
    t2_row,
    t3_grid,
    t3_row,
)
from tests.accountability.intake.staged import stage_checked

SEEDS = 40
JUNK = [
    None, "", " ", "同上", "〃", "无", "—", "合计", "小计", "注：一", "填表人：张三", "甲", "序号", "姓名", "=1+1", "-1",
    "9" * 300, "1e400", "长" * 5_000, "\x00", "\ud800", "a\x00b\ud800", "\u202e张三", "\ue000", "𠮷", "👨‍👩‍👧",
    "2018.1", "三月", "2020-02-30", "约5", "(5)", "60%", "3.5万元", "１２３", "#REF!", "TRUE", "贫困村、不明",
    "双河村", "双河村（990121101200）", "不存在村", "990121198001011234", id_number("99012119800101105"),
    "15401234567/15401234568", "a\tb\nc\\N\\.", '{"a":1}', "'; DROP TABLE x; --", "%s %(x)s", "{0}", "\\x00",
    0.0, -0.0, 1.0, -5.0, 2018.1, 43160.0, 1e15, 4.1e17, 1e300, math.inf, -math.inf, math.nan,
    dt.datetime(2018, 3, 1), dt.datetime(1900, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59), dt.time(9, 30),
    dt.date(2018, 3, 1), True, False, CellError("#N/A"), CellError("#DIV/0!"),
]  # fmt: skip


def spoil(grid: Grid, dice: random.Random) -> Grid:
    """Change cells, rows, columns and merges at random."""
    rows = [list(row) for row in grid.rows]
    for _ in range(dice.randint(1, 40)):
        row = dice.choice(rows)
        if row:
            row[dice.randrange(len(row))] = dice.choice(JUNK)
    for _ in range(dice.randint(0, 3)):
        rows.insert(
            dice.randrange(len(rows) + 1), [dice.choice(JUNK) for _ in range(dice.randint(0, 40))]
        )
    if dice.random() < 0.3:
        place = dice.randrange(20)
        for row in rows:
            row[place : place + 1] = dice.choice([[], [dice.choice(JUNK)] * 2])
    merges = [m for m in grid.merges if dice.random() < 0.8]
    for _ in range(dice.randint(0, 4)):
        top, left = dice.randint(1, 12), dice.randint(1, 24)
        merges.append(Merge(top, left, top + dice.randint(0, 5), left + dice.randint(0, 5)))
    return Grid(
        dice.choice(["Sheet1", "青岭镇", "2020年5月", "合计"]),
        rows,
        merges,
        frozenset(dice.sample(range(1, 20), 3)),
        frozenset(dice.sample(range(1, 20), 2)),
        {(dice.randint(1, 12), dice.randint(1, 24)): "0%"},
        {(dice.randint(1, 12), dice.randint(1, 24)): "批注\x00\ud800"},
        frozenset({(dice.randint(1, 12), dice.randint(1, 24))}),
    )


@pytest.mark.parametrize("code", ["T1", "T2", "T3"])
def test_spoilt_workbook_is_checked_and_kept(province, filler, code):
    names = [village.name for village in province.villages_a]
    made = {
        "T1": lambda: t1_grid([t1_row(n, names[n % 4]) for n in range(6)]),
        "T2": lambda: t2_grid([t2_row(names[n % 4], f"张{'一二三四五六'[n]}") for n in range(6)]),
        "T3": lambda: t3_grid([t3_row(names[n % 4], f"张{'一二三四五六'[n]}") for n in range(6)]),
    }
    period = "2020" if code == "T3" else "2020-05"
    for seed in range(SEEDS):
        dice = random.Random(seed)
        grids = [spoil(made[code](), dice) for _ in range(dice.choice([1, 1, 2]))]
        for number, grid in enumerate(grids):
            object.__setattr__(grid, "name", f"{grid.name}{number or ''}")
        workbook = book(
            *grids, form=dice.choice([Format.XLSX, Format.CSV]), date_1904=dice.random() < 0.1
        )
        try:
            result = checked(workbook, province.county_a, code, period)
        except UnmatchedError:
            continue
        with transaction.atomic():
            revision = stage_checked(result, province.county_a, filler, sheet=code, period=period)
            assert revision.rows_count == len(result.rows)
            transaction.set_rollback(True)
