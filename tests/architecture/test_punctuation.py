"""Chinese on screens, in messages and in documents has full-width punctuation."""

import re
from pathlib import Path

import pytest

from portal.ui.zhpunct import slips_in, slips_in_python, slips_in_template

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = [
    path
    for package in ("portal", "villages", "accountability")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))


def said(slips) -> str:
    return "\n".join(f"line {slip.line}: {slip.words} -> {slip.should}" for slip in slips)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_full_width_punctuation(path):
    assert not said(slips_in_template(path.read_text()))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_message_has_full_width_punctuation(path):
    assert not said(slips_in_python(path.read_text()))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_has_full_width_punctuation(path):
    # Every Chinese sentence of a script is a string in single quotes; its comments are English.
    code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    strings = code.split("'")[1::2]
    assert not said(slip for words in strings for slip in slips_in(words))


@pytest.mark.parametrize(
    ("words", "should"),
    [
        ("已保存,请核对", ["，"]),
        ("共 3 项:甲", ["："]),
        ("第一书记(省派)", ["（"]),
        ("请填写.", ["。"]),
        ('名册登记为"李红伟"', ["“”"]),
        ("已保存，请核对：3 项（省派）。", []),
        ("请上传 .xlsx、.xls 文件", []),
        ("见 http://example.cn/帮助", []),
        ("98.5%, 3/4 in English only", []),
    ],
)
def test_slip_is_told_from_correct_text(words, should):
    assert [slip.should for slip in slips_in(words)] == should


def test_verbatim_line_is_spared():
    source = 'A = "姓名(必填)"  # zh: verbatim\nB = "姓名(必填)"\n'
    assert {slip.line for slip in slips_in_python(source)} == {2}


def test_pattern_and_statement_are_no_messages():
    source = (
        "A = r'(街道|办事处)$'\nB = 'SELECT count(*) FILTER (WHERE grade = 好)'\nC = '好(坏)'\n"
    )
    assert {slip.line for slip in slips_in_python(source)} == {3}


def test_template_code_is_read_for_its_words_only():
    assert not list(slips_in_template("{% if a and b %}共 {{ n }} 项{% endif %}"))
    found = list(slips_in_template('<p title="请填写,谢谢">好</p>\n{% card title="甲:乙" %}'))
    assert {(slip.line, slip.should) for slip in found} == {(1, "，"), (2, "：")}
