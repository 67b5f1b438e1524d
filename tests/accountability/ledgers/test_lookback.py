"""T8: who does not fit is trained, then replaced, and T14 knows of it."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import LookBackRow, PostRow
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked
from tests.accountability.ledgers import books

QUARTER = "2020Q1"


def row(village: str = "双河村", person: str = "王大", **more: object) -> dict[str, object]:
    """Return a clean row."""
    return {
        "township_name": "青岭镇", "village_name": village, "person_name": person,
        "post": "村支书", "took_office_on": dt.datetime(2019, 6, 1), "background": "致富能人",
        "appraisal": "适应", "mentor": "李镇长", "measure": "继续", "outcome": "适应",
        "reviewed_on": dt.datetime(2020, 3, 20),
    } | more  # fmt: skip


UNFIT = {
    "appraisal": "不适应",
    "shortcomings": "不熟悉村务和财务制度，组织会议少，群众反映办事慢",
    "training": "参加县委党校4月村干部班",
    "measure": "培训提升",
    "outcome": "培训提升",
}


def check(province, *rows):
    return books.check(province.county_a, "T8", list(rows), QUARTER)


def test_header_is_laid_out(province):
    merged, cells = books.heads(province.county_a, "T8", QUARTER)
    assert {"A4:A5", "B4:C4", "D4:G4", "H4:I4", "J4:K4", "L4:N4", "O4:O5"} <= merged
    assert cells["A2"] == "2020年第一季度新任村“两委”干部“回头看”分析表"
    assert [cells[f"{c}5"] for c in "DEFG"] == ["姓名", "职务", "上任日期", "类别"]


def test_clean_quarter_is_silent(province, filler):
    rows = [row(), row("东沟村", "李二", **UNFIT)]
    revision = books.stage(province.county_a, filler, "T8", rows, QUARTER)
    assert books.told(revision) == []
    stored = LookBackRow.objects.filter(revision=revision).order_by("row_no").first()
    assert (stored.post, stored.background) == ("党组织书记", "能人")


def test_who_does_not_fit_is_trained_first(province):
    result = check(province, row(appraisal="不胜任"))
    assert books.found(result) == {
        ("G-07", "error", "K6"), ("G-07", "warning", "I6"), ("G-07", "warning", "L6"),
    }  # fmt: skip


def test_dates_and_outcome(province):
    result = check(
        province,
        row(took_office_on=dt.datetime(2020, 1, 10)),
        row("东沟村", "李二", reviewed_on=dt.datetime(2021, 1, 1), outcome="已撤换"),
        row("石门村", "赵三", took_office_on="2020.3.25"),
    )
    assert books.found(result) == {
        ("G-07", "warning", "N6"),
        ("G-07", "error", "L7"),
        ("T8-DATE", "error", "N7"),
        ("T8-DATE", "error", "N8"),
    }


def test_the_same_person_and_the_same_words(province):
    rows = [
        row(**UNFIT),
        row(**UNFIT),
        row("东沟村", "李二", **UNFIT | {"shortcomings": f"{UNFIT['shortcomings']}。2020"}),
    ]
    result = check(province, *rows)
    assert books.found(result) == {
        ("D18", "error", "D7"), ("X14", "warning", "I7"), ("X14", "warning", "I8"),
    }  # fmt: skip


def test_adjusted_must_stand_in_the_sheet_of_posts(province, filler):
    gone = row(**UNFIT | {"measure": "调整", "outcome": "已调整"})
    assert books.told(books.stage(province.county_a, filler, "T8", [gone], QUARTER)) == []
    told = make.current_revision("T14", "2020-02", province.county_a, by=filler)
    other = {"revision": told, "county": province.county_a, "raw": [], "key": "x"}
    PostRow.objects.create(
        **other, row_no=6, division=province.villages_a[1], person_name="王大",
        ended_on=dt.date(2020, 2, 1),
    )  # fmt: skip
    revision = books.stage(province.county_a, filler, "T8", [gone], QUARTER)
    [(severity, address, sentence)] = books.told(revision, "G-07")
    assert (severity, address) == ("error", "M6")
    assert "与任免情况表（T14）不一致" in sentence
    PostRow.objects.create(
        **other, row_no=7, division=province.villages_a[0], person_name="王大",
        ended_on=dt.date(2020, 2, 1),
    )  # fmt: skip
    assert books.told(books.stage(province.county_a, filler, "T8", [gone], QUARTER)) == []


def test_against_the_quarter_before(province, filler):
    last = [
        row(**UNFIT),
        row("东沟村", "李二", measure="调整", outcome="建议调整"),
        row("石门村", "赵三", measure="调整", outcome="已调整"),
        row("柳林村", "钱四"),
    ]
    books.accept(province.county_a, filler, "T8", last, "2019Q4")
    now = [
        row(**UNFIT | {"shortcomings": "仍不熟悉财务制度，四议两公开走过场"}),
        row("石门村", "赵三"),
    ]
    revision = books.stage(province.county_a, filler, "T8", now, QUARTER)
    assert books.told(revision) == [
        (
            "warning",
            "L6",
            "上一季度已评为“不适应”并培训提升，本季度仍为“不适应”，拟处理为“培训提升”。",
        ),
        ("warning", "M7", "上一季度结果为“已调整”，本季度为“适应”。"),
        ("warning", "", "上一季度拟调整的李二（东沟村）本季度没有报，也没有“已调整”的结果。"),
    ]


def test_who_stays_is_prefilled(province, filler, tmp_path):
    last = [row(), row("东沟村", "李二", measure="调整", outcome="已调整")]
    books.accept(province.county_a, filler, "T8", last, "2019Q4")
    result = books.returned(province.county_a, "T8", QUARTER, tmp_path)
    assert [r.values["person_name"] for r in result.rows] == ["王大"]
    assert {p.rule for p in result.problems if p.severity == "error"} == {"REQ"}


def test_legacy_workbook_is_read(province, tmp_path):
    path = xls(tmp_path / "回头看.xls", books.grid("T8", [row(), row("东沟村", "李二", **UNFIT)]))
    result = checked(read_workbook(path, name=path.name), province.county_a, "T8", QUARTER)
    assert result.problems == []
    assert result.rows[0].values["took_office_on"] == dt.date(2019, 6, 1)
