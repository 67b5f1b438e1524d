"""The filter of a list, for somebody."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from portal.access.models import User


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set that knows who asks; what it offers lies in their area."""

    def __init__(self, data: Any, queryset: QuerySet[Any], *, user: User) -> None:
        super().__init__(data, queryset)
        self.user = user

    def known_total(self) -> int | None:
        """Return how many rows are asked for, where that is known without counting them."""
        return None

    def settled(self) -> dict[str, str]:
        """Return what the address leaves open and the filter fills in as of now."""
        return {}


def holds_any(word: str, *fields: str) -> Q:
    """Return the condition that one of the fields holds the word."""
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__icontains": word.strip()})
    return condition
