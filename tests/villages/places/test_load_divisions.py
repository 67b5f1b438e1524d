"""Loading editions of the division table by the command an administrator uses."""

import csv
import datetime as dt
import gzip
import io
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.access.models import User
from portal.audit.models import AuditEvent
from tests import make
from villages.branches.models import Branch
from villages.places.loading import reporting
from villages.places.models import (
    Division,
    DivisionAlias,
    DivisionChange,
    Kind,
    Level,
    PovertyStatus,
    ReportingLine,
    VillageType,
)

DATA = Path(reporting.__file__).parents[1] / "data"
SHARED = Path(__file__).parents[4] / "shared" / "data"

TABLE = """\
code,name
810000000000,岭南省
810100000000,平江市
810121000000,平江县
810121100000,城关镇
810121100200,东沟村委会
810121100201,西沟村民委员会
810171000000,平江高新技术产业开发区
810171001000,创业街道
810171001001,创业社区居委会
819001000000,直管市
819001001000,北海街道
"""
CHANGED = """\
code,name
810000000000,岭南省
810100000000,平江市
810103000000,平江区
810103100000,城关镇
810103100200,东沟村委会
810103100201,西沟新村民委员会
810171000000,平江高新技术产业开发区
810171001000,创业街道
810171001001,创业社区居民委员会
819001000000,直管市
819001001000,北海街道
"""
CHANGES = """\
year,level,old_code,old_name,new_code,new_name,change
2021,county,810121000000,平江县,810103000000,平江区,moved
2021,town,810121100000,城关镇,810103100000,城关镇,moved
2021,village,810121100200,东沟村委会,810103100200,东沟村委会,moved
2021,village,810121100201,西沟村委会,810103100201,西沟村委会,moved
2022,village,810103100201,西沟村委会,810103100201,西沟新村委会,renamed
"""
FIRST, LATER = dt.date(2020, 1, 1), dt.date(2023, 6, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(tmp_path):
    """Write a text as a file and return its path."""

    def write(text: str, name: str = "table.csv", encoding: str = "utf-8") -> str:
        path = tmp_path / name
        content = text.encode(encoding)
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return str(path)

    return write


def load(path: str, on: dt.date = FIRST, **options: object) -> str:
    out = io.StringIO()
    call_command("load_divisions", path, valid_from=str(on), stdout=out, **options)
    return out.getvalue()


def state() -> list[tuple[object, ...]]:
    """Return every row of the division table and what hangs on it."""
    tables = (Division, DivisionChange, DivisionAlias, ReportingLine, VillageType, PovertyStatus)
    return [row for model in tables for row in model.objects.order_by("pk").values_list()]


def current(code: str) -> Division:
    return Division.objects.get(code=code, valid_to=None)


def test_levels_parents_and_counties_come_from_the_codes(table):
    printed = load(table(TABLE))
    assert "省 1\n  市 2\n  县 2，另有统计用区 1\n  乡 3\n  村 3" in printed
    village = current("810121100200")
    assert (village.level, village.parent, village.county) == (
        Level.VILLAGE,
        current("810121100000"),
        current("810121000000"),
    )
    assert (village.short_name, village.initials) == ("东沟村", "dgcwh")
    assert current("810121000000").county == current("810121000000")
    assert current("810000000000").parent is None


def test_zones_and_offices_of_cities_are_told_from_county_level_cities(table):
    load(table(TABLE))
    zones = Division.objects.filter(kind=Kind.ZONE).values_list("code", flat=True)
    assert list(zones) == ["810171000000"]
    assert current("819001000000") in Division.objects.rankable()
    own, city = Division.objects.get(kind=Kind.CITY_OWN), current("810100000000")
    assert (own.code, own.name, own.county) == ("810199000000", "平江市本级", own)
    assert (own.parent, own.reporting_lines.get().parent) == (city, city)
    assert own not in Division.objects.rankable()
    with pytest.raises(CommandError, match="代码810199留给市本级"):
        load(table(TABLE + "810199,平江市本级\n"))


def test_the_missing_row_of_the_province_run_is_added_and_said(table):
    printed = load(table(TABLE))
    assert "表中没有819000000000，按国家标准补为“省直辖县级行政区划”。" in printed
    run = current("819000000000")
    assert (run.level, current("819001000000").parent) == (Level.CITY, run)


def test_loading_again_writes_nothing_and_says_so(table):
    load(table(TABLE))
    before, events = state(), AuditEvent.objects.count()
    printed = load(table(TABLE))
    assert "与库中一致，没有写入任何内容。" in printed
    assert (state(), AuditEvent.objects.count()) == (before, events)
    assert "没有写入任何内容" in load(table(TABLE), LATER)
    assert state() == before


def test_a_dry_run_counts_and_writes_nothing(table):
    printed = load(table(TABLE), dry_run=True)
    assert "村 3" in printed
    assert "试运行" in printed
    assert state() == []
    assert not AuditEvent.objects.exists()


def test_loading_leaves_one_audit_event(table):
    load(table(TABLE))
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("division.load", "系统")
    assert "新增12" in event.sentence


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("t.csv", "utf-8-sig"),
        ("t.csv", "gb18030"),
        ("t.csv", "utf-16"),
        ("t.csv.gz", "utf-8"),
        ("t.csv.gz", "gb18030"),
    ],
)
def test_encodings_people_use(table, name, encoding):
    load(table(TABLE.replace("东沟村", "䩐勒桥垚村"), name, encoding))
    assert current("810121100200").name == "䩐勒桥垚村委会"


