"""Wording: the examples in the source, and the cases that do not read well there."""

import doctest
import importlib

import pytest

from accountability.reports.typeset import chinese


@pytest.mark.parametrize("name", ["chinese", "faces", "lines", "model", "wash"])
def test_the_examples_in_the_source_hold(name):
    module = importlib.import_module(f"accountability.reports.typeset.{name}")
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "中共中州省委组织部关于表彰全省优秀驻村第一书记的决定",
            ("中共中州省委组织部", "关于表彰全省优秀驻村第一书记的决定"),
        ),
        (
            "中共中州省委组织部 中州省扶贫开发办公室关于做好市县党政正职责任考评工作的通知",
            (
                "中共中州省委组织部",
                "中州省扶贫开发办公室",
                "关于做好市县党政正职责任考评工作的通知",
            ),
        ),
        ("2020年5月主要指标完成情况表", ("2020年5月主要指标完成情况表",)),
        ("先断这里\n再断这里", ("先断这里", "再断这里")),
    ],
)
def test_titles_break_between_words(title, lines):
    assert chinese.title_lines(title) == lines


def test_a_title_line_is_never_too_long_and_nothing_is_lost():
    for count in range(1, 200, 7):
        title = ("关于全省软弱涣散村党组织整顿进展的通报" * 11)[:count]
        lines = chinese.title_lines(title)
        assert "".join(lines) == title
        assert all(len(line) <= 19 for line in lines)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 5, "0.0%（0/5）"),
        (4, 4, "4/4"),
        (0, 1, "0/1"),
        (5, 5, "100.0%（5/5）"),
        (1305, 1305, "100.0%（1305/1305）"),
        (1, 16, "6.3%（1/16）"),
    ],
)
def test_a_share_never_stands_without_its_denominator(part, whole, text):
    assert chinese.share(part, whole) == text


def test_half_width_marks_are_found_with_what_they_should_be():
    text = "各县(市)要在6月30日前整改;逾期的,通报批评.见http://portal.example/a,b"
    fixed = list(text)
    for at, _, mark in chinese.half_width_marks(text):
        fixed[at] = mark
    assert "".join(fixed).startswith(
        "各县（市）要在6月30日前整改；逾期的，通报批评。见http://portal.example/a,b"
    )
