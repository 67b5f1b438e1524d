"""Finding the table and its columns, however the county has laid it out (D12)."""

import pytest

from accountability.intake.matching.matched import UnmatchedError
from accountability.intake.reading.grid import Grid, Merge
from tests.accountability.intake.sheets import (
    T1_LEAVES,
    T2_PATHS,
    book,
    checked,
    laid_out,
    of,
    t1_grid,
    t1_row,
    t2_grid,
    t2_row,
)


def errors(result) -> list[str]:
    return [p.sentence for p in result.problems if p.severity == "error"]


def flat(rows, labels=T1_LEAVES, above: int = 0) -> Grid:
    """Return a table with a single header row."""
    lines: list[list[object]] = [[f"说明{n}"] for n in range(above)]
    lines += [list(labels), *[[row.get(label) for label in T1_LEAVES] for row in rows]]
    return Grid("Sheet1", lines)


@pytest.mark.parametrize("above", [0, 1, 3, 8])
def test_single_header_row_below_any_number_of_titles(province, above):
    result = checked(book(flat([t1_row(1)], above=above)), province.county_a)
    assert errors(result) == []
    assert result.rows[0].row_no == above + 2


def test_labels_are_read_through_their_dressing(province):
    labels = [f" {label}＊" for label in T1_LEAVES]
    labels[5], labels[9], labels[4] = "6.姓　名：", "身份证号\n（18位）*", "贫困户数 [户]"
    result = checked(book(flat([t1_row(1)], labels)), province.county_a)
    assert errors(result) == []


def test_columns_in_another_order_and_with_strangers_between(province):
    order = list(reversed(T1_LEAVES))
    order[3:3] = ["是否党代表", "特长"]
    row = t1_row(1)
    grid = Grid("Sheet1", [order, [row.get(label, "有") for label in order]])
    result = checked(book(grid), province.county_a)
    assert errors(result) == []
    [left] = [p for p in of(result, "D12") if p.cause == "多出的列"]
    assert "是否党代表（D列）" in left.sentence
    assert result.headers["Sheet1"] == {"D": "是否党代表", "E": "特长"}
    assert result.columns["Sheet1"]["serial"] == "Z"


def test_synonyms_are_known(province):
    labels = list(T1_LEAVES)
    for old, new in (
        ("行政村", "所驻村"), ("身份证号码", "公民身份号码"), ("到村日期", "到村时间"), ("派出单位", "选派单位"),
        ("联系电话", "手机号码"), ("是否与原单位脱钩", "是否与原单位工作脱钩"),
    ):  # fmt: skip
        labels[labels.index(old)] = new
    result = checked(book(flat([t1_row(1)], labels)), province.county_a)
    assert errors(result) == []


def test_a_likely_header_is_read_but_must_be_confirmed_once(province):
    labels = list(T1_LEAVES)
    labels[labels.index("派出单位")] = "派出单位及部门"
    grid = flat([t1_row(1)], labels)
    result = checked(book(grid), province.county_a)
    [asked] = [p for p in result.problems if p.severity == "error"]
    assert (asked.rule, asked.field, asked.address, asked.proposal) == (
        "D12", "sending_unit", "P1", "sending_unit",
    )  # fmt: skip
    assert result.headers["Sheet1"] == {"P": "派出单位及部门"}
    assert result.rows[0].values["sending_unit"] == "省水利厅"
    known = checked(book(grid), province.county_a, mappings={"派出单位及部门": "sending_unit"})
    assert errors(known) == []
    left = checked(book(grid), province.county_a, mappings={"派出单位及部门": ""})
    assert [p.sentence for p in left.problems if p.severity == "error"] == [
        "缺少必填列“派出情况/派出单位”。"
    ]


def test_doubled_header_is_asked_and_nothing_overwritten(province):
    labels = [*T1_LEAVES, "姓名"]
    grid = flat([t1_row(1)], labels)
    grid.rows[1].append("李四")
    result = checked(book(grid), province.county_a)
    asked = [p for p in of(result, "D12") if p.cause == "列名重复"]
    assert [(p.severity, p.field) for p in asked] == [("error", "person_name")]
    assert "F列、Y列" in asked[0].sentence
    assert result.rows[0].values["person_name"] == ""
    key = result.headers["Sheet1"]["Y"]
    chosen = checked(book(grid), province.county_a, mappings={key: "person_name"})
    assert chosen.rows[0].values["person_name"] == "李四"
    assert [p for p in chosen.problems if p.cause == "列名重复"] == []


def test_doubled_column_that_says_the_same_is_no_question(province):
    grid = flat([t1_row(1)], [*T1_LEAVES, "姓名"])
    grid.rows[1].append(grid.rows[1][5])
    assert errors(checked(book(grid), province.county_a)) == []


def test_missing_columns_are_said_once_and_not_in_every_row(province):
    labels = [label for label in T1_LEAVES if label not in ("派驻层级", "民族")]
    rows = [t1_row(1), t1_row(2, "东沟村")]
    grid = Grid("Sheet1", [labels, *[[row[label] for label in labels] for row in rows]])
    result = checked(book(grid), province.county_a)
    assert errors(result) == ["缺少必填列“派出情况/派驻层级”。"]
    [optional] = [p for p in of(result, "D12") if p.cause == "缺少选填列"]
    assert "民族" in optional.sentence


