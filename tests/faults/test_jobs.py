"""Whatever is killed, each job happens exactly once: none lost, doubled or half-written."""

import random
import time

import pytest

from tests.faults.harness import Stack

pytestmark = pytest.mark.services
STEPS = 4
INSERTING = "INSERT INTO fault_effect%"
ALL_DONE = "SELECT count(*) = 0 FROM portal_job WHERE state IN ('queued', 'running')"


def assert_each_once(stack: Stack, jobs: list[int]) -> None:
    """Every job is done, and its effect is there whole and once."""
    stack.wait_for(ALL_DONE, seconds=60)
    states = dict(stack.sql("SELECT id, state FROM portal_job WHERE id = ANY (%s)", jobs))
    assert states == dict.fromkeys(jobs, "done"), stack.sql("SELECT id, error FROM portal_job")
    effects = stack.sql(
        "SELECT job_id, array_agg(step ORDER BY step) FROM fault_effect GROUP BY job_id"
    )
    assert dict(effects) == {job: list(range(STEPS)) for job in jobs}


def test_child_killed_while_it_prepares(stack: Stack) -> None:
    stack.need_workers(1)
    jobs = stack.call("tests.faults.handlers:enqueue", count=3, pause=0.4)
    stack.child_of(jobs[0])
    stack.kill(stack.child_of(jobs[0]))
    assert_each_once(stack, jobs)
    assert stack.sql("SELECT attempts FROM portal_job WHERE id = %s", jobs[0]) == [(2,)]


def test_child_killed_while_it_writes(stack: Stack) -> None:
    stack.need_workers(1)
    jobs = stack.call("tests.faults.handlers:enqueue", count=2, pause=0.1, commit_pause=0.5)
    child = stack.child_of(jobs[0])
    stack.wait_for("SELECT progress_text = '正在写入' FROM portal_job WHERE id = %s", jobs[0])
    stack.wait_for("SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE %s", INSERTING)
    stack.kill(child)
    assert_each_once(stack, jobs)
    assert stack.sql("SELECT attempts FROM portal_job WHERE id = %s", jobs[0]) == [(2,)]


def test_whole_worker_killed_and_another_started(stack: Stack) -> None:
    stack.need_workers(1)
    jobs = stack.call("tests.faults.handlers:enqueue", count=6, pause=0.3)
    stack.child_of(jobs[0])
    for worker in stack.workers[:]:
        stack.end(worker)
    stack.need_workers(1)
    assert_each_once(stack, jobs)


def test_every_message_lost(stack: Stack) -> None:
    stack.need_workers(1)
    jobs = stack.call("tests.faults.handlers:enqueue", count=12, pause=0.1)
    stack.flush_broker()
    assert_each_once(stack, jobs)


def test_broker_killed_while_jobs_run_and_more_are_asked_for(stack: Stack) -> None:
    stack.need_workers(1)
    jobs = stack.call("tests.faults.handlers:enqueue", count=4, pause=0.2)
    stack.child_of(jobs[0])
    stack.kill_broker()
    jobs += stack.call("tests.faults.handlers:enqueue", count=4, pause=0.02)
    stack.valkey.start()
    assert_each_once(stack, jobs)


def test_database_cut_off_in_the_middle(stack: Stack) -> None:
    stack.need_workers(1)
    jobs = stack.call("tests.faults.handlers:enqueue", count=6, pause=0.2, commit_pause=0.1)
    stack.child_of(jobs[0])
    stack.restart_postgres()
    assert_each_once(stack, jobs)


def test_every_message_five_times(stack: Stack) -> None:
    stack.need_workers(2)
    jobs = stack.call("tests.faults.handlers:enqueue", count=6, pause=0.02, commit_pause=0.02)
    stack.call("tests.faults.handlers:deliver", jobs=jobs, times=4)
    assert_each_once(stack, jobs)
    tried = stack.sql("SELECT DISTINCT attempts FROM portal_job WHERE id = ANY (%s)", jobs)
    assert tried == [(1,)]


def test_two_beats_serve_each_moment_once(stack: Stack) -> None:
    stack.need_workers(1)
    stack.start_beat("b2")
    stack.wait_for("SELECT count(DISTINCT due_at) >= 5 FROM fault_tick")
    served = stack.sql("SELECT due_at, count(*) FROM fault_tick GROUP BY due_at ORDER BY due_at")
    assert {times for _, times in served} == {1}


def test_one_thing_after_another(stack: Stack) -> None:
    """Forty jobs while things are killed by the toss of a coin, always the same toss."""
    chance = random.Random(2020)
    stack.need_workers(2)
    jobs = stack.call("tests.faults.handlers:enqueue", count=40, pause=0.05, commit_pause=0.02)
    for fault in ("worker", "flush", "database", "worker", "broker"):
        time.sleep(0.4 + chance.random())
        if fault == "worker":
            stack.end(stack.workers[0])
            stack.need_workers(2, answering=False)  # the other one goes on
        elif fault == "flush":
            stack.flush_broker()
        elif fault == "database":
            stack.restart_postgres()
        else:
            stack.kill_broker()
            stack.valkey.start()
    assert_each_once(stack, jobs)
