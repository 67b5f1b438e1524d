"""T14, T8 and T12: heads of counties and townships, newly elected cadres, the year's assessment."""

import datetime as dt
from typing import Any, Final

from django.db.models import F

from accountability.assessment.sheets.heads_columns import CITY_GROUP
from accountability.ledgers.rules.posts import REGISTERED, WHEREABOUTS
from accountability.management.demo_values.draws import draw, name
from accountability.management.demo_values.form import Form, Place, Rows
from accountability.management.demo_values.planned import is_planned
from villages.people.models import HOLDER, PostTitle, Tenure
from villages.places.models import Division, Level
from villages.places.rules import without_own

_TITLES: Final = {
    PostTitle.CITY_SECRETARY.value,
    PostTitle.CITY_HEAD.value,
    PostTitle.COUNTY_SECRETARY.value,
    PostTitle.COUNTY_HEAD.value,
}
_TOWNSHIP_POSTS: Final = ("乡镇党委书记", "乡镇长")
_CHANGES_IN: Final = 36  # a township's head changes in one of so many months, from January 2020
_DAY: Final = dt.timedelta(days=1)


def posts(form: Form) -> Rows:
    """Return who heads the county and its townships, with changes and vacancies of the month."""
    rows = [_county_post(form, dict(row)) for row in form.rows if _is_county(form, row)]
    if is_planned("holder", form.code) and rows and rows[-1].get("person_name"):
        rows[-1]["person_name"] = name(form.code, "holder")
    rows += _left_this_month(form, rows)
    towns = Division.objects.as_of(form.period.last_day).filter(
        county=form.county, level=Level.TOWNSHIP
    )
    for town in towns.order_by("code").values_list("code", "name"):
        for title in _TOWNSHIP_POSTS:
            rows += _township_post(form, *town, title)
    rows += _villages_without_secretary(form)
    poverty = {key: rows[0].get(key) for key in ("is_poor_county", "is_delisted", "delisted_on")}
    return [{**row, **poverty, "serial": number} for number, row in enumerate(rows, 1)]


def _villages_without_secretary(form: Form) -> Rows:
    """Return the villages whose branch has no secretary, with the day since which it has none."""
    found: Rows = []
    for place in form.villages:
        since = dt.date(2020, 2, 10) + dt.timedelta(draw(place.code, "no secretary", 85))
        if not place.secretary and "（" not in place.name and since <= form.until:
            found.append(
                {
                    "key": f"{place.code}-secretary",
                    "division_name": place.full_name,
                    "post_title": "村党组织书记",
                    "person_name": "",
                    "vacant_from": since,
                }
            )
    return found


def _is_county(form: Form, row: Any) -> bool:
    return bool(row["division_name"] == form.county.name)


