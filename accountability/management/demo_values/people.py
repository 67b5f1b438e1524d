"""T9 and T10: reserve cadres, new Party members, classes and who attended them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from accountability.management.demo_values.draws import draw, name
from accountability.management.demo_values.form import Form, Place, Rows
from accountability.management.demo_values.planned import is_planned

_SOURCES: Final = ("返乡人员", "在家青年", "退役军人", "大学毕业生", "合作社负责人")
_GROWTH: Final = ("跟班学习", "参与中心工作", "结对帮带", "集中培训", "外出学习")
_KINDS: Final = ("返乡人员", "致富能手", "退役军人", "大学毕业生", "村组干部")
_SCHOOLS: Final = ("高中及以下", "大专", "大专", "本科")
_OTHERS: Final = 6  # villages beside the poor ones


def members(form: Form) -> Rows:
    """Return the reserves of each poor village, and who is on the way in, there and elsewhere."""
    others = [place for place in form.villages if not place.is_poor][:_OTHERS]
    poor = [place for place in form.villages if place.is_poor]
    with_reserves = poor[:-1] if is_planned("reserve", form.code) else list(poor)
    if is_planned("elsewhere", form.code):
        with_reserves += others[:1]
    rows: Rows = []
    for place in with_reserves:
        rows += [_reserve(place, n) for n in range(1 + draw(place.code, "two", 2))]
    for place in [*poor, *others]:
        if draw(place.code, "member", 5) < 3:  # noqa: PLR2004 - of five
            rows.append(_member(form, place))
    for part in ("reserve", "member"):
        for number, row in enumerate((r for r in rows if r["part"] == part), 1):
            row["serial"] = number
    return rows


def _at(part: str, place: Place, person: str) -> dict[str, Any]:
    return {
        "part": part,
        "key": f"{place.code}-{person}",
        "township_name": place.town,
        "village_name": place.name,
        "person_name": person,
    }


def _reserve(place: Place, number: int) -> dict[str, Any]:
    key = (place.code, "reserve", number)
    pooled = dt.date(2018, 3, 1) + dt.timedelta(draw(*key, "pooled", 640))
    growth = {_GROWTH[draw(*key, "growth", n, len(_GROWTH))] for n in range(2)}
    return _at("reserve", place, name(*key)) | {
        "age": 24 + draw(*key, "age", 16),
        "party_status": ("中共党员", "中共党员", "群众", "共青团员")[draw(*key, "party", 4)],
        "education": _SCHOOLS[draw(*key, "school", len(_SCHOOLS))],
        "background": _SOURCES[draw(*key, "source", len(_SOURCES))],
        "mentor": place.secretary or name(*key, "mentor"),
        "measures": sorted(growth),
        "is_pooled": True,
        "pooled_on": pooled,
        "standing": "在培",
    }


def _member(form: Form, place: Place) -> dict[str, Any]:
    """Return somebody on the way: each step in its time, the later ones when they have come."""
    key = (place.code, "young member")
    day = dt.date(2016, 9, 1) + dt.timedelta(draw(*key, "applied", 500))
    steps = {}
    for step, months in (
        ("applied_on", 0),
        ("activist_on", 7),
        ("candidate_on", 14),
        ("probation_on", 3),
        ("admitted_on", 13),
    ):
        day += dt.timedelta(31 * months)
        steps[step] = day if day <= form.until else None
    return _at("member", place, name(*key)) | {
        "age": 20 + draw(*key, "age", 15),
        "category": _KINDS[draw(*key, "kind", len(_KINDS))],
        **steps,
        "contact": place.secretary or name(*key, "contact"),
    }


_COURSES: Final = (
    ("村党组织书记抓党建促脱贫示范班", "党建", "县", "集中", 24),
    ("村主任乡村治理培训班", "惠农政策", "县", "集中", 16),
    ("驻村第一书记业务培训班", "党建", "市", "集中", 24),
    ("大棚种植实用技术班", "技术", "县", "观摩", 12),
    ("农村电商带头人班", "电商", "县", "网络", 32),
    ("村级产业发展观摩班", "产业", "市", "观摩", 8),
)
_POST_OF: Final = ("村党组织书记", "村主任", "第一书记", "其他", "其他", "村党组织书记")
_SIZE: Final = 18


def training(form: Form) -> Rows:
    """Return the quarter's classes, each with the list of who attended."""
    first = draw(form.code, "course", len(_COURSES))
    count = 2 + draw(form.code, str(form.period), "courses", 3)
    courses: Rows = []
    trainees: Rows = []
    for number in range(count):
        kind = (first + number + form.period.step) % len(_COURSES)
        title, theme, level, method, hours = _COURSES[kind]
        starts = form.period.first_day + dt.timedelta(8 + 13 * number + draw(form.code, kind, 5))
        label = f"{form.period.first_day.year}年第{form.period.step}季度{title}"
        listed = [
            {"part": "trainee", "course_name": label, "is_counted": True, "result": "合格", **who}
            for who in _attending(form, kind, number)
        ]
        trainees += listed
        courses.append(
            {
                "part": "course",
                "serial": number + 1,
                "course_name": label,
                "theme": theme,
                "level": level,
                "method": method,
                "started_on": starts,
                "ended_on": starts + dt.timedelta(hours // 8),
                "hours": hours,
                "place": f"{form.county.name}委党校" if method == "集中" else "县域产业基地",
                "trainees_count": len(listed),
                "cost": round(len(listed) * hours * 0.012, 2),
            }
        )
    return [*courses, *({**row, "serial": n} for n, row in enumerate(trainees, 1))]


def _attending(form: Form, kind: int, number: int) -> Iterator[dict[str, Any]]:
    """Yield who attends: holders of the post, of other villages in each class."""
    post = _POST_OF[kind]
    pool = [place for place in form.villages if post != "第一书记" or place.first_secretary]
    start = draw(form.code, str(form.period), kind, 1000)
    taken = [pool[(start + n) % len(pool)] for n in range(min(_SIZE, len(pool)))] if pool else []
    for place in taken:
        person = {"村党组织书记": place.secretary, "第一书记": place.first_secretary}.get(post)
        if post == "第一书记" and number == 0 and is_planned("trainee", form.code):
            person = name(place.code, "stranger")
        yield {
            "person_name": person or name(place.code, post, kind),
            "post": post,
            "township_name": place.town,
            "village_name": place.name,
        }
