"""The official blank of each sheet, sent back as it is, is read by its own sheet and by no other."""

import pytest

from accountability.intake.declare import declared
from accountability.intake.matching.fit import ENOUGH, best_fit
from accountability.intake.matching.refusals import rather
from accountability.intake.reading.reader import read_workbook
from accountability.intake.rules import Period
from accountability.intake.template import Filled, build
from accountability.intake.trial import try_file
from tests import make


@pytest.mark.parametrize("sheet", declared(), ids=lambda sheet: sheet.code)
def test_blank_comes_back_as_the_sheet_it_is(province, sheet, tmp_path):
    county = province.county_a
    period = Period.containing(make.NOON.date(), sheet.period_kind)
    rows = sheet.prefill(county, period) if sheet.prefill else []
    path = tmp_path / f"{sheet.code}.xlsx"
    path.write_bytes(build(sheet, Filled(county.code, county.name, period, rows, {})))
    trial = try_file(path, name=path.name, sheet=sheet, county=county, period=period)
    unread = {"D12", "PART", "FORM", "D17", "UNIT"}
    assert [one for one in trial.findings if one.rule in unread] == []
    for page in read_workbook(path, name=path.name).sheets:
        own = best_fit(page, sheet, {})
        assert own
        assert (own.share, rather(own)) == (1, None)
        for other in declared():
            fit = best_fit(page, other, {})
            if other is not sheet and fit and fit.share >= ENOUGH:
                assert rather(fit) is sheet, f"{other.code} would take it"
