"""Reads of the village sheets as of a day: revisions of a year, rules that held then."""

from collections.abc import Iterable
from decimal import Decimal

from accountability.intake.models import Pointer
from accountability.intake.queries.reported import periods_of
from accountability.intake.rules import Period
from accountability.ledgers.models import EconomyRow
from accountability.ledgers.rules.economy import EconomyRules, economy_rules
from accountability.parameters.queries import parameters_on
from portal.access.reader import Reader


def years_of(sheet_code: str) -> list[int]:
    """Return the years a yearly sheet was asked for, newest first."""
    return [period.first_day.year for period in reversed(periods_of(sheet_code))]


def revisions_of(sheet_code: str, period: str, reader: Reader) -> list[int]:
    """Return the revisions of a period that are current now in the reader's counties."""
    rows = Pointer.objects.current().visible_to(reader)
    found = rows.filter(revision__sheet_code=sheet_code, revision__period=period)
    return list(found.values_list("revision_id", flat=True))


def rules_of_year(year: int) -> EconomyRules:
    """Return the bounds of collective economy at the end of a year."""
    return economy_rules(parameters_on(Period.parse(str(year)).last_day))


def without_subsidy(row: EconomyRow) -> Decimal | None:
    """Return a year's income less its subsidies; None where either is not reported."""
    total: Decimal | None = row.income_total
    subsidy: Decimal | None = row.income_subsidy
    return None if total is None or subsidy is None else total - subsidy


def is_mostly_subsidy(row: EconomyRow, rules: EconomyRules) -> bool:
    """Say whether subsidies make up more of the income than the rule lets pass unasked."""
    if not row.income_total or not row.income_subsidy or rules.subsidy_share is None:
        return False
    return float(row.income_subsidy) / float(row.income_total) > rules.subsidy_share


def is_jump(now: EconomyRow | None, before: EconomyRow | None, rules: EconomyRules) -> bool:
    """Say whether an income grew past the line that wants a word (J-05)."""
    if now is None or before is None or rules.jump_times is None:
        return False
    new, old = now.income_total, before.income_total
    if not new or not old:
        return False
    return bool(old > 0 and new >= rules.jump_least and new > rules.jump_times * old)


def by_village(rows: Iterable[EconomyRow]) -> dict[int, EconomyRow]:
    """Return rows by their village; what names no village is left out."""
    return {row.village_id: row for row in rows if row.village_id}
