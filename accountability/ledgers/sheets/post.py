"""T14 DJ-14 市县乡党政正职任免和缺职情况表: one row a tenure or vacancy, a month."""

from typing import Any, Final

from accountability.intake.declare import Sheet, each, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.projection import project_posts
from accountability.ledgers.projection.branches import project_branches
from accountability.ledgers.rules.posts import CITY, POSTS, REGISTERED, post_rules
from accountability.ledgers.sheets.post_checks import ROW_CHECKS, check_posts, derive, month_of
from accountability.ledgers.sheets.post_columns import COLUMNS
from accountability.ledgers.sheets.post_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_prefill import carried
from accountability.parameters.queries import parameters_on
from villages.people.models import HOLDER, Post, Tenure
from villages.places.models import Division, PovertyStatus

_CARRIED: Final = (
    "division_id",
    "division_name",
    "post_title",
    "person_name",
    "started_on",
    "ended_on",
    "vacant_from",
    "vacant_to",
)
_TITLES: Final = {code: title for title, code in REGISTERED.items()}
_OF_CITY: Final = tuple(title for title, level in POSTS.items() if level == CITY)


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T14's rows: who held the posts last month and who holds them by the registry."""
    rows = [
        row
        for row in carried("T14", county, period, _CARRIED)
        if row["ended_on"] is None and row["vacant_to"] is None
    ]
    told = {(row["division_id"], row["post_title"]) for row in rows}
    rows += [row for row in _held(county, period) if _place(row) not in told]
    if county.is_city_own:
        rows += _of_city(county, {row["post_title"] for row in rows})
    poverty = _poverty(county, period)
    return [
        {
            **row,
            **poverty,
            "key": f"{row['division_id']}-{number}",
            "serial": number,
        }
        for number, row in enumerate(rows, 1)
    ]


def _of_city(county: Division, told: set[str]) -> list[dict[str, Any]]:
    """Return a city's two posts as far as nobody has told of them yet."""
    row = {"division_id": county.pk, "division_name": county.name, "person_name": ""}
    return [row | {"post_title": title} for title in _OF_CITY if title not in told]


def _place(row: dict[str, Any]) -> tuple[int, str]:
    return row["division_id"], row["post_title"]


def _held(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return the posts of the county with who holds them by the registry."""
    holders = {
        post: (name, started)
        for post, name, started in Tenure.objects.as_of(period.last_day)
        .filter(post__county=county)
        .values_list("post_id", HOLDER, "valid_from")
    }
    order = list(_TITLES)
    posts = sorted(
        Post.objects.filter(county=county).select_related("division"),
        key=lambda post: (post.division.code, order.index(post.title)),
    )
    return [
        {
            "division_id": post.division_id,
            "division_name": post.division.name,
            "post_title": _TITLES[post.title],
            "person_name": holders.get(post.pk, ("", None))[0],
            "started_on": holders.get(post.pk, ("", None))[1],
        }
        for post in posts
    ]


def _poverty(county: Division, period: Period) -> dict[str, Any]:
    status = PovertyStatus.objects.filter(division=county, listed_on__lte=period.last_day).first()
    delisted = status.delisted_on if status else None
    if delisted is not None and delisted > period.last_day:
        delisted = None
    return {
        "is_poor_county": status is not None,
        "is_delisted": None if status is None else delisted is not None,
        "delisted_on": delisted,
    }


def bounds_of(period: Period) -> tuple[str, ...]:
    """Return the month's bounds, for the foot of the template (C-05)."""
    rules = post_rules(parameters_on(period.last_day))
    grace = "未定" if rules.grace_months is None else f"{rules.grace_months}个月"
    return (f"口径：摘帽后保持稳定的期限{grace}{rules.grace_mark}。",)


POST: Final = register(
    Sheet(
        code="T14",
        official_code="DJ-14",
        version="1",
        title="市县乡党政正职任免和缺职情况表",
        period_kind=PeriodKind.MONTH,
        model="accountability.PostRow",
        columns=COLUMNS,
        key=("division_name", "post_title", "person_name"),
        label=("division_name", "post_title"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_posts,),
        cross_checks=CROSS_CHECKS,
        project=each(project_branches, project_posts),
        prefill=prefill,
        context=month_of,
        asks_city=True,
        derive=derive,
        header_rows=2,
        unit_note="单位：天",
        notes=(
            "注：1.一人任一职填一行；离职的保留一行，填离职日期和去向；缺职的姓名留空，填缺职起。",
            "2.贫困县摘帽前党政正职离职的，须有批准文号并报省委组织部备案。",
            "3.村党组织书记、村委会主任调整的也填在本表；市本级只填市委书记和市长。",
        ),
        dated_notes=bounds_of,
        attachment="附件14",
        source="docs/sources.md#t14",
    )
)
