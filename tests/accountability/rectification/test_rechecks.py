"""Re-checks, relapses and proposals: who may, what follows, what a ledger may say afterwards."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accountability.assessment.models import IndicatorValue
from accountability.intake.actions.pointing import point_to
from accountability.intake.declare import SHEETS
from accountability.intake.rules import Period
from accountability.ledgers.models import ElectionRow
from accountability.rectification import actions
from accountability.rectification.models import Proposal, Recheck, WeakCase
from accountability.rectification.models.proposals import Decision
from accountability.rectification.rules.cases import Level, Result
from portal.access.models import Grant
from portal.audit.models import AuditEvent
from tests import make
from tests.accountability.ledgers import books
from tests.accountability.rectification.test_projection import types
from tests.accountability.rectification.test_weak_sheet import ACCEPTED, day, row
from villages.places.models import VillageType

Day = dt.date
JUNE = dt.datetime(2020, 6, 20, 9, tzinfo=dt.UTC)
FACTS = "走访二十户，一半人说村里两年没有公开账目，会议记录是后补的。"


@pytest.fixture(autouse=True)
def secretaries(province):
    for number, village in enumerate(province.villages_a):
        make.posting(village, who=make.person(f"赵{'大二三四'[number]}"))


@pytest.fixture
def case(province, filler) -> WeakCase:
    """双河村 as its county accepted it in May."""
    books.accept(province.county_a, filler, "T4", [row(**ACCEPTED)], "2020-05")
    return WeakCase.objects.get()


def look(**more) -> actions.Look:
    return actions.Look(
        **{
            "picked": "drawn", "checked_on": Day(2020, 6, 12), "result": Result.FAILED,
            "score": None, "raters_count": 20, "dissatisfied_count": 4, "facts": FACTS,
            "evidence": "走访记录二十份", "checkers": "钱明、孙立",
        } | more
    )  # fmt: skip


def figures() -> dict[str, tuple[int, int]]:
    rows = IndicatorValue.objects.filter(period="2020-06")
    return {one.indicator: (one.numerator, one.denominator) for one in rows}


def test_failed_recheck_sends_the_case_back(province, filler, officer, case):
    june = row(**ACCEPTED | {"stage": "跟踪"})
    books.accept(province.county_a, filler, "T4", [june], "2020-06")
    case = WeakCase.objects.get()
    assert figures()["overturn"] == (0, 0)
    made = actions.recheck(case=case, look=look(), by=officer, at=JUNE)
    case = WeakCase.objects.get()
    assert (made.level, made.stage) == (Level.PROVINCE, "跟踪巩固")
    assert (case.stage, case.standing, case.group) == ("跟踪巩固", "重新整顿", "mending")
    assert (case.order, case.ordered_on) == ("overturned", Day(2020, 6, 12))
    assert types(case.village)[0][:2] == (Day(2020, 2, 1), None)
    assert figures()["overturn"] == (1, 1)
    assert figures()["weak_share"][0] == 1
    assert AuditEvent.objects.filter(
        verb="rectification.recheck", county_id=case.county_id
    ).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.update(result="passed")


def test_a_day_begins_at_midnight_in_the_province(officer, case):
    """Half past midnight there is still the day before in Greenwich."""
    midnight = dt.datetime(2020, 6, 11, 16, 30, tzinfo=dt.UTC)
    with pytest.raises(actions.BadFactsError, match="日期还没有到"):
        actions.recheck(case=case, look=look(checked_on=Day(2020, 6, 13)), by=officer, at=midnight)
    made = actions.recheck(case=case, look=look(), by=officer, at=midnight)
    assert made.checked_on == Day(2020, 6, 12)


def test_county_sees_it_in_its_next_blank_and_cannot_pass_over_it(province, filler, officer, case):
    actions.recheck(case=case, look=look(checked_on=Day(2020, 5, 20)), by=officer, at=JUNE)
    [blank] = SHEETS["T4"].prefill(province.county_a, Period.parse("2020-06"))
    assert (blank["stage"], blank["verdict"], blank["verified_on"]) == ("重新整顿", None, None)
    assert blank["remark"] == "2020-05-20抽查不通过，退回整顿"
    assert blank["symptoms"] == row()["symptoms"]

    same = ACCEPTED | {"stage": "跟踪"}
    told = books.stage(province.county_a, filler, "T4", [row(**same)], "2020-06")
    [(severity, _, sentence)] = books.told(told, "F-13")
    assert (severity, sentence) == ("error", "上级2020-05-20抽查不通过，进度不能是“跟踪巩固”。")
    moved = same | {"verified_on": day("2020-06-01")}
    told = books.stage(province.county_a, filler, "T4", [row(**moved)], "2020-06")
    assert len(books.told(told, "F-13")) == 1, "another day of acceptance does not undo it"
    again = books.accept(province.county_a, filler, "T4", [row(stage="重新整顿")], "2020-06")
    assert books.told(again, "F-13", "T4-STAGE") == []
    case = WeakCase.objects.get()
    assert (case.standing, case.order, case.round) == ("重新整顿", "", 1)


@pytest.mark.parametrize(
    ("more", "error", "sentence"),
    [
        ({"facts": "不好"}, actions.BadFactsError, "不少于10个字"),
        ({"checked_on": Day(2020, 4, 1)}, actions.BadFactsError, "早于县里的验收日期"),
        ({"checked_on": Day(2020, 7, 1)}, actions.BadFactsError, "还没有到"),
        ({"dissatisfied_count": 21}, actions.BadFactsError, "多于测评人数"),
        ({"result": Result.PASSED, "score": Decimal("69.5")}, actions.BadFactsError, "低于70分"),
        ({"checkers": "钱明、李民（镇）"}, actions.SamePersonError, "李民（包村乡镇领导）"),
        ({"checkers": "周部长"}, actions.SamePersonError, "周部长（县验收人）"),
    ],
)
def test_recheck_that_cannot_stand_is_refused(officer, case, more, error, sentence):
    with pytest.raises(error, match=sentence):
        actions.recheck(case=case, look=look(**more), by=officer, at=JUNE)
    assert not Recheck.objects.exists()


def test_verifier_is_not_of_the_county(client, province, filler, reviewer, case):
    with pytest.raises(actions.NotPermittedError):
        actions.recheck(case=case, look=look(), by=filler, at=JUNE)
    both = make.user("city_reviewer", province.city_1)
    Grant.objects.create(
        user=both, role="county_officer", area=province.county_a,
        valid_from=make.LONG_AGO, granted_at=make.NOON,
    )  # fmt: skip
    with pytest.raises(actions.SamePersonError):
        actions.recheck(case=case, look=look(), by=both, at=JUNE)
    client.force_login(both, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"picked": "drawn", "checked_on": "2020-06-12", "checkers": "钱明", "result": "failed"}
    page = client.post(reverse("rectification:recheck", args=[case.pk]), typed | {"facts": FACTS})
    assert page.status_code == 422
    assert "整顿的人不能复核整顿" in page.content.decode()
    assert AuditEvent.objects.filter(verb="rectification.denied", refused=True).exists()
    assert not Recheck.objects.exists()
    made = actions.recheck(case=case, look=look(), by=reviewer, at=JUNE)
    assert made.level == Level.CITY
    with pytest.raises(actions.WrongStateError):
        actions.recheck(case=WeakCase.objects.get(), look=look(), by=reviewer, at=JUNE)


def test_passed_recheck_leaves_the_case_where_it_is(officer, case):
    actions.recheck(
        case=case, look=look(result=Result.PASSED, score=Decimal(88)), by=officer, at=JUNE
    )
    assert WeakCase.objects.get().group == "tracked"


def test_relapse_opens_a_new_round(province, filler, officer, case):
    actions.note_relapse(case=case, found_on=Day(2020, 5, 30), facts=FACTS, by=officer, at=JUNE)
    assert WeakCase.objects.get().standing == "重新立案"
    stays = books.stage(province.county_a, filler, "T4", [row(**ACCEPTED)], "2020-06")
    assert [sentence for *_, sentence in books.told(stays, "F-13")] == [
        "上级2020-05-30发现反弹，进度不能是“转化”。"
    ]
    books.accept(province.county_a, filler, "T4", [row(stage="反弹")], "2020-06")
    old, new = WeakCase.objects.order_by("round")
    assert (old.group, new.group, new.previous, new.relapses) == ("past", "back", old, 1)
    assert (old.order, old.standing) == ("", "转化")
    with pytest.raises(actions.RectificationError):
        actions.note_relapse(case=new, found_on=Day(2020, 6, 1), facts=FACTS, by=officer, at=JUNE)


def test_unfinished_election_is_proposed_and_a_person_decides(province, filler, signer, officer):
    told = make.revision("T7", "2020-04", province.county_a, by=filler)
    one, two, *_ = province.villages_a
    ElectionRow.objects.create(
        revision=told, county=province.county_a, row_no=7, key="x", raw=[],
        unfinished_list="青岭镇双河村，宗族矛盾，2020年8月，李民；青岭镇东沟村，没人愿意干",
        unfinished_villages=[one.pk, two.pk],
    )  # fmt: skip
    point_to(told.submission, told, by=officer, at=make.NOON, reason="省级接收")
    first, second = Proposal.objects.standing().order_by("village__code")
    assert (first.reason, first.expected_on) == ("宗族矛盾", Day(2020, 8, 1))
    assert not WeakCase.objects.exists()
    blank = SHEETS["T4"].prefill
    assert blank(province.county_a, Period.parse("2020-05")) == []
    with pytest.raises(actions.BadFactsError):
        actions.decide(
            proposal=second, decision=Decision.DISMISSED, reason="不必", by=signer, at=make.NOON
        )
    actions.decide(
        proposal=second, decision=Decision.DISMISSED, reason="疫情推迟，六月十日已完成选举",
        by=signer, at=make.NOON,
    )  # fmt: skip
    actions.decide(proposal=first, decision=Decision.CONFIRMED, reason="", by=officer, at=make.NOON)
    [row_] = blank(province.county_a, Period.parse("2020-05"))
    assert (row_["village_name"], row_["stage"]) == ("双河村", "排查")
    books.accept(province.county_a, filler, "T4", [row()], "2020-05")
    assert list(Proposal.objects.standing()) == [second]
    point_to(told.submission, None, by=officer, at=make.NOON, reason="撤销")
    assert not Proposal.objects.standing().exists()
    assert not VillageType.objects.filter(kind="weak", village=two).exists()
