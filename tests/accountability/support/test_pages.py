"""A first secretary's page, a village's support tab and the list of what to look into."""

import datetime as dt

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.intake.rules import Period
from accountability.ledgers.models import GroupMemberRow, PresenceRow
from tests import make
from tests.accountability.support.told import FULL, file, rows, tell
from villages.postings.models import Posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(province, filler):
    return tell(province, filler)


def person_page(client, person, tab: str = "", on: str = "2020-05-31") -> str:
    return str(client.get(f"{reverse('villages:person', args=[person.pk])}?tab={tab}&on={on}").text)


def village_page(client, village, tab: str = "support", on: str = "2020-05-31") -> str:
    return str(
        client.get(f"{reverse('villages:village', args=[village.pk])}?tab={tab}&on={on}").text
    )


def test_overview_says_term_facts_team_group_and_training(client, province, told, officer):
    client.force_login(officer)
    page = person_page(client, told.successor)
    assert "双河村第一书记，2/5个月" in page
    assert "截至2020年5月连续2个月没有达到五天四夜（平台约定），待核实" in page
    assert "2020年5月请假5天，审批为“乡镇党委”" in page
    assert "任期2020-08-01届满，还有62天" in page
    assert "今年没有培训记录" not in page
    assert "第一书记示范班" in page
    quarter = Period.parse("2020Q2").label
    assert page.index("王镇长") < page.index(f"T18 {quarter} 第7行")
    assert "50/30" in page
    assert "请假5天（病假，乡镇党委批准）" in page
    assert "抽查2次，不在岗1次" in page
    assert "到嵩北县青岭镇双河村任第一书记" in page
    assert "20-05 应驻20实驻12天，夜宿8夜，请假公差5天，未达标" in page


def test_months_have_leave_with_who_may_grant_it_and_their_source(client, province, told, officer):
    client.force_login(officer)
    page = person_page(client, told.successor, "presence")
    assert "2020年已报请假7天，上限30天（官方表述待核）" in page
    assert "乡镇党委；应由县委组织部+派出单位，待核实" in page
    assert "2/1/0" in page
    row = PresenceRow.objects.get(days_total=12)
    assert reverse("intake:cell", args=[row.revision_id, row.row_no, "days_total"]) in page
    assert "2020年3月" not in person_page(client, told.successor, "presence", "2020-02-28")


def test_assessments_by_year_with_parts(client, told, officer):
    client.force_login(officer)
    page = person_page(client, told.recalled, "assessment")
    assert ("2019年" in page, "71" in page, "基本合格" in page) == (True, True, True)


def test_recall_and_replacement_name_each_other(client, province, told, officer, filler):
    client.force_login(officer)
    gone, came = person_page(client, told.recalled), person_page(client, told.successor)
    assert reverse("villages:person", args=[told.successor.pk]) in gone
    assert reverse("villages:person", args=[told.recalled.pk]) in came
    for page in (gone, came, village_page(client, province.villages_a[0])):
        assert "经常不在村" in page
        assert "2020-03-01 召回" in page
        assert page.count("2020-03-01至今") == 1, "one first secretary is in post"
    client.force_login(make.user("viewer", province.county_a))
    page = person_page(client, told.successor)
    assert "2020-03-01 召回" in page
    assert "经常不在村" not in page, "only who may see measures reads the reason"


def test_village_says_group_months_leave_and_funds(client, province, told, officer):
    client.force_login(officer)
    page = village_page(client, province.villages_a[0])
    assert "在组2人" in page
    assert "第二批次年拨付" in page
    assert "5天（病假）" in page
    assert "周退思" in village_page(client, province.villages_a[0], on="2020-01-31")


def test_missing_first_secretary_is_marked_until_a_group_covers(client, province, told, officer,
                                                                filler):  # fmt: skip
    client.force_login(officer)
    empty = province.villages_a[2]
    assert "应派第一书记，该日空缺" in village_page(client, empty)
    assert "空缺" not in village_page(client, province.villages_a[0])
    rows(
        GroupMemberRow, file("T18", "2020Q1", province, filler),
        {"village": empty, "group_role": "组长", "person_name": "钱镇长"},
    )  # fmt: skip
    assert "第一书记空缺，责任组钱镇长包村" in village_page(client, empty)


def test_list_counts_what_to_look_into_each_with_its_rule(client, province, told, officer):
    client.force_login(officer)
    page = client.get(reverse("support:leave")).text
    for words in ("连续不达标", "请假超审批权限", "任期将满", "E-07", "待核实"):
        assert words in page
    assert page.count("李红卫") >= 1
    assert "外县人" in client.get(f"{reverse('support:leave')}?tab=term").text
    assert "外县人" not in client.get(f"{reverse('support:leave')}?tab=low").text
    assert "没有培训" in client.get(f"{reverse('support:leave')}?tab=untrained").text


def test_list_shows_each_reader_the_own_counties(client, province, told, officer, outsider):
    client.force_login(make.user("viewer", province.county_b))
    page = client.get(reverse("support:leave")).text
    assert "李红卫" not in page
    assert "外县人" in page


def test_list_asks_as_often_for_many_as_for_few(client, province, told, officer, filler):
    def queries() -> int:
        from django.db import connection

        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("support:leave")).status_code == 200
        return len(asked)

    client.force_login(officer)
    queries()
    few = queries()
    revision = file("T2", "2020-02", province, filler)
    for village in province.villages_a[2:]:
        person = make.person()
        make.posting(village, who=person, due_on=dt.date(2020, 7, 1))
        rows(
            PresenceRow, revision,
            {"village": village, "person_id": person.pk, "required_days": FULL, "is_met": False},
        )  # fmt: skip
    assert Posting.objects.count() == 7
    assert queries() == few
