"""Text made to make a pattern run for ever is answered at once, in every type."""

from time import process_time

import pytest

from accountability.intake.cleaning.characters import one_line
from accountability.intake.cleaning.cleaners import CLEANERS
from accountability.intake.cleaning.places import Gazetteer, Place
from accountability.intake.matching.labels import normal
from tests.accountability.intake.cleaning.clean import clean
from tests.accountability.intake.cleaning.test_properties import LISTS

LONG = 30_000
HOSTILE = [
    "(" * LONG,
    "（" * LONG,
    "-" * LONG,
    "—" * LONG + "x",
    "\n" * LONG + "x",
    "村\n" + " \n" * LONG + "x",
    " " * LONG + "x",
    "1" * LONG,
    "1," * LONG,
    "1." * LONG,
    "一" * LONG,
    "万" * LONG,
    "张、" * LONG,
    "约" * LONG + "5",
    "\u0301" * LONG,
    "\u200b" * LONG,
    "2018-" * LONG,
    "a\tb" * LONG,
]


@pytest.mark.parametrize("kind", CLEANERS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_every_type_answers_at_once(kind, text):
    began = process_time()
    clean(text, kind, **LISTS.get(kind, {}))
    assert process_time() - began < 0.5


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_headers_lines_and_places_answer_at_once(text):
    began = process_time()
    one_line(text)
    normal(text[:200])
    town = Place(1, "990121101000", "青岭镇")
    village = Place(2, "990121101200", "双河村", 1)
    Gazetteer(Place(0, "990121000000", "嵩北县"), [town], [village]).village(text[:80], town)
    assert process_time() - began < 0.5


def test_the_cause_of_thousands_of_flaws_is_told_once_more(province):
    from tests.accountability.intake.sheets import book, checked, t1_grid, t1_row

    rows = [t1_row(n % 400, "双河村", 学历=f"不明{n}", 队内职务="队员") for n in range(4_000)]
    result = checked(book(t1_grid(rows)), province.county_a)
    wrong = [p for p in result.problems if p.rule == "D20"]
    assert len(wrong) == 3_000
    [more] = [p for p in result.problems if p.rule == "MORE"]
    assert "还有至少1000个" in more.sentence
