"""Documents say what the rollups say, lead back to cells, and print the same bytes again."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.urls import reverse

from accountability.assessment import rollup
from accountability.assessment.rules import COVERAGE, PRESENCE
from accountability.intake.rules import Period
from accountability.ledgers.models import PresenceRow, RosterRow
from accountability.reports import actions, freezing, queries, tasks
from accountability.reports.composing import Stamp, compose_county, compose_monthly
from accountability.reports.models import Document, NumberSeries, Pack
from accountability.reports.printing import printed
from accountability.reports.rules import DocumentKind, DocumentState, digest
from accountability.reports.typeset.model import Heading, Paragraph, plain, runs
from accountability.reports.views.library import _order
from portal.access.reader import WholeProvince
from portal.files.store import path_of
from portal.jobs import runner
from portal.jobs.models import Job, JobState
from tests import make

MAY = Period.parse("2020-05")
BACKEND = "django.contrib.auth.backends.ModelBackend"
AT = dt.datetime(2020, 6, 3, 10, tzinfo=dt.UTC)


@pytest.fixture
def reported(province, filler):
    """County a has one village covered out of four, and one person one week short of four."""
    roster = make.current_revision("T1", "2020-05", province.county_a, by=filler)
    RosterRow.objects.create(
        revision=roster, county=roster.county, row_no=7, key="1", raw=[], team_role="第一书记",
        village=province.villages_a[0], id_fingerprint="a", person_name="李红卫",
        arrived_on=dt.date(2019, 1, 1),
    )  # fmt: skip
    presence = make.current_revision("T2", "2020-05", province.county_a, by=filler)
    PresenceRow.objects.create(
        revision=presence, county=presence.county, row_no=8, key="1", raw=[],
        village_name="双河村", person_name="李红卫",
        required_days=[5, 5, 5, 5, None], days=[5, 5, 5, 4, None], nights=[4, 4, 4, 4, None],
    )  # fmt: skip
    make.submission("T1", "2020-05", province.county_b)
    for code in (COVERAGE, PRESENCE):
        rollup.recompute(code, MAY, counties=None, at=AT)
    return province


def frozen(province):
    return freezing.freeze(WholeProvince(), province.province, MAY, at=AT)


def stamp(data, **more):
    return Stamp(
        **{
            "number": "中组督〔2020〕1号",
            "code": "ABCDEFGHIJ",
            "url": "http://portal.invalid/v/ABCDEFGHIJ/",
            "data_sha256": digest(data),
            "made_by": "王志远",
            "made_at": AT,
            "is_draft": False,
            **more,
        }
    )


def body(document):
    return [
        plain(block.text) for block in document.blocks if isinstance(block, (Paragraph, Heading))
    ]


def test_text_carries_the_figures_with_their_counts(reported):
    data = frozen(reported)
    midnight = stamp(data, made_at=dt.datetime(2020, 6, 2, 16, 30, tzinfo=dt.UTC))
    assert compose_monthly(data, midnight).date == dt.date(2020, 6, 3)  # the province's day
    text = "\n".join(body(compose_monthly(data, stamp(data))))
    assert "有且只有1名在任第一书记的占1/4" in text
    assert "应派未派的村3个，重复派驻的村0个" in text
    assert "达标人周占应驻人周的3/4" in text
    assert "在岗月报已接收1个县（市、区），2个尚未接收，不计入" in text
    assert "尚有1份未上报" in text


def test_every_number_of_an_indicator_leads_to_its_cells(reported, officer):
    data = frozen(reported)
    keys = {
        run.key
        for block in compose_monthly(data, stamp(data)).blocks
        if isinstance(block, Paragraph)
        for run in runs(block.text)
        if run.key
    }
    assert {"coverage", "presence", "timeliness", "unsent", "coverage.none"} <= keys
    for key in keys - {"unsent"}:
        for part in queries.contributions(officer, data, key):
            assert part.denominator
            assert part.revision or key.startswith("timeliness")


def test_missing_county_is_not_counted_as_zero(reported):
    data = frozen(reported)
    document = compose_county(data, reported.county_b.pk, stamp(data))
    table = document.blocks[1]
    by_name = {plain(row[0]): plain(row[2]) for row in table.rows}
    assert by_name["第一书记覆盖率"] == "未报"
    assert by_name["报送及时率"] == "0/1"
    judged = {plain(row[0]): plain(row[4]) for row in table.rows}
    assert judged["第一书记覆盖率"] == "未报"
    assert judged["报送及时率"] == "—"


def test_nothing_to_count_is_neither_missing_nor_zero(province, filler):
    make.current_revision("T1", "2020-05", province.county_c, by=filler)
    rollup.recompute(COVERAGE, MAY, counties=None, at=AT)
    data = frozen(province)
    document = compose_county(data, province.county_c.pk, stamp(data))
    by_name = {plain(row[0]): plain(row[2]) for row in document.blocks[1].rows}
    assert by_name["第一书记覆盖率"] == "不涉及"
    assert by_name["五天四夜达标率"] == "未报"


def test_times_are_those_of_the_clock_on_the_wall(reported):
    data = frozen(reported)
    document = compose_monthly(data, stamp(data))
    assert "数据截至2020年6月3日18时" in "\n".join(body(document))
    assert document.verification.as_of.hour == 18


def test_a_county_in_the_annex_leads_to_its_cells(reported, officer):
    data = frozen(reported)
    county = reported.county_a.pk
    table = compose_monthly(data, stamp(data)).attachments[0].blocks[0]
    keys = {run.key for row in table.rows if isinstance(row, tuple) for c in row for run in runs(c)}
    assert f"coverage@{county}" in keys
    (part,) = queries.contributions(officer, data, f"coverage@{county}")
    assert (part.numerator, part.denominator) == (1, 4)


def ask(scope, by, kind=DocumentKind.MONTHLY):
    job = actions.ask_for_document(kind=kind, scope=scope, period=MAY, by=by, at=AT)
    runner.run(job.pk, now=lambda: AT)
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_made_document_prints_the_same_bytes_again(client, reported, officer):
    job = ask(reported.province, officer)
    assert job.state == JobState.DONE, job.error
    document = Document.objects.get(pk=job.result["document"])
    assert document.state == DocumentState.DRAFT
    again = printed(_order(document))
    assert again.sha256 == document.file_id
    assert path_of(document.file_id).read_bytes() == again.pdf
    client.force_login(officer, backend=BACKEND)
    county = reported.county_a
    for key, heading, value in (
        ("timeliness", "报送及时率", "2/3"),
        (f"timeliness@{county.pk}", f"{county.name}：报送及时率", "2/2"),
    ):
        page = client.get(f"/reports/{document.pk}/figures/{key}/").content.decode()
        assert f"<h1>{heading}</h1>" in page
        assert f"2020年5月 · {value}<" in page


@pytest.mark.django_db(transaction=True)
def test_issue_takes_the_next_number_and_is_not_for_the_maker(reported, officer):
    document = Document.objects.get(pk=ask(reported.province, officer).result["document"])
    with pytest.raises(actions.OwnDraftError):
        actions.ask_to_issue(document=document, by=officer, at=AT)
    signer = make.user("province_signer", reported.province)
    job = actions.ask_to_issue(document=document, by=signer, at=AT)
    runner.run(job.pk, now=lambda: AT)
    issued = Document.objects.get(state=DocumentState.ISSUED)
    assert issued.number == "中组督〔2020〕1号"
    assert issued.issued_by == signer
    assert issued.snapshot_id == document.snapshot_id
    assert NumberSeries.objects.get().last == 1


@pytest.mark.django_db(transaction=True)
def test_pack_holds_one_sheet_a_county_and_is_closed_once(reported, officer):
    pack = actions.ask_for_pack(scope=reported.province, period=MAY, by=officer, at=AT)
    for job in Job.objects.filter(kind="reports.county"):
        runner.run(job.pk, now=lambda: AT)
    runner.run(Job.objects.get(kind="reports.pack").pk, now=lambda: AT)
    pack.refresh_from_db()
    assert pack.documents.count() == 3
    assert path_of(pack.archive_id).read_bytes()[:2] == b"PK"
    assert Pack.objects.count() == 1
    assert queries.standing(pack).state == "done"


def test_pack_is_followed_and_given_up_by_who_asked(client, reported, officer):
    client.force_login(officer, backend=BACKEND)
    asked = {"kind": "pack", "scope": reported.province.pk, "period": "2020-05"}
    page = client.post(reverse("reports:make"), asked, follow=True).content.decode()
    assert "2020年5月县情单（3份）" in page
    assert "正在生成县情单（0/3）" in page
    assert "进行中（0/3）" in client.get(reverse("reports:library")).content.decode()
    pack = Pack.objects.get()
    client.force_login(make.user("leader", reported.province), backend=BACKEND)
    page = client.get(reverse("reports:library")).content.decode()
    assert "进行中（0/3）" in page
    assert reverse("reports:pack", args=[pack.pk]) not in page  # it would be refused
    other = make.user("province_officer", reported.province)
    cancel = reverse("reports:cancel-pack", args=[pack.pk])
    client.force_login(other, backend=BACKEND)
    assert "只有要求生成的人可以取消" in client.post(cancel, follow=True).content.decode()
    client.force_login(officer, backend=BACKEND)
    page = client.post(cancel, follow=True).content.decode()
    assert "已取消，生成了的县情单保留（0/3）" in page
    assert set(Job.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.django_db(transaction=True)
def test_monthly_schedule_asks_once_however_often_it_ticks(reported):
    morning = dt.datetime(2020, 6, 5, 1, tzinfo=dt.UTC)
    assert "reports.monthly" in runner.tick(at=morning)
    assert runner.tick(at=morning + dt.timedelta(seconds=30)) == []
    job = Job.objects.get(kind="reports.make")
    runner.run(job.pk, now=lambda: morning)
    assert Document.objects.get().made_by is None
    assert tasks.monthly_due(morning).astimezone(dt.UTC) == dt.datetime(
        2020, 6, 5, 0, tzinfo=dt.UTC
    )


def test_outsider_reads_no_draft_of_another_county(client, reported, officer, outsider):
    document = tasks.keep(
        tasks.make(
            frozen(reported), kind=DocumentKind.COUNTY, scope=reported.county_a, by=officer, at=AT
        ),
        snapshot=actions.take_snapshot(
            scope=reported.province, period=MAY, by=officer, at=AT
        ),
        scope=reported.county_a, by=officer, at=AT,
    )  # fmt: skip
    client.force_login(outsider)
    assert client.get(f"/reports/{document.pk}/").status_code == 404
    assert client.get(f"/reports/{document.pk}/download/").status_code == 404
    assert client.get(f"/v/{document.code}/").status_code == 404
    client.force_login(officer)
    file = client.get(f"/reports/{document.pk}/download/")
    assert b"".join(file.streaming_content)[:5] == b"%PDF-"
    assert quote(f"{document.title}第1版.pdf") in file["Content-Disposition"]
