"""The auditor finds what happened, fast however long the trail is."""

import datetime as dt
import io
import json
import re
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from portal.audit import queries
from portal.audit.lists import TRAIL
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.jobs.models import Job
from portal.ui.listing import Asked
from portal.ui.listing.keyset import PAGE, Place, stretch
from tests import make


@pytest.fixture
def auditor(province, client):
    user = make.user("auditor", province.province)
    client.force_login(user)
    AuditEvent.objects.none()
    return user


def note(verb, *, by, at=make.NOON, subject=None, **more):
    record(verb, subject, by=by, at=at, sentence=f"{by.full_name} 做了 {verb}", **more)


def shown(answer):
    body = answer.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return re.findall(r'data-label="说明">([^<]*)', body)


@pytest.fixture
def week(officer, filler, province):
    """Seven days of two people's work."""
    for day in range(7):
        at = make.NOON + dt.timedelta(days=day)
        note("intake.accept", by=officer, at=at, county_id=province.county_a.pk)
        note("person.reveal", by=filler, at=at, subject=officer, county_id=province.county_b.pk)
    note("access.denied", by=filler, refused=True)


def found(client, **query):
    return shown(client.get("/audit/", query))


def test_events_are_found_by_person_verb_day_county_object_and_result(
    client, auditor, week, officer, filler, province
):
    assert len(found(client)) == 15
    assert len(found(client, person=officer.full_name)) == 7
    assert len(found(client, person=filler.username)) == 8
    assert found(client, person="没有这个人") == []
    assert len(found(client, verb="person.reveal")) == 7
    assert len(found(client, county=province.county_a.pk)) == 7
    assert len(found(client, since="2020-06-02", until="2020-06-03")) == 4
    assert len(found(client, subject_type="portal.User", subject_id=officer.pk)) == 7
    assert found(client, refused="on") == [f"{filler.full_name} 做了 access.denied"]
    assert len(found(client, person=filler.username, verb="person.reveal", since="2020-06-07")) == 1


def test_days_are_days_in_china(client, auditor, officer):
    late = dt.datetime(2020, 6, 1, 15, 59, 59, tzinfo=dt.UTC)
    note("test.late", by=officer, at=late)
    note("test.next", by=officer, at=late + dt.timedelta(seconds=1))
    assert len(found(client, since="2020-06-01", until="2020-06-01")) == 1
    assert len(found(client, since="2020-06-02", until="2020-06-02")) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"since": "昨天"}, {"since": "2020-06-02", "until": "2020-06-01"}, {"verb": "no.such"},
        {"county": "x"}, {"county": "999999999"},
    ],
)  # fmt: skip
def test_impossible_question_is_answered_in_words(client, auditor, week, query):
    answer = client.get("/audit/", query)
    assert answer.status_code == 422
    assert "需要改正" in answer.content.decode()


@pytest.mark.parametrize("place", ["x", "1_2_3", "99999999999999999999_1", "_", "1_x", "-5_1"])
def test_impossible_place_is_no_error(client, auditor, week, place):
    assert client.get("/audit/", {"before": place}).status_code == 200
    assert client.get("/audit/", {"after": place}).status_code == 200


