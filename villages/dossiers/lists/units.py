"""The list of units that send cadres or answer for work."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Count, Q
from django.utils import timezone

from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.tables import NumberColumn, Table
from villages.dossiers.lists.filters import lettered
from villages.people.models import Unit, UnitLevel
from villages.postings.models import Posting


class UnitFilter(ListFilter):
    """What may be asked of units."""

    q = django_filters.CharFilter(label="单位名称或简拼", method="by_name")
    place = django_filters.CharFilter(
        label="所在地", field_name="division__name", lookup_expr="contains"
    )

    class Meta:
        model = Unit
        fields = ["q", "place"]

    def by_name(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the units meant by the word."""
        return rows.filter(lettered(value))


class UnitTable(Table):
    """Units."""

    caption = "单位"
    unit = "个单位"
    number = tables.Column("编号", accessor="pk", orderable=False)
    name = tables.Column("单位名称", linkify=("villages:unit", {"unit_id": tables.A("pk")}))
    level = tables.Column("层级")
    division_code = tables.Column("所在地代码", accessor="division__code", default="")
    division = tables.Column("所在地", accessor="division__name", default="未填")
    posted_count = NumberColumn("在任驻村人员", orderable=False, default=None)


def widen(rows: Any, user: User, _asked: ListFilter) -> Iterable[Unit]:
    """Count whom the units shown have posted today."""
    found = list(rows.select_related("division"))
    posted = Posting.objects.visible_to(user).as_of(timezone.localdate())
    counts = dict(
        posted.filter(unit__in=[unit.pk for unit in found])
        .order_by()
        .values_list("unit")
        .annotate(number=Count("pk"))
    )
    for unit in found:
        unit.posted_count = counts.get(unit.pk, 0)
    return found


UNITS = register_list(
    Listing(
        name="units",
        title="单位名录",
        url_name="villages:unit-list",
        permission=Permission.VILLAGE_VIEW,
        rows=Unit.objects.visible_to,
        filters=UnitFilter,
        table=UnitTable,
        order=("level", "name", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            *(Status(level.value, level.label, Q(level=level.value)) for level in UnitLevel),
        ),
        hidden=frozenset({"number", "division_code"}),
    )
)
