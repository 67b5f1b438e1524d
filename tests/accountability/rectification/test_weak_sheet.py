"""T4: 四个一, six steps, acceptance, and no stage skipped against the month before."""

import datetime as dt
from decimal import Decimal

import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import ElectionRow, WeakCaseRow
from accountability.rectification.models import Proposal
from accountability.rectification.rules.stages import LEGAL, NEXT, PASSABLE, STAGES, is_legal
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked, of
from tests.accountability.ledgers import books
from villages.places.models import DivisionChange, Level, VillageType

MONTH = "2020-05"


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.fixture(autouse=True)
def secretaries(province):
    return [
        make.posting(village, who=make.person(f"赵{'大二三四'[n]}"))
        for n, village in enumerate(province.villages_a)
    ]


SYMPTOMS = {
    "双河村": "班子不团结，两年没有召开过党员大会，集体账目三年没有公开。",
    "东沟村": "书记长期在外务工，村务由会计代办，群众办事找不到负责的人。",
    "石门村": "宗族矛盾突出，委员缺两名，换届推选三次都没有过半数通过。",
    "柳林村": "集体没有一分钱收入，欠债十二万元，党员大多年老没人接班。",
    "双河新村": "",
    "东村": "支部书记常年有病，两委委员各管各的，村里三年没有办成事。",
}


def row(village: str = "双河村", **more: object) -> dict[str, object]:
    """Return a clean row: 双河村 in the midst of its mending."""
    return {
        "township_name": "青岭镇", "village_name": village, "members_count": 28,
        "households_count": 312, "residents_count": 1320, "is_poor_village": "是",
        "weak_types": "班子软、集体经济空白",
        "symptoms": SYMPTOMS[village],
        "county_leader": "王建国", "county_leader_post": "县委常委、宣传部长",
        "township_leader": "李民", "township_leader_post": "镇党委书记",
        "first_secretary": "赵大", "first_secretary_unit": "省水利厅",
        "partner_unit": "县财政局", "partner_person": "孙局长", "goal": "年底前转化",
        "measures": f"针对“{SYMPTOMS[village][-9:-1]}”，逐项整顿。", "difficulty": "较难",
        "steps_1": "完成2020.2.10", "steps_2": "完成2020年3月", "steps_3": "进行中", "steps_4": "未开始",
        "opened_on": day("2020-02-01"), "planned_on": day("2020-11-30"), "stage": "整顿",
    } | more  # fmt: skip


ACCEPTED = {
    **{f"steps_{n}": f"完成2020.4.{n}" for n in range(1, 7)},
    "finished_on": day("2020-04-20"), "score": 86.5, "raters_count": 30, "dissatisfied_count": 2,
    "verdict": "通过", "verifier": "周部长", "verifier_unit": "县委组织部",
    "verified_on": day("2020-04-28"), "stage": "转化",
}  # fmt: skip


def check(province, *rows):
    return books.check(province.county_a, "T4", list(rows), MONTH)


def errors(result) -> set[tuple[str, str]]:
    return {(p.rule, p.address) for p in result.problems if p.severity == "error"}


def test_header_is_the_official_layout(province):
    merged, cells = books.heads(province.county_a, "T4", MONTH)
    assert {
        "A4:A5", "B4:G4", "H4:I4", "J4:Q4", "R4:T4", "U4:Z4", "AA4:AC4", "AD4:AH4", "AI4:AI5",
    } <= merged  # fmt: skip
    assert (cells["J4"], cells["U4"]) == ("“四个一”整顿力量", "六步进度")
    assert [cells[f"{c}5"] for c in "JKLMNOPQ"] == [
        "联村县级领导", "职务", "包村乡镇领导", "职务", "驻村第一书记", "派出单位", "结对帮扶单位", "结对责任人",
    ]  # fmt: skip
    assert [cells[f"A{c}5"] for c in "ABCDEFGH"] == [
        "立案", "计划完成", "实际完成", "得分", "测评人数", "不满意票", "验收结果", "验收人",
    ]  # fmt: skip
    assert "第一步派强工作力量" in books.foot(province.county_a, "T4", MONTH)
    assert "官方表述待核" in books.foot(province.county_a, "T4", MONTH)


def test_clean_month_is_silent_and_is_read(province, filler):
    rows = [row(), row("东沟村", first_secretary="赵二", **ACCEPTED)]
    revision = books.stage(province.county_a, filler, "T4", rows, MONTH)
    assert books.told(revision) == []
    first, second = WeakCaseRow.objects.filter(revision=revision).order_by("row_no")
    assert first.weak_types == ["书记不胜任", "集体经济薄弱"]
    assert first.step_states == ["完成", "完成", "进行", "未开始", None, None]
    assert first.step_dates[:3] == [dt.date(2020, 2, 10), dt.date(2020, 3, 1), None]
    assert (first.stage, first.difficulty, first.is_overdue) == ("整顿中", "3", False)
    assert (second.stage, second.tracked_until) == ("转化", dt.date(2021, 4, 28))


