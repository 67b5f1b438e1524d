"""The technical console: one role, reference tables, everything traced, nothing a formula."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.console import console
from tests import make
from villages.economy.models import CountyIncome
from villages.people.models import Unit
from villages.places.models import Division, PovertyStatus
from villages.postings.models import CalendarDay

pytestmark = pytest.mark.django_db
LISTS = [
    reverse(f"admin:villages_{model._meta.model_name}_changelist") for model in console._registry
]


@pytest.fixture
def admin(province) -> Client:
    client = Client()
    client.force_login(make.user("system_admin", province.province))
    return client


def test_only_reference_tables_are_here():
    names = {model._meta.model_name for model in console._registry}
    assert names == {
        "division", "divisionalias", "povertystatus", "unit", "calendarday", "countyincome",
    }  # fmt: skip


def test_every_field_has_a_chinese_name():
    named = {
        f"{model.__name__}.{field.name}": str(field.verbose_name)
        for model in console._registry
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    assert {key for key, words in named.items() if words.isascii()} == set()


@pytest.mark.parametrize("url", [reverse("admin:index"), *LISTS])
def test_the_system_administrator_opens_every_list(admin, url):
    assert admin.get(url).status_code == 200


@pytest.mark.parametrize("role", ["province_officer", "security_admin", "auditor", "leader"])
def test_nobody_else_gets_in(province, role):
    client = Client()
    client.force_login(make.user(role, province.province))
    for url in (reverse("admin:index"), *LISTS):
        assert client.get(url).status_code == 403


def test_a_stranger_is_sent_to_our_own_login(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("access:login"))


def test_passwords_and_leaving_follow_the_rules_of_the_portal(admin):
    answer = admin.post(reverse("admin:password_change"), {"new_password1": "x"})
    assert answer["Location"] == reverse("access:password")
    assert admin.post(reverse("admin:logout")).status_code == 302
    assert admin.get(reverse("admin:index")).status_code == 302
    assert AuditEvent.objects.filter(verb="login.ended").exists()


def test_divisions_are_read_only(admin, province):
    url = reverse("admin:villages_division_change", args=[province.county_a.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url, {"name": "改名县"}).status_code == 403
    assert admin.get(reverse("admin:villages_division_add")).status_code == 403
    delete = reverse("admin:villages_division_delete", args=[province.county_a.pk])
    assert admin.post(delete, {"post": "yes"}).status_code == 403
    assert Division.objects.get(pk=province.county_a.pk).name == "嵩北县"


def test_a_change_is_traced_and_keeps_its_history(admin, province):
    status = PovertyStatus.objects.get(division=province.county_a)
    url = reverse("admin:villages_povertystatus_change", args=[status.pk])
    answer = admin.post(
        url,
        {
            "division": province.county_a.pk, "kind": "provincial", "listed_on": "2014-01-01",
            "batch_year": "2018", "delisted_on": "2019-05-08", "source": "更正",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    event = AuditEvent.objects.get(verb="reference.change")
    assert "修改贫困县情况" in event.sentence
    history = status.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(history.values_list("kind", flat=True)) == ["national", "provincial"]


def export(admin: Client, model: str) -> tuple[list[tuple[object, ...]], bytes]:
    answer = admin.post(
        reverse(f"admin:villages_{model}_export"),
        {"format": "0", "resource": "0", **_all_fields(admin, model)},
    )
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True)), answer.content


def _all_fields(admin: Client, model: str) -> dict[str, str]:
    form = admin.get(reverse(f"admin:villages_{model}_export")).context["form"]
    return {name: "on" for name in form.fields if "resource_" in name}


def test_an_export_keeps_strings_as_strings(admin, province):
    Unit.objects.create(name="=1+1", level="county", division=province.county_a)
    Unit.objects.create(name="@省水利厅", level="province")
    rows, content = export(admin, "unit")
    assert {row[0] for row in rows[1:]} == {"=1+1", "@省水利厅"}
    assert "990121000000" in {row[2] for row in rows[1:]}
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert AuditEvent.objects.get(verb="reference.export").sentence == "导出单位2条"


def send(admin: Client, model: str, text: str, encoding: str = "utf-8-sig") -> str:
    file = SimpleUploadedFile("days.csv", text.encode(encoding), content_type="text/csv")
    answer = admin.post(
        reverse(f"admin:villages_{model}_import"),
        {"import_file": file, "format": "0", "resource": "0"},
        follow=True,
    )
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_calendar_comes_in_as_csv(admin, encoding):
    text = "day,is_workday,name,document\n2022-01-03,0,元旦,国办发明电〔2021〕11号\n2020-05-01,0,劳动节,改\n"
    send(admin, "calendarday", text, encoding)
    day = CalendarDay.objects.get(day=dt.date(2022, 1, 3))
    assert (day.name, day.is_workday) == ("元旦", False)
    assert CalendarDay.objects.get(day=dt.date(2020, 5, 1)).document == "改"
    event = AuditEvent.objects.get(verb="reference.import")
    assert event.sentence == "导入节假日：新增1条，修改1条"


def test_a_calendar_with_one_bad_row_is_not_taken_in_at_all(admin):
    before = CalendarDay.objects.count()
    text = "day,is_workday,name,document\n2022-01-03,0,元旦,甲\n二〇二二年,0,春节,乙\n"
    page = send(admin, "calendarday", text)
    assert "没有写入任何内容" in page
    assert "第3行" in page
    assert "Traceback" not in page
    assert CalendarDay.objects.count() == before
    assert not AuditEvent.objects.filter(verb="reference.import").exists()


def test_a_unit_of_a_division_nobody_knows_is_refused(admin, province):
    send(admin, "unit", "name,level,division_code\n县水利局,county,999999999999\n")
    assert not Unit.objects.exists()
    send(admin, "unit", "name,level,division_code\n县水利局,county,990121000000\n")
    assert Unit.objects.get().division == province.county_a


def test_incomes_come_in_by_county_and_year_and_are_amended(admin, province):
    head = "county_code,year,income_yuan,source\n"
    send(admin, "countyincome", f"{head}990121000000,2018,13252,2018年统计公报\n")
    assert CountyIncome.objects.get().county == province.county_a
    send(admin, "countyincome", f"{head}990121000000,2018,13253,更正公报\n")
    assert [(one.income_yuan, one.source) for one in CountyIncome.objects.all()] == [
        (13253, "更正公报")
    ]
    page = send(admin, "countyincome", f"{head}990121000000,2019,-1,笔误\n")
    assert "Traceback" not in page
    assert CountyIncome.objects.count() == 1
