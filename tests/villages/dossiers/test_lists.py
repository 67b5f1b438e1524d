"""The lists of first secretaries and persons, and the workbook of exactly what is shown."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import AuditEvent
from tests import make
from villages.places.models import VillageType

pytestmark = pytest.mark.django_db
LIST = reverse("villages:posting-list")
DAY = "2020-05-31"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def posted(province):
    """Post five people: two serve in county a, one left, one is a member, one serves in b."""
    a, b = province.villages_a, province.villages_b
    VillageType.objects.create(
        village=a[1], county=a[1].county, kind="deep", valid_from=make.LONG_AGO
    )
    return {
        "serving": make.posting(a[0], who=make.person("李红伟"), due_on=dt.date(2021, 1, 1)),
        "due": make.posting(
            a[1], who=make.person("刘卫东"), level="city", due_on=dt.date(2020, 7, 1)
        ),
        "left": make.posting(
            a[2], who=make.person("王建设"), ended_on=dt.date(2020, 1, 1), end_reason="recalled"
        ),
        "member": make.posting(a[0], who=make.person("赵明辉"), role="member"),
        "elsewhere": make.posting(b[0], who=make.person("孙志刚")),
    }


def names(user, **query: str) -> set[str]:
    answer = browser(user).get(LIST, query)
    assert answer.status_code == 200
    return {row.record.person.name for row in answer.context["table"].paginated_rows}


def test_without_a_question_those_who_serve_are_shown(province, filler, posted):
    assert names(filler) == {"李红伟", "刘卫东"}


def test_a_county_sees_its_own(province, officer, filler, outsider, posted):
    assert "孙志刚" in names(officer)
    assert names(outsider) == {"孙志刚"}
    assert names(officer, county=str(province.city_2.pk)) == {"孙志刚"}, "a city is its counties"
    answer = browser(filler).get(LIST, {"county": province.city_1.pk})
    assert answer.status_code == 422, "of one county there is no city to choose"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "deep"}, "刘卫东"),
        ({"level": "city"}, "刘卫东"),
        ({"state": "serving"}, "李红伟 刘卫东 赵明辉"),
        ({"state": "due"}, "刘卫东"),
        ({"state": "overdue"}, ""),
        ({"state": "ended"}, "王建设"),
        ({"state": "serving", "on": "2019-12-31"}, "李红伟 刘卫东 王建设 赵明辉"),
        ({"state": "overdue", "on": "2020-08-01"}, "刘卫东"),
        ({"on": "2018-01-01"}, ""),
        ({"role": "member"}, "赵明辉"),
        ({"q": "红伟"}, "李红伟"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_the_filter(province, filler, posted, query, found):
    assert names(filler, **{"on": DAY, **query}) == set(found.split())


def test_first_letters_and_whole_id_numbers_find_a_person(province, officer):
    number = make.id_number(7)
    person = make.person("单晓明", number=number)
    person.initials = "sxm"
    person.save()
    make.posting(province.villages_a[0], who=person)
    for word in ("sx", number, number.lower(), "晓"):
        assert names(officer, q=word) == {"单晓明"}
        answer = browser(officer).get(reverse("villages:person-list"), {"q": word})
        assert "单晓明" in answer.content.decode()
    assert names(officer, q="sm") == set()


def test_the_county_of_another_is_no_choice(province, filler, posted):
    answer = browser(filler).get(LIST, {"county": province.county_b.pk})
    assert answer.status_code == 422
    assert "孙志刚" not in answer.content.decode()


def test_a_day_that_is_none_is_said(province, filler):
    answer = browser(filler).get(LIST, {"on": "去年"})
    assert answer.status_code == 422


def workbook(user, **query: str) -> list[tuple[object, ...]]:
    url = f"{LIST}?{'&'.join(f'{k}={v}' for k, v in query.items())}"
    answer = browser(user).post(url, {"act": "export"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(
    "query", [{}, {"state": "ended"}, {"kind": "deep"}, {"q": "红伟"}, {"role": "member"}], ids=str
)
def test_the_workbook_holds_exactly_what_is_filtered(province, filler, posted, query):
    header, *rows = workbook(filler, **query)
    column = header.index("姓名")
    assert {row[column] for row in rows} == names(filler, **query)


def test_the_workbook_says_what_the_list_says_and_masks_numbers(province, filler, posted):
    header, row = workbook(filler, q="卫东")
    cells = dict(zip(header, row, strict=True))
    assert cells["县（市、区）"] == "嵩北县"
    assert cells["村代码"] == province.villages_a[1].code
    assert cells["村类型"] == "贫困村、深度贫困村"
    assert cells["派驻层级"] == "市"
    assert cells["任期届满日期"].date() == dt.date(2020, 7, 1)  # type: ignore[attr-defined]
    assert "***" in str(cells["身份证号"])


def test_an_export_is_noted_and_a_refused_one_is_not(province, filler, posted):
    workbook(filler, state="serving")
    event = AuditEvent.objects.get(verb="list.export")
    assert "导出了“驻村第一书记和工作队”3行" in event.sentence
    assert event.detail == {"list": "postings", "rows": 3, "asked": {"state": "serving"}}
    answer = browser(filler).post(f"{LIST}?on=去年", {"act": "export"})
    assert answer.status_code == 422
    assert AuditEvent.objects.filter(verb="list.export").count() == 1


def test_a_name_that_is_a_formula_stays_a_name(province, filler):
    make.posting(province.villages_a[0], who=make.person("=1+1"))
    header, row = workbook(filler)
    assert row[header.index("姓名")] == "=1+1"


def test_lists_cost_the_same_however_long(province, officer, posted):
    client = browser(officer)
    urls = [LIST, f"{LIST}?sort=-village", reverse("villages:person-list"), f"{LIST}?kind=poor"]
    before = [_cost(client, url) for url in urls]
    for village in (*province.villages_a[2:], *province.villages_b[1:]):
        make.posting(village, started_on=dt.date(2020, 2, 1))
        make.posting(village, role="member")
    assert [_cost(client, url) for url in urls] == before
    assert max(before) < 25


def _cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_long_lists_have_pages(province, officer):
    for _ in range(60):
        make.posting(province.villages_a[0], role="member", started_on=dt.date(2019, 1, 1))
    answer = browser(officer).get(LIST, {"role": "member", "page": "2"})
    assert len(list(answer.context["table"].paginated_rows)) == 10
    assert "共 60 人" in answer.content.decode()
