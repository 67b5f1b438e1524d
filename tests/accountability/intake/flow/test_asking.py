"""Tasks: asking every county, more time, reminders, the end."""

import dataclasses
import datetime as dt

import pytest
from django.urls import reverse

from accountability.intake.actions import asking, closing
from accountability.intake.actions.errors import (
    BadInputError,
    MissingReasonError,
    NothingToDoError,
    NotPermittedError,
    WrongStateError,
)
from accountability.intake.declare import SHEETS, declared
from accountability.intake.models import Reminder, Step, Submission
from accountability.intake.overlap import overlaps
from accountability.intake.queries.tasks import by_area, estimate_burden, tasks_with_tallies
from accountability.intake.rules import Period, State
from portal.access.scope import acting_as
from portal.audit.models import AuditEvent
from tests import make
from villages.places.models import Division, Kind, Level

NOON = make.NOON
DUE = NOON + dt.timedelta(days=3)


BURDEN = asking.Burden(
    "月度调度需要",
    2400,
    2200,
    minutes_a_county=40,
    basis="某通知〔2020〕1号",
    asked_by="省委组织部",
    approved_by="李部长",
    overlap_note="各表时点不同",
)


def open_task(by, **more):
    given = {
        "sheet": SHEETS["T1"],
        "period": Period.parse("2020-05"),
        "due_at": DUE,
        "burden": BURDEN,
        "needs_city_review": False,
    }
    return asking.open_task(by=by, at=NOON, **{**given, **more})


def test_every_county_that_governs_owes_and_no_zone(province, officer):
    zone = make.division("高新区", Level.COUNTY, province.city_1)
    Division.objects.filter(pk=zone.pk).update(kind=Kind.ZONE)
    ended = make.division("旧县", Level.COUNTY, province.city_1)
    Division.objects.filter(pk=ended.pk).update(valid_to=dt.date(2019, 1, 1))
    with acting_as(officer):
        task = open_task(officer)
    counties = set(Submission.objects.filter(task=task).values_list("county__name", flat=True))
    assert counties == {"嵩北县", "丹江县", "直管县"}
    assert Submission.objects.filter(task=task, due_at=DUE, state=State.OPEN).count() == 3
    event = AuditEvent.objects.get(verb="intake.open_task")
    assert "3 个县应报" in event.sentence
    assert "月度调度需要" in event.sentence


def test_opening_is_one_statement_however_many_counties(
    province, officer, django_assert_max_num_queries
):
    assert officer.county_ids
    with django_assert_max_num_queries(9):
        open_task(officer)


def test_same_data_is_asked_for_once(province, officer):
    open_task(officer)
    with pytest.raises(BadInputError, match="已经下达过"):
        open_task(officer)


@pytest.mark.parametrize(
    ("name", "nothing"),
    [
        ("justification", ""),
        ("justification", "  "),
        ("basis", ""),
        ("asked_by", " "),
        ("approved_by", ""),
        ("minutes_a_county", 0),
        ("overlap_note", ""),
    ],
)
def test_no_task_without_the_statement_of_its_burden(province, officer, name, nothing):
    with pytest.raises(MissingReasonError):
        open_task(officer, burden=dataclasses.replace(BURDEN, **{name: nothing}))
    assert not Submission.objects.exists()


def test_what_is_stated_is_kept_and_told(province, officer):
    task = open_task(officer)
    assert (task.asked_by, task.minutes_a_county) == ("省委组织部", 40)
    assert task.overlaps_count == len({one.column for one in overlaps(SHEETS["T1"])})
    sentence = AuditEvent.objects.get(verb="intake.open_task").sentence
    assert "省委组织部提出，李部长批准" in sentence


def test_columns_of_two_sheets_are_named_once_each_way(province):
    columns = {(one.column, one.sheet_code) for one in overlaps(SHEETS["T9"])}
    assert ("基本情况/政治面貌", "T1") in columns
    assert not any(name.endswith(("村名", "姓名", "备注")) for name, _ in columns)