def test_explicit_columns_win_over_the_code(table):
    load(
        table(
            "区划代码,区划名称,级别,上级代码,性质\n"
            "81,岭南省,省,,\n8101,平江市,市,81,\n810121,平江县,县,8101,\n"
            "810131,旅游区,县级,8101,统计用区\n810121400,园区,乡,810131,\n"
        )
    )
    assert current("810131000000").kind == Kind.ZONE
    assert current("810121400000").county == current("810131000000")


def test_all_bad_rows_are_named_at_once_and_nothing_is_written(table):
    bad = TABLE + (
        "81012110020x,甲村\n"
        "810121100202,\n"
        "810121100200,又一个东沟村\n"
        "810121999001,无镇之村\n"
        "8.10121E+11,科学计数村\n"
        "810121100203,看不\x07见村\n"
    )
    with pytest.raises(CommandError) as refused:
        load(table(bad))
    said = str(refused.value)
    for sentence in (
        "没有写入任何内容。",
        "第13行：代码“81012110020x”应为2、4、6、9或12位数字。",
        "第14行：名称为空。",
        "第15行：代码810121100200与第6行重复。",
        "第16行：上级810121999000不在表中，也不在库中，请补上这一行。",
        "第17行：代码“8.10121E+11”被表格软件改成了科学计数，请把该列设为文本后重新填写。",
        "第18行：名称中有不可见字符。",
    ):
        assert sentence in said
    assert state() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第1行缺少列"),
        ("name\n甲\n", "第1行缺少列：代码。"),
        ("code,name\n", "表中没有数据行。"),
        ("code,name,level\n81,岭南省,国\n", "级别“国”不认识"),
        ("code,name,kind\n81,岭南省,飞地\n", "性质“飞地”不认识"),
        ("code,name,parent_code\n8101,甲市,8x\n", "上级代码“8x”应为"),
        ("code,name,parent_code\n8101,甲市,82\n", "上级820000000000不在表中"),
        ("code,name,level\n81,岭南省,县\n", "是省级代码，级别却不是省"),
        ("code,name,parent_code\n81,甲省,\n8101,乙市,81\n8102,丙市,8101\n", "级别不低于上级"),
        ("code,name\n810121,甲县\n81,岭南省\n", "上级810100000000不在表中"),
        ('code,name\n81,"岭南省\n', "第2行不是有效的CSV"),
    ],
)
def test_tables_that_cannot_be_read(table, text, said):
    with pytest.raises(CommandError, match=said):
        load(table(text))
    assert state() == []


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + bytes(100), b"\x1f\x8b\x08rest", b"\xff\xff\xff,\n\x81"]
)
def test_files_that_are_no_tables(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"文本文件|压缩包|编码|读不到"):
        load(str(path))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="读不到文件"):
        load(str(tmp_path / "none.csv"))


def test_a_date_that_is_none(table):
    with pytest.raises(CommandError, match="2023-06-30"):
        call_command("load_divisions", table(TABLE), valid_from="去年")


def test_municipality_counties_stand_under_the_province(table):
    load(table("code,name\n81,京江市\n810101,东区\n810101001,甲街道\n"))
    assert current("810101000000").parent == current("810000000000")


