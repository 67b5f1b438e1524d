"""The pages of cases: what they show, that they agree with the indicators, what waits for whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accountability.assessment.models import IndicatorValue
from accountability.rectification import actions
from accountability.rectification.models import Proposal, WeakCase
from accountability.rectification.queries import counted
from accountability.rectification.rules.cases import OPEN
from portal.access.reader import WholeProvince
from portal.ui import todo
from tests import make
from tests.accountability.ledgers import books
from tests.accountability.rectification.test_rechecks import FACTS, look
from tests.accountability.rectification.test_weak_sheet import ACCEPTED, day, row
from villages.places.models import Level

MAY_31 = dt.date(2020, 5, 31)
BACKEND = "django.contrib.auth.backends.ModelBackend"
Day = dt.date


@pytest.fixture(autouse=True)
def secretaries(province):
    for number, village in enumerate(province.villages_a):
        make.posting(village, who=make.person(f"赵{'大二三四'[number]}"))


@pytest.fixture
def month(province, filler):
    """May of county a: one being mended, one tracked, one fallen back, one with its texts copied."""
    copied = {"symptoms": row()["symptoms"], "measures": row()["measures"]}
    april = [row("石门村", first_secretary="赵三", **ACCEPTED)]
    books.accept(province.county_a, filler, "T4", april, "2020-04")
    rows = [
        row(is_hardest="是", difficulty="难", township_leader_post="副书记"),
        row("东沟村", first_secretary="赵二", **ACCEPTED),
        row("石门村", first_secretary="赵三", **ACCEPTED | {"stage": "反弹"}),
        row("柳林村", first_secretary="赵四", opened_on=day("2019-03-01"), **copied),
    ]
    return books.accept(province.county_a, filler, "T4", rows, "2020-05")


def get(client, user, name, *args, **query):
    client.force_login(user, backend=BACKEND)
    page = client.get(reverse(f"rectification:{name}", args=args), query)
    assert page.status_code == 200
    return page.content.decode()


def test_list_counts_and_filters(client, month, filler):
    page = get(client, filler, "list")
    assert all(name in page for name in ("双河村", "东沟村", "石门村", "柳林村"))
    assert "老大难村，联村县级领导不是县委组织部长" in page
    page = get(client, filler, "list", tab="back")
    assert "石门村" in page
    assert "双河村" not in page
    page = get(client, filler, "list", question="breach")
    assert "双河村" in page
    assert "柳林村" not in page
    client.force_login(filler, backend=BACKEND)
    book = client.post(reverse("rectification:list"), {"act": "export", "scope": "all"})
    assert book["Content-Type"].startswith("application/vnd")


def test_case_shows_steps_sources_and_alike_texts(client, month, province, filler):
    case = WeakCase.objects.get(village=province.villages_a[0])
    page = get(client, filler, "case", case.pk)
    for words in (
        "派强工作力量",
        "官方表述待核",
        "王建国（县委常委、宣传部长）",
        "F-07",
        "疑似照抄",
    ):
        assert words in page, words
    assert reverse("intake:cell", args=[month.pk, case.source_row, "stage"]) in page
    other = WeakCase.objects.get(village=province.villages_a[3])
    assert reverse("rectification:case", args=[other.pk]) in page
    old, new = WeakCase.objects.filter(village=province.villages_a[2]).order_by("round")
    assert reverse("rectification:case", args=[old.pk]) in get(client, filler, "case", new.pk)
    assert reverse("rectification:case", args=[new.pk]) in get(client, filler, "case", old.pk)


def test_pages_agree_with_the_indicators(month, province, officer):
    case = WeakCase.objects.get(village=province.villages_a[1])
    at = dt.datetime(2020, 5, 30, tzinfo=dt.UTC)

    def both(day=MAY_31):
        rows = IndicatorValue.objects.filter(period="2020-05", county=province.county_a)
        told = {one.indicator: (one.numerator, one.denominator) for one in rows}
        count = counted(
            WholeProvince(), province.county_a, day, counties=[province.county_a.pk],
            conversion_months=12, tracking_months=12,
        )  # fmt: skip
        being = sum(count.groups.get(group, 0) for group in OPEN)
        assert being == WeakCase.objects.open().count() == told["weak_share"][0]
        assert (count.converted, count.due) == told["conversion"]
        assert (count.fell_back, count.tracked) == told["relapse"]
        assert (count.overturned, count.rechecked) == told["overturn"]
        assert count.groups == {
            group: WeakCase.objects.filter(group=group).count() for group in count.groups
        }
        return being, told["overturn"]

    assert both() == (3, (0, 0))
    assert both(Day(2020, 12, 1)) == (3, (0, 0)), "nothing falls due that no ledger tells of"
    actions.recheck(case=case, look=look(checked_on=Day(2020, 5, 29)), by=officer, at=at)
    assert both() == (4, (1, 1))


def test_village_and_area_pages_tell_of_the_case(client, month, province, filler):
    village = province.villages_a[0]
    client.force_login(filler, backend=BACKEND)
    url = reverse("villages:village", args=[village.pk])
    page = client.get(url, {"tab": "fortress", "on": "2020-06-01"}).content.decode()
    for words in ("软弱涣散·整顿中", "第3步 找准症结定方案", "李民（副书记）"):
        assert words in page, words
    assert reverse("intake:cell", args=[month.pk, 6, "stage"]) in page
    before = client.get(url, {"tab": "fortress", "on": "2020-03-01"}).content.decode()
    assert "软弱涣散·整顿中" not in before
    assert "软弱涣散整顿立案" in client.get(url).content.decode()
    past = client.get(url, {"tab": "history"}).content.decode()
    assert reverse("intake:cell", args=[month.pk, 6, "stage"]) in past
    area = client.get(
        reverse("villages:division", args=[province.county_a.pk]), {"on": "2020-06-01"}
    )
    assert "省抽查推翻" in area.content.decode()


def test_what_waits_for_whom(month, province, filler, officer, reviewer):
    case = WeakCase.objects.get(village=province.villages_a[1])
    now = timezone.now()

    def waiting(user, kind):
        return [one for one in todo.waiting(user, at=now) if one.source == kind]

    assert len(waiting(filler, "weak-tracking")) == 1, "a year of tracking is long over"
    actions.recheck(case=case, look=look(checked_on=Day(2020, 6, 12)), by=officer, at=now)
    assert [one.pk for one in waiting(filler, "weak-back")] == [case.pk]
    assert waiting(filler, "weak-tracking") == waiting(reviewer, "weak-back") == []
    [entry] = todo.entries(filler, waiting(filler, "weak-back"), at=now)
    assert "应报“重新整顿”" in entry.title
    Proposal.objects.create(
        village=province.villages_b[0], county=province.county_b, period="2020-05",
        source_revision=month, source_row=6,
    )  # fmt: skip
    assert waiting(filler, "weak-propose") == []
    assert len(waiting(officer, "weak-propose")) == 1


def test_recheck_and_decision_are_typed(client, month, province, officer, signer):
    case = WeakCase.objects.get(village=province.villages_a[1])
    url = reverse("rectification:recheck", args=[case.pk])
    client.force_login(officer, backend=BACKEND)
    typed = {
        "picked": "drawn", "checked_on": "2020-06-12", "checkers": "钱明", "result": "passed",
        "facts": FACTS, "score": "60",
    }  # fmt: skip
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "低于70分" in refused.content.decode()
    assert client.post(url, typed | {"result": "failed"}).status_code == 302
    assert "退回整顿" in get(client, officer, "case", case.pk)
    drawn = client.post(reverse("rectification:draw"), {"number": 2})
    assert "seed=" in drawn["Location"]
    assert client.get(drawn["Location"]).status_code == 200
    again = client.post(reverse("rectification:relapse", args=[case.pk]), {"facts": "短"})
    assert again.status_code == 422

    proposal = Proposal.objects.create(
        village=make.division("新村", Level.VILLAGE, province.town_a), county=province.county_a,
        period="2020-05", source_revision=month, source_row=6,
    )  # fmt: skip
    assert "新村" in get(client, signer, "proposals")
    url = reverse("rectification:proposal", args=[proposal.pk])
    assert client.post(url, {"decision": "dismissed"}).status_code == 422
    assert client.post(url, {"decision": "confirmed"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.decided_by) == ("confirmed", signer)


def test_list_asks_the_same_number_of_queries_however_long(client, month, province, filler):
    def asked() -> int:
        client.force_login(filler, backend=BACKEND)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("rectification:list")).status_code == 200
        return len(seen)

    asked()
    few = asked()
    first = WeakCase.objects.first()
    for number in range(5):
        first.pk, first.village = None, make.division(f"村{number}", Level.VILLAGE, province.town_a)
        first.save()
    assert asked() == few
