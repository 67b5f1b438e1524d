"""A campaign from the draft to its end: who may do what, what stays, what is counted."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accountability.assessment import tasks as nightly
from accountability.assessment.indicators import indicator_on
from accountability.assessment.indicators.campaigns import CAMPAIGN_TASKS
from accountability.assessment.models import IndicatorValue
from accountability.campaigns import actions
from accountability.campaigns.actions import TaskChange, Word
from accountability.campaigns.models import (
    Amendment,
    Campaign,
    CountyTask,
    ProgressEntry,
    WorkTask,
)
from accountability.campaigns.queries.standing import tally
from accountability.campaigns.rules import CampaignState, MemberPlan
from accountability.campaigns.search import find_campaigns
from accountability.campaigns.sections import campaigns
from accountability.intake.rules import Period
from accountability.overview.queries.indicator import behind
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.access.scope import acting_as
from portal.audit.models import AuditEvent
from portal.jobs.models import Job
from portal.ui import todo
from portal.ui.search import Words
from tests import make
from tests.accountability.campaigns.plans import DAY, issued, item, plan, task

pytestmark = pytest.mark.django_db
DUE = dt.date(2020, 5, 20)
BEFORE = dt.datetime(2020, 5, 18, 4, tzinfo=dt.UTC)
SAID = Word("三个村的整顿台账已经建好，问题逐条列明")


@pytest.fixture
def campaign(province, officer) -> Campaign:
    """A campaign in two counties, issued on the first of May 2020."""
    told = plan(province.county_a.pk, province.county_b.pk)
    return issued(officer, told, dt.datetime(2020, 5, 1, 4, tzinfo=dt.UTC))


@pytest.fixture
def own(campaign, province) -> CountyTask:
    """County a's first task, due on 20 May."""
    return item(campaign, province.county_a)


def report(row, by, at=BEFORE, *, word=SAID, is_done=True) -> None:
    with acting_as(by):
        actions.report(item=row, word=word, is_done=is_done, by=by, at=at)
    row.refresh_from_db()


def confirm(row, by, at=BEFORE + DAY) -> None:
    with acting_as(by):
        actions.confirm(item=row, by=by, at=at)
    row.refresh_from_db()


def client_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_draft_is_the_provinces_own_and_issuing_says_all_that_is_missing(
    province, officer, filler
):
    told = plan(province.county_a.pk)
    with acting_as(officer):
        draft = actions.save_draft(
            campaign=None, seen=0, plan=replace(told, purpose="", tasks=()), by=officer,
            at=make.NOON,
        )  # fmt: skip
    assert not Campaign.objects.visible_to(filler).exists()
    with pytest.raises(actions.IncompleteError) as refused, acting_as(officer):
        actions.issue(campaign=draft, by=officer, at=make.NOON)
    assert refused.value.sentences == ["没有填“目的”。", "没有填“任务书”。"]
    with acting_as(officer):
        actions.save_draft(campaign=draft, seen=1, plan=told, by=officer, at=make.NOON)
        with pytest.raises(actions.CampaignError, match="别人保存过"):
            actions.save_draft(campaign=draft, seen=1, plan=told, by=officer, at=make.NOON)
        assert actions.issue(campaign=draft, by=officer, at=make.NOON) == 2
        with pytest.raises(actions.CampaignError, match="已经下达"):
            actions.save_draft(campaign=draft, seen=2, plan=told, by=officer, at=make.NOON)
    assert Campaign.objects.visible_to(filler).get() == draft
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"campaign.save", "campaign.issue"} <= verbs


def test_whoever_reported_cannot_confirm(province, officer, filler, own):
    both = make.user("province_officer", province.province, "county_officer")
    report(own, both)
    with pytest.raises(actions.SamePersonError), acting_as(both):
        actions.confirm(item=own, by=both, at=BEFORE)
    with pytest.raises(DatabaseError, match="county_task_two_persons"), transaction.atomic():
        CountyTask.objects.filter(pk=own.pk).update(
            state="confirmed", confirmed_by=both, confirmed_at=make.NOON
        )
    with pytest.raises(actions.NotPermittedError), acting_as(filler):
        actions.confirm(item=own, by=filler, at=BEFORE)
    confirm(own, officer)
    assert own.state == "confirmed"


