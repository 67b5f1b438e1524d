"""Every indicator: its statement, its listing and a count by hand say the same."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from accountability.assessment import rollup
from accountability.assessment.actions import refresh_rollups
from accountability.assessment.behind import counted
from accountability.assessment.indicators import INDICATORS, Direction, indicator_on
from accountability.assessment.models import HeadScoreRow, IndicatorThreshold, IndicatorValue
from accountability.intake.declare import SHEETS
from accountability.intake.rules import Period
from accountability.ledgers.models import (
    EconomyRow,
    ElectionRow,
    GroupMemberRow,
    GuaranteeRow,
    LookBackRow,
    MemberRow,
    PartyDayRow,
    PostingSupportRow,
    PostRow,
    PresenceRow,
    RosterRow,
    TalentRow,
    TrainingRow,
    WeakCaseRow,
)
from accountability.ledgers.projection import settle_posts
from accountability.rectification.models import Recheck
from accountability.stability.keeping import settle
from accountability.supervision.models import FindingRow, IncentiveRow, MeasureRow, VisitRow
from tests import make
from villages.people.models import Unit
from villages.places.models import PovertyStatus

MAY = Period.parse("2020-05")
FULL = [5, 5, 5, 5, None]
Day = dt.date


class Desk:
    """Files of county a: revisions on demand, rows numbered as they come."""

    def __init__(self, province, filler):
        self.province, self.by, self.number = province, filler, 0
        self.villages = province.villages_a

    def file(self, sheet, period, county=None):
        return make.current_revision(sheet, period, county or self.province.county_a, by=self.by)

    def rows(self, model, revision, *rows):
        for row in rows:
            self.number += 1
            model.objects.create(
                revision=revision, county=revision.county, row_no=self.number,
                key=str(self.number), raw=[], **row,
            )  # fmt: skip


@pytest.fixture
def desk(province, filler):
    return Desk(province, filler)


def coverage(desk):
    serving = {"team_role": "第一书记", "arrived_on": Day(2019, 1, 1)}
    one, two, three, _ = desk.villages
    desk.rows(
        RosterRow, desk.file("T1", "2020-05"),
        {**serving, "village": one, "id_fingerprint": "a"},
        {**serving, "village": two, "id_fingerprint": "b"},
        {**serving, "village": two, "id_fingerprint": "c"},
    )  # fmt: skip
    new = make.division("新立村", "village", desk.province.town_a)
    desk.rows(
        WeakCaseRow, desk.file("T4", "2020-05"),
        {"village": new, "stage": "整顿中"},
        {"village": three, "stage": "转化"},
    )  # fmt: skip
    return (1, 5), {"none": 3, "several": 1}


def presence(desk):
    desk.rows(
        PresenceRow, desk.file("T2", "2020-05"),
        {"required_days": FULL, "days": FULL, "nights": [4, 4, 4, 4, None]},
        {"required_days": FULL, "days": [5, 5, 3, 5, None], "nights": [4, 4, 3, 4, None]},
    )  # fmt: skip
    return (7, 8), {"各周达标的人": 1, "有周未达标的人": 1}


def attendance(desk):
    away = {"leave_days": 20, "leave_approver": "县委组织部", "days": [0] * 4 + [None]}
    desk.rows(
        PresenceRow, desk.file("T2", "2020-05"),
        {"required_days": FULL, "days": FULL, "nights": [4, 4, 4, 4, None]},
        {"required_days": FULL, "days": [5, 5, 3, 5, None], "nights": [4, 4, 3, 4, None]},
        {"required_days": FULL, "nights": [0] * 4 + [None], **away},
        {"required_days": [0] * 4 + [None], "days": [0] * 4 + [None], "nights": [0] * 4 + [None]},
    )  # fmt: skip
    return (1, 2), {"全月请假": 1}


def recall(desk):
    desk.rows(
        RosterRow, desk.file("T1", "2020-05"),
        {"id_fingerprint": "a"},
        {"id_fingerprint": "a"},
        {"id_fingerprint": "b", "left_on": Day(2020, 5, 9), "left_reason": "召回"},
        {"id_fingerprint": "c", "left_on": Day(2020, 5, 9), "left_reason": "期满"},
        {"id_fingerprint": "d", "left_on": Day(2020, 4, 9), "left_reason": "召回"},
    )  # fmt: skip
    desk.rows(
        MeasureRow, desk.file("T15", "2020-05"),
        {"category": "召回", "id_fingerprint": "b", "reason": "经常不在村"},
    )  # fmt: skip
    return (1, 3), {"召回": 1}


def groups(desk):
    one, two, three, _ = desk.villages
    desk.rows(
        GroupMemberRow, desk.file("T18", "2020Q1"),
        {"village": one, "group_role": "组长", "joined_on": Day(2017, 5, 8)},
        {"village": one, "group_role": "成员"},
        {"village": one, "group_role": "组长", "left_on": Day(2020, 3, 31)},
        {"village": two, "group_role": "成员", "left_on": Day(2020, 4, 1)},
        {"village": three, "group_role": "组长"},
        {"village": three, "group_role": "组长"},
    )  # fmt: skip
    return (1, 4), {"没有组长": 1, "组长重复": 1, "没有责任组": 1}


def support(desk):
    one, two, three, _ = desk.villages
    desk.rows(
        PostingSupportRow, desk.file("T19", "2019"),
        {"village": one, "is_met": True},
        {"village": two, "is_met": False, "work_funds_due": 2, "work_funds_paid": 1},
        {"village": three, "is_met": None},
    )  # fmt: skip
    return (1, 2), {"未足额": 1, "未填全": 1}


def weak_cases(desk):
    one, two, three, four = desk.villages
    desk.rows(
        WeakCaseRow, desk.file("T4", "2020-05"),
        {"village": one, "stage": "整顿中", "opened_on": Day(2019, 3, 1)},
        {"village": two, "stage": "跟踪巩固", "opened_on": Day(2019, 3, 1),
         "verified_on": Day(2020, 1, 9)},
        {"village": three, "stage": "重新立案", "opened_on": Day(2020, 2, 1), "relapses_count": 1},
        {"village": four, "stage": "撤销", "opened_on": Day(2018, 2, 1)},
    )  # fmt: skip


def weak_share(desk):
    weak_cases(desk)
    return (2, 4), {}


def conversion(desk):
    weak_cases(desk)
    return (1, 2), {"整顿中": 1, "跟踪巩固": 1}


def relapse(desk):
    weak_cases(desk)
    return (1, 2), {"反弹": 1}


def election(desk):
    desk.rows(
        ElectionRow, desk.file("T7", "2020-05"),
        {"county_name": "嵩北县", "due_count": 4, "party_done": 3, "committee_done": 2,
         "unfinished_villages": [desk.villages[0].pk]},
    )  # fmt: skip


def party_election(desk):
    election(desk)
    return (3, 4), {"未完成村": 1}


def committee_election(desk):
    election(desk)
    return (2, 4), {"未完成村": 1}


def look_back(desk):
    seen = {"took_office_on": Day(2019, 6, 1), "appraisal": "适应"}
    desk.rows(
        LookBackRow, desk.file("T8", "2020Q1"),
        {**seen, "reviewed_on": Day(2020, 3, 1)},
        {**seen, "reviewed_on": Day(2020, 4, 1)},
        {"took_office_on": Day(2020, 2, 1)},
    )  # fmt: skip
    return (1, 2), {"适应": 2, "上任未满月数": 1}


def pay(desk):
    desk.rows(
        GuaranteeRow, desk.file("T11", "2019"),
        {"is_pay_met": True, "secretary_pay": Decimal(3)},
        {"is_pay_met": False, "secretary_pay": Decimal(2)},
        {"is_pay_met": None},
    )  # fmt: skip
    return (1, 2), {"未达标": 1, "未填": 1}


def funds(desk):
    desk.rows(
        GuaranteeRow, desk.file("T11", "2019"),
        {"is_funds_met": True, "funds_total": Decimal(11)},
        {"is_funds_met": False, "funds_total": Decimal(8), "funds_least": Decimal(9)},
        {"is_funds_met": None},
    )  # fmt: skip
    return (1, 2), {"未达标": 1, "未填": 1}


def party_day(desk):
    desk.rows(
        PartyDayRow, desk.file("T17", "2020Q1"),
        {"held_1": True, "held_2": False, "held_3": True, "missed_reason": "疫情防控"},
        {"held_1": True, "held_2": True, "held_3": True},
        {"held_1": True},
        {},
    )  # fmt: skip
    return (6, 7), {"有月份未开展": 1, "未填": 2}


def economy(desk):
    desk.rows(
        EconomyRow, desk.file("T5", "2019"),
        {"weakness": "空壳村", "operating_income": Decimal(0)},
        {"weakness": "薄弱村", "operating_income": Decimal(3)},
        {"weakness": "否", "operating_income": Decimal(30)},
        {"weakness": ""},
    )  # fmt: skip


def hollow(desk):
    economy(desk)
    return (1, 3), {"空壳村": 1, "未填": 1}


def thin(desk):
    economy(desk)
    return (1, 3), {"薄弱村": 1, "未填": 1}


def visits(desk):
    one, two, _, _ = desk.villages
    town = desk.province.town_a
    county = {"visitor_level": "县", "township": town}
    desk.rows(
        VisitRow, desk.file("T13", "2019Q4"),
        {**county, "village": one, "visited_on": Day(2019, 12, 2)},
        {**county, "village": two, "visited_on": Day(2017, 4, 2)},
    )  # fmt: skip
    desk.rows(
        VisitRow, desk.file("T13", "2020Q1"),
        {**county, "village": one, "visited_on": Day(2020, 2, 2)},
        {"visitor_level": "市", "township": town, "visited_on": Day(2020, 2, 2)},
    )  # fmt: skip


def walked_villages(desk):
    visits(desk)
    return (1, 4), {"未走访": 3}


def walked_townships(desk):
    visits(desk)
    return (1, 1), {}


def walked_counties(desk):
    visits(desk)
    return (0, 1), {"未走访": 1}


def members(desk):
    one, two, three, four = desk.villages
    trained = {"part": "reserve", "standing": "在培"}
    new = {"part": "member", "age": 30}
    desk.rows(
        MemberRow, desk.file("T9", "2019Q4"),
        {**new, "village": one, "person_name": "甲", "probation_on": Day(2018, 5, 1)},
        {**new, "village": two, "person_name": "乙", "probation_on": Day(2018, 3, 1)},
    )  # fmt: skip
    desk.rows(
        MemberRow, desk.file("T9", "2020Q1"),
        {**trained, "village": one, "person_name": "丙"},
        {**trained, "village": two, "person_name": "丁"},
        {**trained, "village": two, "person_name": "戊"},
        {**trained, "village": two, "person_name": "己"},
        {"part": "reserve", "standing": "退出", "village": three, "person_name": "庚"},
        {**new, "village": three, "person_name": "辛", "probation_on": Day(2020, 2, 1), "age": 40},
        {**new, "village": four, "person_name": "壬", "probation_on": Day(2020, 2, 1)},
    )  # fmt: skip


def reserve(desk):
    members(desk)
    return (1, 4), {"超过上限": 1, "没有后备": 2}


def young_members(desk):
    members(desk)
    return (2, 4), {}


def training(desk):
    one, two, _, _ = desk.villages
    desk.rows(
        GuaranteeRow, desk.file("T11", "2018"), {"village": one, "secretaries_count": 9}
    )  # fmt: skip
    desk.rows(
        GuaranteeRow, desk.file("T11", "2019"),
        {"village": one, "secretaries_count": 1, "heads_count": 1},
        {"village": two, "secretaries_count": 1, "heads_count": 0},
    )  # fmt: skip
    there = {"part": "trainee", "is_counted": True, "village": one}
    desk.rows(
        TrainingRow, desk.file("T10", "2019Q4"),
        {**there, "person_name": "乙", "post": "村主任"},
    )  # fmt: skip
    desk.rows(
        TrainingRow, desk.file("T10", "2020Q1"),
        {**there, "person_name": "甲", "post": "村党组织书记"},
        {**there, "person_name": "甲", "post": "村党组织书记"},
        {**there, "person_name": "丙", "post": "第一书记"},
        {**there, "person_name": "丁", "post": "村主任", "is_counted": False},
    )  # fmt: skip
    return (1, 3), {"还有人未轮训": 2}


def expert_service(desk):
    one, two, _, _ = desk.villages
    there = {"part": "service", "village": one, "subject": "果树修剪", "served_count": 12}
    desk.rows(
        TalentRow, desk.file("T20", "2019Q4"),
        {**there, "village": two, "served_on": Day(2019, 12, 5)},
    )  # fmt: skip
    desk.rows(
        TalentRow, desk.file("T20", "2020Q1"),
        {**there, "served_on": Day(2020, 1, 6)},
        {**there, "served_on": Day(2020, 2, 6)},
        {**there, "village": two, "served_on": Day(2019, 12, 30)},
        {"part": "pool", "village": two, "person_name": "甲", "kind": "本土人才"},
    )  # fmt: skip
    return (1, 4), {"没有服务": 3}


def findings(desk):
    unit = Unit.objects.create(name="水利厅", level="province")
    first = {"finding_number": "2020-01-990121-001", "due_on": Day(2020, 3, 1), "gravity": "较重"}
    checked = {"verify_result": "退回", "verified_on": Day(2020, 4, 2)}
    desk.rows(
        FindingRow, desk.file("T6", "2020-04"),
        {**first, **checked, "verifier": unit},
        {"finding_number": "2020-01-990121-002", "due_on": Day(2020, 4, 20),
         "closed_on": Day(2020, 4, 10), "verify_result": "通过", "verified_on": Day(2020, 4, 9),
         "verifier_name": "省督查组"},
    )  # fmt: skip
    desk.rows(
        FindingRow, desk.file("T6", "2020-05"),
        {**first, **checked, "verifier": unit},
        {"finding_number": "2020-01-990121-003", "due_on": Day(2020, 5, 1),
         "extended_to": Day(2020, 6, 9)},
        {"finding_number": "2020-01-990121-004", "due_on": Day(2020, 5, 1),
         "closed_on": Day(2020, 5, 9), "verify_result": "通过", "verified_on": Day(2020, 5, 9),
         "verifier_name": "嵩宁市委组织部"},
    )  # fmt: skip


def closed(desk):
    findings(desk)
    return (1, 3), {"未销号": 1, "逾期后销号": 1}


def overdue(desk):
    findings(desk)
    return (1, 3), {"较重": 1}


def sent_back(desk):
    findings(desk)
    return (1, 2), {"退回": 1, "通过": 1}


def overturn(desk):
    weak_cases(desk)
    told = desk.file("T4", "2020-04")
    for day, level, result in (
        (Day(2020, 3, 2), "province", "passed"),
        (Day(2020, 4, 2), "province", "failed"),
        (Day(2020, 5, 2), "city", "failed"),
        (Day(2019, 12, 2), "province", "failed"),
        (Day(2020, 6, 2), "province", "failed"),
    ):
        Recheck.objects.create(
            village=desk.villages[3], county=desk.province.county_a, level=level, result=result,
            checked_on=day, picked="drawn", stage="转化", source_revision=told, source_row=1,
            by=desk.by, at=make.NOON,
        )  # fmt: skip
    return (1, 2), {"不通过": 1, "通过": 1}


def stability(desk):
    county = desk.province.county_a
    head = {"division": county, "division_name": "嵩北县", "started_on": Day(2018, 1, 1)}
    desk.rows(
        PostRow, desk.file("T14", "2020-02"),
        {**head, "post_title": "县长", "person_name": "甲", "ended_on": Day(2020, 2, 9)},
    )  # fmt: skip
    desk.rows(
        PostRow, desk.file("T14", "2020-05"),
        {**head, "post_title": "县长", "person_name": "乙", "started_on": Day(2020, 2, 10)},
        {**head, "post_title": "县委书记", "person_name": "丙", "ended_on": Day(2020, 5, 9),
         "approval_number": "1号"},
        {"division": desk.province.town_a, "post_title": "乡镇长", "ended_on": Day(2020, 5, 9),
         "person_name": "丁", "started_on": Day(2018, 1, 1)},
    )  # fmt: skip
    settle_posts(county.pk)
    settle(county_ids=[county.pk], at=make.NOON)
    return (1, 2), {"没有批准也没有认定的离任": 1}


def posts(desk):
    county = {"division": desk.province.county_a, "division_name": "嵩北县"}
    town = {"division": desk.province.town_a, "division_name": "青岭镇"}
    since = {"started_on": Day(2018, 1, 1)}
    desk.rows(
        PostRow, desk.file("T14", "2020-05"),
        {**county, "post_title": "县长", "person_name": "甲", "ended_on": Day(2020, 5, 10), **since},
        {**county, "post_title": "县长", "vacant_from": Day(2020, 5, 11),
         "vacant_to": Day(2020, 5, 20)},
        {**county, "post_title": "县长", "person_name": "乙", "started_on": Day(2020, 5, 21)},
        {**county, "post_title": "县委书记", "person_name": "丙", **since},
        {**town, "post_title": "乡镇长", "vacant_from": Day(2020, 4, 2)},
        {**town, "post_title": "村委会主任", "vacant_from": Day(2020, 4, 2)},
    )  # fmt: skip


def vacancy(desk):
    posts(desk)
    return (1, 3), {"缺职": 1}


def vacancy_days(desk):
    posts(desk)
    return (10 + 31, 3 * 31), {"有缺职的职位": 2}


def head_files(desk):
    whole = {
        "regular_score": 90, "regular_basis": "平时", "special_score": 91, "special_basis": "专项",
        "annual_score": 92, "annual_basis": "年度", "grade": "好", "feedback": "无意见",
    }  # fmt: skip
    desk.rows(
        HeadScoreRow, desk.file("T12", "2019"),
        {"person_name": "甲", **whole}, {"person_name": "乙", **whole, "special_basis": ""},
        {"person_name": "丙", **whole, "annual_score": None, "grade": "较好"},
    )  # fmt: skip
    return (1, 3), {"好": 2, "较好": 1}


def measures(desk):
    desk.rows(
        MeasureRow, desk.file("T15", "2020-05"),
        {"person_name": "甲", "category": "诫勉", "is_counted": True, "decided_on": Day(2020, 5, 9)},
        {"person_name": "乙", "category": "提醒约谈", "is_counted": False,
         "decided_on": Day(2020, 5, 31)},
        {"person_name": "丙", "category": "诫勉", "is_counted": True,
         "decided_on": Day(2020, 4, 30)},
    )  # fmt: skip
    return (1, 2), {"诫勉": 1, "提醒约谈": 1}


def incentives(desk):
    desk.rows(
        IncentiveRow, desk.file("T16", "2020Q1"),
        {"person_name": "甲", "category": "表彰", "given_on": Day(2020, 1, 1)},
        {"person_name": "乙", "category": "慰问", "given_on": Day(2020, 3, 31)},
        {"person_name": "丙", "category": "提拔重用", "given_on": Day(2019, 12, 31)},
    )  # fmt: skip
    return (1, 2), {"表彰": 1, "慰问": 1}


BY_HAND = {
    case.__name__: case
    for case in (
        coverage, presence, attendance, recall, groups, support, weak_share, conversion, relapse,
        party_election, committee_election, look_back, pay, funds, party_day, hollow, thin,
        walked_villages, walked_townships, walked_counties, closed, overdue,
        sent_back, overturn, stability, vacancy, vacancy_days,
        reserve, young_members, training, expert_service, head_files, measures, incentives,
    )
}  # fmt: skip


def test_every_indicator_is_counted_by_hand_here():
    elsewhere = {"grades", "timeliness", "campaign_tasks"}
    assert {one.code for one in INDICATORS} == {*BY_HAND, *elsewhere}


@pytest.mark.parametrize("code", BY_HAND)
def test_statement_listing_and_hand_agree(desk, code):
    (met, weight), parts = BY_HAND[code](desk)
    definition = indicator_on(code, MAY.last_day)
    own = definition.period_at(MAY)
    assert rollup.recompute(code, own, counties=None, at=make.NOON) == 1, "one county reported"
    value = IndicatorValue.objects.get(indicator=code)
    assert (value.numerator, value.denominator) == (met, weight)
    assert value.parts == parts
    things = counted(definition, own, value.county_id, value.revisions)
    assert (sum(t.met for t in things), sum(t.weight for t in things)) == (met, weight)
    assert all(thing.why for thing in things)
    sheet = SHEETS.get(definition.sheets[0])
    if sheet:
        assert definition.field in {column.field for column in sheet.columns}, "a row links there"


def test_definitions_are_complete():
    written = Path("docs/sources.md").read_text()
    for one in INDICATORS:
        assert f'<a id="{one.code}"></a>' in written, one.code
        assert one.caution, one.code
        assert one.source, one.code
        assert one.numerator != one.denominator
        primary = SHEETS.get(one.sheets[0]) if one.sheets else None
        assert primary is None or primary.period_kind == one.period_kind, one.code


@pytest.mark.django_db
def test_every_judged_indicator_has_example_thresholds():
    known = {row.indicator: row for row in IndicatorThreshold.objects.all()}
    for one in INDICATORS:
        if one.direction == Direction.NONE:
            assert one.code not in known
        else:
            assert known[one.code].lower_is_better == one.lower_is_better
            assert not known[one.code].is_official


def test_early_register_counts_in_every_later_month(desk):
    visits(desk)
    county = desk.province.county_a
    refresh_rollups(submission=make.submission("T13", "2019Q4", county), at=make.NOON)
    found = IndicatorValue.objects.filter(indicator="walked_villages").order_by("period")
    assert [(one.period, one.numerator) for one in found] == [("2019Q4", 1), ("2020Q1", 1)]
    assert len(found[1].revisions) == 2, "both registers are named"


def test_county_with_nothing_to_count_does_not_look_like_zero(desk):
    PovertyStatus.objects.filter(division=desk.province.county_a).update(
        delisted_on=Day(2019, 5, 9)
    )
    stability(desk)
    rollup.recompute("stability", MAY, counties=None, at=make.NOON)
    value = IndicatorValue.objects.get(indicator="stability")
    assert (value.numerator, value.denominator) == (0, 0), "不涉及"


def test_figures_of_guarded_sheets_are_shown_to_who_is_cleared_only(desk, officer, client):
    measures(desk)
    rollup.recompute("measures", MAY, counties=None, at=make.NOON)
    county = desk.province.county_a
    viewer = make.user("viewer", county)
    assert not IndicatorValue.objects.visible_to(viewer).filter(indicator="measures").exists()
    for user, status in ((officer, 200), (viewer, 404)):
        client.force_login(user)
        page = client.get(f"/indicators/measures/?a={county.code}&p=2020-05")
        assert page.status_code == status
        assert ("问责情况" in client.get(f"/?a={county.code}&p=2020-05").text) is (status == 200)
