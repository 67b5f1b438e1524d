"""Properties of every cleaner: it never raises, never invents, and cleaning twice is cleaning once."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.intake.cleaning.cleaners import CLEANERS
from accountability.intake.cleaning.identity import IdNumber, Phone
from accountability.intake.cleaning.outcome import Source, shown
from accountability.intake.cleaning.raw import raw_text
from accountability.intake.declare import CellType
from accountability.intake.reading.grid import CellError
from accountability.ledgers.sheets import words
from tests.accountability.intake.cleaning.clean import clean
from tests.accountability.intake.sheets import id_number

LISTS = {
    CellType.CHOICE: {"allowed": words.PARTY, "value_synonyms": words.PARTY_WORDS},
    CellType.CHOICES: {"allowed": words.VILLAGE_TYPES, "value_synonyms": words.VILLAGE_TYPE_WORDS},
}
SIGNS = "0123456789.,-/年月日一二三十约万元户%（）()Xx*√×是否无—党员、 　\u200b\ue000'"
CELLS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text(alphabet=SIGNS, max_size=24),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(9999, 1, 1)),
    st.dates(),
    st.times(),
    st.builds(CellError, st.sampled_from(["#N/A", "#REF!", "#DIV/0!"])),
    st.dates(dt.date(1930, 1, 1), dt.date(2020, 1, 1)).map(
        lambda day: id_number(f"990121{day:%Y%m%d}105")
    ),
)
KINDS = [kind for kind in CLEANERS if kind not in (CellType.ID_NUMBER, CellType.PHONE)]


def again(value: object) -> object:
    """Return a cleaned value as the portal writes it into a template."""
    if isinstance(value, IdNumber | Phone):
        return value.plain
    return "" if value in (None, "") else shown(value)


@pytest.mark.parametrize("kind", CLEANERS)
@given(raw=CELLS, typed=st.booleans())
@settings(max_examples=150, deadline=None)
def test_cleaning_never_raises_and_says_its_sentences_short(kind, raw, typed):
    found = clean(raw, kind, Source(typed=typed), **LISTS.get(kind, {}))
    for flaw in found.flaws:
        assert flaw.sentence.endswith("。")
        assert len(flaw.sentence) < 400
        assert len(flaw.remedy) < 300
        assert len(flaw.cause) <= 80
        assert len(flaw.rule) <= 16


@pytest.mark.parametrize("kind", KINDS)
@given(raw=CELLS)
@settings(max_examples=150, deadline=None)
def test_cleaning_what_was_cleaned_changes_nothing(kind, raw):
    first = clean(raw, kind, **LISTS.get(kind, {}))
    if any(flaw.severity == "error" for flaw in first.flaws):
        return
    second = clean(again(first.value), kind, **LISTS.get(kind, {}))
    assert second.value == first.value


@pytest.mark.parametrize("kind", CLEANERS)
@given(raw=CELLS)
@settings(max_examples=100, deadline=None)
def test_the_kept_text_cleans_to_the_same_as_the_cell(kind, raw):
    first = clean(raw, kind, **LISTS.get(kind, {}))
    second = clean(raw_text(raw), kind, **LISTS.get(kind, {}))
    if first.flaws or second.flaws:  # a number lost in the file and a text look different at times
        return
    assert second.value == first.value


@given(raw=st.text(alphabet=SIGNS, max_size=24))
@settings(max_examples=300, deadline=None)
def test_a_number_is_never_made_of_nothing(raw):
    for kind in (CellType.INTEGER, CellType.DECIMAL):
        value = clean(raw, kind, unit="户").value
        if value is not None:
            assert any(
                sign in "0123456789一二两三四五六七八九十〇零" for sign in raw.translate(WIDE)
            )


WIDE = {code + 0xFEE0: code for code in range(0x30, 0x3A)}


@given(number=st.integers(-(10**9), 10**9))
def test_every_whole_number_survives(number):
    assert clean(float(number), CellType.INTEGER).value == number
    assert clean(str(number), CellType.INTEGER).value == number
    assert clean(f"{number:,}", CellType.INTEGER).value == number


@given(number=st.decimals(-(10**6), 10**6, places=2))
def test_every_amount_survives(number):
    assert clean(float(number), CellType.DECIMAL).value == number
    assert clean(str(number), CellType.DECIMAL).value == number
    assert isinstance(clean(str(number), CellType.DECIMAL).value, Decimal)


@given(day=st.dates(dt.date(1955, 1, 1), dt.date(2060, 1, 1)))
def test_every_day_survives_in_every_spelling(day):
    serial = float((day - dt.date(1899, 12, 30)).days)
    spellings = [
        dt.datetime(day.year, day.month, day.day),
        f"{day:%Y-%m-%d}",
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        *([serial, str(int(serial))] if 20_000 <= serial <= 60_000 else []),
    ]
    assert {clean(spelling, CellType.DATE).value for spelling in spellings} == {day}


@given(number=st.integers(10**17, 10**18 - 1))
def test_a_number_typed_as_a_number_is_never_taken_for_an_id(number):
    found = clean(float(number), CellType.ID_NUMBER)
    assert found.value.plain == ""
    assert [flaw.rule for flaw in found.flaws] == ["D3"]


@given(
    day=st.dates(dt.date(1930, 1, 1), dt.date(2010, 1, 1)),
    order=st.integers(0, 999),
    place=st.integers(0, 16),
    other=st.integers(1, 9),
)
def test_one_wrong_digit_is_always_found(day, order, place, other):
    number = id_number(f"990121{day:%Y%m%d}{order:03d}")
    wrong = number[:place] + str((int(number[place]) + other) % 10) + number[place + 1 :]
    if place == 0 and wrong[0] == "0":
        return
    assert any(flaw.severity == "error" for flaw in clean(wrong, CellType.ID_NUMBER).flaws)


def test_a_cell_of_nothing_but_commas_holds_no_choice():
    found = clean(",", CellType.CHOICES, **LISTS.get(CellType.CHOICES, {}))
    assert found.value is None
