"""What the portal already knows for T12: who heads the county, and the full marks."""

from typing import Any

from accountability.assessment.head_schemes import HeadScheme, head_scheme
from accountability.assessment.models import HeadScoreRow
from accountability.assessment.sheets.heads_columns import CITY_GROUP, POSTS
from accountability.intake.models import Pointer
from accountability.intake.rules import Period
from accountability.ledgers.models import PostRow
from accountability.parameters.queries import parameters_on
from villages.places.models import Division
from villages.places.rules import without_own


def prefill_heads(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T12's rows: the heads T14 last named, else those of the last assessment."""
    scheme = head_scheme(parameters_on(period.last_day))
    people = _in_post(county, period) or _assessed(county, period)
    return [
        {
            "key": f"{person['person_name']}-{person['post_title']}",
            "serial": number,
            "unit_name": without_own(county.name),
            **({"group_name": CITY_GROUP} if county.is_city_own else {}),
            **_full_marks(scheme),
            **person,
        }
        for number, person in enumerate(people, 1)
    ]


def _full_marks(scheme: HeadScheme) -> dict[str, Any]:
    return {f"{part.name}_full": scheme.full for part in scheme.parts}


def _in_post(county: Division, period: Period) -> list[dict[str, Any]]:
    rows = PostRow.objects.filter(
        revision_id=_revision(county, "T14", str(period.last_day)[:7]),
        division=county,
        started_on__lte=period.last_day,
    ).exclude(person_name="")
    return [
        {
            "person_name": row.person_name,
            "post_title": title,
            "in_post_since": row.started_on,
        }
        for row in rows.order_by("row_no")
        if (row.ended_on is None or row.ended_on > period.last_day)
        and (title := next((post for post in POSTS if post in row.post_title), ""))
    ]


def _assessed(county: Division, period: Period) -> list[dict[str, Any]]:
    last = _revision(county, "T12", str(period.previous()))
    names = ("person_name", "post_title", "in_post_since")
    return list(HeadScoreRow.objects.filter(revision_id=last).order_by("row_no").values(*names))


def _revision(county: Division, code: str, until: str) -> int:
    """Return the county's current revision of a sheet in the last period up to `until`, else 0."""
    found: int | None = (
        Pointer.objects.current()
        .filter(county=county, submission__task__sheet_code=code)
        .filter(submission__task__period__lte=until)
        .order_by("-submission__task__period")
        .values_list("revision_id", flat=True)
        .first()
    )
    return found or 0
