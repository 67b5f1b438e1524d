"""The dirt catalogue D1-D30 through real files (domain 5.2)."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt

import openpyxl
import pytest
from openpyxl.comments import Comment

from accountability.intake.matching.matched import UnmatchedError
from accountability.intake.reading.grid import Merge
from tests import make
from tests.accountability.intake.files import delimited, sent, through, xls
from tests.accountability.intake.sheets import of, t1_grid, t1_row, xlsx
from villages.places.models import Division, DivisionAlias, DivisionChange, Level


def changes(result) -> set[tuple[str, str, str, str]]:
    return {(c.address, c.raw, c.result, c.rule) for c in result.changes}


def told(result, rule: str) -> list[tuple[str, str, str | None]]:
    return [(p.severity.value, p.address, p.proposal) for p in of(result, rule)]


def errors(result) -> list[str]:
    return [p.sentence for p in result.problems if p.severity == "error"]


def test_d1_full_width_digits_become_half_width_where_digits_belong(province, tmp_path):
    row = t1_row(1, **{"贫困户数(户)": "５６", "备注": "面积１００㎡"})
    result = sent(tmp_path, province.county_a, t1_grid([row]))
    assert ("E6", "５６", "56", "D1") in changes(result)
    assert result.rows[0].values["remark"] == "面积１００㎡"


def test_d2_spaces_in_headers_and_names(province, tmp_path):
    grid = t1_grid([t1_row(1, **{"姓 名": "张　三"})])
    grid.rows[4][5] = "姓　　名 \n"
    result = sent(tmp_path, province.county_a, grid)
    assert ("F6", "张　三", "张三", "D2") in changes(result)
    assert errors(result) == []


@pytest.mark.parametrize("cell", [410222197803011234, 4.10222197803011e17, "4.10222E+17"])
def test_d3_id_number_that_lost_its_digits_is_refused(province, tmp_path, cell):
    result = sent(tmp_path, province.county_a, t1_grid([t1_row(1, 身份证号码=cell)]))
    assert told(result, "D3") == [("error", "J6", None)]
    assert result.rows[0].values["id_fingerprint"] == ""
    assert "精度已丢失" in of(result, "D3")[0].sentence
    assert "410222197803" not in str(result.problems) + str(result.changes)


def test_d4_d5_old_and_wrong_id_numbers(province, tmp_path):
    good = str(t1_row(3)["身份证号码"])
    rows = [
        t1_row(1, 身份证号码="990121800101003"),
        t1_row(2, "东沟村", 身份证号码=good[:17] + ("0" if good[-1] != "0" else "1")),
        t1_row(3, "石门村", 身份证号码=f" {good.lower()}"),
        t1_row(4, "柳林村", **{"性别": "女", "出生\n年月": "1980.02"}),
    ]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    [old] = of(result, "D4")
    assert (old.severity, old.address) == ("error", "J6")
    assert old.proposal.startswith("990***********")
    assert told(result, "D5") == [
        ("error", "J7", None),
        ("warning", "G9", None),
        ("warning", "I9", None),
    ]
    assert ("J8", f"990{'*' * 11}{good[-4:]}", "D4") in {
        (a, r, rule) for a, _, r, rule in changes(result)
    }


def test_d6_dates_in_every_spelling(province, tmp_path):
    spellings = [
        "2019.1.15",
        "2019年1月15日",
        43480,
        "20190115",
        dt.datetime(2019, 1, 15),
        "2019-1-15",
    ]
    rows = [
        t1_row(n, province.villages_a[n % 4].name, 到村日期=spelling, 队内职务="队员")
        for n, spelling in enumerate(spellings)
    ]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert {row.values["arrived_on"] for row in result.rows} == {dt.date(2019, 1, 15)}
    assert len([c for c in result.changes if c.rule == "D6"]) == 5


def test_d6_what_is_ambiguous_is_asked(province, tmp_path):
    rows = [
        t1_row(1, 到村日期=2019.1),
        t1_row(2, "东沟村", 到村日期="19/1/15"),
        t1_row(3, "石门村", 到村日期="2019.3"),
    ]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert told(result, "D6") == [
        ("error", "S6", None),
        ("error", "S7", "2019-01-15"),
        ("notice", "S8", None),
    ]
    assert result.rows[0].values["arrived_on"] is None
    assert result.rows[2].values["month_only"] == ["arrived_on"]


def test_d7_numbers_with_words(province, tmp_path):
    rows = [
        t1_row(1, **{"贫困户数(户)": "约56"}),
        t1_row(2, "东沟村", **{"贫困户数(户)": "1,056户"}),
        t1_row(3, "石门村", **{"贫困户数(户)": "3.5万元"}),
    ]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert [row.values["poor_households"] for row in result.rows] == [56, 1056, None]
    assert [(p.severity.value, p.address) for p in of(result, "D7")] == [
        ("error", "E8"),
        ("warning", "E6"),
    ]


def test_d8_d9_none_dash_ditto_and_blank_are_four_things(province, tmp_path):
    rows = [
        t1_row(1, 离任日期="—", 备注="无"),
        t1_row(
            2,
            "双河村",
            **{"乡镇": "〃", "村类型": "同上", "贫困户数(户)": "无", "队内职务": "队员"},
        ),
        t1_row(3, "东沟村", **{"贫困户数(户)": None}),
    ]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert {("B7", "〃", "青岭镇", "D8"), ("D7", "同上", "贫困村", "D8")} <= changes(result)
    assert ("V6", "—", "（空）", "D8") in changes(result)
    assert result.rows[0].values["remark"] == "无"
    assert result.rows[1].raw[1] == "〃"
    assert told(result, "D8") == [("error", "E7", "0")]
    assert [p.address for p in of(result, "REQ")] == ["E8"]
    assert [row.values["poor_households"] for row in result.rows] == [56, None, None]


def test_d8_ditto_never_copies_a_person_and_needs_something_above(province, tmp_path):
    rows = [t1_row(1, 学历="同上"), t1_row(2, "东沟村", **{"姓 名": "同上", "身份证号码": "同上"})]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert told(result, "D8") == [("error", "L6", None)]
    assert {p.address for p in result.problems if p.severity == "error"} >= {"J7"}


def test_d10_merged_cells_are_filled_inside_the_merge_only(province, tmp_path):
    rows = [
        t1_row(1, "双河村"),
        t1_row(2, None, 乡镇=None, 队内职务="队员"),
        t1_row(3, None, 乡镇=None, 队内职务="队员"),
        t1_row(4, "东沟村", 乡镇=None),
    ]
    grid = t1_grid(rows)
    grid.merges.extend([Merge(6, 2, 8, 2), Merge(6, 3, 8, 3)])
    result = sent(tmp_path, province.county_a, grid)
    assert [row.values["village_id"] for row in result.rows] == [province.villages_a[0].pk] * 3 + [
        province.villages_a[1].pk
    ]
    assert {("B7", "", "青岭镇", "D10"), ("C8", "", "双河村", "D10")} <= changes(result)
    assert told(result, "D11") == [("error", "B9", "青岭镇")]


def test_d11_blank_below_is_proposed_not_filled(province, tmp_path):
    rows = [t1_row(1), t1_row(2, None, 乡镇=None, 队内职务="队员")]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert told(result, "D11") == [("error", "B7", "青岭镇"), ("error", "C7", "双河村")]
    assert result.rows[1].values["village_name"] == ""


def test_d13_d14_d15_numbering_headers_totals_and_notes_are_no_data(province, tmp_path):
    grid = t1_grid([t1_row(1), t1_row(2, "东沟村")])
    width = len(grid.rows[5])
    blank: list[object] = [None] * width
    header = [[*grid.rows[3]], [*grid.rows[4]]]
    grid.rows[5:5] = [["甲", "乙", "丙", "丁", *map(float, range(1, width - 3))]]
    grid.rows[7:7] = [[], *header]
    grid.rows.extend(
        [
            ["小计", None, None, None, 112.0, *blank[5:]],
            [None, "合　计", None, None, 112.0, *blank[5:]],
            ["注：1.出生年月格式为“1975.03”。", *blank[1:]],
            [
                "主要负责人（签字）：",
                *blank[1:7],
                "审核人：",
                "王五",
                *blank[9:12],
                "填表人：赵六",
                None,
                "联系电话：0371-01234567",
            ],
        ]
    )
    result = sent(tmp_path, province.county_a, grid)
    assert [row.row_no for row in result.rows] == [7, 11]
    assert errors(result) == []
    assert {p.rule for p in result.problems if p.cause.startswith("跳过")} == {"D13", "D14"}
    facts = result.facts
    assert (facts["filled_by"], facts["checked_by"], facts["phone"]) == (
        "赵六",
        "王五",
        "0371-01234567",
    )
    assert facts["notes"][0].startswith("注：1.")
    assert (facts["unit"], facts["filled_on"]) == ("中共嵩北县委组织部", "2020年6月1日")


def test_d14_d30_totals_are_checked_against_their_rows(province, tmp_path):
    grid = t1_grid(
        [
            t1_row(1),
            t1_row(2, "东沟村", **{"贫困户数(户)": 10.0}),
            t1_row(3, "石门村", **{"贫困户数(户)": 1.0}),
        ]
    )
    blank: list[object] = [None] * 19
    grid.rows.insert(7, [None, "青岭镇小计", None, None, 66.0, *blank])
    grid.rows.append([None, "小计", None, None, 2.0, *blank])
    grid.rows.append([None, "合计", None, None, "67户", *blank])
    result = sent(tmp_path, province.county_a, grid)
    assert [(p.severity.value, p.address, p.raw) for p in of(result, "D30")] == [
        ("warning", "E10", "2")
    ]
    assert "各行相加为1" in of(result, "D30")[0].sentence


def test_d16_hidden_rows_columns_and_sheets(province, tmp_path):
    grid = t1_grid([t1_row(1), t1_row(2, "东沟村")])
    path = xlsx(tmp_path / "表.xlsx", grid, t1_grid([t1_row(3)], name="旧表"))
    book = openpyxl.load_workbook(path)
    book["旧表"].sheet_state = "hidden"
    book["Sheet1"].row_dimensions[7].hidden = True
    book["Sheet1"].column_dimensions["N"].hidden = True
    book.save(path)
    result = through(path, province.county_a)
    assert len(result.rows) == 2
    found = {p.cause: (p.severity.value, p.sentence) for p in of(result, "D16")}
    assert found["隐藏的行"][0] == "warning"
    assert "第7行" in found["隐藏的行"][1]
    assert found["隐藏的列"][0] == "warning"
    assert "N列" in found["隐藏的列"][1]
    assert found["隐藏的工作表"] == ("notice", "隐藏的工作表“旧表”未读取。")


def test_d17_sheets_of_townships_are_merged_and_others_named(province, tmp_path):
    other = make.division("红河乡", Level.TOWNSHIP, province.county_a)
    make.division("王庄村", Level.VILLAGE, other)
    notes = t1_grid([], name="填表说明")
    notes.rows[:] = [["一、本表由县委组织部填写"], ["二、日期写全"]]
    notes.merges.clear()
    first = t1_grid([t1_row(1)], name="青岭镇")
    second = t1_grid([t1_row(2, "王庄村", 乡镇="红河乡")], name="红河乡")
    result = sent(tmp_path, province.county_a, first, second, notes)
    assert [(row.sheet_name, row.row_no) for row in result.rows] == [("青岭镇", 6), ("红河乡", 6)]
    assert set(result.columns) == {"青岭镇", "红河乡"}
    [unread] = of(result, "D17")
    assert unread.sentence == "工作表“填表说明”的表头对不上，未读取。"


def test_d18_the_same_person_twice(province, tmp_path):
    twice = [t1_row(1), t1_row(1, "东沟村")]
    result = sent(tmp_path, province.county_a, t1_grid(twice))
    [found] = of(result, "D18")
    assert (found.severity, found.address) == ("error", "J7")
    assert "第6行" in found.sentence
    moved = [
        t1_row(1, 离任日期=dt.datetime(2020, 1, 1), 离任原因="调整"),
        t1_row(1, "东沟村", 到村日期=dt.datetime(2020, 1, 1), 任期届满日期=dt.datetime(2022, 1, 1)),
    ]
    assert of(sent(tmp_path, province.county_a, t1_grid(moved)), "D18") == []


def test_d19_formal_names_are_mapped_and_logged(province, tmp_path):
    names = ["双河村委会", "东 沟村", "石门行政村", "柳林"]
    rows = [t1_row(n, name) for n, name in enumerate(names)]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert errors(result) == []
    assert [row.values["village_name"] for row in result.rows] == [
        "双河村",
        "东沟村",
        "石门村",
        "柳林村",
    ]
    assert {(c.address, c.result, c.rule) for c in result.changes if c.rule == "D19"} == {
        ("C6", "双河村", "D19"),
        ("C7", "东沟村", "D19"),
        ("C8", "石门村", "D19"),
        ("C9", "柳林村", "D19"),
    }


def test_d19_what_is_not_sure_is_proposed_and_remembered(province, tmp_path):
    rows = [t1_row(1, "双合村"), t1_row(2, "东沟村", 乡镇="青龄镇"), t1_row(3, "不存在村")]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert [(p.address, p.proposal) for p in of(result, "D19")][:2] == [
        ("C6", "双河村"),
        ("B7", "青岭镇"),
    ]
    DivisionAlias.objects.create(
        division=province.villages_a[0],
        county=province.county_a,
        name="双合村",
        confirmed_at=make.NOON,
    )
    result = sent(tmp_path, province.county_a, t1_grid(rows[:1]))
    assert of(result, "D19") == []
    assert ("C6", "双合村", "双河村", "D19") in changes(result)


def test_d19_villages_of_one_name_need_a_code(province, tmp_path):
    twin = make.division("双河村", Level.VILLAGE, province.town_a, code="990121101299")
    result = sent(tmp_path, province.county_a, t1_grid([t1_row(1)]))
    [asked] = of(result, "D19")
    assert (asked.severity, asked.proposal) == ("error", None)
    assert twin.code in asked.sentence
    coded = sent(tmp_path, province.county_a, t1_grid([t1_row(1, f"双河村（{twin.code}）")]))
    assert coded.rows[0].values["village_id"] == twin.pk


def test_d19_village_of_another_township_and_former_names(province, tmp_path):
    other = make.division("红河乡", Level.TOWNSHIP, province.county_a)
    make.division("王庄村", Level.VILLAGE, other)
    old = Division.objects.create(
        code="990121101299", name="老河村", level=Level.VILLAGE, parent=province.town_a,
        county=province.county_a, valid_from=make.LONG_AGO, valid_to=dt.date(2018, 1, 1),
    )  # fmt: skip
    DivisionChange.objects.create(
        predecessor=old,
        successor=province.villages_a[2],
        changed_on=dt.date(2018, 1, 1),
        change="renamed",
    )
    rows = [t1_row(1, "王庄村"), t1_row(2, "老河村")]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    wrong, former = of(result, "D19")
    assert "红河乡王庄村" in wrong.sentence
    assert former.sentence == "“老河村”已更名或并入“青岭镇石门村（990121101202）”。"
    assert former.proposal == "石门村"


def test_d20_d21_words_are_mapped_and_logged(province, tmp_path):
    row = t1_row(
        1, **{"政治\n面貌": "党员", "学历": "大专(在职)", "是否与原单位脱钩": "√", "民族": "汉"}
    )
    result = sent(tmp_path, province.county_a, t1_grid([row]))
    assert {
        ("K6", "党员", "中共党员", "D20"),
        ("L6", "大专(在职)", "大专", "D20"),
        ("R6", "√", "是", "D21"),
        ("H6", "汉", "汉族", "D20"),
    } <= changes(result)
    assert errors(result) == []


def test_d22_two_telephone_numbers(province, tmp_path):
    row = t1_row(1, 联系电话="15401234567、15401234568")
    result = sent(tmp_path, province.county_a, t1_grid([row]))
    assert told(result, "D22") == [("warning", "N6", None)]
    assert result.rows[0].values["phone_masked"] == "154****4567"
    assert result.rows[0].secrets["phone_masked"] == "15401234567、15401234568"
    assert "15401234567" not in str(result.problems) + str(result.changes) + str(result.rows[0].raw)


def test_d23_error_cells_and_formulas_without_result(province, tmp_path):
    path = xlsx(tmp_path / "表.xlsx", t1_grid([t1_row(1), t1_row(2, "东沟村")]))
    book = openpyxl.load_workbook(path)
    page = book["Sheet1"]
    page["E6"].value, page["E6"].data_type = "#REF!", "e"
    page["E7"] = "=E6+1"
    book.save(path)
    result = through(path, province.county_a)
    assert [(p.severity.value, p.address, p.raw) for p in of(result, "D23")] == [
        ("error", "E6", "#REF!"),
        ("error", "E7", "#公式无结果"),
    ]
    assert [row.values["poor_households"] for row in result.rows] == [None, None]


def test_d24_comments_are_kept_for_the_reviewer(province, tmp_path):
    path = xlsx(tmp_path / "表.xlsx", t1_grid([t1_row(1)]))
    book = openpyxl.load_workbook(path)
    book["Sheet1"]["F6"].comment = Comment("待核实", "王")
    book.save(path)
    result = through(path, province.county_a)
    assert [p.severity.value for p in of(result, "D24")] == ["notice"]
    assert "待核实" in result.facts["comments"]["Sheet1"]["F6"]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t"), ("gbk", ";")],
)
def test_d25_text_in_every_encoding_without_merges(province, tmp_path, encoding, delimiter):
    grid = t1_grid([t1_row(1), t1_row(2, "东沟村", 到村日期="2019.1")])
    path = delimited(tmp_path / "表.csv", grid, encoding=encoding, delimiter=delimiter)
    result = through(path, province.county_a)
    assert [row.values["person_name"] for row in result.rows] == ["张二国", "张三国"]
    assert result.rows[0].values["id_fingerprint"]
    assert [(p.rule, p.address) for p in result.problems if p.severity == "error"] == [("D6", "S7")]


def test_d26_rare_characters_pass_and_private_ones_are_asked(province, tmp_path):
    rows = [t1_row(1, **{"姓 名": "刘䶮"}), t1_row(2, "东沟村", **{"姓 名": "李\ue5e5"})]
    result = sent(tmp_path, province.county_a, t1_grid(rows))
    assert result.rows[0].values["person_name"] == "刘䶮"
    assert told(result, "D26") == [("error", "F7", None)]


def test_d27_what_looks_like_a_formula_stays_text(province, tmp_path):
    path = xlsx(tmp_path / "表.xlsx", t1_grid([t1_row(1)]))
    book = openpyxl.load_workbook(path)
    cell = book["Sheet1"]["X6"]
    cell.value = '=HYPERLINK("http://a.invalid")'
    cell.data_type = "s"
    book.save(path)
    result = through(path, province.county_a)
    assert result.rows[0].values["remark"] == '=HYPERLINK("http://a.invalid")'
    assert errors(result) == []


@pytest.mark.parametrize(
    ("title", "filled", "said"),
    [
        ("嵩北县2020年4月驻村第一书记和工作队员花名册", "", "标题写的是2020年4月"),
        ("2019年度花名册", "", "标题写的是2019年"),
        ("花名册", "填报日期：2018年6月30日", "填报日期2018年6月30日早于"),
        ("花名册", "统计截至：2020年3月31日", "统计截至日期2020年3月31日不在"),
        ("花名册", "DJ-01 v1 2020-04", "模板上的期次是2020-04"),
    ],
)
def test_d29_wrong_period_is_pointed_out(province, tmp_path, title, filled, said):
    grid = t1_grid([t1_row(1)])
    grid.rows[1][0], grid.rows[2] = title, ["填报单位：嵩北县委组织部", None, None, None, filled]
    result = sent(tmp_path, province.county_a, grid)
    [found] = of(result, "D29")
    assert found.severity == "warning"
    assert said in found.sentence


def test_the_right_period_raises_nothing(province, tmp_path):
    grid = t1_grid([t1_row(1)])
    grid.rows[1][0] = "2020年5月花名册"
    grid.rows[2][4] = "填报日期：2020年6月3日　统计截至：2020年5月31日　DJ-01 v1 2020-05"
    assert sent(tmp_path, province.county_a, grid).problems == []


def test_another_countys_file_is_refused_by_name(province, tmp_path):
    result = sent(tmp_path, province.county_a, t1_grid([t1_row(1)], county="丹江县"))
    [found] = of(result, "UNIT")
    assert found.severity == "error"
    assert found.sentence == "填报单位写的是“中共丹江县委组织部”，是丹江县的，本次应报嵩北县。"


def test_rows_of_another_county_are_refused(province, tmp_path):
    grid = t1_grid([t1_row(1), t1_row(2, "东沟村")])
    for row, text in zip(grid.rows[3:], ["县", None, "嵩北县", "丹江县"], strict=True):
        row.append(text)
    [found] = of(sent(tmp_path, province.county_a, grid), "UNIT")
    assert found.sentence == "“县”一列写的是“丹江县”，是丹江县的，本次应报嵩北县。"


@pytest.mark.parametrize(
    ("stamp", "severity"), [("DJ-02 v1 2020-05", "error"), ("DJ-01 v9 2020-05", "warning")]
)
def test_wrong_or_old_template_is_pointed_out(province, tmp_path, stamp, severity):
    grid = t1_grid([t1_row(1)])
    grid.rows[0].append(stamp)
    [found] = of(sent(tmp_path, province.county_a, grid), "FORM")
    assert found.severity == severity


def test_the_same_table_reads_the_same_in_every_format(province, tmp_path):
    grid = t1_grid([t1_row(1), t1_row(2, "东沟村", 备注="第一行\n第二行")])
    results = [
        through(xlsx(tmp_path / "表.xlsx", grid), province.county_a),
        through(xls(tmp_path / "表.xls", grid), province.county_a),
        through(delimited(tmp_path / "表.csv", grid, encoding="gb18030"), province.county_a),
    ]
    assert len({result.content_hash for result in results}) == 1
    assert [errors(result) for result in results] == [[], [], []]


def test_a_file_of_another_sheet_is_refused_by_its_name(province, tmp_path):
    with pytest.raises(
        UnmatchedError, match="这个文件像是《驻村第一书记和工作队员花名册》（DJ-01）"
    ):
        sent(tmp_path, province.county_a, t1_grid([t1_row(1)]), code="T2")


def test_d17_township_is_taken_from_the_name_of_its_sheet(province, tmp_path):
    other = make.division("红河乡", Level.TOWNSHIP, province.county_a)
    village = make.division("王庄村", Level.VILLAGE, other)
    grids = [t1_grid([t1_row(1)], name="青岭镇"), t1_grid([t1_row(2, "王庄村")], name="红河乡")]
    for grid in grids:
        grid.merges.clear()
        for row in grid.rows[3:]:
            del row[1]
    result = sent(tmp_path, province.county_a, *grids)
    assert errors(result) == []
    assert [row.values["township_name"] for row in result.rows] == ["青岭镇", "红河乡"]
    assert result.rows[1].values["village_id"] == village.pk
    assert {p.cause for p in of(result, "D17")} == {"乡镇取自工作表名"}


def test_id_number_in_a_wrong_column_is_hidden_everywhere(province, tmp_path):
    number = str(t1_row(7)["身份证号码"])
    row = t1_row(1, 职务职级=f"科员{number}", 备注=f"原号{number}有误", 学历=number)
    result = sent(tmp_path, province.county_a, t1_grid([row]))
    assert {p.address for p in of(result, "PII")} == {"M6", "X6", "L6"}
    assert result.rows[0].values["rank"] == f"科员990***********{number[-4:]}"
    everything = str(result.problems) + str(result.changes) + str(result.rows[0].raw)
    assert number not in everything + str(result.rows[0].values)


def test_template_of_another_county_month_or_sheet_says_so_inside(province, tmp_path):
    from accountability.intake.declare import SHEETS
    from accountability.intake.rules import Period
    from accountability.intake.template import Filled, build

    filled = Filled(province.county_b.code, province.county_a.name, Period.parse("2020-04"), [], {})
    path = tmp_path / "表.xlsx"
    path.write_bytes(build(SHEETS["T1"], filled))
    book = openpyxl.load_workbook(path)
    page = book["T1"]
    page["A2"] = "花名册"
    page["X1"] = None
    for column, cell in enumerate(t1_row(1).values(), 1):
        page.cell(7, column, cell)
    book.save(path)
    result = through(path, province.county_a)
    assert [p.cause for p in of(result, "UNIT")] == ["不是本县的模板"]
    assert "模板上的期次是2020-04" in of(result, "D29")[0].sentence