def test_who_opens_a_task_sees_what_other_sheets_ask(client, province, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("intake:task-open")
    page = client.get(f"{url}?sheet=T9").content.decode()
    assert "与其他表重复的列" in page
    assert "政治面貌" in page
    data = {
        "sheet": "T9", "period": "2020Q2", "due_at": "2099-07-05T18:00", "justification": "季度调度",
        "basis": "某通知", "asked_by": "组织二处", "approved_by": "李部长", "cells_asked": 100,
        "cells_prefilled": 50, "minutes_a_county": 30, "overlap_note": "",
    }  # fmt: skip
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "列与其他表重复" in refused.content.decode()
    done = client.post(url, data | {"overlap_note": "花名册只有驻村人员"})
    assert done.status_code == 302
    assert "组织二处提出，依据：某通知" in client.get(done["Location"]).content.decode()


@pytest.mark.parametrize("sheet", declared(), ids=lambda sheet: sheet.code)
def test_every_sheet_can_be_asked_for(province, officer, sheet):
    period = Period.containing(dt.date(2020, 5, 1), sheet.period_kind)
    assert open_task(officer, sheet=sheet, period=period).sheet_title == sheet.title
    estimate = estimate_burden(officer, sheet)
    assert estimate.cells_asked >= estimate.rows


def test_period_is_of_the_sheets_kind(province, officer):
    with pytest.raises(BadInputError, match="期次"):
        open_task(officer, period=Period.parse("2020"))


def test_only_the_province_asks(province, filler, reviewer):
    for user in (filler, reviewer):
        with pytest.raises(NotPermittedError):
            open_task(user)


def test_more_time_for_who_has_not_reported(province, officer):
    task = open_task(officer)
    done = Submission.objects.get(task=task, county=province.county_b)
    Submission.objects.filter(pk=done.pk).update(submitted_at=NOON)
    later = DUE + dt.timedelta(days=2)
    count = asking.extend_deadline(task=task, due_at=later, reason="防汛", by=officer, at=NOON)
    assert count == 2
    assert Submission.objects.get(pk=done.pk).due_at == DUE
    assert Submission.objects.get(task=task, county=province.county_a).due_at == later


@pytest.mark.parametrize(
    ("due", "reason", "error"),
    [
        (DUE - dt.timedelta(days=1), "防汛", BadInputError),
        (DUE + dt.timedelta(days=1), "", MissingReasonError),
    ],
)
def test_extension_makes_sense(province, officer, due, reason, error):
    task = open_task(officer)
    with pytest.raises(error):
        asking.extend_deadline(task=task, due_at=due, reason=reason, by=officer, at=NOON)


def test_more_time_for_one_county_alone(province, officer):
    task = open_task(officer)
    later = DUE + dt.timedelta(days=2)
    asking.extend_deadline(
        task=task,
        due_at=later,
        reason="防汛",
        by=officer,
        at=NOON,
        county_ids=[province.county_a.pk],
    )
    assert list(Submission.objects.filter(due_at=later)) == [
        Submission.objects.get(task=task, county=province.county_a)
    ]


def test_city_reminds_its_own_counties(province, officer, reviewer):
    task = open_task(officer)
    count = asking.remind(task=task, text="请尽快", by=reviewer, at=NOON)
    assert count == 1
    assert Reminder.objects.get().county == province.county_a


def test_nobody_is_reminded_who_has_reported(province, officer):
    task = open_task(officer)
    Submission.objects.update(submitted_at=NOON, state=State.TO_ACCEPT)
    with pytest.raises(NothingToDoError):
        asking.remind(task=task, text="", by=officer, at=NOON)


def test_closing_locks_what_is_accepted_and_leaves_the_rest_unreported(province, officer):
    task = open_task(officer)
    Submission.objects.filter(county=province.county_a).update(state=State.ACCEPTED)
    assert closing.close_task(task=task, by=officer, at=DUE) == 1
    states = dict(Submission.objects.values_list("county__name", "state"))
    assert states == {"嵩北县": "locked", "丹江县": "open", "直管县": "open"}
    step = Step.objects.get()
    assert (step.from_state, step.to_state, step.by) == ("accepted", "locked", officer)
    with pytest.raises(WrongStateError):
        closing.close_task(task=task, by=officer, at=DUE)


def test_a_closed_task_is_taken_up_again_for_a_reason_and_closed_again(
    client, province, officer, filler
):
    task = open_task(officer)
    own, locked_before = Submission.objects.order_by("county__code")[:2]
    Submission.objects.filter(pk=own.pk).update(state=State.ACCEPTED)
    Submission.objects.filter(pk=locked_before.pk).update(state=State.LOCKED)
    closing.close_task(task=task, by=officer, at=DUE)
    url = reverse("intake:task-reopen", args=[task.pk])
    for user, status in ((filler, 403), (officer, 422)):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(url, {"reason": " "}).status_code == status
    assert client.post(url, {"reason": "汛期推迟"}).status_code == 302
    task.refresh_from_db()
    assert task.closed_at is None
    states = dict(Submission.objects.values_list("pk", "state"))
    assert (states[own.pk], states[locked_before.pk]) == ("accepted", "locked")
    assert "汛期推迟" in AuditEvent.objects.get(verb="intake.reopen_task").sentence
    step = Step.objects.latest("pk")
    assert (step.from_state, step.to_state, step.by) == ("locked", "accepted", officer)
    assert "没有结束" in client.post(url, {"reason": "再来一次"}).content.decode()
    assert closing.close_task(task=task, by=officer, at=DUE) == 1


def test_tallies_count_what_is_on_time_late_and_missing(province, officer):
    task = open_task(officer)
    on_time, late, missing = Submission.objects.order_by("county__code")
    Submission.objects.filter(pk=on_time.pk).update(submitted_at=DUE, state=State.ACCEPTED)
    Submission.objects.filter(pk=late.pk).update(
        submitted_at=DUE + dt.timedelta(seconds=1), state=State.TO_ACCEPT
    )
    (line,) = tasks_with_tallies(officer, [task])
    assert (line.tally.owed, line.tally.reported, line.tally.on_time) == (3, 2, 1)
    assert (line.tally.missing, line.tally.accepted) == (1, 1)
    areas = {area.name: area for area in by_area(officer, task)}
    assert set(areas) == {"嵩宁市", "丹川市", "中州省直管"}
    assert areas["中州省直管"].missing == [missing.county.name]
    assert sum(area.tally.owed for area in areas.values()) == 3


def test_burden_is_estimated_from_who_is_posted(province, officer):
    for village in province.villages_a:
        make.posting(village)
    estimate = estimate_burden(officer, SHEETS["T1"])
    assert estimate.rows == 4
    assert estimate.cells_prefilled == 4 * sum(c.prefilled for c in SHEETS["T1"].columns)