def test_dirty_row_without_a_first_secretary(province):
    town = make.division("孙庄乡", Level.TOWNSHIP, province.county_a)
    make.division("东村", Level.VILLAGE, town)
    dirty = row(
        "东村", township_name="孙庄乡", county_leader="王XX(县委常委)", county_leader_post=None,
        first_secretary=None,
    )  # fmt: skip
    result = check(province, dirty)
    assert result.rows[0].values["weak_types"] == ["书记不胜任", "集体经济薄弱"]
    [four] = of(result, "F-06")
    assert (four.severity, four.address) == ("error", "N6")
    assert "“四个一”不到位：没有填驻村第一书记" in four.sentence
    assert ("H6", "D20") in {(c.address, c.rule) for c in result.changes}


def test_dirty_acceptance(province):
    dirty = row(**ACCEPTED | {"score": 69.5, "raters_count": 14, "dissatisfied_count": 8})
    result = check(province, dirty)
    assert {(p.severity.value, p.address, p.sentence) for p in of(result, "F-11")} == {
        ("error", "AD6", "得分69.5，低于70分，验收应为不合格（官方表述待核），填的是“合格”。"),
        ("error", "AF6",
         "不满意8票，占14人的57%，超过50%，验收应为不合格（官方表述待核），填的是“合格”。"),
        ("warning", "AE6", "测评14人，少于15人，结果代表性不足（官方表述待核）。"),
    }  # fmt: skip
    blank = check(province, row(**ACCEPTED | {"score": 69.5, "verdict": None, "stage": None}))
    assert blank.rows[0].values["verdict"] == "不合格"
    assert blank.rows[0].values["stage"] == "重新整顿"


def test_before_the_plan_nobody_is_asked_for(province):
    bare = row(
        stage="县级联审", first_secretary=None, county_leader=None, opened_on=None, planned_on=None,
        measures=None, steps_1=None, steps_2=None, steps_3=None, steps_4=None,
    )  # fmt: skip
    assert check(province, bare).problems == []


def test_stage_follows_where_the_file_has_none(province):
    result = check(province, row(stage=None), row("东沟村", **ACCEPTED | {"stage": None}))
    assert [r.values["stage"] for r in result.rows] == ["整顿中", "转化"]


def test_times_and_plan(province):
    result = check(
        province,
        row(planned_on=day("2020-01-01"), measures=None),
        row("东沟村", opened_on=None, first_secretary="赵二"),
        row("石门村", planned_on=day("2020-04-30"), first_secretary="赵三"),
        row("柳林村", opened_on=day("2021-01-01"), planned_on=day("2021-02-01")),
    )
    assert errors(result) == {
        ("T4-PLAN", "S6"), ("T4-DATE", "AB6"), ("T4-DATE", "AA7"), ("T4-DATE", "AA9"),
    }  # fmt: skip
    late = {p.address for p in of(result, "T4-LATE")}
    assert late == {"AB6", "AB8"}
    assert result.rows[2].values["is_overdue"] is True


def test_steps_with_gaps_and_without_days(province):
    result = check(province, row(steps_1="好", steps_2="未开始", steps_3="√", steps_4="2020-04-01"))
    assert {(p.severity.value, p.address) for p in of(result, "F-14")} == {
        ("error", "U6"), ("warning", "W6"),
    }  # fmt: skip
    assert len(of(result, "F-14")) == 3
    assert any("第2步" in p.sentence or "第二步没有开始" in p.sentence for p in of(result, "F-14"))
    [open_steps] = of(check(province, row(stage="自评")), "F-14")
    assert (open_steps.severity, open_steps.address) == ("warning", "AJ6")


def test_acceptance_stands_on_evidence(province):
    asked = dict.fromkeys(("score", "raters_count", "verifier", "verified_on", "verdict"))
    result = check(province, row(**ACCEPTED | asked))
    assert errors(result) == {("F-11", f"A{c}6") for c in "DEGHM"}


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ({"verifier": "李民（镇书记）"}, "AH6"),
        ({"verifier": "赵大"}, "AH6"),
        ({"verifier_unit": "县财政局"}, "AL6"),
        ({"verifier_unit": "青岭镇"}, "AL6"),
    ],
)
def test_who_mends_does_not_verify(province, more, address):
    assert errors(check(province, row(**ACCEPTED | more))) == {("F-11", address)}


