"""Which indicators only those see who are cleared for the sheet they are counted from."""

from collections.abc import Iterable

from accountability.assessment.indicators import INDICATORS, Indicator
from accountability.intake.declare import SHEETS
from portal.access.reader import Reader
from portal.access.roles import Permission


def permission_of(definition: Indicator) -> Permission | None:
    """Return the permission the sheet asks for whose period the indicator has, None for none."""
    sheet = SHEETS.get(definition.needs[0].sheet) if definition.needs else None
    return sheet.permission if sheet else None


def guarded_by() -> dict[Permission, list[str]]:
    """Return the codes of the guarded indicators by the permission they ask for."""
    found: dict[Permission, list[str]] = {}
    for definition in INDICATORS:
        permission = permission_of(definition)
        if permission is not None:
            found.setdefault(permission, []).append(definition.code)
    return found


def open_to(user: Reader, definitions: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Keep the indicators the user may see in all of their counties.

    A figure that is hidden is left out: shown without a value it would read 未报.
    """
    return tuple(
        one
        for one in definitions
        if (permission := permission_of(one)) is None
        or user.county_ids <= user.counties_for(permission)
    )
