"""A clean T1 file goes through without a question."""

from tests.accountability.intake.sheets import book, checked, t1_grid, t1_row


def test_clean_roster_has_no_problems_and_no_changes(province):
    rows = [t1_row(n, village.name) for n, village in enumerate(province.villages_a, 1)]
    result = checked(book(t1_grid(rows)), province.county_a)
    assert result.problems == []
    assert result.changes == []
    assert [row.values["village_id"] for row in result.rows] == [v.pk for v in province.villages_a]
    first = result.rows[0]
    assert first.row_no == 6
    assert first.values["person_name"] == "张二国"
    assert first.values["arrived_on"].isoformat() == "2019-01-15"
    assert first.values["birth_month"] == "1980-01"
    assert first.secrets["id_masked"].startswith("990121")
    assert "*" in first.raw[9]
    assert result.facts["unit"] == "中共嵩北县委组织部"
    assert result.columns["Sheet1"]["id_masked"] == "J"
