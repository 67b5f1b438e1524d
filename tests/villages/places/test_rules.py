"""What codes and names say by themselves."""

import doctest

import pytest

from villages.places import pinyin, rules
from villages.places.models import Level
from villages.places.pinyin import initials, initials_of_person, sort_key
from villages.places.rules import base_name, full_code, is_zone, level_of, short_name


@pytest.mark.parametrize("module", [rules, pinyin])
def test_examples_hold(module):
    assert doctest.testmod(module).failed == 0


def test_levels_are_those_of_the_model():
    assert list(rules.LEVELS) == Level.values


@pytest.mark.parametrize("text", ["", "4", "41010", "41010x", "４１０１０２", "012345", "4.1E+11"])
def test_no_code(text):
    assert full_code(text) is None


def test_county_level_cities_and_the_province_run_are_no_zones():
    assert [is_zone(f"{code}000000") for code in ("410181", "419001", "410102", "410171")] == [
        False,
        False,
        False,
        True,
    ]
    assert level_of("419000000000") == "city"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("香榭丽居民委员会", "香榭丽社区居民委员会"),
        ("仪封村委会", "仪封村"),
        ("曹村坡村民委员会", "曹村坡村村民委员会"),
        ("薛楼 村委会", "薛楼村委会"),
    ],
)
def test_one_village_written_two_ways(one, other):
    assert base_name(one, "village") == base_name(other, "village")


def test_a_township_that_became_a_town_has_another_name():
    assert base_name("缑氏乡", "township") != base_name("缑氏镇", "township")


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("火神庙村村民委员会", "village", "火神庙村"),
        ("碧沙岗社区居委会", "village", "碧沙岗社区"),
        ("青年路居委会", "village", "青年路社区"),
        ("村委会", "village", "村委会"),
        ("林山寨街道办事处", "township", "林山寨街道"),
        ("郑州市", "city", "郑州"),
        ("平顶山市", "city", "平顶山"),
        ("新县", "county", "新县"),
        ("郑州经济技术开发区", "county", "郑州经济技术开发区"),
    ],
)
def test_short_names(name, level, short):
    assert short_name(name, level) == short


def test_rare_characters_have_a_reading():
    assert sort_key("垚峣㙍磜䩐") == "yao2 yao2 duo1 qi4 hu1"
    assert initials("䩐勒桥村") == "hlqc"
    assert initials_of_person("曾晓明") == "zxm"
    assert len(sort_key("垚" * 80)) <= 160
