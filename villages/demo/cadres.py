"""Invented units and cadres of the demo province. Pure."""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from villages.demo.draws import Draws, spread
from villages.demo.province import PROVINCE_CODE, DemoCounty
from villages.demo.synthetic import SyntheticPerson, person
from villages.places.rules import is_province_run, own_code

UNITS_FILE = Path(__file__).parent / "data" / "units.csv"
EDUCATIONS = {"本": "本科", "专": "大专", "研": "研究生", "高": "高中及以下"}
_EDUCATION_WEIGHTS = spread("本62专24研9高5")
_PEOPLES = {"汉": "汉族", "回": "回族", "满": "满族", "蒙": "蒙古族"}
_PEOPLE_WEIGHTS = spread("汉975回18满4蒙3")
MEMBER = "中共党员"


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """One unit that sends cadres."""

    name: str
    level: str
    division_code: str


@dataclass(frozen=True, slots=True)
class DemoCadre:
    """One invented cadre with what a roster asks for."""

    key: str
    person: SyntheticPerson
    ethnicity: str
    education: str
    party_status: str


@dataclass(frozen=True, slots=True)
class DemoTenure:
    """One head of a county or city, from one day to another."""

    county_code: str
    title: str
    cadre_key: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    end_reason: str = ""


def _bureaus() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with UNITS_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["level"]].append(row["bureau"])
    return found


def units(counties: list[DemoCounty], city_names: Mapping[str, str]) -> Iterator[DemoUnit]:
    """Yield the units of the province, its cities and counties."""
    bureaus = _bureaus()
    for bureau in bureaus["province"]:
        yield DemoUnit(f"省{bureau}", "province", PROVINCE_CODE)
    for code in dict.fromkeys(county.city_code for county in counties):
        for bureau in bureaus["city"] if city_names[code].endswith("市") else ():
            yield DemoUnit(f"{city_names[code]}{bureau}", "city", code)
    for county in counties:
        for bureau in bureaus["county"] if not county.is_zone else ():
            yield DemoUnit(f"{county.name}{bureau}", "county", county.code)


def cadre(seed: str, key: str, *, must_be_member: bool = True) -> DemoCadre:
    """Return the cadre of this seed and key."""
    draws = Draws(seed, f"cadre {key}")
    is_member = must_be_member or draws.happens(850)
    return DemoCadre(
        key=key,
        person=person(seed, key),
        ethnicity=_PEOPLES[draws.pick(_PEOPLE_WEIGHTS)],
        education=EDUCATIONS[draws.pick(_EDUCATION_WEIGHTS)],
        party_status=MEMBER if is_member else draws.pick(["群众", "共青团员"]),
    )


def tenures(seed: str, counties: list[DemoCounty]) -> Iterator[DemoTenure]:
    """Yield the secretaries and heads of counties; few have changed, fewer posts are vacant.

    Then those of the cities, who have stayed.
    """
    for county in counties:
        if county.is_zone:
            continue
        for title in ("county_secretary", "county_head"):
            draws = Draws(seed, f"tenure {county.code} {title}")
            began = dt.date(2015, 6, 1) + dt.timedelta(draws.below(900))
            key = f"{title} {county.code}"
            may_change = not county.register or draws.happens(150)
            if not (may_change and draws.happens(350)):
                yield DemoTenure(county.code, title, f"{key} 1", began)
                continue
            left = dt.date(2018, 9, 1) + dt.timedelta(draws.below(560))
            reason = draws.pick(["交流", "提拔", "退休"])
            yield DemoTenure(county.code, title, f"{key} 1", began, left, reason)
            if not draws.happens(80):
                follows = left + dt.timedelta(draws.below(60))
                yield DemoTenure(county.code, title, f"{key} 2", follows)
    for city in dict.fromkeys(county.city_code for county in counties):
        if is_province_run(city):
            continue
        for title in ("city_secretary", "city_head"):
            draws = Draws(seed, f"tenure {city} {title}")
            began = dt.date(2015, 9, 1) + dt.timedelta(draws.below(1200))
            yield DemoTenure(own_code(city), title, f"{title} {city} 1", began)