def test_a_city_without_counties_holds_its_towns(table):
    printed = load(table("code,name\n81,岭南省\n8119,东江市\n811900003,虎门镇\n"))
    assert current("811900003000").parent == current("811900000000")
    assert "1个乡镇直属地级市" in printed


def test_a_table_of_one_town_stands_under_what_is_loaded(table):
    load(table(TABLE))
    load(table("code,name\n810121100,城关镇\n810121100200,东沟村委会\n"), LATER)
    assert current("810171001001").name == "创业社区居委会"
    ended = Division.objects.filter(valid_to=LATER).values_list("code", flat=True)
    assert list(ended) == ["810121100201"]


def test_a_later_edition_keeps_lineage(table):
    load(table(TABLE))
    old = current("810121000000")
    printed = load(table(CHANGED), LATER, changes=Path(table(CHANGES, "changes.csv")))
    assert "承继 4，撤销 0，去向不明 0" in printed
    old.refresh_from_db()
    assert old.valid_to == LATER
    change = old.successions.get()
    assert (change.successor.name, change.change, change.changed_on) == ("平江区", "moved", LATER)
    village = current("810103100201")
    assert (village.name, village.county) == ("西沟新村民委员会", current("810103000000"))
    assert village.origins.get().predecessor.name == "西沟村民委员会"


def test_as_of_shows_the_names_of_the_day(table):
    load(table(TABLE))
    load(table(CHANGED), LATER, changes=Path(table(CHANGES, "changes.csv")))
    for day, name in [(LATER - dt.timedelta(1), "平江县"), (LATER, "平江区")]:
        counties = Division.objects.as_of(day).rankable().filter(level=Level.COUNTY)
        assert {county.name for county in counties} == {name, "直管市"}


def test_another_spelling_is_no_other_village(table):
    load(table(TABLE))
    kept = current("810171001001").pk
    load(table(CHANGED), LATER, changes=Path(table(CHANGES, "changes.csv")))
    village = current("810171001001")
    assert (village.pk, village.name) == (kept, "创业社区居民委员会")
    assert village.aliases.get().name == "创业社区居委会"


def test_what_is_known_goes_on_under_the_new_code(table):
    load(table(TABLE))
    county, village = current("810121000000"), current("810121100200")
    PovertyStatus.objects.create(
        division=county, kind="national", listed_on=FIRST, batch_year=2018, delisted_on=FIRST
    )
    VillageType.objects.create(village=village, county=county, kind="poor", valid_from=FIRST)
    Branch.objects.create(village=village, county=county, name="东沟村党支部", valid_from=FIRST)
    lasting = make.posting(village, started_on=FIRST)
    ended = make.posting(
        village, started_on=dt.date(2018, 1, 1), ended_on=FIRST, end_reason="expired"
    )
    load(table(CHANGED), LATER, changes=Path(table(CHANGES, "changes.csv")))
    heir, new_county = current("810103100200"), current("810103000000")
    assert new_county.poverty.get().batch_year == 2018
    assert PovertyStatus.objects.as_of(LATER).get().division == new_county
    assert [(t.village, t.county) for t in VillageType.objects.as_of(LATER)] == [(heir, new_county)]
    assert VillageType.objects.as_of(FIRST).get().village == village
    assert Branch.objects.get(valid_to=None).village == heir
    lasting.refresh_from_db()
    ended.refresh_from_db()
    assert (lasting.village, lasting.county) == (heir, new_county)
    assert (ended.village, ended.county) == (village, county)


def test_a_new_county_answers_to_whom_its_predecessor_did(table):
    load(
        table(TABLE),
        reporting=Path(table("county_code,parent_code\n810121,81\n", "lines.csv")),
    )
    assert current("810121000000").reporting_lines.get().parent.level == Level.PROVINCE
    load(table(CHANGED), LATER, changes=Path(table(CHANGES, "changes.csv")))
    line = current("810103000000").reporting_lines.get()
    assert (line.parent.level, line.valid_from) == (Level.PROVINCE, LATER)
    assert Division.objects.get(code="810121000000").reporting_lines.get().valid_to == LATER


