"""Tables of django-tables2 in our markup (setting DJANGO_TABLES2_TEMPLATE)."""

import datetime as dt
from html import unescape
from typing import Any

import django_tables2
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from portal.ui.figures import MISSING
from portal.ui.paging import PER_PAGE
from portal.ui.palette import Tone


class Table(django_tables2.Table):  # type: ignore[misc]
    """A list: sortable, paged, cards on a phone. Subclasses say `caption` and `empty_text`."""

    caption = "列表"
    unit = "项"

    class Meta:
        template_name = "ui/table.html"
        empty_text = "没有符合条件的内容。"
        default = MISSING


ON_ONE_LINE = {"td": {"class": "nowrap"}}


class NumberColumn(django_tables2.Column):  # type: ignore[misc]
    """Right-aligned figures; missing is 未报."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        look = {"td": {"class": "number"}, "th": {"class": "number"}}
        super().__init__(*args, **{"attrs": look, "default": MISSING, **kwargs})


class DayColumn(django_tables2.Column):  # type: ignore[misc]
    """A date: written out on the page, a date in a workbook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"attrs": ON_ONE_LINE, **kwargs})

    def render(self, value: dt.date) -> str:
        """Write the date."""
        return f"{value:%Y-%m-%d}"

    def value(self, value: dt.date) -> dt.date:
        """Return the date itself."""
        return value


class MomentColumn(django_tables2.Column):  # type: ignore[misc]
    """A moment, in local time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"attrs": ON_ONE_LINE, **kwargs})

    def render(self, value: dt.datetime) -> str:
        """Write the moment to the minute."""
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def tag(words: str, tone: Tone = "neutral") -> SafeString:
    """Return a short mark for a cell; a workbook gets its words alone."""
    return render_to_string("ui/tag.html", {"words": words, "tone": tone})


def plain(cell: Any) -> Any:
    """Return what a workbook holds for a cell: markup taken off, everything else as it is."""
    if isinstance(cell, SafeString):
        return unescape(strip_tags(cell)).strip()
    return cell


def prepare(table: Table, request: HttpRequest, *, per_page: int = PER_PAGE) -> Table:
    """Sort and page `table` as the URL says; an impossible page is the nearest one."""
    paginate = {"per_page": per_page, "silent": True}
    django_tables2.RequestConfig(request, paginate=paginate).configure(table)
    return table