def test_what_was_said_is_never_changed(filler, own):
    report(own, filler, is_done=False)
    entry = ProgressEntry.objects.get(item=own)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        ProgressEntry.objects.filter(pk=entry.pk).update(text="改过的内容，改过的内容")
    with pytest.raises(actions.CampaignError, match="至少写10个字"):
        report(own, filler, word=Word("快好了"))
    with pytest.raises(actions.CampaignError, match="身份证号或电话号码"):
        report(own, filler, word=Word("请联系经办人15401234567了解台账情况"))
    with pytest.raises(DatabaseError, match="says_something"), transaction.atomic():
        ProgressEntry.objects.create(
            item=own, county=own.county, act="note", text="快好了", by=filler, at=make.NOON
        )


def test_a_task_with_a_sheet_asks_no_text(campaign, province, filler):
    row = item(campaign, province.county_a, 2)
    report(row, filler, word=Word())
    assert ProgressEntry.objects.get(item=row).text == "见T4《软弱涣散村党组织整顿工作台账》。"


def test_a_milestone_has_a_plan_a_forecast_and_a_day(filler, own):
    milestone = own.task.milestones.get()
    told = replace(SAID, milestone=milestone, forecast_on=DUE)
    report(own, filler, word=told, is_done=False)
    with pytest.raises(actions.CampaignError, match="不能晚于今天"):
        report(own, filler, word=replace(SAID, milestone=milestone, reached_on=DUE))
    report(own, filler, word=replace(SAID, milestone=milestone, reached_on=BEFORE.date()))
    shown = client_of(filler).get(reverse("campaigns:item", args=[own.pk])).content.decode()
    assert "2020-05-15" in shown  # planned
    assert "2020-05-18（晚于计划）" in shown


def test_it_is_postponed_once_and_the_first_day_stays(officer, filler, own, campaign):
    given = {"reason": "汛期道路中断，入村核查顺延", "approver": "王志远", "by": officer}
    with acting_as(officer):
        with pytest.raises(actions.CampaignError, match="应晚于今天和原期限"):
            actions.postpone(item=own, new_due_on=DUE, at=BEFORE, **given)
        actions.postpone(item=own, new_due_on=DUE + 10 * DAY, at=BEFORE, **given)
        with pytest.raises(actions.CampaignError, match="已经延期过一次"):
            actions.postpone(item=own, new_due_on=DUE + 12 * DAY, at=BEFORE, **given)
    own.refresh_from_db()
    assert (own.due_on, own.task.due_on) == (DUE + 10 * DAY, DUE)
    assert own.overdue_days(DUE + 12 * DAY) == 2
    shown = client_of(filler).get(reverse("campaigns:item", args=[own.pk])).content.decode()
    assert "2020-05-30（下达时为2020-05-20）" in shown


def test_an_amendment_keeps_what_stood_and_moves_what_is_not_confirmed(
    province, officer, filler, campaign, own
):
    report(own, filler)
    confirm(own, officer)
    change = TaskChange(
        own.task.deliver, "县委组织部和乡镇党委", own.task.responsible, DUE + 5 * DAY, "台账"
    )
    with acting_as(officer):
        made = actions.amend_task(
            task=own.task, change=change, reason="与排查时间衔接", by=officer, at=make.NOON
        )
        added = actions.add_task(
            campaign=campaign, plan=task(3, DUE), reason="补一项", by=officer, at=make.NOON
        )
        actions.withdraw_task(task=added, reason="与任务1重复", by=officer, at=make.NOON)
    assert [one["label"] for one in made.changes] == ["责任单位", "完成期限", "佐证要求"]
    assert made.changes[1] == {"label": "完成期限", "before": "2020-05-20", "after": "2020-05-25"}
    assert item(campaign, province.county_a).due_on == DUE
    assert item(campaign, province.county_b).due_on == DUE + 5 * DAY
    assert WorkTask.objects.get(pk=own.task_id).first_due_on == DUE
    assert Amendment.objects.count() == 3
    assert tally(officer, campaign, DUE + DAY).total == 4
    shown = client_of(filler).get(reverse("campaigns:detail", args=[campaign.pk]))
    assert "与排查时间衔接" in shown.content.decode()


