"""Imports, documents and the calendar, struck in the middle: one revision, one document, no half."""

import contextlib
from collections.abc import Iterator

import psycopg2
import pytest

from tests.faults import office
from tests.faults.harness import Stack

pytestmark = pytest.mark.services
OFFICE = "tests.faults.office"
DONE = "SELECT state NOT IN ('queued', 'running') FROM portal_job WHERE id = %s"
AT_STAGE = (
    "SELECT progress_text = %s OR state NOT IN ('queued', 'running') FROM portal_job WHERE id = %s"
)
WORKER = "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE %s"
BLOCKED = (
    "SELECT count(*) > 0 FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO%%' || %s || '%%'"
)


@pytest.fixture(scope="module")
def founded(fault_stack: Stack) -> None:
    fault_stack.call(f"{OFFICE}:found")


@pytest.fixture
def desk(founded: None, stack: Stack) -> Iterator[Stack]:
    """The stack with a worker at work for the office."""
    stack.need_workers(1)
    yield stack
    stack.sql("UPDATE accountability_upload SET job_id = NULL")


@contextlib.contextmanager
def writing_stopped(stack: Stack, table: str) -> Iterator[None]:
    """Hold whoever comes to write into `table`, so that the fault strikes inside the last commit."""
    connection = psycopg2.connect(stack.postgres.url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield
    finally:
        with contextlib.suppress(psycopg2.Error):  # cut off with the database
            connection.close()


def is_struck(stack: Stack, job: int, stage: str) -> bool:
    """Kill the process that does `job` when it comes to `stage`; False when it was too quick."""
    stack.wait_for(AT_STAGE, stage, job)
    working = stack.sql(WORKER, f"job {job} of %")
    for (name,) in working:
        stack.kill(int(name.split()[-1]))
    return bool(working)


def attempts(stack: Stack, job: int) -> int:
    """Return in how many attempts a job was done."""
    stack.wait_for(DONE, job, seconds=60)
    [(state, error, times)] = stack.sql(
        "SELECT state, error, attempts FROM portal_job WHERE id = %s", job
    )
    assert state == "done", error
    return int(times)


def assert_taken_in_once(stack: Stack, sent: dict[str, int]) -> None:
    """One revision with all its rows, which is the draft; nothing of any other attempt."""
    revisions = stack.sql(
        "SELECT id, number, rows_count, errors_count FROM accountability_revision"
        " WHERE submission_id = %s",
        sent["submission"],
    )
    assert [row[1:] for row in revisions] == [(1, office.ROWS, 0)]
    assert stack.sql(
        "SELECT draft_id, state FROM accountability_submission WHERE id = %s", sent["submission"]
    ) == [(revisions[0][0], "ready")]
    assert stack.sql(
        "SELECT verdict FROM accountability_upload WHERE submission_id = %s", sent["submission"]
    ) == [("read",)]
    assert stack.sql(
        "SELECT count(*), count(DISTINCT row_no), count(DISTINCT revision_id), min(row_no),"
        " max(row_no) FROM accountability_rosterrow WHERE revision_id NOT IN ("
        "SELECT id FROM accountability_revision WHERE submission_id <> %s)",
        sent["submission"],
    ) == [(office.ROWS, office.ROWS, 1, 6, office.ROWS + 5)]
    steps = stack.sql(
        "SELECT from_state, to_state FROM accountability_step WHERE submission_id = %s ORDER BY id",
        sent["submission"],
    )
    assert steps == [("open", "checking"), ("checking", "ready")]
    noted = stack.sql(
        "SELECT count(*) FROM portal_auditevent WHERE subject_type LIKE '%%ubmission'"
        " AND subject_id = %s AND sentence LIKE %s",
        str(sent["submission"]),
        f"%{office.ROWS} 行%",
    )
    assert noted == [(1,)]
    assert stack.call(f"{OFFICE}:is_kept", upload=sent["upload"])


def assert_made_once(stack: Stack, period: str) -> None:
    """One document from one snapshot, its bytes whole."""
    documents = stack.sql(
        "SELECT id, version FROM accountability_document WHERE period = %s", period
    )
    assert [version for _, version in documents] == [1]
    assert stack.sql("SELECT count(*) FROM accountability_snapshot WHERE period = %s", period) == [
        (1,)
    ]
    made = stack.sql(
        "SELECT count(*) FROM portal_auditevent WHERE verb = 'report.made' AND subject_id = %s",
        str(documents[0][0]),
    )
    assert made == [(1,)]
    assert stack.call(f"{OFFICE}:is_printed", document=documents[0][0])


def test_reader_of_an_import_is_killed_and_every_message_lost(desk: Stack) -> None:
    for period in ("2020-01", "2020-06", "2020-07"):
        sent = desk.call(f"{OFFICE}:upload", period=period)
        if is_struck(desk, sent["job"], "正在读取文件"):
            break
    desk.flush_broker()
    assert attempts(desk, sent["job"]) == 2
    assert_taken_in_once(desk, sent)


def test_writer_of_an_import_is_killed(desk: Stack) -> None:
    with writing_stopped(desk, "accountability_revision"):
        sent = desk.call(f"{OFFICE}:upload", period="2020-02")
        desk.wait_for(BLOCKED, "accountability_revision")
        desk.kill_children()
    assert attempts(desk, sent["job"]) == 2
    assert_taken_in_once(desk, sent)


def test_database_is_cut_off_while_an_import_writes(desk: Stack) -> None:
    with writing_stopped(desk, "accountability_revision"):
        sent = desk.call(f"{OFFICE}:upload", period="2020-03")
        desk.wait_for(BLOCKED, "accountability_revision")
        desk.restart_postgres()
    assert attempts(desk, sent["job"]) == 2
    assert_taken_in_once(desk, sent)


def test_message_of_an_import_comes_five_times(desk: Stack) -> None:
    sent = desk.call(f"{OFFICE}:upload", period="2020-04")
    desk.call(f"{OFFICE}:deliver", job=sent["job"], times=4)
    assert attempts(desk, sent["job"]) == 1
    desk.call(f"{OFFICE}:deliver", job=sent["job"], times=1)
    assert_taken_in_once(desk, sent)


def test_printer_of_a_document_is_killed_and_every_message_lost(desk: Stack) -> None:
    for period in ("2019-01", "2019-05", "2019-06"):
        job = desk.call(f"{OFFICE}:order", period=period)
        if is_struck(desk, job, "正在排版"):
            break
    desk.flush_broker()
    assert attempts(desk, job) == 2
    assert_made_once(desk, period)


def test_writer_of_a_document_is_killed(desk: Stack) -> None:
    with writing_stopped(desk, "accountability_document"):
        job = desk.call(f"{OFFICE}:order", period="2019-02")
        desk.wait_for(BLOCKED, "accountability_document")
        desk.kill_children()
    assert attempts(desk, job) == 2
    assert_made_once(desk, "2019-02")


def test_database_is_cut_off_while_a_document_is_kept(desk: Stack) -> None:
    with writing_stopped(desk, "accountability_document"):
        job = desk.call(f"{OFFICE}:order", period="2019-03")
        desk.wait_for(BLOCKED, "accountability_document")
        desk.restart_postgres()
    assert attempts(desk, job) == 2
    assert_made_once(desk, "2019-03")


def test_message_of_a_document_comes_five_times(desk: Stack) -> None:
    job = desk.call(f"{OFFICE}:order", period="2019-04")
    desk.call(f"{OFFICE}:deliver", job=job, times=4)
    assert attempts(desk, job) == 1
    assert_made_once(desk, "2019-04")


@pytest.fixture
def due_today(desk: Stack) -> Iterator[Stack]:
    """The stack whose next worker finds the monthly dispatch due since midnight."""
    usual = dict(desk.environment)
    desk.end_workers()
    desk.environment["PORTAL_MONTHLY_DAY"] = str(desk.call(f"{OFFICE}:today"))
    desk.environment["PORTAL_MONTHLY_HOUR"] = "0"
    yield desk
    desk.end_workers()
    desk.environment.clear()
    desk.environment.update(usual)


def test_two_beats_have_the_monthly_dispatch_made_once(due_today: Stack) -> None:
    stack = due_today
    stack.start_beat("b2")
    with writing_stopped(stack, "accountability_document"):
        stack.need_workers(1)  # only now: a dispatch is made in less time than a worker answers
        stack.wait_for(BLOCKED, "accountability_document")
        stack.kill_children()
    [(job, key)] = stack.sql("SELECT id, key FROM portal_job WHERE kind = 'reports.make'")
    assert attempts(stack, job) == 2
    seen = stack.sql("SELECT count(DISTINCT due_at) FROM fault_tick")[0][0]
    stack.wait_for("SELECT count(DISTINCT due_at) >= %s FROM fault_tick", seen + 2)
    month = stack.call(f"{OFFICE}:last_month")
    assert key.startswith("reports.monthly:")
    assert key.endswith(month)
    assert stack.sql(
        "SELECT count(*) FROM portal_scheduleslot WHERE schedule = 'reports.monthly'"
    ) == [(1,)]
    assert stack.sql("SELECT count(*) FROM portal_job WHERE kind = 'reports.make'") == [(1,)]
    assert stack.sql(
        "SELECT count(*), count(made_by_id) FROM accountability_document WHERE period = %s", month
    ) == [(1, 0)]
    assert_made_once(stack, month)