def test_group_labels_without_merges_as_text_files_have_them(province):
    grid = t1_grid([t1_row(1)])
    grid.merges.clear()
    result = checked(book(grid), province.county_a)
    assert errors(result) == []
    weeks = t2_grid([t2_row()])
    weeks.merges.clear()
    result = checked(book(weeks), province.county_a, "T2")
    assert errors(result) == []
    assert [result.rows[0].values[f"days_{week}"] for week in range(1, 5)] == [4, 5, 5, 5]


def test_weeks_named_in_chinese_and_four_header_rows(province):
    paths = [
        ("驻村情况", *path[:-1], path[-1]) if path[0].startswith("本月") else path
        for path in T2_PATHS
    ]
    paths = [
        tuple(part.replace("第1周", "第一周").replace("第2周", "第 二 周") for part in p)
        for p in paths
    ]
    row = {
        "/".join(part for part in path if part): t2_row().get(
            "/".join(part for part in old if part)
        )
        for path, old in zip(paths, T2_PATHS, strict=True)
    }
    result = checked(book(laid_out("2020年5月月报", paths, [row])), province.county_a, "T2")
    assert errors(result) == []
    assert result.rows[0].row_no == 8
    assert result.rows[0].values["nights_2"] == 4


def test_weeks_without_names_are_taken_in_their_order(province):
    grid = t2_grid([t2_row()])
    for column in range(4, 19):
        grid.rows[4][column] = None
    grid.merges[:] = [m for m in grid.merges if m.top != 5]
    result = checked(book(grid), province.county_a, "T2")
    assert [result.rows[0].values[f"days_{week}"] for week in range(1, 5)] == [4, 5, 5, 5]


def test_header_on_the_second_page_and_blank_rows_are_passed_over(province):
    grid = t1_grid([t1_row(1), t1_row(2, "东沟村")])
    grid.rows.insert(6, [])
    grid.rows.insert(7, list(grid.rows[3]))
    grid.rows.insert(8, list(grid.rows[4]))
    grid.rows.insert(9, [None] * 24)
    result = checked(book(grid), province.county_a)
    assert [row.row_no for row in result.rows] == [6, 11]
    assert errors(result) == []


def test_county_column_is_known_and_left_out(province):
    grid = flat([t1_row(1)], [*T1_LEAVES, "市", "县（市、区）"])
    grid.rows[1] += ["嵩宁市", "嵩北县"]
    result = checked(book(grid), province.county_a)
    assert result.problems == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "文件里没有内容"),
        ([["名称", "数量", "单价"], ["笔", 3.0, 1.5]], "文件“Sheet1”第1行是“名称”、“数量”、“单价”"),
        ([["单位名称", "双河村"], ["党员数", 12.0], ["户数", 300.0]], "没有找到能对上的表头"),
        ([[label, "值"] for label in T1_LEAVES], "竖排"),
        ([[1.0, 2.0], [3.0, 4.0]], "文件里没有像表头的行"),
    ],
)
def test_what_is_not_the_sheet_is_refused_in_one_sentence(province, rows, said):
    with pytest.raises(UnmatchedError) as refused:
        checked(book(Grid("Sheet1", rows)), province.county_a)
    assert said in refused.value.sentence
    assert "《驻村第一书记和工作队员花名册》" in refused.value.sentence
    assert "“乡镇”、“行政村”" in refused.value.sentence


def test_the_data_may_stand_in_a_hidden_sheet(province):
    blank = book(Grid("可见", []))
    blank.hidden_sheets.append("花名册")
    with pytest.raises(UnmatchedError) as refused:
        checked(blank, province.county_a)
    assert "文件里没有内容（隐藏的工作表“花名册”没有读取，数据在其中的请先取消隐藏）。" in (
        refused.value.sentence
    )


def test_header_without_rows_is_said(province):
    [empty] = of(checked(book(t1_grid([])), province.county_a), "EMPTY")
    assert empty.severity == "warning"
    assert empty.sentence == "《驻村第一书记和工作队员花名册》的表头下面没有数据行。"


def test_sheets_of_other_months_are_left_out(province):
    may, april = t1_grid([t1_row(1)], name="2020年5月"), t1_grid([t1_row(2)], name="2020年4月")
    result = checked(book(april, may), province.county_a)
    assert [row.sheet_name for row in result.rows] == ["2020年5月"]
    assert [p.sentence for p in of(result, "D29")] == ["工作表“2020年4月”是其他期次的，未读取。"]


def test_title_merged_over_everything_is_no_header(province):
    grid = t1_grid([t1_row(1)])
    grid.merges.append(Merge(1, 1, 1, 24))
    assert checked(book(grid), province.county_a).rows[0].row_no == 6


def test_matching_reads_what_ten_thousand_rows_say_in_fixed_queries(
    province, django_assert_num_queries
):
    with django_assert_num_queries(5):
        checked(
            book(t1_grid([t1_row(n % 400, province.villages_a[n % 4].name) for n in range(50)])),
            province.county_a,
        )
