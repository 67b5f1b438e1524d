"""Loading the register of poor counties."""

import datetime as dt
import gzip
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import make
from villages.places.loading import reporting
from villages.places.models import Level, PovertyKind, PovertyStatus

DATA = Path(reporting.__file__).parents[1] / "data"
HEADER = "name,code,kind,delisted_year,delisted_on,deep_poor,source\n"
pytestmark = pytest.mark.django_db


def load(path: Path, **options: object) -> str:
    out = io.StringIO()
    call_command("load_poverty", str(path), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def county(province):
    return make.division("青山县", Level.COUNTY, province.city_1, code="990131000000")


def test_batch_year_and_approval_are_two_facts(county, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(HEADER + "青山县,990131,国定,2017,2018-08-02,1,公告\n")
    assert "写入1条" in load(path)
    status = PovertyStatus.objects.get(division=county)
    assert (status.batch_year, status.delisted_on) == (2017, dt.date(2018, 8, 2))
    assert (status.kind, status.is_deep, status.source) == ("national", True, "公告")
    poor = PovertyStatus.objects.poor_on(dt.date(2018, 8, 1))
    assert status in poor
    assert status not in PovertyStatus.objects.poor_on(dt.date(2018, 8, 2))
    assert "没有写入任何内容" in load(path)


def test_a_correction_is_written_and_leaves_history(county, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(HEADER + "青山县,990131,国定,2017,2018-08-02,1,\n")
    load(path)
    path.write_text(HEADER + "青山县,990131,省定,2017,2018-08-02,1,\n")
    assert "写入1条" in load(path)
    kinds = PovertyStatus.objects.get(division=county).events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(kinds.values_list("kind", flat=True)) == ["national", "provincial"]


def test_all_bad_rows_are_named_and_nothing_is_written(county, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(
        HEADER
        + "青山县,990131,国定,2017,2018-08-02,1,\n"
        + "无名县,990199,国定,2017,2018-08-02,1,\n"
        + "青山县,990131,乡定,去年,8月,也许,\n"
        + "白水县,990131,国定,,,0,\n"
    )
    before = PovertyStatus.objects.count()
    with pytest.raises(CommandError) as refused:
        load(path)
    for sentence in (
        "第3行：库中没有县990199（无名县），请先载入区划表。",
        "第4行：类型“乡定”应为国定或省定。",
        "第4行：摘帽批次“去年”应为年份。",
        "第4行：批准日期“8月”应写成2019-05-08的样子。",
        "第4行：深度贫困“也许”应为1或0。",
        "第5行：代码990131在库中是“青山县”，不是“白水县”。",
    ):
        assert sentence in str(refused.value)
    assert PovertyStatus.objects.count() == before


def test_the_fifty_three_counties_of_henan(tmp_path):
    counties = tmp_path / "counties.csv"
    with gzip.open(DATA / "henan_divisions_2023.csv.gz", "rt", encoding="utf-8") as lines:
        counties.write_text("".join(row for row in lines if row[6:12] == "000000"))
    counties.write_text("code,name\n" + counties.read_text())
    call_command("load_divisions", str(counties), valid_from="2023-06-30", stdout=io.StringIO())
    assert "53个县，写入53条" in load(DATA / "henan_poor_counties.csv")
    counts = {kind: PovertyStatus.objects.filter(kind=kind).count() for kind in PovertyKind.values}
    assert counts == {"national": 38, "provincial": 15}
    assert PovertyStatus.objects.filter(is_deep=True).count() == 4
    approved_later = PovertyStatus.objects.filter(batch_year=2017, delisted_on__year=2018)
    assert approved_later.count() == 4
    assert PovertyStatus.objects.get(division__name="淮阳区").division.code == "411603000000"
