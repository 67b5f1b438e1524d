"""What may be asked of the rows of a sheet: which area and period, and what its columns say."""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accountability.intake.declare import CellType, Column, Sheet
from accountability.intake.lists.ledger_columns import facets_of
from accountability.intake.models import Revision
from accountability.intake.queries import ledger
from portal.access.models import User
from portal.ui.figures import MISSING
from portal.ui.listing import ListFilter
from portal.ui.listing.filters import holds_any

YES_NO = [("yes", "是"), ("no", "否"), ("blank", MISSING)]
_PLACES = (CellType.TOWNSHIP, CellType.VILLAGE, CellType.DIVISION)


class LedgerFilter(ListFilter):
    """The rows current for one period in one area; subclasses add what their sheet has."""

    sheet: Sheet
    area = django_filters.ChoiceFilter(label="地方", method="as_it_is", empty_label="全部")
    period = django_filters.ChoiceFilter(label="期次", method="as_it_is")

    def __init__(self, data: Any, queryset: QuerySet[Any], *, user: User) -> None:
        """Offer the periods and areas there are for this user."""
        super().__init__(data, queryset, user=user)
        self.rounds = ledger.rounds(user, self.sheet.code)
        self.areas = ledger.areas_of(user, with_cities=self.sheet.asks_city)
        newest = f"最新（{self.rounds[0].period.label}）" if self.rounds else "还没有已接收的期次"
        self.filters["period"].extra |= {
            "choices": [(str(one.period), one.period.label) for one in self.rounds],
            "empty_label": newest,
        }
        self.filters["area"].extra["choices"] = _grouped(self.areas)
        if len(self.areas) == 1:
            del self.filters["area"]

    @cached_property
    def round_asked(self) -> ledger.Round | None:
        """Return the period asked for with its task, else the newest there is."""
        asked = self.form.cleaned_data.get("period") if self.form.is_valid() else ""
        meant = (one for one in self.rounds if not asked or str(one.period) == asked)
        return next(meant, None)

    @cached_property
    def revisions(self) -> list[int]:
        """Return the revisions whose rows are shown: one a county that was accepted."""
        if self.round_asked is None:
            return []
        asked = self.form.cleaned_data.get("area") if self.form.is_valid() else ""
        counties = next((area.counties for area in self.areas if area.code == asked), None)
        return ledger.current_revisions(self.user, self.round_asked.task_id, counties)

    @property
    def meta(self) -> str:
        """Say which period is shown and how many counties it holds."""
        if self.round_asked is None:
            return "还没有已接收的上报"
        told = "个单位" if self.sheet.asks_city else "县（市、区）"
        return f"{self.round_asked.period.label} · 已接收{len(self.revisions)}{told}"

    def settled(self) -> dict[str, str]:
        """Return the period, where the address says the newest."""
        return {"period": str(self.round_asked.period)} if self.round_asked else {}

    def known_total(self) -> int | None:
        """Return the rows of all revisions shown, where nothing is asked of the rows themselves."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        if self.sheet.part or any(asked.get(name) for name in asked.keys() - {"area", "period"}):
            return None
        counts = Revision.objects.filter(pk__in=self.revisions).values_list("rows_count", flat=True)
        known = list(counts)
        return sum(known) if all(known) else None

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the revisions current for the period, then what the columns say."""
        current = queryset.filter(revision_id__in=self.revisions)
        rows: QuerySet[Any] = super().filter_queryset(current)
        return rows

    def as_it_is(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Leave the rows: area and period choose the revisions."""
        return rows

    def by_place(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the rows about the township or village meant."""
        fields = [column.field for column in self.sheet.columns if column.type in _PLACES]
        return rows.filter(holds_any(value, *fields))

    def by_label(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the rows whose name holds the word."""
        return rows.filter(label__icontains=value.strip())

    def by_choice(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the rows that say this in a choice column."""
        column = self.sheet.column(name)
        if column.type is CellType.YES_NO:
            said = {"yes": True, "no": False}.get(value)
            return rows.filter(**{column.field: said})
        if value == BLANK_CHOICE:
            return rows.filter(_is_blank(column))
        among = f"{column.field}__contains"
        return rows.filter(
            **{among: [value]} if column.type is CellType.CHOICES else {column.field: value}
        )


BLANK_CHOICE = "-"


def _is_blank(column: Column) -> Q:
    if column.type is CellType.CHOICES:
        return Q(**{f"{column.field}__isnull": True}) | Q(**{column.field: []})
    return Q(**{column.field: ""})


def _grouped(areas: list[ledger.Area]) -> list[Any]:
    """Return the choices of an area by city; without groups where there is one city."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for area in areas:
        groups.setdefault(area.group, []).append((area.code, area.name))
    if len(groups) > 1:
        return list(groups.items())
    return [one for some in groups.values() for one in some]


def filter_of(sheet: Sheet) -> type[LedgerFilter]:
    """Return the filter of the rows of a sheet."""
    fields: dict[str, Any] = {"sheet": sheet}
    if any(column.type in _PLACES for column in sheet.columns):
        fields["place"] = django_filters.CharFilter(label="乡镇、村", method="by_place")
    named = [sheet.column(name) for name in sheet.label]
    if any(column.type not in _PLACES for column in named):
        names = "、".join(sheet.heading(column) for column in named)
        fields["q"] = django_filters.CharFilter(label=names, method="by_label")
    for column in facets_of(sheet):
        fields[column.name] = django_filters.ChoiceFilter(
            label=sheet.heading(column),
            choices=_choices(column),
            method="by_choice",
            empty_label="全部",
        )
    return type(
        f"{sheet.code}{sheet.part.title()}Filter",
        (LedgerFilter,),
        {"__doc__": sheet.title, "__module__": __name__, **fields},
    )


def _choices(column: Column) -> list[tuple[str, str]]:
    if column.type is CellType.YES_NO:
        return YES_NO
    return [*((word, word) for word in column.allowed), (BLANK_CHOICE, "未填")]