def _county_post(form: Form, row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a head of the county; an empty post says since when."""
    if row.get("person_name"):
        return row
    title = REGISTERED[row["post_title"]]
    left = (
        Tenure.objects.filter(post__division=form.county, post__title=title)
        .filter(valid_to__lte=form.until)
        .order_by("-valid_to")
        .values_list("valid_to", flat=True)
        .first()
    )
    return row | {"vacant_from": left or form.period.first_day, "started_on": None}


def _left_this_month(form: Form, rows: Rows) -> Rows:
    """Return the county's heads who left in the month, as the registry knows them."""
    titles = {code: word for word, code in REGISTERED.items() if code in _TITLES}
    gone = Tenure.objects.filter(
        post__division=form.county,
        post__title__in=titles,
        valid_to__range=(form.period.first_day, form.period.last_day),
        valid_to__gt=F("valid_from"),
    )
    told = {(row["post_title"], row.get("person_name")) for row in rows}
    return [
        {
            "key": f"{form.code}-{title}-gone",
            "division_name": form.county.name,
            "post_title": titles[title],
            "person_name": who,
            "started_on": began,
            "ended_on": left,
            "whereabouts": reason if reason in WHEREABOUTS else "调整",
        }
        for title, who, began, left, reason in gone.values_list(
            "post__title", HOLDER, "valid_from", "valid_to", "end_reason"
        )
        if (titles[title], who) not in told
    ]


def _township_post(form: Form, code: str, town: str, title: str) -> Rows:
    key = (code, title)
    row = {"division_name": town, "post_title": title}
    began = dt.date(2016, 5, 1) + dt.timedelta(draw(*key, "began", 1200))
    first = row | {"key": f"{code}-{title}", "person_name": name(*key), "started_on": began}
    month = 1 + draw(*key, "change", _CHANGES_IN)
    if form.period.step < month or form.period.first_day.year != 2020:  # noqa: PLR2004
        return [first]
    ended = dt.date(2020, month, 4 + draw(*key, "day", 20)) if month <= 12 else None  # noqa: PLR2004
    if ended is None or ended > form.until:
        return [first]
    is_vacant = draw(*key, "vacant", 12) == 0
    where = ("调整", "提拔", "退休")[draw(*key, "where", 3)]
    gone = first | {"ended_on": ended, "whereabouts": where}
    if is_vacant:
        after = row | {"key": f"{code}-{title}-v", "person_name": "", "vacant_from": ended + _DAY}
    else:
        successor = {"person_name": name(*key, "next"), "started_on": ended + _DAY}
        after = row | {"key": f"{code}-{title}-2"} | successor
    return [gone, after] if month == form.period.step else [after]


_BACKGROUNDS: Final = ("能人", "退役军人", "大学生", "原干部", "原干部", "机关选派")
_ELECTED_TO: Final = ("党组织委员", "村委会委员", "村委会主任", "党组织书记")
_SHORTCOMINGS: Final = (
    "政策不熟，入户讲不清",
    "账目不会看，要靠会计",
    "开会发言少，分工没跟上",
    "与老干部配合不顺",
    "在外务工，回村少",
    "材料报送慢",
    "群众工作办法少",
    "不会用电脑，数据常报错",
    "不会主持会议，议题常议不完",
    "对产业没有想法，等上面安排",
    "与组长沟通少，任务传不下去",
    "家里有病人，值班常请人代",
    "不熟悉发展党员程序，材料退回两次",
    "说话急，调解时容易闹僵",
    "不敢管事，违章占地没有制止",
    "党务记录不规范，会议补记",
)


def look_back(form: Form) -> Rows:
    """Return how the newly elected do: most fit, some are trained, few are to be replaced."""
    wanted = 6 + draw(form.code, "elected", 10)
    ordered = sorted(form.villages, key=lambda one: draw(one.code, "elected", 10**6))
    early = is_planned("early", form.code)
    return [
        _newcomer(form, place, number, is_early=early and number == 1)
        for number, place in enumerate(ordered[:wanted], 1)
    ]


def _newcomer(form: Form, place: Place, number: int, *, is_early: bool) -> dict[str, Any]:
    key = (place.code, "newcomer")
    is_second = form.period.step > 1
    chance = draw(*key, "fits", 20)
    appraisal = "不适应" if chance == 0 and not is_second else "适应"
    if chance < 5:  # noqa: PLR2004 - of twenty
        appraisal = "基本适应" if chance or is_second else "不适应"
    fits = appraisal == "适应"
    took = dt.date(2018, 6, 1) + dt.timedelta(draw(*key, "took", 480))
    reviewed = min(form.until, form.period.last_day) - dt.timedelta(3 + draw(*key, "on", 20))
    if is_early:
        took = reviewed - dt.timedelta(40)
    at = draw(form.code, "words", 16) + number + 3 * form.period.step
    return {
        "key": f"{place.code}-{number}",
        "serial": number,
        "township_name": place.town,
        "village_name": place.name,
        "person_name": name(*key),
        "post": _ELECTED_TO[draw(*key, "post", len(_ELECTED_TO))],
        "took_office_on": took,
        "background": _BACKGROUNDS[draw(*key, "background", len(_BACKGROUNDS))],
        "appraisal": appraisal,
        "shortcomings": "" if fits else _SHORTCOMINGS[at % len(_SHORTCOMINGS)],
        "mentor": name(*key, "mentor"),
        "training": "" if fits else "参加县里村干部提升班，乡镇包村干部每周帮带",
        "measure": "继续" if fits else "培训提升",
        "outcome": "适应" if fits else "培训提升",
        "reviewed_on": reviewed,
    }


_GRADES: Final = ("好", "好", "好", "较好", "较好", "较好", "较好", "较好", "一般", "一般")


def heads(form: Form) -> Rows:
    """Return the year's assessment of the two heads; nobody is named the worst."""
    on = form.period.last_day
    held = Tenure.objects.as_of(on).filter(
        post__division=form.county,
        post__title__in=_TITLES,
    )
    rows: Rows = []
    for title, person, since in held.order_by("-post__title").values_list(
        "post__title", HOLDER, "valid_from"
    ):
        is_secretary = title in {PostTitle.CITY_SECRETARY, PostTitle.COUNTY_SECRETARY}
        word = "书记" if is_secretary else f"{without_own(form.county.name)[-1]}长"
        rows.append(_head(form, len(rows) + 1, word, person, since))
    return rows


def _head(form: Form, number: int, title: str, person: str, since: dt.date) -> dict[str, Any]:
    key = (form.code, title, "head")
    served = (form.period.last_day - since).days
    grade = _GRADES[draw(*key, "grade", len(_GRADES))]
    best = _GRADES.index(grade)
    marks = [88 - 2 * best + draw(*key, part, 8) for part in ("regular", "special", "annual")]
    is_short = served < 186 and not is_planned("months", form.code)  # noqa: PLR2004 - six months
    return {
        "key": f"{form.code}-{number}",
        "serial": number,
        "unit_name": without_own(form.county.name),
        "person_name": person,
        "post_title": title,
        "in_post_since": since,
        **{f"{part}_full": 100 for part in ("regular", "special", "annual")},
        **dict(zip(("regular_score", "special_score", "annual_score"), marks, strict=True)),
        "regular_basis": "平时调研和季度调度记录",
        "special_basis": "脱贫攻坚成效考核",
        "annual_basis": "年度考核测评",
        "adjustment_score": 0,
        "total_score": round(0.3 * marks[0] + 0.3 * marks[1] + 0.4 * marks[2], 2),
        "red_lines": "无",
        "grade": "不确定等次" if is_short else grade,
        "group_name": CITY_GROUP
        if form.county.is_city_own
        else ("一类县", "二类县", "三类县")[draw(form.code, "group", 3)],
        "feedback": "已当面反馈，本人没有异议",
    }
