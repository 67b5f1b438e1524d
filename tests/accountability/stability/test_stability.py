"""Alarms about heads who left or posts that stand empty, and what people conclude of them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.assessment.models import HeadScoreRow, IndicatorValue
from accountability.intake.actions.pointing import point_to
from accountability.ledgers.rules.posts import PostRules
from accountability.parameters.models import Parameter
from accountability.reconciliation.models import Contradiction
from accountability.stability import actions, todo
from accountability.stability.keeping import settle
from accountability.stability.models import StabilityAlarm
from accountability.stability.rules import Empty, Ground, Held, Verdict, of_vacancy, stretches
from portal.access.models import Grant
from portal.audit.models import AuditEvent
from tests import make
from tests.accountability.ledgers import books
from tests.accountability.ledgers.test_holding import at, row
from villages.people.models import Post
from villages.places.models import PovertyStatus

Day = dt.date
GONE = {"ended_on": at("2020-05-10"), "whereabouts": "交流", "is_filed": "是"}
NEXT = {"person": "钱有道", "started_on": at("2020-05-11")}
APPROVAL = {
    "ground": Ground.IN_PLACE.value, "approval_number": "豫组干〔2020〕31号",
    "document": "关于王建国同志职务的批复", "approved_on": Day(2020, 5, 8),
}  # fmt: skip


@pytest.fixture
def accept(province, filler):
    def accepted(*rows, period: str = "2020-05"):
        return books.accept(province.county_a, filler, "T14", list(rows), period)

    return accepted


@pytest.fixture
def left(accept) -> StabilityAlarm:
    """The alarm about the head of county a, who left without an approval number."""
    accept(row(**GONE), row(**NEXT), row("县委书记", "李为民"))
    return StabilityAlarm.objects.get()


def standing() -> list[tuple[str, str, dt.date]]:
    alarms = StabilityAlarm.objects.filter(is_standing=True).order_by("day", "kind")
    return list(alarms.values_list("kind", "title", "day"))


def test_days_of_a_post_follow_each_other_and_gaps_are_not_made_up():
    held = [Held("甲", Day(2018, 1, 1), Day(2018, 5, 20)), Held("乙", Day(2018, 7, 1), None)]
    empty = [Empty(Day(2018, 5, 21), Day(2018, 6, 10))]
    days = stretches(held, empty, Day(2018, 12, 31))
    assert [(one.holder, one.begins, one.ends, one.is_told) for one in days] == [
        ("甲", Day(2018, 1, 1), Day(2018, 5, 20), True),
        ("", Day(2018, 5, 21), Day(2018, 6, 11), True),
        ("", Day(2018, 6, 11), Day(2018, 7, 1), False),
        ("乙", Day(2018, 7, 1), None, True),
    ]
    followed = [held[0], Held("乙", Day(2018, 5, 21), None)]
    assert len(stretches(followed, [], Day(2018, 12, 31))) == 2, "the day after is no gap"
    assert of_vacancy("county_head", Day(2020, 5, 2), Day(2020, 5, 31), PostRules()) is None
    rung = of_vacancy("county_head", Day(2020, 5, 1), Day(2020, 5, 31), PostRules())
    assert (rung.days, rung.why) == (31, "从2020-05-01起缺职，超过30天")


def test_alarms_follow_the_files_register_and_parameters(province, accept, filler):
    empty = row("镇长", None, vacant_from=at("2020-04-20"))
    first = accept(row(**GONE), row(**NEXT), empty)
    assert standing() == [
        ("vacant", "township_head", Day(2020, 4, 20)), ("left", "county_head", Day(2020, 5, 10)),
    ]  # fmt: skip
    vacant, gone = StabilityAlarm.objects.order_by("day")
    assert (vacant.days, gone.holder_name, gone.why) == (42, "王建国", "本县是贫困县，当时没有摘帽")
    assert (gone.source_revision_id, gone.source_row) == (first.pk, 6)
    assert "没有填批准文号" not in gone.why, "a record says what is known and accuses nobody"
    accept(row(**GONE, approval_number="豫组干〔2020〕31号"), row(**NEXT), row("镇长", "孙一"))
    assert standing() == []
    point_to(first.submission, first, by=filler, at=make.NOON, reason="撤销")
    assert len(standing()) == StabilityAlarm.objects.count() == 2, "the same again is the same"
    status = PovertyStatus.objects.filter(division=province.county_a)
    status.update(delisted_on=Day(2020, 2, 28))
    settle(county_ids=None, at=make.NOON)
    assert standing() == [("vacant", "township_head", Day(2020, 4, 20))]
    Parameter.objects.filter(code="stable_months").update(number=6)
    settle(county_ids=None, at=make.NOON)
    assert len(standing()) == 2
    gone.refresh_from_db()
    assert gone.why == "本县2020-02-28摘帽，到2020-08-28不满6个月"


def test_an_exception_concluded_explains_the_leaving_everywhere(left, officer):
    def figures():
        value = IndicatorValue.objects.get(indicator="stability")
        return value.numerator, value.denominator

    contradiction = Contradiction.objects.get(rule="X12-MOVED")
    assert (figures(), contradiction.state) == ((1, 2), "open")
    with pytest.raises(
        actions.IncompleteError, match="请填写例外情形、批准文号、批准文件、批准日期"
    ):
        actions.conclude(
            alarm=left, verdict=Verdict.EXCEPTION, text="已核实", by=officer, at=make.NOON
        )
    actions.conclude(
        alarm=left,
        verdict=Verdict.EXCEPTION,
        text="已核实批复",
        by=officer,
        at=make.NOON,
        **APPROVAL,
    )
    contradiction.refresh_from_db()
    assert (figures(), contradiction.state) == ((2, 2), "cleared")
    left.refresh_from_db()
    assert left.state_words == "例外成立"
    settle(county_ids=None, at=make.NOON)
    left.refresh_from_db()
    assert left.verdict == "exception", "a run of the rules never takes a conclusion back"
    with pytest.raises(actions.SettledError, match="已经认定为“例外成立”"):
        actions.conclude(
            alarm=left, verdict=Verdict.VIOLATION, text="不对", by=officer, at=make.NOON
        )
    actions.reopen(alarm=left, text="批复是另一人的", by=officer, at=make.NOON)
    assert figures() == (1, 2)
    actions.conclude(
        alarm=left, verdict=Verdict.VIOLATION, text="未经批准", by=officer, at=make.NOON
    )
    assert figures() == (1, 2)
    assert [one.kind for one in left.steps.order_by("pk")] == [
        "conclusion", "reopening", "conclusion",
    ]  # fmt: skip
    verbs = AuditEvent.objects.filter(verb__startswith="stability.").order_by("pk")
    assert [one.verb for one in verbs] == [
        "stability.conclude", "stability.reopen", "stability.conclude",
    ]  # fmt: skip


def test_who_spoke_for_the_county_does_not_conclude(left, filler, officer, outsider, province):
    at_once = {"alarm": left, "text": "省里2018年批准", "at": make.NOON}
    with pytest.raises(actions.NotPermittedError):
        actions.state_case(by=outsider, **at_once)
    assert list(todo.to_state(filler, make.NOON)) == [left]
    Grant.objects.create(
        user=officer, role="county_officer", area=province.county_a, valid_from=make.LONG_AGO,
        granted_at=make.NOON,
    )  # fmt: skip
    actions.state_case(by=officer, **at_once)
    assert list(todo.to_state(filler, make.NOON)) == []
    with pytest.raises(actions.SameHandError, match="您替县里作过申述"):
        actions.conclude(verdict=Verdict.UNFOUNDED, by=officer, **at_once)
    assert list(todo.to_conclude(officer, make.NOON)) == []
    other = make.user("province_officer", province.province)
    assert list(todo.to_conclude(other, make.NOON)) == [left]
    actions.conclude(verdict=Verdict.UNFOUNDED, by=other, **at_once)
    assert list(todo.to_conclude(other, make.NOON)) == []
    with pytest.raises(actions.SettledError, match="不能再补申述"):
        actions.state_case(by=filler, **at_once)


def test_list_shows_where_posts_stand(client, left, officer, province):
    client.force_login(officer)
    url = reverse("stability:list")
    page = client.get(url).content.decode()
    assert [
        word for word in ("钱有道", "李为民", "2020-05-11", "待核：离任") if word not in page
    ] == []
    asked = client.get(url, {"state": "open"}).context["table"]
    assert [post.title for post in asked.data] == ["county_head"]
    counts = {tab.label: tab.count for tab in client.get(url).context["tabs"]}
    assert counts == {"全部": 2, "在任": 2, "缺职": 0, "待核": 1, "已认定": 0}

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    few = queries()
    for number in range(30):
        town = make.division(f"新{number}镇", "township", province.county_a)
        Post.objects.create(division=town, county=province.county_a, title="township_head")
    assert queries() == few


def test_a_name_without_a_person_is_found(client, left, officer, outsider):
    url = reverse("overview:search")
    client.force_login(officer)
    assert "嵩北县县长" in client.get(url, {"q": "钱有道"}).content.decode()
    client.force_login(outsider)
    assert "嵩北县县长" not in client.get(url, {"q": "钱有道"}).content.decode()


def test_post_shows_history_with_sources_and_scores_to_whom_they_may(
    client, left, officer, province
):
    made = make.current_revision("T12", "2019", province.county_a, by=officer)
    HeadScoreRow.objects.create(
        revision=made, county=province.county_a, row_no=6, key="1", raw=[], label="县长",
        person_name="王建国", post_title="县长", grade="较好",
    )  # fmt: skip
    post = Post.objects.get(title="county_head")
    url = reverse("stability:post", args=[post.pk])
    client.force_login(officer)
    page = client.get(url).content.decode()
    words = (
        "王建国",
        "钱有道",
        "任免表 2020-05 第6行",
        "考核档案",
        "较好",
        "本县是贫困县，当时没有摘帽",
    )
    assert [word for word in words if word not in page] == []
    client.force_login(make.user("viewer", province.county_a))
    page = client.get(url).content.decode()
    assert "钱有道" in page
    assert "考核档案" not in page


def test_conclusion_by_form(client, left, officer, filler, outsider):
    url = reverse("stability:conclude", args=[left.pk])
    client.force_login(officer)
    refused = client.post(url, {"verdict": "exception", "text": "已核实"})
    assert refused.status_code == 422
    assert "请填写例外情形、批准文号、批准文件、批准日期" in refused.content.decode()
    client.force_login(filler)
    assert client.post(url, {"verdict": "exception", "text": "已核实"}).status_code == 403
    detail = reverse("stability:alarm", args=[left.pk])
    assert client.post(reverse("stability:state", args=[left.pk]), {"text": ""}).status_code == 422
    client.post(reverse("stability:state", args=[left.pk]), {"text": "省里已经批准"})
    client.force_login(outsider)
    assert client.get(detail).status_code == 404
    client.force_login(officer)
    page = client.get(detail).content.decode()
    assert "省里已经批准" in page
    given = {"verdict": "exception", "text": "已核实", **APPROVAL}
    assert client.post(url, given).status_code == 302
    assert "例外成立" in client.get(detail).content.decode()