def test_reporting_lines_are_turned_by_a_file_and_dated(table):
    load(table(TABLE))
    lines = Path(table("county_code,parent_code\n810121,81\n", "lines.csv"))
    printed = load(table(TABLE), LATER, reporting=lines)
    assert "改报送关系 1" in printed
    history = ReportingLine.objects.filter(division=current("810121000000")).order_by("valid_from")
    assert [(line.parent.name, line.valid_from, line.valid_to) for line in history] == [
        ("平江市", FIRST, LATER),
        ("岭南省", LATER, None),
    ]
    assert "没有写入" in load(table(TABLE), LATER, reporting=lines)


def test_a_stranger_among_the_reporting_lines_is_named(table):
    lines = Path(table("county_code,parent_code\n810121,81\n810199,81\n", "lines.csv"))
    with pytest.raises(CommandError, match="报送关系第3行：没有代码810199000000"):
        load(table(TABLE), reporting=lines)
    assert state() == []


def test_what_is_not_known_is_asked_and_not_guessed(table):
    load(table(TABLE))
    renamed = TABLE.replace("东沟村委会", "王庄村委会").replace("810121100201,西沟村民委员会\n", "")
    ambiguous = (
        "year,level,old_code,old_name,new_code,new_name,change\n"
        "2021,village,810121100201,西沟村委会,810121100205 810121100206,,ambiguous\n"
    )
    printed = load(table(renamed), LATER, changes=Path(table(ambiguous, "changes.csv")))
    assert "待核：810121100200（东沟村委会）新表中该代码是“王庄村委会”" in printed
    assert "待核：810121100201（西沟村民委员会）可能的去向有810121100205、810121100206" in printed
    assert not DivisionChange.objects.exists()
    assert Division.objects.filter(code="810121100200").count() == 2


def test_codes_swapped_between_neighbours_follow_the_names(table):
    load(table(TABLE))
    swapped = TABLE.replace("100200,东沟村委会", "100200,西沟村委会").replace(
        "100201,西沟村民委员会", "100201,东沟村委会"
    )
    changes = (
        "year,level,old_code,old_name,new_code,new_name,change\n"
        "2021,village,810121100200,东沟村委会,810121100201,东沟村委会,moved\n"
        "2021,village,810121100201,西沟村委会,810121100200,西沟村委会,moved\n"
    )
    load(table(swapped), LATER, changes=Path(table(changes, "changes.csv")))
    for change in DivisionChange.objects.select_related("predecessor", "successor"):
        assert change.predecessor.name[:2] == change.successor.name[:2]
        assert change.predecessor.code != change.successor.code


def test_a_county_whose_towns_all_moved_together_is_followed(table):
    load(table(TABLE))
    gone = CHANGES.replace("810103000000,平江区,moved", ",,gone")
    load(table(CHANGED), LATER, changes=Path(table(gone, "changes.csv")))
    change = DivisionChange.objects.get(predecessor__level=Level.COUNTY)
    assert (change.successor.name, change.document) == ("平江区", "所辖1个乡镇整体划入")


def test_a_bad_line_of_the_changes_is_named_and_nothing_is_written(table):
    load(table(TABLE))
    before = state()
    bad = CHANGES + "2021,village,8x,甲,810103100200,甲,moved\n二〇二一,village,81,甲,81,甲,moved\n"
    with pytest.raises(CommandError) as refused:
        load(table(CHANGED), LATER, changes=Path(table(bad, "changes.csv")))
    assert "changes.csv第7行" in str(refused.value)
    assert "changes.csv第8行：年份" in str(refused.value)
    assert state() == before


def test_an_earlier_edition_is_refused(table):
    load(table(CHANGED), LATER)
    with pytest.raises(CommandError, match="不能再载入2020-01-01起的版本"):
        load(table(TABLE), FIRST)


def test_a_correction_on_the_same_day_amends_names_but_drops_nothing(table):
    load(table(TABLE))
    kept = current("810121100200").pk
    load(table(TABLE.replace("东沟村", "冬沟村")))
    assert current("810121100200").pk == kept
    assert current("810121100200").name == "冬沟村委会"
    with pytest.raises(CommandError, match="不能删减"):
        load(table(TABLE.replace("810121100201,西沟村民委员会\n", "")))


def test_half_a_file_does_not_end_half_a_province(table):
    rows = "".join(f"810121100{number},第{number}村\n" for number in range(300, 500))
    load(table(TABLE + rows))
    with pytest.raises(CommandError, match="文件可能不完整"):
        load(table(TABLE), LATER)
    assert "终止 200" in load(table(TABLE), LATER, may_end_many=True)


