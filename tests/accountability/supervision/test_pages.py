"""Findings as they stand, and what followed for a person: lists, search, sections."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.supervision import queries
from accountability.supervision.models import FindingRow, IncentiveRow, MeasureRow
from portal.ui.search import Words, search
from tests import make
from villages.people.models import Unit
from villages.postings.models import EndReason

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
Day = dt.date


def rows(model, revision, *values):
    for number, one in enumerate(values, 6):
        model.objects.create(
            revision=revision, county=revision.county, row_no=number, key=str(number), raw=[], **one
        )


def finding(number, village, **more):
    return {
        "finding_number": f"2020-01-990121-{number:03d}", "village": village,
        "village_name": village.name, "category": "保障", "gravity": "较重",
        "description": f"办公经费只到位四成，第{number}号", "owner_name": "县财政局",
        "found_on": Day(2020, 1, 8), "due_on": Day(2020, 4, 20), "mend_type": "限期整改",
        "status": "整改中", "phone_masked": "154****1234",
    } | more  # fmt: skip


@pytest.fixture
def found(province, filler):
    """Two months of the ledger: what was closed in April is in May's no more."""
    one, two, *_ = province.villages_a
    unit = Unit.objects.create(name="县财政局", level="county", division=province.county_a)
    closed = {"closed_on": Day(2020, 4, 15), "status": "已完成待核", "verifier_name": "县纪委"}
    rows(
        FindingRow, make.current_revision("T6", "2020-04", province.county_a, by=filler),
        finding(1, one), finding(2, one, **closed),
    )  # fmt: skip
    rows(
        FindingRow, make.current_revision("T6", "2020-05", province.county_a, by=filler),
        finding(1, one, owner=unit, progress="正在拨付"),
        finding(3, one, due_on=Day(2020, 4, 1), extended_to=Day(2020, 7, 1), nature="反弹"),
        finding(4, two, status="已完成待核", due_on=Day(2020, 6, 20)),
        finding(5, two, mend_type="长期坚持", status="长期坚持", due_on=Day(2020, 2, 1)),
    )  # fmt: skip
    return unit


def test_each_finding_is_listed_once_as_it_stands(client, province, found, officer):
    client.force_login(officer, backend=BACKEND)
    page = client.get(reverse("supervision:findings"))
    counts = {tab.label: tab.count for tab in page.context["tabs"]}
    assert counts == {
        "全部": 5, "整改中": 2, "逾期": 1, "待复核": 1, "已销号": 1, "长期坚持": 1, "反弹": 1
    }  # fmt: skip
    page = client.get(reverse("supervision:findings"), {"tab": "overdue"})
    [late] = page.context["table"].page.object_list
    assert late.record.state.words == "逾期41天", "to the end of May: later nobody has said"
    assert late.record.source_text == "T6 2020年5月 第6行"
    asked = client.get(reverse("supervision:findings"), {"q": "只到位"})
    assert {tab.label: tab.count for tab in asked.context["tabs"]}["全部"] == 5


def test_village_and_unit_pages_tell_findings(client, province, found, officer):
    client.force_login(officer, backend=BACKEND)
    url = reverse("villages:village", args=[province.villages_a[0].pk])
    overview = client.get(url).content.decode()
    assert "1个问题逾期" in overview
    assert "问题销号" in overview
    page = client.get(url, {"tab": "supervision"}).content.decode()
    assert "共3个，未销号2个，其中逾期1个，已销号1个；同类问题不止一次：保障3次；反弹1个" in page
    unit = client.get(reverse("villages:unit", args=[found.pk])).content.decode()
    assert "负责整改的问题" in unit
    assert "2020-01-990121-001" in unit
    assert "2020-01-990121-004" not in unit, "another unit answers for it"
    earlier = client.get(url, {"tab": "supervision", "on": "2020-04-10"}).content.decode()
    assert "其中逾期0个" in earlier, "not late on that day"


