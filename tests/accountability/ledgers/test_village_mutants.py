"""Spoilt workbooks of the village sheets are checked and can be kept: nothing breaks."""

import random

import pytest
from django.db import transaction

from accountability.intake.matching.matched import UnmatchedError
from tests.accountability.intake.sheets import book, checked
from tests.accountability.intake.staged import stage_checked
from tests.accountability.intake.trial.test_mutants import spoil
from tests.accountability.ledgers import books
from tests.accountability.ledgers.test_village_flow import CASES

SEEDS = 8


@pytest.mark.parametrize("code", CASES)
def test_spoilt_workbook_is_checked_and_kept(province, filler, code):
    period, row, *_ = CASES[code]
    names = [village.name for village in province.villages_a]
    kept = 0
    for seed in range(SEEDS):
        dice = random.Random(seed)
        rows = [row() if code in ("T7", "T14") else row(names[n % 4]) for n in range(6)]
        workbook = book(spoil(books.grid(code, rows), dice))
        try:
            result = checked(workbook, province.county_a, code, period)
        except UnmatchedError:
            continue
        with transaction.atomic():
            revision = stage_checked(result, province.county_a, filler, sheet=code, period=period)
            assert revision.rows_count == len(result.rows)
            kept += bool(result.rows)
            transaction.set_rollback(True)
    assert kept >= SEEDS // 2