def test_demo_rows_and_real_rows_do_not_mix(table, province):
    with pytest.raises(CommandError, match="演示数据"):
        load(table("code,name\n99,假省\n"))


def test_grants_on_what_ended_are_reported(table):
    load(table(TABLE))
    make.user("county_officer", current("810121000000"))
    printed = load(table(CHANGED), LATER, changes=Path(table(CHANGES, "changes.csv")))
    assert "请安全管理员改授：810121000000（平江县）" in printed


def test_a_county_that_ended_is_seen_by_whom_it_last_answered_to(table):
    load(table(TABLE))
    lines = Path(table("county_code,parent_code\n810121,81\n", "lines.csv"))
    load(table(TABLE), dt.date(2021, 1, 1), reporting=lines)
    city: User = make.user("city_reviewer", current("810100000000"))
    top: User = make.user("province_officer", current("810000000000"))
    county = current("810121000000")
    assert county.pk not in city.county_ids
    load(table(CHANGED), LATER, changes=Path(table(CHANGES, "changes.csv")))
    again = User.objects.get(pk=city.pk), User.objects.get(pk=top.pk)
    assert [county.pk in user.county_ids for user in again] == [False, True]


def test_henan_loads_in_time_and_a_second_time_without_change():
    path = str(DATA / "henan_divisions_2023.csv.gz")
    started = time.monotonic()
    printed = load(path, LATER)
    assert time.monotonic() - started < 20
    assert "省 1\n  市 18\n  县 157，另有统计用区 24\n  乡 2586\n  村 52378" in printed
    to_province = ReportingLine.objects.filter(parent__level=Level.PROVINCE)
    names = sorted(line.division.name[:2] for line in to_province.select_related("division"))
    assert names == sorted(
        ["巩义", "兰考", "汝州", "滑县", "长垣", "邓州", "永城", "固始", "鹿邑", "新蔡"]
    )
    assert current("419001000000").reporting_lines.get().parent.code == "419000000000"
    assert "没有写入任何内容" in load(path, LATER)


@pytest.mark.skipif(
    not (SHARED / "henan_divisions_2019.csv.gz").exists(),
    reason="the edition of 2019 may not be shipped and is not beside the project",
)
def test_henan_of_2019_becomes_henan_of_2023():
    load(str(SHARED / "henan_divisions_2019.csv.gz"), dt.date(2019, 12, 31))
    load(
        str(DATA / "henan_divisions_2023.csv.gz"),
        LATER,
        changes=DATA / "henan_code_changes_2016_2023.csv.gz",
    )
    with gzip.open(DATA / "henan_divisions_2023.csv.gz", "rt", encoding="utf-8") as lines:
        edition = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    there = Division.objects.as_of(LATER)
    assert dict(there.places().values_list("code", "name")) == edition
    assert there.filter(kind=Kind.CITY_OWN).count() == 17
    counties = Division.objects.rankable().filter(level=Level.COUNTY)
    assert counties.as_of(dt.date(2020, 1, 1)).count() == 158
    assert counties.as_of(LATER).count() == 157
    pairs = DivisionChange.objects.filter(predecessor__level=Level.COUNTY)
    names = set(pairs.values_list("predecessor__name", "successor__name"))
    assert {("偃师市", "偃师区"), ("孟津县", "孟津区"), ("吉利区", "孟津区")} <= names
    orphans = Division.objects.filter(valid_to=None, parent__valid_to__isnull=False)
    assert not orphans.exists()


def test_offices_of_a_city_follow_it_through_its_names_and_its_end(table):
    load(table(TABLE))
    own = Division.objects.get(kind=Kind.CITY_OWN)
    renamed = TABLE.replace("平江市\n", "江州市\n")
    told = "year,old_code,old_name,new_code,new_name,change\n2021,8101,平江市,8101,江州市,renamed\n"
    load(table(renamed), LATER, changes=Path(table(told, "changes.csv")))
    heir = Division.objects.get(kind=Kind.CITY_OWN, valid_to=None)
    own.refresh_from_db()
    assert (heir.name, heir.parent, heir.valid_from) == (
        "江州市本级",
        current("810100000000"),
        LATER,
    )
    assert own.valid_to == own.reporting_lines.get().valid_to == LATER
    assert DivisionChange.objects.get(predecessor=own).successor == heir
    before = state()
    load(table(renamed), LATER)
    assert state() == before
