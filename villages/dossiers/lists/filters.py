"""Questions that several lists of the registry ask."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.access.models import User
from portal.access.sealing import fingerprint
from portal.ui.listing import ListFilter
from villages.dossiers.forms import DayForm
from villages.places.models import Division, Level

ID_DIGITS = 18


class AreaField(django_filters.fields.ModelChoiceField):  # type: ignore[misc]
    """A choice of counties and of cities, which stand for all their counties."""

    def label_from_instance(self, obj: Division) -> str:
        """Return the name; a city is told from a county of its name."""
        return f"{obj.name}（全市）" if obj.level == Level.CITY else obj.name


class AreaFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    """Keeps the rows of a county, or of the counties that report to a city on the day asked for."""

    field_class = AreaField

    def filter(self, qs: QuerySet[Any], value: Division | None) -> QuerySet[Any]:
        """Keep the rows of the area."""
        if value is None or value.level != Level.CITY:
            rows: QuerySet[Any] = super().filter(qs, value)
            return rows
        under = Division.objects.counties_under([value.pk], self.parent.day).values("pk")
        return qs.filter(**{f"{self.field_name}__in": under})


class CountyFilter(ListFilter):
    """A filter with a county of the user's, or a whole city, as they were on the day asked for.

    Cities' own offices are offered by the lists that have rows of them.
    """

    with_cities = False

    county = AreaFilter(label="县（市、区）", queryset=Division.objects.none(), empty_label="全部")

    def __init__(self, data: Any, queryset: QuerySet[Any], *, user: User) -> None:
        """Offer the counties the user sees."""
        super().__init__(data, queryset, user=user)
        self.day: dt.date = DayForm(data).day if data and data.get("on") else timezone.localdate()
        levels = [Level.CITY, Level.COUNTY] if len(user.county_ids) > 1 else [Level.COUNTY]
        areas = Division.objects.visible_to(user).as_of(self.day).filter(level__in=levels)
        offered = areas if self.with_cities else areas.places()
        self.filters["county"].queryset = offered.order_by("code")


def _holding(word: str, prefix: str) -> Q:
    """Return the condition that a name holds a word; a list reads on for a single character."""
    return Q(**{f"{prefix}name__{'contains' if len(word) == 1 else 'has'}": word})


def named(word: str, prefix: str = "") -> Q:
    """Return the condition that a person is meant by a word: name, first letters or ID number."""
    word = word.strip()
    if len(word) == ID_DIGITS and word[:-1].isdigit():
        return Q(**{f"{prefix}id_fingerprint": fingerprint(word.upper())})
    condition = _holding(word, prefix)
    if word.isascii():
        condition |= Q(**{f"{prefix}initials__startswith": word.lower()})
    return condition


def placed(word: str, prefix: str = "") -> Q:
    """Return the condition that a place is meant by a word: code, name or first letters."""
    word = word.strip()
    if word.isascii() and word.isdigit():
        return Q(**{f"{prefix}code__startswith": word})
    condition = _holding(word, prefix)
    if word.isascii():
        condition |= Q(**{f"{prefix}initials__startswith": word.lower()})
    return condition


def lettered(word: str) -> Q:
    """Return the condition that a unit is meant by a word: name or first letters."""
    word = word.strip()
    condition = _holding(word, "")
    if word.isascii():
        condition |= Q(initials__startswith=word.lower())
    return condition
