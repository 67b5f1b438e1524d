"""From a contradiction found to a ruling, and what becomes of it afterwards."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.reconciliation import actions, queries
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.models import Contradiction
from accountability.reconciliation.rules import Verdict
from portal.access.scope import acting_as
from portal.audit.models import AuditEvent
from tests import make
from tests.accountability.intake.sheets import id_number, t1_row, t2_grid, t2_row
from tests.accountability.intake.staged import accepted, roster

DAY = dt.timedelta(days=1)
TEAM = [t1_row(n, 队内职务="第一书记" if n == 1 else "队员") for n in (1, 2, 3)]


def run(county, at=make.NOON, *rules: str):
    wanted = [RULES[key] for key in rules] if rules else list(RULES.values())
    return actions.run(county_id=county.pk, rules=wanted, at=at)


def one(rule: str) -> Contradiction:
    return Contradiction.objects.get(rule=rule)


@pytest.fixture
def small_team(province, filler):
    """Return the contradiction of a team of two, found when the roster was accepted."""
    with acting_as(make.user("province_officer", province.province)):
        roster(TEAM[:2], province.county_a, filler)
    return one("X3-TEAM")


def rule(found, verdict, by, at=make.NOON, **more):
    given = {"reason": "已电话核实", "expires_on": None, **more}
    actions.give_ruling(contradictions=[found], verdict=verdict, by=by, at=at, **given)
    found.refresh_from_db()


def test_found_again_is_the_same_record_and_agreeing_clears_it(province, filler, small_team):
    assert (small_team.state, small_team.left_value) == ("open", "在岗2人")
    assert small_team.left_revision.upload.uploaded_by == filler
    run(province.county_a, make.NOON + DAY)
    again = one("X3-TEAM")
    assert again.pk == small_team.pk
    assert again.last_seen_at - again.first_seen_at == DAY
    roster(TEAM, province.county_a, filler, period="2020-06")
    again.refresh_from_db()
    assert (again.state, again.cleared_by) == ("cleared", "mended")
    roster(TEAM[:2], province.county_a, filler, period="2020-07")
    again.refresh_from_db()
    assert (again.state, again.cleared_by) == ("open", "")
    assert Contradiction.objects.filter(rule="X14-STAY", state="open").count() == 1


def test_both_right_is_silent_until_a_value_changes(province, filler, officer, small_team):
    rule(small_team, Verdict.BOTH, officer)
    assert (small_team.state, small_team.cleared_by) == ("cleared", "ruled")
    run(province.county_a, make.NOON + DAY)
    small_team.refresh_from_db()
    assert small_team.state == "cleared"
    roster(TEAM[:1], province.county_a, filler, period="2020-06")
    small_team.refresh_from_db()
    assert (small_team.state, small_team.left_value) == ("open", "在岗1人")


def test_a_ruling_ends_on_its_day(province, filler, officer, small_team):
    rule(small_team, Verdict.BOTH, officer, expires_on=dt.date(2020, 6, 10))
    run(province.county_a, make.NOON + 8 * DAY)
    small_team.refresh_from_db()
    assert small_team.state == "cleared"
    run(province.county_a, make.NOON + 10 * DAY)
    small_team.refresh_from_db()
    assert small_team.state == "open"


def test_silent_by_ruling_is_not_told_at_staging_again(province, filler, officer, small_team):
    from tests.accountability.intake.sheets import t1_grid
    from tests.accountability.intake.staged import staged

    told = staged(t1_grid(TEAM[:2]), province.county_a, filler, period="2020-06")
    assert told.problems.filter(cause=RULES["X3-TEAM"].title).count() == 1
    rule(small_team, Verdict.BOTH, officer)
    told = staged(t1_grid(TEAM[:2]), province.county_a, filler, period="2020-06")
    assert told.problems.filter(cause=RULES["X3-TEAM"].title).count() == 0


def test_wrong_side_becomes_a_to_do_of_its_county(province, filler, officer, small_team):
    rule(small_team, Verdict.RIGHT, officer)
    assert (small_team.state, small_team.correct_counties) == (
        "correcting",
        [province.county_a.pk],
    )
    assert list(queries.waiting_for(filler)) == [small_team]
    assert list(queries.waiting_for(make.user("county_officer", province.county_b))) == []
    roster(TEAM, province.county_a, filler, period="2020-06")
    assert list(queries.waiting_for(filler)) == []


def test_refused_without_reason_right_or_likeness(province, filler, officer, small_team):
    refused = {"verdict": Verdict.LEFT, "expires_on": None, "at": make.NOON}
    with pytest.raises(actions.MissingReasonError):
        actions.give_ruling(contradictions=[small_team], reason=" ", by=officer, **refused)
    with pytest.raises(actions.NotPermittedError):
        actions.give_ruling(contradictions=[small_team], reason="核实", by=filler, **refused)
    other = Contradiction.objects.filter(rule="X1-NONE").first()
    with pytest.raises(actions.UnlikeError):
        actions.give_ruling(
            contradictions=[small_team, other], reason="核实", by=officer, **refused
        )
    Contradiction.objects.update(state="cleared", cleared_by="mended")
    with pytest.raises(actions.SettledError):
        actions.give_ruling(contradictions=[small_team], reason="核实", by=officer, **refused)


def test_person_in_two_counties_is_one_question_to_the_province(province, filler, officer):
    number = id_number("99012119850615105")
    row = t1_row(1, **{"姓 名": "李四", "身份证号码": number, "出生\n年月": "1985.06"})
    with acting_as(officer):
        roster([row], province.county_a, filler)
        other = {**row, "乡镇": "河口镇"}
        roster([other], province.county_b, make.user("county_officer", province.county_b))
        actions.run(county_id=province.county_a.pk, rules=RULES.values(), at=make.NOON)
    here, there = Contradiction.objects.filter(rule="X2-AWAY").order_by("county__code")
    assert here.key == there.key
    assert province.county_b.name not in here.sentence + here.right_value + here.right_fact
    rule(here, Verdict.LEFT, officer)
    there.refresh_from_db()
    assert (here.correct_counties, there.correct_counties) == ([province.county_b.pk],) * 2
    assert there.rulings.get().verdict == "right"
    with acting_as(filler):
        left, right = queries.sides(here, filler)
    assert (left.hidden, right.hidden, right.row) == (False, True, None)


def test_how_often_a_rule_was_right_has_its_denominator(province, filler, officer, small_team):
    rule(small_team, Verdict.LEFT, officer)
    none = Contradiction.objects.filter(rule="X1-NONE").first()
    rule(none, Verdict.BOTH, officer)
    lines = {line.rule.key: line.record for line in queries.rule_lines(officer)}
    assert (lines["X3-TEAM"].right, lines["X3-TEAM"].ruled) == (1, 1)
    assert (lines["X1-NONE"].right, lines["X1-NONE"].ruled) == (0, 1)
    assert lines["X4-IN"].rate is None


def test_pages_show_both_sides_and_take_words_and_rulings(
    province, filler, officer, small_team, client
):
    url = reverse("reconciliation:detail", args=[small_team.pk])
    client.force_login(filler)
    assert "在岗2人" in client.get(reverse("reconciliation:list")).content.decode()
    page = client.get(url).content.decode()
    assert "每队不少于3人" in page
    assert f"{filler.full_name}" in page
    assert client.post(f"{url}explain/", {"text": ""}).status_code == 422
    assert client.post(f"{url}explain/", {"text": "第三名队员6月到村"}).status_code == 302
    client.force_login(officer)
    assert "第三名队员6月到村" in client.get(url).content.decode()
    refused = client.post(f"{url}rule/", {"verdict": "right", "reason": ""})
    assert refused.status_code == 422
    many = f"{reverse('reconciliation:rule-many')}?rule=X3-TEAM"
    assert client.post(many, {"verdict": "right", "reason": "已核实"}).status_code == 422
    done = client.post(
        many, {"ticked": [small_team.pk], "verdict": "right", "reason": "已核实"}, follow=True
    )
    assert "已裁定 1 处矛盾" in done.content.decode()
    assert AuditEvent.objects.filter(verb="reconciliation.rule").count() == 1
    assert ">1/1" in client.get(reverse("reconciliation:rule-list")).content.decode()


def test_list_asks_the_same_number_of_queries_however_long(
    province, filler, officer, client, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(officer)
    counts = []
    for period, rows in (
        ("2020-05", TEAM[:1]),
        ("2020-06", [t1_row(9, "东沟村", 队内职务="队员")]),
    ):
        roster(rows, province.county_a, filler, period=period)
        with CaptureQueriesContext(
            connection,
        ) as context:
            client.get(reverse("reconciliation:list"), {"state": "all"})
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_county_is_told_beside_its_rows_and_its_word_goes_with_the_record(
    province, filler, officer, client
):
    from accountability.intake.models import Explanation

    make.posting(province.villages_a[0], who=make.person("张三"))
    revision = accepted(
        t2_grid([t2_row(), t2_row("东沟村", "李四")]), province.county_a, filler, sheet="T2"
    )
    problem = revision.problems.get(rule="X4", severity="error")
    assert problem.counterpart["rule"] == "X4-OUT"
    client.force_login(filler)
    page = client.get(reverse("intake:revision", args=[revision.pk]), {"tab": "beside", "old": 1})
    assert "另一方：" in page.content.decode()
    Explanation.objects.create(
        submission=revision.submission, county=province.county_a, rule="X4", by=filler,
        row_key=problem.row_key, field=problem.field, text="6月补报", at=make.NOON,
    )  # fmt: skip
    actions.reconcile(submission=revision.submission, at=make.NOON)
    assert one("X4-OUT").explanation == "6月补报"


def test_nightly_job_reads_all_counties_and_keeps_what_it_found(province, filler):
    from django.utils import timezone

    from accountability.reconciliation import tasks
    from portal.jobs import runner
    from portal.jobs.models import Job
    from portal.jobs.registry import SCHEDULES

    roster(TEAM[:2], province.county_a, filler)
    Contradiction.objects.all().delete()
    SCHEDULES[tasks.NIGHTLY].run(timezone.now())
    job = Job.objects.get(kind=tasks.NIGHTLY)
    runner.run(job.pk, now=timezone.now)
    job.refresh_from_db()
    assert (job.state, job.result["fresh"] > 0) == ("done", True)
    assert one("X3-TEAM").state == "open"