def test_tracking_lasts_its_year(province):
    closed = ACCEPTED | {"stage": "销号"}
    [early] = of(check(province, row(**closed)), "F-12")
    assert (early.severity, early.address) == ("error", "AJ6")
    assert "到2021-04-28才满" in early.sentence
    past = closed | {"verified_on": day("2019-05-31"), "finished_on": day("2020-02-20")}
    assert of(check(province, row(**past)), "F-12") == []
    assert errors(check(province, row(stage="误列", remark=None))) == {("T4-DROP", "AI6")}


def test_hard_villages_are_led_by_whom_they_should(province):
    rows = [
        row(is_hardest="是", difficulty="老大难", township_leader_post="副书记"),
        row("东沟村", first_secretary="赵二", difficulty="一般"),
    ]
    found = {(p.severity.value, p.address) for p in of(check(province, *rows), "F-07")}
    assert found == {("warning", "K6"), ("warning", "M6")}
    rows[0] |= {"county_leader_post": "县委常委、组织部长", "township_leader_post": "镇党委书记"}
    assert of(check(province, *rows), "F-07") == []
    rows[0]["county_leader_post"] = "县委组织部副部长"
    assert [p.address for p in of(check(province, *rows), "F-07")] == ["K6"]


def test_alike_and_short_texts(province):
    said, to_do = (
        "{}班子不团结，{}年没有召开过党员大会，账目没有公开。",
        "调整{}书记，补齐{}名委员，清理账目",
    )
    result = check(
        province,
        row(symptoms=said.format("双河村", 2), measures=to_do.format("双河村", 2)),
        row("东沟村", symptoms=said.format("东沟村", 3), measures=to_do.format("东沟村", 1)),
        row("石门村", symptoms="班子软弱", measures="换人"),
    )
    assert {(p.address, p.severity.value) for p in of(result, "X14")} == {
        ("I7", "warning"), ("S7", "warning"),
    }  # fmt: skip
    assert [p.address for p in of(result, "F-01")] == ["I8"]


def test_first_secretary_is_the_one_on_the_roster(province, filler):
    make.posting(province.villages_a[0], who=make.person("钱六"), role="member")
    rows = [row(first_secretary="钱六"), row("东沟村", first_secretary="赵二（省水利厅）")]
    revision = books.stage(province.county_a, filler, "T4", rows, MONTH)
    assert books.told(revision, "F-06") == [
        (
            "error", "N6",
            "驻村第一书记填的是“钱六”，与花名册（T1）不一致：花名册中在岗的是赵大，请核实。",
        )
    ]  # fmt: skip


def test_illegal_jump_names_both_stages(province, filler):
    before = [row(), row("东沟村", first_secretary="赵二", stage="立案")]
    books.accept(province.county_a, filler, "T4", before, "2020-04")
    now = [
        row(**ACCEPTED),
        row("东沟村", first_secretary="赵二"),
        row("石门村", first_secretary="赵三", **ACCEPTED | {"stage": "县验收"}),
    ]
    revision = books.stage(province.county_a, filler, "T4", now, MONTH)
    assert books.told(revision, "T4-STAGE") == [
        ("error", "AJ6", "上期进度为“整顿中”，本期为“转化”，不能这样变动。"),
        ("error", "AJ8", "上期没有这个村，本期进度为“县验收”，不能一开始就到这一步。"),
    ]


def test_every_pair_of_stages_is_judged_alike_in_sql_and_python(province, filler):
    brute = set()
    for was in NEXT:
        ends, seen = list(NEXT[was]), set()
        while ends:
            one = ends.pop()
            if one not in seen:
                seen.add(one)
                ends += NEXT[one] if one in PASSABLE else ()
        brute |= {(was, now) for now in {*seen, was} - {""}}
    assert brute == {(was, now) for was, to in LEGAL.items() for now in to}
    assert not is_legal("整顿中", "转化")
    first = make.current_revision("T4", "2020-04", province.county_a, by=filler)
    second = books.stage(province.county_a, filler, "T4", [row()], MONTH)
    make_row = {"county": province.county_a, "raw": [], "label": ""}
    for place, (was, now) in enumerate((w, n) for w in STAGES for n in STAGES):
        village = make.division(f"村{place}", Level.VILLAGE, province.town_a)
        common = {"row_no": 100 + place, "key": str(place), "village": village, **make_row}
        WeakCaseRow.objects.create(revision=first, stage=was, **common)
        WeakCaseRow.objects.create(revision=second, stage=now, sheet_name="S", **common)
    from accountability.intake.declare import SHEETS
    from accountability.intake.staging.crosschecks import run_cross_checks

    run_cross_checks(second, SHEETS["T4"])
    found = set(second.problems.filter(rule="T4-STAGE").values_list("row_no", flat=True)) - {6}
    pairs = [(w, n) for w in STAGES for n in STAGES]
    assert found == {100 + place for place, pair in enumerate(pairs) if pair not in brute}


