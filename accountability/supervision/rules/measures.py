"""The ladder of measures: who decides, how long it weighs, until when one may appeal.

Source: docs/sources.md#ladder. How many months a rung weighs is a dated parameter.
"""

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from accountability.parameters.rules import Value

TALK, RECALL, NOTICE, ADMONITION = "提醒约谈", "召回", "通报", "诫勉"
ORGANIZATION, PARTY, OFFICE = "组织调整", "党纪", "政务"
CATEGORIES: Final = (TALK, RECALL, NOTICE, ADMONITION, ORGANIZATION, PARTY, OFFICE)
DECISION, PROPOSAL = "决定", "建议"
APPEAL: Final = "appeal_months"
SUSPENSION: Final = "停职检查"
_PROPOSE_FROM, _FACT_FROM = 3, 4
_ORGANIZATION_DEPARTMENT: Final = re.compile("组织部|组织人事部|干部处")
_COMMITTEE: Final = re.compile(
    r"常委会|党组|党工委|纪委|纪检|监委|监察|政府|人大|(?:省|市|县|区|乡|镇)委(?!组织|员会组织|宣传|统战)"
)


@dataclass(frozen=True)
class Rung:
    """One form of measure: its level 0 to 5, and the parameters whose months add up.

    `extra` are months the form itself names (留党察看一年). `is_counted` says whether it is 问责.
    """

    level: int
    months: tuple[str, ...] = ()
    extra: int = 0

    @property
    def is_counted(self) -> bool:
        """Say whether it counts among 问责: reminders, talks and recalls never do."""
        return self.level > 0


LADDER: Final[Mapping[str, Mapping[str, Rung]]] = {
    TALK: {form: Rung(0) for form in ("约谈", "提醒", "函询", "批评教育", "书面检查")},
    RECALL: {"召回": Rung(0)},
    NOTICE: {form: Rung(1) for form in ("通报批评", "检查", "改组")},
    ADMONITION: {"诫勉": Rung(2, ("admonition_months",))},
    ORGANIZATION: {
        SUSPENSION: Rung(3),
        "调整职务": Rung(3, ("reassignment_months",)),
        "责令辞职": Rung(3, ("dismissal_rise_months",)),
        "免职": Rung(3, ("dismissal_rise_months",)),
        "降职": Rung(3, ("demotion_months",)),
    },
    PARTY: {
        "警告": Rung(4, ("party_warning_months",)),
        "严重警告": Rung(4, ("party_serious_warning_months",)),
        "撤销党内职务": Rung(4, ("party_removal_months",)),
        "留党察看一年": Rung(4, ("party_probation_months",), extra=12),
        "留党察看二年": Rung(4, ("party_probation_months",), extra=24),
        "开除党籍": Rung(4, ("party_expulsion_months",)),
    },
    OFFICE: {
        "警告": Rung(5, ("office_warning_months",)),
        "记过": Rung(5, ("office_demerit_months",)),
        "记大过": Rung(5, ("office_serious_demerit_months",)),
        "降级": Rung(5, ("office_demotion_months",)),
        "撤职": Rung(5, ("office_removal_months",)),
        "开除": Rung(5),
    },
}
FORMS: Final = tuple(dict.fromkeys(form for forms in LADDER.values() for form in forms))
CODES: Final = frozenset(
    {code for forms in LADDER.values() for rung in forms.values() for code in rung.months}
) | {APPEAL, "suspension_months", "dismissal_months"}
OF_UNITS: Final = frozenset({"检查", "通报批评", "改组"})


@dataclass(frozen=True)
class Terms:
    """The months of each rung by date: versions of each parameter, the newest first."""

    versions: Mapping[str, Sequence[Value]]

    def on(self, code: str, day: dt.date) -> Value | None:
        """Return a parameter as it held on `day`; None before its first day."""
        found = (value for value in self.versions.get(code, ()) if value.valid_from <= day)
        return next(found, None)

    def months(self, code: str, day: dt.date) -> int | None:
        """Return a parameter's months on `day`; None while nobody has said it."""
        value = self.on(code, day)
        return None if value is None or value.number is None else int(value.number)


def rung_of(category: str, form: str) -> Rung | None:
    """Return the rung of a form; a category with a single form, or none told apart, needs none.

    >>> rung_of("诫勉", ""), rung_of("党纪", "记过")
    (Rung(level=2, months=('admonition_months',), extra=0), None)
    """
    forms = LADDER.get(category, {})
    if form:
        return forms.get(form)
    rungs = set(forms.values())
    return rungs.pop() if len(rungs) == 1 else None


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months on: the last day of a term that begins the day after.

    Where that month is too short it is its last day.

    >>> months_later(dt.date(2020, 8, 31), 6)
    datetime.date(2021, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def influence_to(rung: Rung, decided_on: dt.date, terms: Terms) -> dt.date | None:
    """Return the last day a measure weighs; None where it has no term or nobody has said it."""
    parts = [terms.months(code, decided_on) for code in rung.months]
    if not parts or None in parts:
        return None
    return months_later(decided_on, rung.extra + sum(part for part in parts if part is not None))


def appeal_due_on(rung: Rung, decided_on: dt.date, terms: Terms) -> dt.date | None:
    """Return the last day for a written appeal; None for what is no 问责 or had no term then."""
    months = terms.months(APPEAL, decided_on)
    return months_later(decided_on, months) if rung.is_counted and months else None


def is_organization_department(authority: str) -> bool:
    """Say whether the organisation department alone decides.

    >>> is_organization_department("中共嵩北县委组织部"), is_organization_department("嵩北县委")
    (True, False)
    >>> is_organization_department("县委组织部、县纪委")
    False
    """
    return bool(_ORGANIZATION_DEPARTMENT.search(authority) and not _COMMITTEE.search(authority))


def may_only_propose(rung: Rung, authority: str) -> bool:
    """Say whether the measure is one the organisation department may propose, not decide."""
    return rung.level == _PROPOSE_FROM and is_organization_department(authority)


def is_fact_only(rung: Rung) -> bool:
    """Say whether the measure is recorded only as decided elsewhere, with its document number."""
    return rung.level >= _FACT_FROM