def test_search_finds_findings_in_the_area_only(province, found, officer, outsider):
    for word in ("2020-01-990121-00", "双河", "经费", "嵩北 只到位四成"):
        groups = {g.source.key: g.hits for g in search(officer, Words.read(word), limit=9)}
        assert groups["findings"], word
    one = {g.source.key: g.hits for g in search(officer, Words.read("2020-01-990121-001"))}
    assert [hit.title for hit in one["findings"]] == [
        "2020-01-990121-001 保障：办公经费只到位四成，第1号"
    ]
    assert "逾期" in one["findings"][0].note
    assert "findings" not in {g.source.key for g in search(outsider, Words.read("经费"))}


def test_search_asks_no_more_where_more_is_found(province, found, officer):
    queries.search(officer, Words.read("双河"), 5)
    with CaptureQueriesContext(connection) as few:
        queries.search(officer, Words.read("2020-01-990121-001"), 5)
    with CaptureQueriesContext(connection) as many:
        queries.search(officer, Words.read("经费"), 5)
    assert len(many) == len(few)


@pytest.fixture
def cadre(province, filler):
    """Somebody recalled in May, admonished by ID number, and a namesake elsewhere."""
    person = make.person("赵大")
    make.posting(
        province.villages_a[0], who=person, ended_on=Day(2020, 5, 9), end_reason=EndReason.RECALLED
    )
    decided = {"person_name": "赵大", "decided_on": Day(2020, 5, 9), "reason": "长期不在岗"}
    rows(
        MeasureRow, make.current_revision("T15", "2020-05", province.county_a, by=filler),
        {**decided, "category": "召回", "form": "召回", "level": 0, "is_counted": False},
        {**decided, "category": "诫勉", "form": "诫勉", "level": 2, "is_counted": True,
         "decided_on": Day(2020, 4, 1), "influence_from": Day(2020, 4, 1),
         "influence_to": Day(2020, 10, 1), "id_fingerprint": person.id_fingerprint,
         "appeal": "未申诉", "reason": "工作日志造假"},
        {**decided, "category": "通报", "form": "通报批评", "level": 1, "is_counted": True,
         "reason": "同名的另一个人"},
    )  # fmt: skip
    rows(
        IncentiveRow, make.current_revision("T16", "2020Q2", province.county_a, by=filler),
        {"person_name": "赵大", "category": "表彰", "content": "优秀驻村干部",
         "given_on": Day(2020, 6, 1), "id_fingerprint": person.id_fingerprint},
        {"person_name": "赵大", "category": "慰问", "content": "别人的慰问",
         "given_on": Day(2020, 6, 1)},
    )  # fmt: skip
    return person


def test_measures_are_shown_where_sure_and_never_on_a_namesake(client, cadre, officer):
    assert [row.category for row in queries.measures_of(cadre, officer, Day(2020, 6, 1))] == [
        "召回", "诫勉"
    ]  # fmt: skip
    client.force_login(officer, backend=BACKEND)
    page = client.get(reverse("villages:person", args=[cadre.pk]), {"tab": "measures"})
    text = page.content.decode()
    assert "长期不在岗" in text
    assert "不计入（日常管理）" in text
    assert "已于2020-10-01期满" in text
    assert "优秀驻村干部" in text
    assert "在影响期内，请核实（D-06）" in text
    assert "同名的另一个人" not in text
    assert "别人的慰问" not in text
    twin = make.person("赵大")
    make.posting(
        cadre.postings.get().village, who=twin, role="member", ended_on=Day(2020, 5, 9),
        end_reason=EndReason.RECALLED,
    )  # fmt: skip
    assert [row.category for row in queries.measures_of(cadre, officer, Day(2020, 6, 1))] == [
        "诫勉"
    ], "two were recalled on that day under this name"


def test_measures_are_hidden_from_who_may_not_see_them(client, province, cadre):
    viewer = make.user("viewer", province.county_a)
    client.force_login(viewer, backend=BACKEND)
    page = client.get(reverse("villages:person", args=[cadre.pk]), {"tab": "measures"})
    assert page.status_code == 200
    assert "奖惩" not in page.content.decode()
    assert "长期不在岗" not in page.content.decode()
