"""Lists: columns, saved filters, counts, long exports; shown on the list of villages."""

import datetime as dt
import io
import threading

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.files.store import path_of, store
from portal.jobs import runner
from portal.jobs.models import Job
from portal.lists import exporting, tasks
from portal.lists.models import ChosenColumns, Export, SavedFilter
from portal.ui.tables import plain
from portal.workbooks import save_xlsx
from tests import make
from villages.places.models import Level

pytestmark = pytest.mark.django_db
LIST = reverse("villages:village-list")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, query: str = ""):
    answer = browser(user).get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return answer


def shown(answer) -> list[list[str]]:
    """Return heading and cells as a reader sees them."""
    table = answer.context["table"]
    names = [column.name for column in table.columns]
    rows = [[str(plain(row.get_cell(name))) for name in names] for row in table.paginated_rows]
    return [[str(column.header) for column in table.columns], *rows]


def workbook(user, query: str = "", scope: str = "shown") -> list[list[str]]:
    answer = browser(user).post(f"{LIST}?{query}", {"act": "export", "scope": scope})
    assert answer.status_code == 200
    return cells(answer.getvalue())


def cells(content: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[text(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def text(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, dt.datetime) else str(value or "")


@pytest.mark.parametrize(
    "query", ["", "tab=unmanned", "q=沟", "q=9901", "sort=-name", "manned=yes"]
)
def test_the_workbook_is_the_page_cell_by_cell(province, officer, query):
    make.posting(province.villages_a[1], who=make.person("李红伟"))
    assert workbook(officer, query) == shown(page(officer, query))


def test_a_county_sees_its_own_villages(province, filler, outsider):
    assert len(shown(page(filler))) == 5
    assert {row[1] for row in shown(page(outsider))[1:]} == {"丹江县"}


def test_tabs_count_what_they_show_in_one_query(province, officer):
    make.posting(province.villages_a[0])
    with CaptureQueriesContext(connection) as queries:
        answer = page(officer)
        counting = [q for q in queries if "COUNT" in q["sql"] and "villages_division" in q["sql"]]
    assert len(counting) == 1
    counts = {tab.label: tab.count for tab in answer.context["tabs"]}
    assert counts["全部"] == 8
    assert counts["贫困村"] == 8
    assert counts["应派未派第一书记"] == 7
    assert len(shown(page(officer, "tab=unmanned"))) == 8


def test_a_list_costs_the_same_however_long(province, officer):
    client = browser(officer)
    before = cost(client)
    for number in range(60):
        village = make.division(f"新村{number}", Level.VILLAGE, province.town_a)
        make.posting(village)
    assert cost(client) == before


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST).status_code == 200
    return len(queries)


def test_columns_are_kept_for_the_user(province, officer, filler):
    client = browser(officer)
    client.post(LIST, {"act": "columns", "columns": ["code", "branch"]})
    assert shown(client.get(LIST))[0] == ["村代码", "党组织"]
    assert "第一书记" in shown(page(filler))[0]
    assert client.post(LIST, {"act": "columns", "columns": ["nonsense"]}).status_code == 422
    assert client.post(LIST, {"act": "columns"}).status_code == 422
    client.post(LIST, {"act": "columns", "reset": "1"})
    assert not ChosenColumns.objects.exists()


def save(user, query: str, **data: str):
    return browser(user).post(f"{LIST}?{query}", {"act": "save", "name": "我的", **data})


def names_of_filters(user) -> list[str]:
    return [one.name for one in page(user).context["saved"]]


def test_a_saved_filter_is_used_by_whom_it_is_shared_with(province, filler, signer, outsider):
    county = province.county_a.pk
    assert save(filler, f"county={county}&tab=poor", shared_with="nobody").status_code == 302
    assert names_of_filters(filler) == ["我的"]
    assert names_of_filters(signer) == []
    save(filler, f"county={county}&tab=poor&page=2&evil=1", shared_with="unit")
    kept = SavedFilter.objects.get()
    assert kept.query == f"county={county}&tab=poor"
    assert names_of_filters(signer) == ["我的"]
    assert names_of_filters(outsider) == []
    save(filler, "", shared_with="area")
    assert names_of_filters(signer) == ["我的"]
    assert AuditEvent.objects.filter(verb="list.save_filter").count() == 3


def test_a_shared_filter_widens_nobodys_area(province, officer, outsider):
    SavedFilter.objects.create(
        list_name="villages", name="全省", query="q=9901", owner=officer, shared_with="unit",
        unit_name=outsider.unit_name, saved_at=timezone.now(),
    )  # fmt: skip
    (kept,) = page(outsider).context["saved"]
    assert shown(page(outsider, kept.url[1:]))[1:] == []


def test_a_filter_with_an_id_number_is_not_kept(province, filler):
    answer = browser(filler).post(
        f"{reverse('villages:person-list')}?q={make.id_number(3)}",
        {"act": "save", "name": "他", "shared_with": "nobody"},
    )
    assert answer.status_code == 422
    assert "身份证号" in answer.content.decode()
    browser(filler).post(
        f"{reverse('villages:person-list')}?q={make.id_number(3)}", {"act": "export"}
    )
    event = AuditEvent.objects.get(verb="list.export")
    assert make.id_number(3) not in str(event.detail)


def test_only_the_owner_drops_a_filter(province, filler, signer):
    save(filler, "", shared_with="unit")
    kept = SavedFilter.objects.get()
    drop = {"act": "drop", "saved": str(kept.pk)}
    assert browser(signer).post(LIST, drop).status_code == 422
    assert browser(filler).post(LIST, drop).status_code == 302
    assert not SavedFilter.objects.exists()


def test_an_unknown_act_is_refused(province, filler):
    assert browser(filler).post(LIST, {}).status_code == 422


def test_a_long_list_is_written_in_the_background(
    province, filler, outsider, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(exporting, "INLINE_ROWS", 2)
    client = browser(filler)
    answer = client.post(f"{LIST}?sort=-name", {"act": "export", "scope": "shown"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job-detail", args=[job.pk])
    monkeypatch.setattr(runner, "SideProgress", Progress)
    runner.run(job.pk, now=timezone.now)
    job.refresh_from_db()
    assert job.state == "done", job.error
    made = client.get(job.result["url"])
    assert cells(made.getvalue()) == shown(page(filler, "sort=-name"))
    assert browser(outsider).get(job.result["url"]).status_code == 404
    assert AuditEvent.objects.get(verb="list.export").detail["rows"] == 4
    assert AuditEvent.objects.filter(verb="list.download").count() == 1
    filler.grants.all().delete()
    assert browser(filler).get(job.result["url"]).status_code == 403
    assert Export.objects.get().by == filler


class Progress:
    """Reports to nobody: the test's rows are in a transaction no other connection sees."""

    def __init__(self, _job: Job) -> None:
        self.stopped = threading.Event()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Take note of nothing."""

    def close(self) -> None:
        """Close nothing."""


def test_a_workbook_goes_on_in_another_sheet_rather_than_stop():
    out = io.BytesIO()
    assert save_xlsx(out, ["甲"], ([number] for number in range(7)), sheet_rows=3) == 7
    book = openpyxl.load_workbook(out)
    values = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert values == list(range(7))
    assert all(sheet["A1"].value == "甲" for sheet in book)


def test_an_exported_file_expires_and_its_record_stays(
    province, officer, django_capture_on_commit_callbacks
):
    now = timezone.now()
    shared = store([b"PK named elsewhere"], at=now)
    made = {}
    for name, days, file in (
        ("old", 31, store([b"PK old"], at=now)),
        ("new", 29, store([b"PK new"], at=now)),
        ("named", 31, shared),
        ("again", 1, shared),
    ):
        made[name] = Export.objects.create(
            list_name="villages", title=name, rows_count=1, file=file, by=officer,
            made_at=now - dt.timedelta(days=days),
        )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        tasks.expire(now)
    assert set(Export.objects.values_list("title", flat=True)) == {"new", "again"}
    assert not path_of(made["old"].file_id).exists()
    assert path_of(made["new"].file_id).exists()
    assert path_of(shared.pk).exists()
    told = AuditEvent.objects.get(verb="list.expire")
    assert "2份" in told.sentence
