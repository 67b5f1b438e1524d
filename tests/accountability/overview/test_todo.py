"""The to-do page: whatever waits for me, due first; the badge says the same number."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import Period, State
from accountability.reports import actions
from accountability.reports.rules import DocumentKind
from portal.jobs.models import Job
from portal.ui import todo
from tests import make

pytestmark = pytest.mark.django_db
PAGE = reverse("overview:todo")


def titles(user) -> list[str]:
    client = Client()
    client.force_login(user)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    entries = answer.context["entries"]
    badge = todo.count(type(user).objects.get(pk=user.pk), at=timezone.now())
    assert len(entries) == badge
    (item,) = [i for group in answer.context["shell"].nav for i in group.items if i.key == "todo"]
    assert item.count == badge
    return [f"{entry.title} {entry.state}" for entry in entries]


def put(submission: Submission, state: State, **more) -> None:
    Submission.objects.filter(pk=submission.pk).update(state=state.value, **more)


def test_each_stage_waits_for_its_own(province, officer, filler, signer, reviewer, outsider):
    own = make.submission("T1", "2020-05", province.county_a)
    CollectionTask.objects.update(due_at=timezone.now() + dt.timedelta(days=1))
    waits_for = {
        State.OPEN: filler, State.TO_MEND: filler, State.READY: filler, State.RETURNED: filler,
        State.TO_SIGN: signer, State.TO_REVIEW: reviewer, State.TO_ACCEPT: officer,
    }  # fmt: skip
    everybody = (officer, filler, signer, reviewer, outsider)
    for state, whose in waits_for.items():
        put(own, state)
        for user in everybody:
            assert len(titles(user)) == (user == whose), (state, user)
    put(own, State.ACCEPTED)
    assert not any(map(titles, everybody))
    put(own, State.TO_SIGN)
    CollectionTask.objects.update(closed_at=timezone.now())
    assert titles(signer) == []


def test_nobody_is_asked_to_approve_what_they_sent(province, signer):
    own = make.submission("T1", "2020-05", province.county_a)
    put(own, State.TO_SIGN, submitted_by=signer)
    assert titles(signer) == []


def test_due_first_what_has_no_deadline_last(province, filler):
    now = timezone.now()
    for period, days in (("2020-03", 5), ("2020-04", -3), ("2020-05", 1)):
        own = make.submission("T1", period, province.county_a)
        put(own, State.OPEN, due_at=now + dt.timedelta(days=days))
    Job.objects.create(
        kind="x", key="x", title="生成文件", state="failed", originator=filler, error="磁盘已满。",
        created_at=now, finished_at=now,
    )  # fmt: skip
    client = Client()
    client.force_login(filler)
    entries = client.get(PAGE).context["entries"]
    assert [entry.note for entry in entries] == [
        "2020年4月",
        "2020年5月",
        "2020年3月",
        "磁盘已满。",
    ]
    assert [entry.is_late for entry in entries] == [True, False, False, False]
    assert len(client.get(f"{PAGE}?kind=jobs").context["entries"]) == 1


def test_an_old_failure_is_forgotten_and_anothers_is_not_mine(province, filler, signer):
    long_ago = timezone.now() - dt.timedelta(days=8)
    Job.objects.create(
        kind="x", key="x", title="旧", state="failed", originator=filler,
        created_at=long_ago, finished_at=long_ago,
    )  # fmt: skip
    assert titles(filler) == titles(signer) == []


def test_an_overdue_task_waits_for_who_asked(province, officer, reviewer):
    for county in (province.county_a, province.county_b):
        make.submission("T1", "2020-05", county)
    assert titles(officer) == ["T1 驻村第一书记和工作队员花名册 2个县未报"]
    make.submission("T12", "2019", make.offices_of(province.city_1))  # cities owe it too
    assert any(one.endswith(" 1个单位未报") for one in titles(officer))
    assert titles(reviewer) == []
    Submission.objects.update(submitted_at=timezone.now())
    assert titles(officer) == []


def test_the_last_draft_waits_for_who_signs_until_it_is_issued(province, officer):
    issuer = make.user("province_signer", province.province)
    snapshot = actions.take_snapshot(
        scope=province.province, period=Period.parse("2020-05"), by=officer, at=make.NOON
    )
    for version, number in ((1, ""), (2, "")):
        keep(snapshot, version, number)
    assert len(titles(issuer)) == 1
    assert titles(officer) == []
    keep(snapshot, 3, "1号")
    keep(snapshot, 4, "")
    assert titles(issuer) == []


def keep(snapshot, version: int, number: str) -> None:
    finished = actions.Finished(
        DocumentKind.MONTHLY, version, "通报", number, f"CODE{version}", b"%PDF", 1
    )
    actions.keep_document(
        finished=finished, snapshot=snapshot, scope=snapshot.scope, made_by=None, at=make.NOON
    )


def test_an_account_without_a_role_waits_for_the_security_administrator(province):
    admin = make.user("security_admin", province.province)
    assert titles(admin) == []
    newcomer = make.user("viewer", province.county_a)
    newcomer.grants.all().delete()
    (title,) = titles(admin)
    assert newcomer.full_name in title
    type(newcomer).objects.filter(pk=newcomer.pk).update(is_active=False)
    assert titles(admin) == []


def test_it_costs_the_same_however_much_waits(province, officer, filler):
    def cost() -> int:
        client = Client()
        client.force_login(officer)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    put(make.submission("T1", "2020-05", province.county_a), State.TO_ACCEPT)
    before = cost()
    for month in range(1, 5):
        for county in (province.county_a, province.county_b, province.county_c):
            put(make.submission("T1", f"2020-0{month}", county), State.TO_ACCEPT)
    assert cost() == before
    assert before < 30


def test_the_list_of_submissions_marks_what_is_late(province, filler):
    make.submission("T1", "2020-05", province.county_a)
    client = Client()
    client.force_login(filler)
    page = client.get(reverse("intake:submission-list"), {"tab": "missing"}).content.decode()
    assert '<span class="tag tag--bad">逾期</span>' in page
    assert "&lt;" not in page
