"""ID and telephone numbers (D1, D3, D4, D5, D22; kinds I). No sentence shows a whole number."""

import pytest

from accountability.intake.declare import CellType
from tests.accountability.intake.cleaning.clean import clean, rules
from tests.accountability.intake.sheets import id_number

ID, TAIL, PHONE = CellType.ID_NUMBER, CellType.ID_TAIL, CellType.PHONE
GOOD = id_number("99012119800315105")
WITH_X = next(n for n in (id_number(f"9901211980031{k:04d}") for k in range(9999)) if n[-1] == "X")


def test_right_number_is_clean_and_tells_birth_and_sex():
    found = clean(GOOD, ID)
    assert found.flaws == ()
    assert found.rule == ""
    assert found.value == (GOOD, f"990***********{GOOD[-4:]}", True, "1980-03", "男")


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (f" {GOOD} ", "D4"),
        (f"'{GOOD}", "D4"),
        (f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}", "D4"),
        (WITH_X.lower(), "D4"),
        ("".join(chr(ord(c) + 0xFEE0) for c in GOOD), "D1"),
        (f"{GOOD}\u200b", "D4"),
    ],
)
def test_typing_of_a_right_number_is_tidied(raw, rule):
    found = clean(raw, ID)
    assert found.flaws == ()
    assert found.rule == rule
    assert found.value.plain in (GOOD, WITH_X)


@pytest.mark.parametrize(
    "raw", [float(GOOD[:17] + "1"), 4.10222e17, "4.10222E+17", "4.10222197803011e+17", 4e15]
)
def test_number_that_lost_its_digits_is_never_repaired(raw):
    found = clean(raw, ID)
    assert rules(found) == [("D3", "error")]
    assert found.value.plain == ""
    assert found.flaws[0].proposal is None


def test_zeros_at_the_end_are_suspicious_even_as_text():
    candidates = (id_number(f"990{area:03d}19800315000") for area in range(1000))
    number = next(n for n in candidates if n.endswith("000"))
    found = clean(number, ID)
    assert rules(found) == [("D3", "warning")]
    assert found.value.plain == number


def test_old_number_is_offered_with_its_new_check_character():
    found = clean("990121800315105", ID)
    assert rules(found) == [("D4", "error")]
    assert found.flaws[0].proposal == f"990***********{GOOD[-4:]}"
    assert found.value.is_sound is False
    assert clean(990121800315105.0, ID).flaws[0].rule == "D4"


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), "D5"),
        (id_number("99012119801315105"), "D5"),
        (id_number("99012119800230105"), "D5"),
        ("99012119800315", "D5"),
        (GOOD + "1", "D5"),
        ("身份证丢失", "D5"),
        ("O" + GOOD[1:], "D5"),
    ],
)
def test_wrong_number_is_an_error(raw, rule):
    found = clean(raw, ID)
    assert rules(found) == [(rule, "error")]
    assert found.value.is_sound is False
    assert str(raw) not in found.flaws[0].sentence + found.flaws[0].remedy


def test_masked_number_of_the_template_is_kept_for_the_look_up():
    found = clean(f"990***********{GOOD[-4:]}", ID)
    assert found.flaws == ()
    assert found.value.plain == ""
    assert found.value.masked.endswith(GOOD[-4:])


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [("1234", "1234", ""), (1234.0, "1234", ""), ("123x", "123X", "D4"), (GOOD, GOOD[-4:], "D4")],
)
def test_tail_is_read(raw, value, rule):
    found = clean(raw, TAIL)
    assert (found.value, found.rule, found.flaws) == (value, rule, ())


def test_tail_that_lost_its_zero_is_asked():
    found = clean(12.0, TAIL)
    assert rules(found) == [("D4", "error")]
    assert found.flaws[0].proposal == "0012"


@pytest.mark.parametrize(
    ("raw", "plain", "rule"),
    [
        ("15401234567", "15401234567", ""),
        (15401234567.0, "15401234567", ""),
        ("154-0123-4567", "15401234567", "D22"),
        ("154 0123 4567", "15401234567", "D22"),
        ("+8615401234567", "15401234567", "D22"),
        ("8615401234567", "15401234567", "D22"),
        ("１５４０１２３４５６７", "15401234567", "D22"),
    ],
)
def test_mobile_number_is_read(raw, plain, rule):
    found = clean(raw, PHONE)
    assert (found.value.plain, found.rule, found.flaws) == (plain, rule, ())
    assert found.value.masked == "154****4567"


@pytest.mark.parametrize(
    "raw",
    [
        "15401234567、15401234568",
        "15401234567/0371-01234567",
        "1540123456715401234568",
        "15401234567 15401234568",
    ],
)
def test_two_numbers_are_split_and_pointed_out(raw):
    found = clean(raw, PHONE)
    assert found.value.plain == "15401234567"
    assert rules(found) == [("D22", "warning")]


@pytest.mark.parametrize("raw", ["0371-01234567", "1540123456", "电话停机", "154012345678"])
def test_landline_and_wrong_number_are_warnings(raw):
    found = clean(raw, PHONE)
    assert rules(found) == [("D22", "warning")]
    assert raw not in found.flaws[0].sentence
