"""How the blanks of the village sheets name villages."""

from accountability.ledgers.sheets.village_prefill import named
from villages.places.models import Division


def test_namesakes_of_one_township_are_told_apart_by_their_code():
    town, other = Division(pk=1, name="青岭镇"), Division(pk=2, name="双河乡")
    villages = [
        Division(code="990121101201", name="许岗村", parent=town),
        Division(code="990121101202", name="许岗村", parent=town),
        Division(code="990121102201", name="许岗村", parent=other),
    ]
    assert [row["village_name"] for row in named(villages)] == [
        "许岗村（990121101201）",
        "许岗村（990121101202）",
        "许岗村",
    ]