def test_pages_follow_on_without_a_gap_or_a_double(officer, auditor):
    for number in range(PAGE * 3 + 7):
        note("test.done", by=officer, at=make.NOON + dt.timedelta(seconds=number // 3))
    rows = rows_of(auditor, "verb=test.done")
    seen, page = [], stretch(rows, "at")
    assert page.newer is None
    while True:
        seen.append(page.rows)
        if page.older is None:
            break
        page = stretch(rows, "at", before=page.older)
    numbers = [event.pk for events in seen for event in events]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == PAGE * 3 + 7
    back = [page.rows]
    while page.newer:
        page = stretch(rows, "at", after=page.newer)
        back.append(page.rows)
    assert page.rows == seen[0]


def test_place_survives_the_address(officer):
    note("test.done", by=officer, at=dt.datetime(2020, 6, 1, 4, 0, 0, 123457, dt.UTC))
    event = AuditEvent.objects.get()
    place = Place(event.at, event.pk)
    assert Place.read(str(place)) == place


@pytest.fixture
def long_trail(officer):
    """A hundred thousand events of fifty people, made by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_auditevent (at, actor_id, actor, verb, subject_type, subject_id,"
            " county_id, sentence, detail, request_id, refused)"
            " SELECT timestamptz '2019-01-01' + i * interval '5 minutes', i % 50, 'x',"
            " 'test.' || i % 20, 'portal.User', i % 1000, i % 158, 'x', '{}', '', false"
            " FROM generate_series(1, 100000) i"
        )
        cursor.execute("ANALYZE portal_auditevent")


def rows_of(auditor, query):
    asked = Asked(TRAIL, auditor, query)
    assert asked.is_valid
    return asked.rows


def plan_of(rows):
    with connection.cursor() as cursor:
        sql, values = rows[: PAGE + 1].query.sql_with_params()
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, values)
        return cursor.fetchone()[0][0]["Plan"]


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


@pytest.mark.parametrize(
    "query",
    [
        "", "verb=test.7", "subject_type=portal.User&subject_id=77",
        "since=2019-03-01&verb=test.3",
    ],
)  # fmt: skip
def test_page_deep_in_a_long_trail_reads_one_page_of_rows(auditor, long_trail, query):
    middle = Place(dt.datetime(2019, 9, 1, tzinfo=dt.UTC), 10**9)
    rows = rows_of(auditor, query)
    with CaptureQueriesContext(connection) as seen:
        stretch(rows, "at", before=middle)
    assert len(seen) == 1
    below = Q(at__lte=middle.at) & (Q(at__lt=middle.at) | Q(pk__lt=middle.pk))
    plan = plan_of(rows.filter(below).order_by("-at", "-pk"))
    kinds = {node["Node Type"] for node in nodes(plan)}
    assert "Seq Scan" not in kinds, json.dumps(plan, indent=1)
    read = sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in nodes(plan)
        if "Scan" in node["Node Type"]
    )
    assert read <= 3 * PAGE


def test_list_of_verbs_is_read_without_reading_the_trail(auditor, long_trail):
    with CaptureQueriesContext(connection) as seen:
        assert len([verb for verb in queries.verbs_in_use() if verb.startswith("test.")]) == 20
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + seen[0]["sql"])
        plan = cursor.fetchone()[0][0]["Plan"]
    assert "Seq Scan" not in {node["Node Type"] for node in nodes(plan)}


def export(client, **query):
    return client.post(f"/audit/?{urlencode(query)}", {"act": "export"})


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def test_export_holds_what_was_found_and_is_recorded(client, auditor, week, officer):
    answer = export(client, person=officer.username)
    rows = list(sheet_of(answer).values)
    assert rows[0][:4] == ("时间", "操作人", "动作", "说明")
    assert len(rows) == 8
    assert rows[1][0] == "2020-06-07 12:00:00"
    event = AuditEvent.objects.get(verb="list.export")
    assert event.sentence == f"{auditor.full_name} 导出了“审计日志”7行"
    assert event.detail["asked"] == {"person": officer.username}


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", "\x0b坏"]
)
def test_export_has_no_formula(client, auditor, officer, evil):
    record(evil[:20], None, by=officer, at=make.NOON, sentence=evil)
    sheet = sheet_of(export(client, person=officer.username))
    for row in sheet.iter_rows(min_row=2):
        assert all(cell.data_type != "f" for cell in row)
        assert row[3].data_type in {"s", "inlineStr"}
        assert row[3].quotePrefix
        assert row[3].value == evil.replace("\x0b", "")


def test_a_long_export_is_written_in_the_background(client, auditor, long_trail):
    answer = export(client)
    assert answer.url == f"/jobs/{Job.objects.get().pk}/"


def test_who_saw_lists_looks_and_nothing_else(week, officer, filler):
    note("person.change", by=filler, subject=officer)
    seen = queries.who_saw(officer)
    assert len(seen) == 7
    assert {event.actor_id for event in seen} == {filler.pk}
    assert seen[0].at > seen[-1].at


def test_only_the_auditor_reads_the_trail(officer, auditor, week):
    assert AuditEvent.objects.visible_to(officer).count() == 0
    assert AuditEvent.objects.visible_to(auditor).count() == 15
