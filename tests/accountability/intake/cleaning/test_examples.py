"""Every documented example of cleaning and matching holds."""

import doctest
import importlib

import pytest

MODULES = [
    "accountability.intake.cleaning.characters",
    "accountability.intake.cleaning.dates",
    "accountability.intake.cleaning.identity",
    "accountability.intake.cleaning.nothing",
    "accountability.intake.cleaning.numbers",
    "accountability.intake.cleaning.outcome",
    "accountability.intake.cleaning.places",
    "accountability.intake.cleaning.raw",
    "accountability.intake.matching.facts",
    "accountability.intake.matching.labels",
    "accountability.intake.staging.copying",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
