"""A list takes its own export back in: no change where nothing changed, and only what changed."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.lists.reading import UnreadableError, read
from portal.workbooks import write_xlsx
from tests import make
from villages.people.models import Unit
from villages.places.models import Division, VillageType

pytestmark = pytest.mark.django_db
LIST, IMPORT = reverse("villages:village-list"), reverse("villages:village-import")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def exported(user, url: str = LIST) -> bytes:
    answer = browser(user).post(url, {"act": "export", "scope": "all"})
    assert answer.status_code == 200
    return answer.content


def amended(content: bytes, **cells: object) -> bytes:
    """Save a workbook again, as a spreadsheet program does, with some cells changed."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book.active[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column(content: bytes, heading: str) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return next(cell.column_letter for cell in sheet[1] if cell.value == heading)


def send(user, content: bytes, url: str = IMPORT, name: str = "名录.xlsx", **more):
    file = SimpleUploadedFile(name, content)
    return browser(user).post(url, {"file": file, **more})


def events(*verbs: str) -> list[str]:
    found = AuditEvent.objects.filter(verb__in=verbs).order_by("pk")
    return [event.sentence for event in found]


@pytest.fixture
def registered(province):
    make.posting(province.villages_a[0], who=make.person("李红伟"))
    Division.objects.filter(level="village").update(short_name="某村")


def test_a_list_takes_its_own_export_back_in_without_a_change(province, officer, registered):
    before = list(Division.objects.order_by("pk").values())
    for content in (exported(officer), amended(exported(officer))):
        answer = send(officer, content)
        assert answer.status_code == 302
        messages = browser(officer).get(LIST).content.decode()
        assert messages
    assert list(Division.objects.order_by("pk").values()) == before
    assert events("village.amend") == []
    assert events("list.import") == [f"{officer.full_name} 导入了“村名录”8行，修改0行"] * 2


def test_a_changed_cell_changes_just_that(province, officer, registered):
    content = exported(officer)
    village = province.villages_a[1]
    short, types = column(content, "简称"), column(content, "村类型")
    changed = amended(content, **{f"{short}3": "东沟", f"{types}3": "贫困村、软弱涣散村"})
    assert send(officer, changed, only_check="on").status_code == 200
    assert events("village.amend", "list.import") == []
    assert send(officer, changed).status_code == 302
    village.refresh_from_db()
    assert (village.short_name, village.initials, village.name) == ("东沟", "dg", "东沟村")
    assert set(village.types.values_list("kind", flat=True)) == {"poor", "weak"}
    assert Division.objects.filter(short_name="东沟").count() == 1
    assert events("village.amend") == [
        f"{officer.full_name} 修改了 东沟村：简称由“某村”改为“东沟”，列为软弱涣散村"
    ]
    back = amended(exported(officer), **{f"{types}3": ""})
    assert send(officer, back).status_code == 302
    ended = VillageType.objects.get(village=village, kind="poor")
    assert ended.valid_to == timezone.localdate()
    assert not VillageType.objects.filter(village=village, kind="weak").exists()


def test_everything_wrong_is_said_at_once_and_nothing_written(province, officer, registered):
    content = exported(officer)
    name, types, code = (column(content, h) for h in ("村", "村类型", "村代码"))
    short = column(content, "简称")
    wrong = amended(
        content,
        **{f"{name}2": "双河屯", f"{code}4": "999999999999", f"{code}6": None, f"{short}3": "新"},
    )
    answer = send(officer, wrong)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "第2行“村”由“双河村”改成了“双河屯”" in said
    assert "第4行：名录里没有999999999999" in said
    assert "第6行没有填“村代码”" in said
    answer = send(officer, amended(content, **{f"{types}3": "穷村", f"{short}2": "新"}))
    assert answer.status_code == 422
    assert "第3行：没有“穷村”这种村类型" in answer.content.decode()
    assert not Division.objects.filter(short_name="新").exists()
    assert events("village.amend", "list.import") == []


def test_only_who_keeps_the_registry_imports(province, filler, officer, registered):
    assert send(filler, exported(filler)).status_code == 403
    assert "导入" not in browser(filler).get(LIST).content.decode()
    assert IMPORT in browser(officer).get(LIST).content.decode()


def test_units_are_taken_back_in_too(province, officer):
    Unit.objects.create(name="省水利局", level="province")
    other = Unit.objects.create(name="省交通厅", level="province")
    url, units = reverse("villages:unit-import"), reverse("villages:unit-list")
    content = exported(officer, units)
    assert send(officer, content, url).status_code == 302
    assert events("unit.amend") == []
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    row = next(
        r for r in range(2, 9) if sheet[f"{column(content, '单位名称')}{r}"].value == "省水利局"
    )
    changed = amended(content, **{f"{column(content, '单位名称')}{row}": "省水利厅"})
    assert send(officer, changed, url).status_code == 302
    assert events("unit.amend") == [
        f"{officer.full_name} 修改了单位 省水利局：名称由“省水利局”改为“省水利厅”"
    ]
    other.refresh_from_db()
    assert other.name == "省交通厅"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "不是xlsx"),
        ("a.xlsx", b"PK\x03\x04 broken", "不是xlsx"),
        ("a.csv", b"\xff\xff", "编码"),
        ("a.csv", b"", "空的"),
        ("a.xlsx", write_xlsx(["甲"], []), "没有“村代码”"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_words(province, officer, name, content, said):
    answer = send(officer, content, name=name)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_csv_is_read_as_spreadsheet_programs_save_it():
    sent = read("名录.csv", "村代码,简称\n990121101200,双河\n".encode("gb18030"))
    assert (sent.headers, sent.rows) == (["村代码", "简称"], [["990121101200", "双河"]])


def test_a_workbook_that_defines_entities_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
        )
    with pytest.raises(UnreadableError):
        read("a.xlsx", out.getvalue())


def test_a_date_is_the_same_from_a_file_and_from_the_list():
    from portal.lists.importing import text_of

    assert (
        text_of(dt.datetime(2020, 5, 31, tzinfo=dt.UTC))
        == text_of(dt.date(2020, 5, 31))
        == "2020-05-31"
    )
    assert text_of(3.0) == text_of(3) == "3"
