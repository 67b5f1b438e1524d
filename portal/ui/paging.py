"""Pages of long lists."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 50
GAP = 0

_Row = TypeVar("_Row", bound=Model)


def page_of(rows: QuerySet[_Row], request: HttpRequest, *, per_page: int = PER_PAGE) -> Page[_Row]:
    """Return the page that ?page= asks for, or the nearest there is. Two queries."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def shown_pages(page: Page[Any]) -> Iterator[int]:
    """Yield the page numbers to link, with GAP where some are left out; none for one page."""
    if page.paginator.num_pages == 1:
        return
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    for number in pages:
        yield number if isinstance(number, int) else GAP