def test_who_leaves_the_task_force_stays_listed(officer, campaign):
    (member,) = campaign.members.all()
    with acting_as(officer):
        actions.change_member(
            campaign=campaign, leaves=member, on=DUE, by=officer, at=make.NOON,
            joins=MemberPlan("综合协调专班", "韩春梅", "省委组织部", "牵头协调"),
        )  # fmt: skip
    told = [(one.name, one.begins_on, one.ends_on) for one in campaign.members.all()]
    assert told == [("王志远", dt.date(2020, 5, 1), DUE), ("韩春梅", DUE, None)]


def test_it_is_closed_when_all_is_confirmed_and_stopped_with_a_reason(officer, campaign, own):
    with acting_as(officer):
        with pytest.raises(actions.CampaignError, match="还有4项县任务没有核实"):
            actions.end(
                campaign=campaign, state=CampaignState.CLOSED, reason="办完", by=officer,
                at=make.NOON,
            )  # fmt: skip
        actions.end(
            campaign=campaign, state=CampaignState.STOPPED, reason="上级另有部署", by=officer,
            at=make.NOON,
        )  # fmt: skip
        with pytest.raises(actions.CampaignError, match="中止，不能再办理"):
            actions.confirm(item=own, by=officer, at=make.NOON)


def figures() -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    rows = IndicatorValue.objects.filter(indicator=CAMPAIGN_TASKS).order_by("period", "county")
    for row in rows:
        found.setdefault(row.period, []).append((row.numerator, row.denominator))
    return found


def test_the_rate_counts_what_is_due_and_keeps_what_it_counted(
    province, officer, filler, outsider, own
):
    report(own, filler)
    assert figures() == {"2020-05": [(0, 0), (0, 0)]}  # nothing is due yet: 不涉及, not 0 %
    confirm(own, officer, BEFORE + 4 * DAY)
    assert figures() == {"2020-05": [(1, 1), (0, 0)]}
    night = dt.datetime(2020, 6, 1, 17, tzinfo=dt.UTC)  # one o'clock of 2 June
    job = Job(created_at=night, kind=nightly.NIGHTLY)
    nightly.commit(job, nightly.prepare(job, None), night)
    assert figures() == {"2020-05": [(1, 1), (0, 1)], "2020-06": [(1, 1), (0, 1)]}
    definition, may = indicator_on(CAMPAIGN_TASKS, DUE), Period.parse("2020-05")
    found = behind(filler, definition, may, province.county_a.pk)
    assert found is not None
    (thing,) = found.things
    assert (thing.met, thing.subject_id) == (1, own.pk)
    assert thing.why == "期限2020-05-20，2020-05-18报完成，已核实"
    assert behind(outsider, definition, may, province.county_a.pk) is None
    with acting_as(officer):
        actions.send_back(item=own, reason="抽查一个村没有台账，请补齐", by=officer, at=night + DAY)
    assert figures()["2020-06"] == [(0, 1), (0, 1)]
    row = IndicatorValue.objects.get(
        indicator=CAMPAIGN_TASKS, period="2020-06", county=province.county_a
    )
    assert row.parts == {"未核实": 1}


def test_it_is_found_by_name_within_the_area(province, campaign, filler):
    words = Words.read("整顿专项")
    assert words is not None
    (hit,) = find_campaigns(Narrowed(filler, Permission.TASK_VIEW), words, 5)
    assert hit.url == reverse("campaigns:detail", args=[campaign.pk])
    far = make.user("county_officer", province.county_c)
    assert find_campaigns(Narrowed(far, Permission.TASK_VIEW), words, 5) == []


def test_each_side_is_asked_for_its_own(province, officer, filler, outsider):
    now = timezone.now()
    today = timezone.localdate()
    tasks = (task(1, today + 3 * DAY), task(2, today + 50 * DAY))
    told = plan(province.county_a.pk, begins=today, tasks=tasks)
    campaign = issued(officer, told, now)
    assert [todo.count(one, at=now) for one in (filler, officer, outsider)] == [1, 0, 0]
    (waiting,) = todo.waiting(filler, at=now)
    assert timezone.localdate(waiting.due_at) == today + 3 * DAY  # its last minute
    report(item(campaign, province.county_a), filler, now)
    users = [type(filler).objects.get(pk=one.pk) for one in (filler, officer)]
    assert [todo.count(one, at=now) for one in users] == [0, 1]
    (found,) = todo.entries(users[1], todo.waiting(users[1], at=now), at=now)
    assert found.state == "已报完成"
    assert found.action == "核实或退回"


