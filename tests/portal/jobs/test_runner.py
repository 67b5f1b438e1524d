"""A job happens once or not at all, and says in words what became of it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from portal.access.models import User
from portal.audit.models import AuditEvent
from portal.files.models import StoredFile
from portal.jobs import actions, registry, runner
from portal.jobs.models import Job, JobState, ScheduleSlot
from portal.jobs.registry import Handler, JobError, Schedule
from tests import make
from villages.postings.models import Posting

pytestmark = pytest.mark.django_db(transaction=True)
NOON = make.NOON
MINUTE = dt.timedelta(minutes=1)


class Work:
    """A handler whose parts a test can replace; its effect is one stored file row a job."""

    def __init__(self) -> None:
        self.prepared = 0
        self.ended: list[str] = []
        self.prepare = lambda job, progress: None
        self.commit = lambda job: {"url": "/done/"}
        self.broken_end = False

    def run_prepare(self, job, progress):
        self.prepared += 1
        return self.prepare(job, progress)

    def run_commit(self, job, prepared, at):
        StoredFile.objects.create(sha256=f"job {job.pk}", size=1, stored_at=at)
        return self.commit(job)

    def on_failure(self, job, sentence, at):
        self.ended.append(sentence)
        if self.broken_end:
            raise ZeroDivisionError


@pytest.fixture
def work(monkeypatch):
    work = Work()
    handler = Handler("test", "default", work.run_prepare, work.run_commit, work.on_failure)
    monkeypatch.setitem(registry.HANDLERS, "test", handler)
    return work


def enqueue(by=None, key="one", kind="test", at=NOON):
    return actions.enqueue(kind=kind, key=key, title="试办", payload={}, by=by, at=at)


def run(job, at=NOON):
    runner.run(job.pk, now=lambda: at)
    job.refresh_from_db()
    return job


def effects():
    return StoredFile.objects.count()


def test_job_is_done_once_however_often_it_is_delivered(work):
    job = enqueue()
    for _ in range(5):
        run(job)
    assert (job.state, job.attempts, work.prepared, effects()) == (JobState.DONE, 1, 1, 1)
    assert job.result == {"url": "/done/"}


def test_five_deliveries_at_the_same_moment_do_it_once(work):
    job = enqueue()

    def deliver(_):
        try:
            runner.run(job.pk, now=lambda: NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(deliver, range(5)))
    assert (work.prepared, effects()) == (1, 1)


def test_same_key_is_the_same_job(work):
    assert enqueue().pk == enqueue().pk
    run(enqueue())
    assert run(enqueue()).attempts == 1


def test_failed_or_cancelled_job_is_tried_anew_when_asked_again(work, filler):
    def refuse(job, progress):
        raise JobError("文件打不开，请换一个。")

    work.prepare = refuse
    job = run(enqueue())
    assert (job.state, job.error) == (JobState.FAILED, "文件打不开，请换一个。")
    assert work.ended == ["文件打不开，请换一个。"]
    work.prepare = lambda job, progress: None
    again = enqueue(by=filler)
    assert (again.pk, again.state, again.error) == (job.pk, JobState.QUEUED, "")
    assert run(again).state == JobState.DONE
    assert again.originator == filler


def test_unexpected_error_is_tried_again_and_then_told(work):
    def fail(job):
        raise ZeroDivisionError

    work.commit = fail
    job, at = enqueue(), NOON
    for attempt in range(1, runner.MAX_ATTEMPTS):
        assert run(job, at).state == JobState.QUEUED, attempt
        at += MINUTE
        assert runner.sweep(at=at) == 1
    assert run(job, at).state == JobState.FAILED
    assert "联系系统管理员" in job.error
    assert work.ended == [job.error]
    assert effects() == 0


def test_work_that_takes_too_long_is_not_tried_again(work):
    def overrun(job, progress):
        raise SoftTimeLimitExceeded

    work.prepare = overrun
    job = run(enqueue())
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert "时间过长" in job.error


def test_job_ends_even_where_its_handler_cannot_clean_up(work):
    def refuse(job, progress):
        raise JobError("不行。")

    work.prepare, work.broken_end = refuse, True
    assert run(enqueue()).state == JobState.FAILED


def test_worker_that_slept_through_its_lease_ends_nothing(work):
    job = enqueue()

    def overtaken(job, progress):
        Job.objects.filter(pk=job.pk).update(lease_until=NOON - MINUTE)
        work.prepare = lambda job, progress: None
        run(Job.objects.get(pk=job.pk))
        raise JobError("睡过头了。")

    work.prepare = overtaken
    run(job)
    assert (job.state, job.attempts, work.ended, effects()) == (JobState.DONE, 2, [], 1)


def test_worker_that_lost_its_claim_writes_nothing(work):
    job = enqueue()

    def overtaken(job, progress):
        Job.objects.filter(pk=job.pk).update(claim="of another", attempts=2)

    work.prepare = overtaken
    run(job)
    assert (job.state, job.claim, effects()) == (JobState.RUNNING, "of another", 0)


def test_lease_keeps_others_away_and_its_end_lets_them_in(work):
    job = enqueue()
    Job.objects.update(state=JobState.RUNNING, lease_until=NOON + MINUTE, attempts=1, claim="x")
    assert run(job).state == JobState.RUNNING
    assert runner.sweep(at=NOON) == 0
    assert runner.sweep(at=NOON + 2 * MINUTE) == 1
    assert run(job, NOON + 2 * MINUTE).state == JobState.DONE


def test_progress_is_seen_by_others_while_the_work_is_open(work):
    seen = []

    def prepare(job, progress):
        progress.report(3, 12, "已读3行")
        other = psycopg2.connect(**connection.get_connection_params())
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT done_count, total_count, progress_text FROM portal_job WHERE id = %s",
                [job.pk],
            )
            seen.append(cursor.fetchone())
        other.close()

    work.prepare = prepare
    run(enqueue())
    assert seen == [(3, 12, "已读3行")]


def test_progress_goes_on_when_its_connection_is_cut(work):
    def prepare(job, progress):
        pid = progress.side.info.backend_pid
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        for step in range(3):
            progress.report(step, 3)

    work.prepare = prepare
    assert run(enqueue()).state == JobState.DONE


def test_worker_has_the_rights_of_who_asked(work, province, filler):
    make.posting(province.villages_a[0])
    make.posting(province.villages_b[0])
    seen = []
    work.prepare = lambda job, progress: seen.append(
        list(Posting.objects.values_list("county_id", flat=True))
    )
    run(enqueue(by=filler))
    User.objects.filter(pk=filler.pk).update(is_active=False)
    run(enqueue(by=User.objects.get(pk=filler.pk), key="two"))
    run(enqueue(key="three"))
    assert seen[:2] == [[province.county_a.pk], []]
    assert len(seen[2]) == 2


def test_queued_job_is_cancelled_at_once_and_its_handler_told(work, filler):
    job = enqueue(by=filler)
    assert actions.cancel(job=job, by=filler, at=NOON)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert work.ended == [actions.CANCELLED]
    assert AuditEvent.objects.get().sentence == f"{filler.full_name} 取消了“试办”"
    assert run(job).state == JobState.CANCELLED
    assert not actions.cancel(job=job, by=filler, at=NOON)


def test_running_job_stops_at_its_next_report_and_writes_nothing(work, filler):
    job = enqueue(by=filler)

    def prepare(job, progress):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(cancel_from_elsewhere, job.pk, filler).result()
        progress.report(2, 2)
        pytest.fail("went on")

    work.prepare = prepare
    run(job)
    assert (job.state, effects(), work.ended) == (JobState.CANCELLED, 0, [actions.CANCELLED])


def cancel_from_elsewhere(pk, by):
    try:
        assert actions.cancel(job=Job.objects.get(pk=pk), by=by, at=NOON)
    finally:
        connection.close()


def test_cancel_does_not_wait_for_a_job_that_is_writing(work, filler):
    answers = []

    def commit(job):
        with ThreadPoolExecutor(1) as pool:
            answers.append(pool.submit(try_cancel, job.pk, filler).result(timeout=10))

    work.commit = commit
    assert run(enqueue(by=filler)).state == JobState.DONE
    assert answers == [False]


def try_cancel(pk, by):
    try:
        return actions.cancel(job=Job.objects.get(pk=pk), by=by, at=NOON)
    finally:
        connection.close()


def test_job_of_a_kind_unknown_here_waits_and_holds_up_nobody(work):
    stranger = enqueue(kind="of another version", key="a")
    job = enqueue(key="b")
    assert run(stranger).state == JobState.QUEUED
    assert runner.sweep(at=NOON + MINUTE) == 2
    assert run(job, NOON + MINUTE).state == JobState.DONE


def test_sweep_ends_what_was_interrupted_too_often(work):
    job = enqueue()
    Job.objects.update(
        state=JobState.RUNNING, attempts=runner.MAX_ATTEMPTS, lease_until=NOON, claim="x"
    )
    assert runner.sweep(at=NOON + MINUTE) == 0
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, runner.INTERRUPTED)
    assert work.ended == [runner.INTERRUPTED]


def daily(name, served, *, fail=False, at=NOON):
    def serve(due):
        served.append((name, due))
        if fail:
            raise ZeroDivisionError

    return Schedule(name, due=lambda now: at, run=serve, catch_up=dt.timedelta(days=1))


@pytest.fixture
def clock(monkeypatch):
    schedules: dict[str, Schedule] = {}
    monkeypatch.setattr(runner, "SCHEDULES", schedules)
    return schedules


def test_due_moment_is_served_once_by_however_many_clocks(clock):
    served: list[tuple[str, dt.datetime]] = []
    clock["a"] = daily("a", served)

    def tick(_):
        try:
            return runner.tick(at=NOON + MINUTE)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = [name for names in pool.map(tick, range(24)) for name in names]
    assert told == ["a"]
    assert served == [("a", NOON)]
    assert ScheduleSlot.objects.count() == 1


def test_broken_schedule_keeps_no_other_from_running_and_is_tried_again(clock):
    served: list[tuple[str, dt.datetime]] = []
    clock["broken"] = daily("broken", served, fail=True)
    clock["sound"] = daily("sound", served)
    assert runner.tick(at=NOON) == ["sound"]
    clock["broken"] = daily("broken", served)
    assert runner.tick(at=NOON + MINUTE) == ["broken"]


def test_moment_missed_by_too_much_is_left_out(clock):
    clock["a"] = daily("a", [])
    assert runner.tick(at=NOON + dt.timedelta(days=2)) == []
    assert runner.tick(at=NOON + dt.timedelta(hours=23)) == ["a"]
