"""Text, names, choices, yes and no (D2, D8, D20, D21, D26; kinds T)."""

import pytest

from accountability.intake.declare import CellType
from accountability.ledgers.sheets import words
from tests.accountability.intake.cleaning.clean import clean, rules

TEXT, NAME = CellType.TEXT, CellType.PERSON_NAME


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        ("张三", "张三", ""),
        ("张　三", "张三", "D2"),
        (" 张 三 ", "张三", "D2"),
        ("张\n三", "张三", "D2"),
        ("张\xa0三", "张三", "D2"),
        ("张\u200b三\u202e", "张三", "D2"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提", ""),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提", "D2"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提", "D2"),
        ("阿卜杜拉 ‧ 买买提", "阿卜杜拉·买买提", "D2"),
        ("刘䶮", "刘䶮", ""),
        ("吴㛃", "吴㛃", ""),
        ("李𤛲", "李𤛲", ""),
        ("𠮷野", "𠮷野", ""),
        ("", "", ""),
    ],
)
def test_name_is_read(raw, value, rule):
    found = clean(raw, NAME)
    assert (found.value, found.rule, found.flaws) == (value, rule, ())


@pytest.mark.parametrize(
    ("raw", "rule", "proposal"),
    [
        ("张三（挂职）", "D2", "张三"),
        ("张三、李四", "D2", None),
        ("张\ue001", "D26", None),
        ("张?", "D26", None),
        ("张□", "D26", None),
        ("张", "NAME", None),
        ("张" * 16, "NAME", None),
        ("张3", "NAME", None),
        (123.0, "NAME", None),
        ("=张三", "NAME", None),
    ],
)
def test_what_is_no_one_name_is_asked(raw, rule, proposal):
    found = clean(raw, NAME)
    assert rules(found) == [(rule, "error")]
    assert found.flaws[0].proposal == proposal


@pytest.mark.parametrize(
    "raw",
    [
        "=1+1", "+1", "-1元", "@SUM(A1)", "＝cmd", '=HYPERLINK("http://a.invalid","x")', "=WEBSERVICE(1)",
        "<script>alert(1)</script>", "javascript:alert(1)", "{{ 7*7 }}", '" onmouseover="x', "省委👨‍👩‍👧组织部",
        "z̷̢͝a̶l̵g̶o̴", "㎡①Ⅷ", "𠮷䶮㙍", "a,b\"c'd\\e", "ﬁ",
    ],
)  # fmt: skip
def test_text_is_kept_as_text_and_never_folded(raw):
    found = clean(raw, TEXT)
    assert (found.value, found.rule, found.flaws) == (raw, "", ())


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("省\u202e水\u200b利厅\ufeff", "省水利厅"),
        (" 省水利厅　", "省水利厅"),
        ("省水利厅\r\n办公室", "省水利厅办公室"),
        ("a\tb", "a b"),
        ("a\x00b", "ab"),
        ("甲  乙", "甲 乙"),
        ("\ud800甲", "\ufffd甲"),
    ],
)
def test_invisible_characters_go_with_a_log(raw, value):
    found = clean(raw, TEXT)
    assert (found.value, found.rule) == (value, "D2")


def test_long_text_keeps_its_lines():
    found = clean("一、修路。 \r\n二、修桥。", CellType.LONG_TEXT)
    assert found.value == "一、修路。\n二、修桥。"


def test_text_beyond_its_length_is_an_error_and_cut():
    found = clean("长" * 201, TEXT)
    assert rules(found) == [("LEN", "error")]
    assert len(found.value) == 200


def test_private_characters_are_asked():
    assert rules(clean("王家\ue5e5村", TEXT)) == [("D26", "error")]


def test_dash_is_blank_and_none_stays_a_word():
    assert (clean("——", TEXT).value, clean("——", TEXT).rule) == ("", "D8")
    assert clean("无", TEXT).value == "无"


def choice(raw, allowed, synonyms=None):
    return clean(raw, CellType.CHOICE, allowed=allowed, value_synonyms=synonyms or {})


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("党员", "中共党员"), ("中共党员(预备)", "中共预备党员"), ("中共党员（预备）", "中共预备党员"),
        ("预备党员", "中共预备党员"), (" 群 众", "群众"),
    ],
)  # fmt: skip
def test_party_words_are_mapped(raw, value):
    found = choice(raw, words.PARTY, words.PARTY_WORDS)
    assert (found.value, found.rule, found.flaws) == (value, "D20", ())


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("大专(在职)", "大专"),
        ("大专（在职）", "大专"),
        ("在职大学", "本科"),
        ("省委党校研究生", "研究生"),
        ("中专", "高中及以下"),
    ],
)
def test_education_words_are_mapped(raw, value):
    found = choice(raw, words.EDUCATION, words.EDUCATION_WORDS)
    assert (found.value, found.rule) == (value, "D20")


def test_ethnicities_are_56_and_short_forms_are_mapped():
    assert len(set(words.ETHNICITIES)) == 56
    found = choice("汉", words.ETHNICITIES, words.ETHNICITY_WORDS)
    assert (found.value, found.rule) == ("汉族", "D20")


def test_sex_as_a_number_is_mapped_and_nonsense_is_asked():
    assert choice(1.0, ("男", "女"), {"1": "男"}).value == "男"
    found = choice("男/女", ("男", "女"))
    assert rules(found) == [("D20", "error")]
    assert "只能是：男、女" in found.flaws[0].sentence


def test_near_word_is_proposed():
    found = choice("第一书计", words.ROLES, words.ROLE_WORDS)
    assert found.flaws[0].proposal == "第一书记"


@pytest.mark.parametrize(
    "raw",
    [
        "贫困村、软弱涣散村",
        "软弱涣散村,贫困村",
        "贫困村/软弱涣散",
        "贫困村\n软弱涣散村",
        "贫困村 软弱涣散村",
    ],
)
def test_several_words_come_in_the_order_of_the_list(raw):
    found = clean(
        raw, CellType.CHOICES, allowed=words.VILLAGE_TYPES, value_synonyms=words.VILLAGE_TYPE_WORDS
    )
    assert found.value == ["贫困村", "软弱涣散村"]
    assert found.flaws == ()


def test_one_unknown_word_among_several_is_asked():
    found = clean("贫困村、示范村", CellType.CHOICES, allowed=words.VILLAGE_TYPES)
    assert rules(found) == [("D20", "error")]
    assert "示范村" in found.flaws[0].sentence


@pytest.mark.parametrize("raw", ["√", "✓", "✔", "Y", "yes", "1", 1.0, "有", "TRUE", "Ｙ"])
def test_yes_in_every_form(raw):
    found = clean(raw, CellType.YES_NO)
    assert (found.value, found.rule) == (True, "D21")


@pytest.mark.parametrize("raw", ["×", "✗", "N", "no", "0", 0.0, "无", "FALSE"])
def test_no_in_every_form(raw):
    found = clean(raw, CellType.YES_NO)
    assert (found.value, found.rule) == (False, "D21")


def test_blank_is_neither_and_part_is_asked():
    assert clean("", CellType.YES_NO).value is None
    assert clean("—", CellType.YES_NO).value is None
    assert rules(clean("部分", CellType.YES_NO)) == [("D21", "error")]
