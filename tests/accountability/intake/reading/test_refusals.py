"""Every refusal is one Chinese text: what is wrong, and what to do."""

import doctest
import inspect
import re

import pytest

from accountability.intake.reading import archive, grid, number_formats, reader, refusals, secrecy
from accountability.intake.reading.grid import RefusedError

MAKERS = {
    "empty": refusals.empty(),
    "no_sheet": refusals.no_sheet(),
    "not_a_workbook": refusals.not_a_workbook("图片"),
    "web_page": refusals.web_page(),
    "old_format": refusals.old_format(),
    "secret": refusals.secret("T1!A1“机密★1年”"),
    "encrypted": refusals.encrypted(),
    "macro": refusals.macro(),
    "corrupt": refusals.corrupt("工作表“表一”第 3 行"),
    "too_big": refusals.too_big("超过 20 MB"),
    "bomb": refusals.bomb("压缩比过高"),
    "encoding": refusals.encoding("第 3 行（第 40 字节，0xFF）不是有效的 UTF-8"),
    "timeout": refusals.timeout(40),
}


def test_every_refusal_is_looked_at() -> None:
    defined = inspect.getmembers(refusals, inspect.isfunction)
    assert {name for name, _ in defined} - {"is_secret"} == MAKERS.keys()


@pytest.mark.parametrize("name", MAKERS)
def test_says_what_is_wrong_and_what_to_do(name: str) -> None:
    refused = reader.about(MAKERS[name], "花名册.xls")
    assert refused.sentence.startswith("文件“花名册.xls”")
    assert refused.sentence.endswith("。")
    assert "请" in refused.sentence
    assert not re.search(r"[\u4e00-\u9fff][,;:!?()]", refused.sentence)
    assert str(refused) == refused.sentence


def test_a_refusal_survives_pickling() -> None:
    import pickle

    copy = pickle.loads(pickle.dumps(refusals.macro()))
    assert isinstance(copy, RefusedError)
    assert (copy.reason, copy.sentence) == (refusals.macro().reason, refusals.macro().sentence)


@pytest.mark.parametrize("module", [archive, grid, number_formats, reader, secrecy])
def test_examples_in_docstrings_hold(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert tried
    assert not failed
