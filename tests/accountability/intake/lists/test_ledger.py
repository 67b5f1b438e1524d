"""The ledger of every sheet: what is current, of which period, for whom, where it stands."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.intake.declare import SHEETS, declared
from accountability.intake.lists.ledger import ledger_of
from accountability.intake.lists.ledger_columns import COUNTY, SOURCE, facets_of, left_out
from accountability.ledgers.models import MemberRow, PresenceRow
from accountability.supervision.models import MeasureRow
from portal.access.models import Grant
from portal.jobs.models import Job
from portal.lists import exporting
from portal.ui.listing import Asked
from portal.ui.tables import plain
from tests import make
from tests.accountability.intake.sheets import t1_row, t2_grid, t2_row
from tests.accountability.intake.staged import accepted, roster

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, code: str, query: str = "", part: str = ""):
    return browser(user).get(f"{address(code, part)}?{query}")


def address(code: str, part: str = "") -> str:
    return ledger_of(SHEETS[code], part).url


def shown(answer) -> list[list[str]]:
    """Return heading and cells as a reader sees them."""
    assert answer.status_code == 200
    table = answer.context["table"]
    names = [column.name for column in table.columns]
    rows = [[str(plain(row.get_cell(name))) for name in names] for row in table.paginated_rows]
    return [[str(column.header) for column in table.columns], *rows]


def column(answer, heading: str) -> list[str]:
    rows = shown(answer)
    return [row[rows[0].index(heading)] for row in rows[1:]]


@pytest.fixture
def months(province, filler, outsider):
    """A roster and two months of presence in county a, one in county b."""
    roster([t1_row(1, "双河村"), t1_row(2, "东沟村")], province.county_a, filler)
    for period in ("2020-04", "2020-05"):
        rows = [t2_row("双河村", "张二国"), t2_row("东沟村", "张三国")]
        accepted(t2_grid(rows), province.county_a, filler, sheet="T2", period=period)
    other = t2_grid([t2_row("石门村", "丁一", **{"人员/乡镇": "河口镇"})], county="丹江县")
    accepted(other, province.county_b, outsider, sheet="T2", period="2020-04")


def test_every_table_of_every_sheet_has_a_list_whose_names_do_not_clash():
    for sheet in declared():
        for piece in sheet.pieces:
            listing = ledger_of(sheet, piece.part)
            names = [one.name for one in piece.columns]
            assert [*names, SOURCE] == [one for one in listing.columns if one != COUNTY]
            headings = list(listing.columns.values())
            assert len(set(headings)) == len(headings), sheet.code
            assert {one.name for one in facets_of(piece)} <= set(names)
            plain_ones = set(names) - left_out(piece)
            assert set(piece.label) - {one.name for one in piece.columns if one.sensitive} <= (
                plain_ones
            )
            assert 2 <= len(plain_ones) <= 9


def test_every_list_can_be_asked_everything(province, officer):
    for sheet in declared():
        make.current_revision(sheet.code, "2020-05", province.county_a, by=officer)
        for piece in sheet.pieces:
            made = ledger_of(sheet, piece.part)
            fields = made.filters.base_filters
            asked = {name: "无" for name in ("place", "q") if name in fields}
            for one in facets_of(piece):
                asked[one.name] = one.allowed[0] if one.allowed else "blank"
            query = "&".join(f"{key}={value}" for key, value in asked.items())
            table = Asked(made, officer, query).table()
            for name in (c.name for c in table.columns if c.orderable):
                table.order_by = name
                assert len(table.rows) == 0, (sheet.code, name)


def test_the_newest_accepted_period_is_shown_and_others_can_be_chosen(months, officer):
    newest = page(officer, "T2")
    assert column(newest, "姓名") == ["张二国", "张三国"]
    assert "2020年5月 · 已接收1县（市、区）" in newest.content.decode()
    april = page(officer, "T2", "period=2020-04")
    assert column(april, "县（市、区）") == ["嵩北县", "嵩北县", "丹江县"]
    assert page(officer, "T2", "period=2020-03").status_code == 422


def test_an_older_revision_and_a_draft_are_no_part_of_it(months, province, officer, filler):
    accepted(t2_grid([t2_row("双河村", "张二国")]), province.county_a, filler, sheet="T2")
    assert column(page(officer, "T2"), "姓名") == ["张二国"]


def test_rows_are_found_by_place_name_and_choice(months, officer, province):
    april = "period=2020-04"
    city = province.city_2.code
    assert column(page(officer, "T2", f"{april}&area={province.county_b.code}"), "村") == ["石门村"]
    assert page(officer, "T2", f"{april}&area={city}").status_code == 422  # one county: no city
    assert column(page(officer, "T2", f"{april}&place=河口"), "村") == ["石门村"]
    assert column(page(officer, "T2", f"{april}&q=张三国"), "村") == ["东沟村"]
    assert len(column(page(officer, "T2", f"{april}&is_met=yes"), "村")) == 3
    assert column(page(officer, "T2", f"{april}&is_met=no"), "村") == []
    assert (
        column(page(officer, "T2", f"{april}&leave_kind=-&sort=-village_name"), "村")[-1]
        == "东沟村"
    )


def test_each_row_leads_to_its_cell_village_and_person(months, officer, province):
    row = next(iter(page(officer, "T2").context["table"].data.fetch([_first()])))
    html = page(officer, "T2").content.decode()
    assert reverse("intake:cell", args=[row.revision_id, row.row_no, "village_name"]) in html
    assert reverse("villages:village", args=[row.village_id]) in html
    assert f"{reverse('intake:revision', args=[row.revision_id])}?cell=" in html
    cell = browser(officer).get(
        reverse("intake:cell", args=[row.revision_id, row.row_no, "village_name"])
    )
    assert reverse("intake:cell", args=[row.revision_id, row.row_no, "days_2"]) in (
        cell.content.decode()
    )


def _first() -> int:
    row: PresenceRow = PresenceRow.objects.filter(revision__period="2020-05").earliest("pk")
    return row.pk


def test_a_roster_shows_masks_only_and_leads_to_the_person(province, officer, filler):
    revision = roster([t1_row(1)], province.county_a, filler)
    number = str(t1_row(1)["身份证号码"])
    client = browser(officer)
    client.post(address("T1"), {"act": "columns", "columns": ["person_name", "id_masked"]})
    rows = shown(client.get(address("T1")))
    assert rows[1][1].startswith("990***")
    html = client.get(address("T1")).content.decode()
    assert number not in html
    assert "/people/" in html or "/persons/" in html
    made = client.post(address("T1"), {"act": "export", "scope": "all"}).getvalue()
    assert number not in _text(made)
    assert revision.county.name in _text(made)


def _text(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)


def test_the_workbook_is_what_is_filtered_and_types_are_kept(months, officer):
    answer = browser(officer).post(
        f"{address('T2')}?period=2020-04&q=张", {"act": "export", "scope": "all"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    head = {str(name).partition("（")[0]: place for place, name in enumerate(rows[0])}
    assert [row[head["姓名"]] for row in rows[1:]] == ["张二国", "张三国"]
    assert rows[1][head["合计 天"]] == 19
    assert rows[1][head["请假 天数"]] == "未报"
    assert rows[1][head["是否达标"]] == "是"
    assert rows[1][head["数据来源"]].endswith("行")


def test_a_long_export_keeps_the_period_it_was_asked_for(months, officer, monkeypatch):
    monkeypatch.setattr(exporting, "INLINE_ROWS", 1)
    browser(officer).post(address("T2"), {"act": "export", "scope": "shown"})
    assert Job.objects.get(kind="lists.export").payload["query"] == "period=2020-05"


def test_tables_of_a_sheet_are_tabs_that_keep_the_question(province, officer, filler):
    revision = make.current_revision("T9", "2020Q1", province.county_a, by=filler)
    for part, person in (("reserve", "王后备"), ("member", "赵党员")):
        MemberRow.objects.create(
            revision=revision, county=province.county_a, part=part, row_no=7, key=person,
            label=f"双河村 {person}", raw=[""] * 40, person_name=person, village_name="双河村",
        )  # fmt: skip
    answer = page(officer, "T9", "place=双河")
    assert column(answer, "姓名") == ["王后备"]
    assert [(tab.label, tab.current) for tab in answer.context["tabs"]] == [
        ("后备干部", True),
        ("发展党员", False),
    ]
    other = browser(officer).get(answer.context["tabs"][1].url)
    assert column(other, "姓名") == ["赵党员"]
    assert other.wsgi_request.GET["place"] == "双河"
    assert browser(officer).get(f"{address('T9')}nonsense/").status_code == 404
    assert browser(officer).get("/ledgers/T99/").status_code == 404


def test_a_guarded_sheet_is_for_who_is_cleared_in_that_county(province, officer, filler):
    for county in (province.county_a, province.county_b):
        revision = make.current_revision("T15", "2020-05", county, by=filler)
        MeasureRow.objects.create(
            revision=revision, county=county, row_no=7, key="1", label=county.name,
            raw=[""] * 30, unit_name=f"{county.name}民政局", category="约谈",
        )  # fmt: skip
    assert len(shown(page(officer, "T15"))) == 3
    reader = make.user("viewer", province.county_a)
    assert page(reader, "T15").status_code == 404
    Grant.objects.create(
        user=reader, role="county_signer", area=province.county_b, valid_from=make.LONG_AGO,
        granted_at=make.NOON,
    )  # fmt: skip
    assert column(page(reader, "T15"), "县（市、区）") == ["丹江县"]


def test_others_see_only_their_counties(months, outsider):
    assert column(page(outsider, "T2"), "村") == ["石门村"]
    assert "area" not in page(outsider, "T2").context["filter"].form.fields


def test_a_page_costs_the_same_however_many_rows(months, officer, province, filler):
    client = browser(officer)
    before = cost(client)
    rows = [
        t2_row(*who) for who in (("双河村", "张二国"), ("东沟村", "张三国"), ("石门村", "生面孔"))
    ]
    accepted(t2_grid(rows), province.county_a, filler, sheet="T2")
    assert cost(client) == before


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address("T2")).status_code == 200
    return len(queries)
