"""One indicator in a scope: its figure, its course, and those of the units below."""

from dataclasses import dataclass

from accountability.assessment.behind import Counted, counted, kept
from accountability.assessment.models import IndicatorValue
from accountability.assessment.queries import (
    County,
    Figure,
    county_frame,
    course,
    figure_of,
    thresholds_on,
    within,
)
from accountability.assessment.rules import Indicator
from accountability.intake.models import Revision
from accountability.intake.rules import Period, PeriodKind
from portal.access.models import User
from villages.places.models import Division, Level

COURSES = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 8,
    PeriodKind.HALF: 6,
    PeriodKind.YEAR: 5,
}


@dataclass(frozen=True)
class Unit:
    """One line of the page: a city or a county, with its own figure and course."""

    name: str
    code: str
    above: str
    group: str
    figure: Figure
    revision: int | None


@dataclass(frozen=True)
class View:
    """One indicator of one scope: the whole, the units below, further counts by name."""

    scope: Division
    definition: Indicator
    figure: Figure
    units: list[Unit]
    parts: dict[str, int]


def view(user: User, scope: Division, definition: Indicator, period: Period) -> View:
    """Gather the page in a number of queries that does not grow with the units."""
    own = definition.period_at(period)
    window = [own]
    while len(window) < COURSES[own.kind]:
        window.insert(0, window[0].previous())
    frame = within(county_frame(user, period.last_day), scope)
    found = course(user, definition, window)
    known = thresholds_on(own.last_day).get(definition.code)
    revisions, parts = _kept(user, definition.code, own, frame)

    def figure(counties: list[County]) -> Figure:
        return figure_of(definition, found, [c.pk for c in counties], window, known)

    units = [
        Unit(name, code, above, group, figure(members), revisions.get(members[0].pk))
        for name, code, above, group, members in units_below(scope, frame)
    ]
    return View(scope, definition, figure(frame), units, parts)


def _kept(
    user: User, code: str, own: Period, frame: list[County]
) -> tuple[dict[int, int], dict[str, int]]:
    """Return the first revision of each county's value, and the further counts of all."""
    revisions: dict[int, int] = {}
    parts: dict[str, int] = {}
    rows = IndicatorValue.objects.visible_to(user).filter(
        indicator=code, period=str(own), county_id__in=[county.pk for county in frame]
    )
    for county, read, counts in rows.values_list("county_id", "revisions", "parts"):
        if read:
            revisions[county] = read[0]
        for name, count in counts.items():
            parts[name] = parts.get(name, 0) + count
    return revisions, parts


def units_below(
    scope: Division, frame: list[County]
) -> list[tuple[str, str, str, str, list[County]]]:
    """Return the units below the scope: of a province its cities and the counties it leads.

    A city of one county stands as that county.
    """
    cities: dict[int, list[County]] = {}
    direct: list[County] = []
    for county in frame:
        if scope.level == Level.PROVINCE and county.reports_to_level == Level.CITY:
            cities.setdefault(county.reports_to, []).append(county)
        else:
            direct.append(county)
    direct += [members[0] for members in cities.values() if len(members) == 1]
    return [
        (
            members[0].reports_to_name,
            members[0].reports_to_code,
            scope.name,
            f"{len(members)}个县（市、区）",
            members,
        )
        for members in cities.values()
        if len(members) > 1
    ] + [(c.name, c.code, c.reports_to_name, c.group, [c]) for c in direct]


@dataclass(frozen=True)
class Behind:
    """What a county's figure counted, and the revisions it was counted from."""

    revisions: list[Revision]
    things: list[Counted]
    is_hidden: bool


def behind(user: User, definition: Indicator, own: Period, county_id: int) -> Behind | None:
    """Return what a county's figure counted, None where it reported nothing.

    Hidden where the user may not see the sheet it is counted from.
    """
    value = (
        IndicatorValue.objects.visible_to(user)
        .filter(indicator=definition.code, period=str(own), county_id=county_id)
        .first()
    )
    if value is None:
        return None
    if value.things is not None:
        return Behind([], kept(value.things), is_hidden=False)
    visible = {
        revision.pk: revision
        for revision in Revision.objects.visible_to(user)
        .filter(pk__in=value.revisions)
        .select_related("upload", "created_by", "submission__task")
    }
    read = [visible[pk] for pk in value.revisions if pk in visible]
    if value.revisions[0] not in visible:
        return Behind(read, [], is_hidden=True)
    things = counted(definition, own, county_id, [revision.pk for revision in read])
    return Behind(read, things, is_hidden=False)