def test_who_is_gone_and_what_was_changed(province, filler):
    before = [
        row(),
        row("东沟村", first_secretary="赵二"),
        row("石门村", stage="撤销", remark="误列"),
    ]
    books.accept(province.county_a, filler, "T4", before, "2020-04")
    revision = books.stage(
        province.county_a, filler, "T4", [row(planned_on=day("2020-12-31"))], MONTH
    )
    assert books.told(revision, "X14") == [
        ("warning", "AB6", "计划完成日期上期为2020-11-30，本期改为2020-12-31。"),
        ("warning", "", "青岭镇东沟村上期进度为“整顿中”，本期没有报。"),
    ]


def test_relapse_is_counted_over_the_months(province, filler):
    books.accept(province.county_a, filler, "T4", [row(**ACCEPTED)], "2020-04")
    again = row(**ACCEPTED | {"stage": "反弹"})
    revision = books.accept(province.county_a, filler, "T4", [again], MONTH)
    assert books.told(revision, "T4-STAGE") == []
    assert WeakCaseRow.objects.get(revision=revision).relapses_count == 1
    june = books.stage(province.county_a, filler, "T4", [row(stage="方案")], "2020-06")
    assert WeakCaseRow.objects.get(revision=june).relapses_count == 1


def test_other_sheets_and_the_registry_are_asked(province, filler):
    told = make.current_revision("T7", "2020-05", province.county_a, by=filler)
    ElectionRow.objects.create(
        revision=told, county=province.county_a, row_no=7, key="x", raw=[],
        unfinished_villages=[province.villages_a[1].pk],
    )  # fmt: skip
    VillageType.objects.create(
        village=province.villages_a[2], county=province.county_a, kind="weak",
        valid_from=make.LONG_AGO,
    )  # fmt: skip
    revision = books.stage(province.county_a, filler, "T4", [row(is_poor_village="否")], MONTH)
    assert {sentence for *_, sentence in books.told(revision)} == {
        "青岭镇东沟村没有完成换届，与软弱涣散村整顿台账不一致，请核实。",
        "青岭镇石门村登记为软弱涣散村，台账中没有这个村。",
        "是否贫困村填的是“否”，与登记的村类型不一致，请核实。",
    }


def test_blank_carries_open_cases_and_proposes_new_ones(province, filler, tmp_path):
    before = [row(), row("柳林村", stage="撤销", remark="误列", first_secretary="赵四")]
    books.accept(province.county_a, filler, "T4", before, "2020-04")
    told = make.current_revision("T7", "2020-04", province.county_a, by=filler)
    Proposal.objects.create(
        village=province.villages_a[1], county=province.county_a, period="2020-04",
        source_revision=told, source_row=7, decision="confirmed",
    )  # fmt: skip
    result = books.returned(province.county_a, "T4", MONTH, tmp_path)
    first, second = (r.values for r in result.rows)
    assert (first["village_name"], first["stage"], first["steps_3"]) == (
        "双河村",
        "整顿中",
        "进行中",
    )
    assert (second["village_name"], second["stage"]) == ("东沟村", "排查")
    assert (second["first_secretary"], second["is_poor_village"]) == ("赵二", True)
    assert "换届没有完成" in second["remark"]
    assert {(p.rule, p.row_no) for p in result.problems if p.severity == "error"} == {("REQ", 8)}


def test_legacy_workbook_is_read(province, tmp_path):
    path = xls(tmp_path / "整顿台账.xls", books.grid("T4", [row(), row("东沟村", **ACCEPTED)]))
    result = checked(read_workbook(path, name=path.name), province.county_a, "T4", MONTH)
    assert result.problems == []
    assert result.rows[1].values["score"] == Decimal("86.5")


def test_a_case_goes_on_in_the_village_that_followed(province, filler, tmp_path):
    old = province.villages_a[0]
    books.accept(province.county_a, filler, "T4", [row()], "2020-04")
    new = make.division("双河新村", Level.VILLAGE, province.town_a)
    DivisionChange.objects.create(
        predecessor=old, successor=new, changed_on=dt.date(2020, 5, 2), change="更名"
    )
    old.valid_to = dt.date(2020, 5, 2)
    old.save(update_fields=["valid_to"])
    [carried] = books.returned(province.county_a, "T4", MONTH, tmp_path).rows
    assert (carried.values["village_name"], carried.values["stage"]) == ("双河新村", "整顿中")
    later = row("双河新村", symptoms=row()["symptoms"], first_secretary=None, stage="重新立案")
    revision = books.stage(province.county_a, filler, "T4", [later], MONTH)
    assert books.told(revision, "X14", "T4-STAGE") == [
        ("error", "AJ6", "上期进度为“整顿中”，本期为“重新立案”，不能这样变动。")
    ]
