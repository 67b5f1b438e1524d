"""The command: every finding printed, nothing written, never a traceback."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.accountability.intake.sheets import t1_grid, t1_row, xlsx


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of the command."""
    capsys.readouterr()
    try:
        call_command("check_workbook", *arguments)
        code = 0
    except SystemExit as leaving:
        code = leaving.code
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    return code, printed.out, printed.err


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def roster(tmp_path):
    rows = [
        t1_row(1, "双河村"),
        t1_row(
            2, "东沟村", **{"姓 名": "张　三", "性别": "女", "身份证号码": 410222197803011234.0}
        ),
    ]
    return str(xlsx(tmp_path / "花名册.xlsx", t1_grid(rows)))


def options(province, sheet: str = "T1", period: str = "2020-05") -> list[str]:
    return ["--sheet", sheet, "--unit", province.county_a.code, "--period", period]


def test_every_finding_is_printed_as_json(province, roster, capsys):
    code, out, err = run(capsys, roster, *options(province), "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert {key: told[key] for key in ("file", "sheet", "unit", "period", "rows")} == {
        "file": "花名册.xlsx",
        "sheet": "T1",
        "unit": province.county_a.code,
        "period": "2020-05",
        "rows": 2,
    }
    lost = next(one for one in told["findings"] if one["rule"] == "D3")
    assert (lost["cell"], lost["row"], lost["severity"], lost["sheet"]) == (
        "J7",
        7,
        "error",
        "Sheet1",
    )
    assert lost["column"] == "基本情况/身份证号码"
    assert "精度已丢失" in lost["message"]
    assert "410222197803011" not in out
    tidied = next(one for one in told["findings"] if one["rule"] == "D2")
    assert (tidied["cell"], tidied["severity"], tidied["raw"]) == ("F7", "notice", "张　三")


def test_text_is_grouped_with_counts(province, roster, capsys):
    code, out, _ = run(capsys, roster, *options(province))
    assert code == 0
    assert out.startswith("《驻村第一书记和工作队员花名册》 嵩北县 2020年5月：数据 2 行；错误 1 处")
    assert "【错误】身份证号精度已丢失（1 处）" in out


def test_nothing_is_written(province, roster, capsys):
    before = counts()
    run(capsys, roster, *options(province))
    assert counts() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--sheet": "T99"}, "没有“T99”这张表，可用的表有：T1 "),
        ({"--unit": "123456"}, "没有代码为“123456”的单位"),
        ({"--unit": "嵩北"}, "写法不对"),
        ({"--unit": "990100000000"}, "不是县级单位"),
        ({"--period": "2020-13"}, "期次“2020-13”写法不对"),
    ],
)
def test_wrong_argument_is_one_chinese_sentence(province, roster, capsys, change, said):
    given = options(province)
    for name, value in change.items():
        given[given.index(name) + 1] = value
    code, out, err = run(capsys, roster, *given)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_missing_file_and_missing_option_are_refused(province, roster, capsys, tmp_path):
    code, _, err = run(capsys, str(tmp_path / "没有.xlsx"), *options(province))
    assert (code, err) == (2, "没有找到文件“没有.xlsx”，请核对路径。\n")
    code, _, err = run(capsys, str(tmp_path), *options(province))
    assert code == 2
    assert "不是文件" in err
    with pytest.raises(SystemExit) as leaving:
        call_command("check_workbook", roster, "--sheet", "T1")
    assert leaving.value.code == 2
    assert capsys.readouterr().err.startswith("参数不对。")


def test_file_that_is_no_workbook_is_refused(province, tmp_path, capsys):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    code, out, err = run(capsys, str(path), *options(province))
    assert (code, out) == (2, "")
    assert "花名册.xlsx" in err


def test_sheet_of_a_year_takes_the_year_of_a_month(province, roster, capsys):
    code, _, err = run(capsys, roster, *options(province, "DJ-01", "2020"))
    assert (code, err) == (0, "")
