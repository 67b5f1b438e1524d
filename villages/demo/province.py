"""The invented province: places at the real size and shape, the same for the same seed. Pure.

No name of a city or county is one that exists; codes begin with 99, which no place does.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from villages.demo.draws import Draws, spread
from villages.places.loading.outline import (
    DIVISION,
    PROVINCE_RUN_NAME,
    ZONE,
    Outline,
    Place,
    place,
)
from villages.places.loading.reporting import Told
from villages.places.rules import CITY, COUNTY, PROVINCE, TOWNSHIP, VILLAGE

COUNTIES_FILE = Path(__file__).parent / "data" / "counties.csv"
PROVINCE_CODE, PROVINCE_NAME = "990000000000", "中州省"
RUN_BY_PROVINCE = "9990"
BEGINS = dt.date(2014, 1, 1)
APPROVED = {
    2016: dt.date(2017, 10, 31),
    2017: dt.date(2018, 8, 2),
    2018: dt.date(2019, 5, 8),
    2019: dt.date(2020, 2, 28),
}
RARE_NAMES = ("垚上村", "峣山村", "㙍头村", "磜下村", "䩐勒桥村")

SURNAMES = spread(
    "王14张13李12刘11杨9马8陈7赵7高6郭6周5黄5孙5朱4袁4韩4宋4胡4徐4吴4曹4任3田3孟3贾3罗3魏3冯3"
    "牛3段3谢3丁3杜3董3白3崔3程3何3范3夏2闫2常2石2潘2薛2梁2郑2许2苏2姚2蔡2余2秦2史2蒋2辛2"
    "尚2郝2付2万2岳2彭2庞1裴1申1耿1侯1邢1康1卢1武1仝1樊1柴1安1靳1邵1温1柏1祝1"
)
SEATS = spread(
    "庄30楼11寨10营8沟8岗7庙6店6湾5河5桥4集4屯4堂3坡3洼3口3园3岭3寺2窑2坪2铺2台2头2门1井1"
    "关1林1坊1峪1泉1堤1阁1场1湖1树1畈1塘1池1"
)
SIDES = spread("大6小5东6西6南4北4前4后4上2下2新2老1")
GROUND = spread("石5柳4青4白4龙4水3双3三3黄3红2槐2桃2竹2松2枣2杏2梨1榆1官2柿1井1沙3清1金2玉1古2")
SHAPES = spread("桥5沟5河5林4岭4湾4坡4泉3门3山3园3坪3寺2庙2岗3峪2潭1崖1滩2渡1滩1塘2湖1川1垛1")
TOWN_FIRST = "青白龙石柳双马清明安永太兴和长高大新古金玉凤云桃槐竹松仙洪望官"
TOWN_SECOND = "岭土王门林河桥山泉湖阳平丰宁店集寨坪川湾沟台岗渡口陵原城塘津"
STREETS = "文化人民建设和平解放中山胜利友爱光明花园东风新华滨河站前学府朝阳迎宾兴业"
QUARTERS = "东苑西苑南苑北苑锦绣阳光康乐书香翠竹银杏梧桐海棠丹桂明珠世纪春晓"
STREET_WORDS = [STREETS[place : place + 2] for place in range(0, len(STREETS), 2)]
QUARTER_WORDS = [QUARTERS[place : place + 2] for place in range(0, len(QUARTERS), 2)]


@dataclass(frozen=True)
class DemoCounty:
    """One invented county."""

    code: str
    name: str
    city_code: str
    register: str
    is_deep: bool
    batch_year: int | None
    reports_to_province: bool
    is_zone: bool

    @property
    def is_district(self) -> bool:
        """Say whether the county is the district of a city."""
        return self.name.endswith("区")


@dataclass(frozen=True, slots=True)
class DemoType:
    """One type an invented village has or had."""

    village_code: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass
class DemoProvince:
    """The whole province, before it is written."""

    counties: list[DemoCounty]
    places: list[Place] = field(default_factory=list)
    types: list[DemoType] = field(default_factory=list)

    @property
    def outline(self) -> Outline:
        """Return the places as an edition of the division table."""
        return Outline(self.places, [PROVINCE_CODE], [])

    @property
    def told(self) -> list[Told]:
        """Return the counties that answer to the province."""
        return [
            Told(0, county.code, PROVINCE_CODE)
            for county in self.counties
            if county.reports_to_province
        ]


def invent(seed: str, *, limit: int = 0) -> DemoProvince:
    """Return the province of `seed`; `limit` keeps only so many counties, spread over it."""
    counties = _counties()
    if limit:
        counties = [counties[place * len(counties) // limit] for place in range(limit)]
    province = DemoProvince(counties)
    _add_above(province)
    rare = list(RARE_NAMES)
    for county in counties:
        _Filling(province, county, Draws(seed, county.code)).fill(rare)
    return province


def _counties() -> list[DemoCounty]:
    with COUNTIES_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    cities = list(dict.fromkeys(row["city"] for row in rows if row["city"]))
    serial: dict[str, int] = defaultdict(int)
    found = []
    for row in rows:
        prefix = f"99{cities.index(row['city']) + 1:02d}" if row["city"] else RUN_BY_PROVINCE
        block = _block(row, is_run_by_province=not row["city"])
        serial[prefix + str(block)] += 1
        code = f"{prefix}{block + serial[prefix + str(block)]:02d}000000"
        found.append(
            DemoCounty(
                code=code,
                name=row["county"],
                city_code=prefix + "0" * 8,
                register=row["register"],
                is_deep=row["is_deep"] == "1",
                batch_year=int(row["batch_year"]) if row["batch_year"] else None,
                reports_to_province=row["reports_to_province"] == "1",
                is_zone=row["is_zone"] == "1",
            )
        )
    return found


def _block(row: dict[str, str], *, is_run_by_province: bool) -> int:
    """Return where county codes of this sort begin: districts, counties, zones, cities."""
    if is_run_by_province:
        return 0
    if row["is_zone"] == "1":
        return 70
    return {"区": 1, "县": 20, "市": 80}[row["county"][-1]]


def city_names() -> dict[str, str]:
    """Return the names of the cities by code, with the row of the counties the province runs."""
    with COUNTIES_FILE.open(encoding="utf-8", newline="") as lines:
        names = dict.fromkeys(row["city"] for row in csv.DictReader(lines) if row["city"])
    found = {f"99{number:02d}{'0' * 8}": name for number, name in enumerate(names, 1)}
    return {**found, RUN_BY_PROVINCE + "0" * 8: "省" + PROVINCE_RUN_NAME}


def _add_above(province: DemoProvince) -> None:
    add = province.places.append
    add(place(PROVINCE_CODE, PROVINCE_NAME, PROVINCE, DIVISION, parent="", county=""))
    used = {county.city_code for county in province.counties}
    for code, name in city_names().items():
        if code in used:
            add(place(code, name, CITY, DIVISION, parent=PROVINCE_CODE, county=""))
    for county in province.counties:
        kind = ZONE if county.is_zone else DIVISION
        add(
            place(
                county.code, county.name, COUNTY, kind, parent=county.city_code, county=county.code
            )
        )


class _Filling:
    """Fills one county with towns and villages."""

    def __init__(self, province: DemoProvince, county: DemoCounty, draws: Draws) -> None:
        self.province = province
        self.county = county
        self.draws = draws
        self.town_names: set[str] = set()

    def fill(self, rare: list[str]) -> None:
        """Add the towns with their villages; a poor county may take one of the rare names."""
        streets, towns = self._sizes()
        for serial in range(streets):
            name = self._town_name("街道")
            self._add_town(f"{self.county.code[:6]}{serial + 1:03d}", name, self._quarters())
        for serial in range(towns):
            is_seat = serial == 0 and self.county.name.endswith("县")
            suffix = "镇" if is_seat or self.draws.happens(620) else "乡"
            name = "城关镇" if is_seat else self._town_name(suffix)
            first = 100 if suffix == "镇" else 200
            names = self._villages()
            is_rare = bool(rare) and self.county.register != "" and serial == 1
            if is_rare:
                names[0] = rare.pop(0)
            code = f"{self.county.code[:6]}{first + serial:03d}"
            self._add_town(code, name, names, is_rare=is_rare)

    def _sizes(self) -> tuple[int, int]:
        """Return how many streets and how many towns the county has."""
        if self.county.is_zone:
            return 2, 0
        if self.county.is_district:
            return self.draws.between(5, 8), self.draws.between(2, 5)
        if self.county.name.endswith("市"):
            return self.draws.between(3, 5), self.draws.between(10, 14)
        return self.draws.between(1, 3), self.draws.between(13, 21)

    def _town_name(self, suffix: str) -> str:
        while True:
            if suffix == "街道":
                name = self.draws.pick(STREET_WORDS) + suffix
            else:
                name = self.draws.pick(TOWN_FIRST) + self.draws.pick(TOWN_SECOND) + suffix
            if name[:2] not in self.town_names and name[0] != name[1]:
                self.town_names.add(name[:2])
                return name

    def _quarters(self) -> list[str]:
        count = self.draws.between(3, 8)
        words = [*QUARTER_WORDS, *STREET_WORDS]
        first = self.draws.below(len(words))
        return [f"{words[(first + 5 * step) % len(words)]}社区" for step in range(count)]

    def _villages(self) -> list[str]:
        """Return the names of one town's villages; two of the same are rare and do occur."""
        count = self.draws.between(12, 36) if not self.county.is_district else 0
        count = count or self.draws.between(8, 18)
        names: dict[str, None] = {}
        while len(names) < count:
            names[village_name(self.draws)] = None
        found = list(names)
        if self.draws.happens(15):
            found[-1] = found[-2]
        return found

    def _add_town(
        self, code: str, name: str, villages: list[str], *, is_rare: bool = False
    ) -> None:
        town, county = code + "000", self.county.code
        is_town = not name.endswith("街道")
        add = self.province.places.append
        add(place(town, name, TOWNSHIP, DIVISION, parent=self.county.code, county=county))
        first = 200 if is_town else 1
        repeated = len(set(villages)) < len(villages)
        for serial, village in enumerate(villages):
            village_code = f"{code}{first + serial:03d}"
            add(place(village_code, village, VILLAGE, DIVISION, parent=town, county=county))
            # Two villages of one name in one town cannot be told apart in a sheet.
            if is_town and not (repeated and serial >= len(villages) - 2):
                kinds = self._types(village_code, is_certain=is_rare and serial == 0)
                self.province.types.extend(kinds)

    def _types(self, code: str, *, is_certain: bool) -> Iterator[DemoType]:
        """Yield the types of a village: on the register, deep, weak, or to be watched."""
        county, draws = self.county, self.draws
        share = _poor_share(county)
        is_poor = draws.happens(share) or is_certain
        if is_poor:
            yield DemoType(code, "poor", BEGINS)
            deep = (600 if county.is_deep else 390) if county.register else 0
            if draws.happens(deep):
                yield DemoType(code, "deep", dt.date(2017, 9, 1))
        elif draws.happens(20):
            yield DemoType(code, "key", dt.date(2018, 1, 1))
        if draws.happens(30):
            begins = dt.date(2018, 3, 1) + dt.timedelta(draws.below(700))
            ends = begins + dt.timedelta(draws.between(200, 400))
            is_over = ends < dt.date(2020, 5, 1) and draws.happens(900)
            yield DemoType(code, "weak", begins, ends if is_over else None)


def _poor_share(county: DemoCounty) -> int:
    """Return how many villages in a thousand are poor and not yet out, as at the end of 2017."""
    if county.register:
        return 170 if county.is_deep else 129
    return 45 if county.is_district else 39


def village_name(draws: Draws) -> str:
    """Draw a village's name.

    >>> len({village_name(Draws("1", str(i))) for i in range(200)}) > 150
    True
    """
    chance = draws.below(100)
    if chance < 26:  # noqa: PLR2004 - shares of the patterns, as counted in a real province
        name = draws.pick(SURNAMES) + draws.pick(SEATS)
    elif chance < 62:  # noqa: PLR2004
        name = draws.pick(SIDES) + draws.pick(SURNAMES) + draws.pick(SEATS)
    elif chance < 78:  # noqa: PLR2004
        name = draws.pick(SIDES) + draws.pick(GROUND) + draws.pick(SHAPES)
    else:
        name = draws.pick(GROUND) + draws.pick(SHAPES)
    return f"{name}村"
