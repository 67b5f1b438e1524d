"""The line breaker under any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.reports.typeset import faces
from accountability.reports.typeset.geometry import BODY, CELL
from accountability.reports.typeset.lines import NO_END, NO_START, Line, Measure, set_lines, wrap
from accountability.reports.typeset.model import Face, Run

BODY_MEASURE = Measure(28 * CELL, first_indent=2 * CELL)
CHINESE = "督查整改驻村第一书记党支部"
ANY = st.text(
    alphabet=CHINESE + "，。；：、“”（）《》—…0123456789%./ABcd -", min_size=1, max_size=300
)
PROSE = st.lists(
    st.sampled_from(
        [
            "督查组",
            "第一书记",
            "94.6%（1234/1305）",
            "，",
            "。",
            "5月18日",
            "（含",
            "）",
            "“四不",
            "两直”",
        ]
    ),
    min_size=30,
    max_size=90,
).map("".join)


def end(line: Line) -> float:
    natural = sum(faces.width(text, face) for face, text in line.pieces) * BODY
    return line.indent + natural + line.spacing * (len(line.text) - 1)


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_no_character_is_lost(text):
    joined = "".join(line.text for line in set_lines([Run(text)], BODY_MEASURE))
    assert joined.replace(" ", "") == text.replace(" ", "")


@given(PROSE)
@settings(max_examples=200, deadline=None)
def test_prose_ends_flush_and_keeps_the_rules(text):
    lines = set_lines([Run(text)], BODY_MEASURE)
    for line, after in pairwise(lines):
        assert end(line) == pytest.approx(28 * CELL, abs=0.01)
        if text.count("（") == text.count("）") == 0:
            assert after.text[0] not in NO_START
            assert line.text[-1] not in NO_END
    assert end(lines[-1]) <= 28 * CELL + 0.5


@given(PROSE)
@settings(max_examples=100, deadline=None)
def test_no_line_is_squeezed_out_of_shape(text):
    for line in set_lines([Run(text)], BODY_MEASURE):
        assert line.spacing > -0.07 * BODY


def test_a_number_is_not_cut():
    for shift in range(30):
        lines = set_lines([Run("督" * shift + "达标率94.6%比上月提高" + "查" * 40)], BODY_MEASURE)
        assert any("94.6%" in line.text for line in lines)


def test_a_dash_of_two_is_not_cut():
    for shift in range(30):
        lines = set_lines([Run("督" * shift + "——" + "查" * 40)], BODY_MEASURE)
        assert any("——" in line.text for line in lines)


def test_the_longest_paragraph_is_quick_enough_to_finish():
    assert len(set_lines([Run("督查，整改。" * 3333)], BODY_MEASURE)) > 700


@given(ANY, st.integers(2, 20))
@settings(max_examples=200, deadline=None)
def test_a_cell_loses_nothing_and_overflows_by_no_more_than_its_marks(text, cells):
    lines = wrap(text, cells * 10.5, 10.5, Face.FANG)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert faces.width(line, Face.FANG) <= cells + 0.01 or len(line) == 1
