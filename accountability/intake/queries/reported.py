"""What counties have reported, row by row, as of a day: through the pointers, never a copy."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Model, QuerySet
from django.urls import reverse

from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask
from accountability.intake.rules import Period
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import Source


def periods_of(
    sheet_code: str, *, until: dt.date | None = None, since: dt.date | None = None
) -> list[Period]:
    """Return the periods a sheet was asked for, oldest first.

    Those count that began by `until` and ended after `since`.
    """
    asked = CollectionTask.objects.filter(sheet_code=sheet_code).values_list("period", flat=True)
    found = [Period.parse(text) for text in asked]
    return sorted(
        (
            period
            for period in found
            if (until is None or period.first_day <= until)
            and (since is None or period.last_day >= since)
        ),
        key=lambda period: period.first_day,
    )


def reported(
    model: type[Model],
    reader: Reader,
    *,
    until: dt.date | None = None,
    since: dt.date | None = None,
    sheet_code: str = "",
) -> "QuerySet[Any]":
    """Return a sheet's rows in the revisions current now, for periods that began by `until`.

    Each has `period` and `sheet_code`. Two queries: the periods, then the rows. Raises: KeyError
    where no sheet has this row table.
    """
    code = sheet_code or sheet_of(model)
    periods = [str(period) for period in periods_of(code, until=until, since=since)]
    rows: QuerySet[Any] = model._default_manager.visible_to(reader)  # type: ignore[attr-defined]
    current: QuerySet[Any] = rows.filter(
        revision__sheet_code=code,
        revision__period__in=periods,
        revision__pointers__closed_at__isnull=True,
        revision__pointers__isnull=False,
    ).annotate(period=F("revision__period"), sheet_code=F("revision__sheet_code"))
    return current


def sheet_of(model: type[Model]) -> str:
    """Return the code of the sheet whose rows the model holds. Raises: KeyError."""
    label = f"{model._meta.app_label}.{model.__name__}"
    codes = {sheet.model: code for code, sheet in SHEETS.items()}
    return codes[label]


def newest(rows: "QuerySet[Any]", *keys: str) -> "QuerySet[Any]":
    """Keep of each thing, named by `keys`, the row of the newest period, the last one in it."""
    return rows.order_by(*keys, "-revision__period", "-row_no").distinct(*keys)


def source_of(row: Any, field: str, reader: Reader) -> Source:
    """Say which sheet, period and row a fact comes from, with the way to its cell.

    `row` comes from `reported`. Who may not read submissions in that county gets no link.
    """
    words = f"{row.sheet_code} {Period.parse(row.period).label} 第{row.row_no}行"
    if row.county_id not in reader.counties_for(Permission.SUBMISSION_VIEW):
        return Source(words)
    return Source(words, cell_url(row.revision_id, row.row_no, field, row.sheet_name))


def cell_url(revision_id: int, row_no: int, field: str, sheet_name: str = "") -> str:
    """Return the page of one cell, found again in a file of several sheets by the sheet's name."""
    url = reverse("intake:cell", args=[revision_id, row_no, field])
    return f"{url}?{urlencode({'sheet': sheet_name})}" if sheet_name else url
