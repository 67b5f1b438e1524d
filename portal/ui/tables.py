"""Tables of django-tables2 in our markup (setting DJANGO_TABLES2_TEMPLATE)."""

from typing import Any

import django_tables2
from django.http import HttpRequest

from portal.ui.figures import MISSING
from portal.ui.paging import PER_PAGE


class Table(django_tables2.Table):  # type: ignore[misc]
    """A list: sortable, paged, cards on a phone. Subclasses say `caption` and `empty_text`."""

    caption = "列表"
    unit = "项"

    class Meta:
        template_name = "ui/table.html"
        empty_text = "没有符合条件的内容。"
        default = MISSING


class NumberColumn(django_tables2.Column):  # type: ignore[misc]
    """Right-aligned figures; missing is 未报."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        look = {"td": {"class": "number"}, "th": {"class": "number"}}
        super().__init__(*args, **{"attrs": look, "default": MISSING, **kwargs})


def prepare(table: Table, request: HttpRequest, *, per_page: int = PER_PAGE) -> Table:
    """Sort and page `table` as the URL says; an impossible page is the nearest one."""
    paginate = {"per_page": per_page, "silent": True}
    django_tables2.RequestConfig(request, paginate=paginate).configure(table)
    return table