def test_pages_ask_the_same_number_of_queries_at_two_sizes(province, officer, campaign):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            for address in (
                reverse("campaigns:list"), reverse("campaigns:detail", args=[campaign.pk]),
            ):  # fmt: skip
                assert browser.get(address).status_code == 200
        return len(caught)

    browser = client_of(officer)
    queries()
    small = queries()
    more = [make.division(f"新{n}县", "county", province.city_1) for n in range(4)]
    told = plan(*(one.pk for one in more), province.county_a.pk)
    fresh = type(officer).objects.get(pk=officer.pk)
    issued(fresh, replace(told, title="另一个专项"))
    with acting_as(fresh):
        actions.add_task(
            campaign=campaign, plan=task(3, DUE + 9 * DAY), reason="补", by=fresh, at=make.NOON
        )
    assert queries() == small


def test_an_attachment_comes_back_as_it_was(filler, outsider, own):
    browser = client_of(filler)
    sent = {
        "text": SAID.text, "note": "1",
        "file": SimpleUploadedFile("嵩北县整顿台账.pdf", b"%PDF-1.4 test"),
    }  # fmt: skip
    answer = browser.post(reverse("campaigns:report", args=[own.pk]), sent)
    assert answer.status_code == 302
    entry = ProgressEntry.objects.get(item=own)
    got = browser.get(reverse("campaigns:entry-file", args=[entry.pk]))
    assert got.getvalue() == b"%PDF-1.4 test"
    assert "attachment" in got["Content-Disposition"]
    assert client_of(outsider).get(got.request["PATH_INFO"]).status_code == 404
    bad = {"text": SAID.text, "file": SimpleUploadedFile("脚本.exe", b"MZ")}
    answer = browser.post(reverse("campaigns:report", args=[own.pk]), bad)
    assert answer.status_code == 422
    assert "“脚本.exe”的类型不能上传" in answer.content.decode()
    secret = {"text": SAID.text, "file": SimpleUploadedFile("机密★1年 名单.pdf", b"%PDF-1.4")}
    answer = browser.post(reverse("campaigns:report", args=[own.pk]), secret | {"note": "1"})
    assert answer.status_code == 422
    assert "疑似涉密" in answer.content.decode()
    assert ProgressEntry.objects.count() == 1


def test_a_row_is_added_by_a_button_without_losing_what_was_typed(province, officer):
    browser, address = client_of(officer), reverse("campaigns:create")
    sent = {
        "version": "0", "title": "换届回头看专项", "counties": [province.county_a.pk],
        **{f"{name}-{key}": value for name in ("members", "stages", "tasks", "task-0")
           for key, value in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))},
        "stages-0-name": "摸底", "tasks-0-deliver": "逐村核对换届结果，列出名单",
        "tasks-0-stage": "1", "task-0-0-name": "核对完", "task-0-0-planned_on": "2020-05-09",
    }  # fmt: skip
    for add, label in (("task-0", "task-0-1-name"), ("tasks", "tasks-1-deliver")):
        shown = browser.post(address, {**sent, "add": add}).content.decode()
        assert f'name="{label}"' in shown
        assert "逐村核对换届结果，列出名单" in shown
    assert not Campaign.objects.exists()
    bad = browser.post(address, {**sent, "task-0-0-planned_on": "五月九日"})
    assert bad.status_code == 422
    assert "任务1的节点1，计划日期" in bad.content.decode()
    assert browser.post(address, sent).status_code == 302
    (draft,) = Campaign.objects.all()
    (kept,) = draft.tasks.all()
    assert (kept.stage.name, kept.milestones.get().name) == ("摸底", "核对完")


def test_the_page_of_a_county_tells_what_goes_on(province, officer, filler):
    today = timezone.localdate()
    issued(officer, plan(province.county_a.pk, begins=today - 30 * DAY), timezone.now())
    section = campaigns(Narrowed(filler, Permission.TASK_VIEW), province.county_a, today)
    assert section is not None
    (row,) = section.rows
    assert [getattr(cell, "words", cell) for cell in row[2:]] == ["0/2", "0", "1", "0/1"]
    assert campaigns(Narrowed(filler, Permission.TASK_VIEW), province.county_a, DUE) is None
    assert campaigns(Narrowed(officer, Permission.TASK_VIEW), province.county_b, today) is None
