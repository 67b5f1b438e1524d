"""The list of first secretaries and team members, on a day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q

from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import Listing, Status, register_list
from portal.ui.tables import DayColumn, Table
from villages.dossiers import queries
from villages.dossiers.forms import DAY
from villages.dossiers.lists.filters import CountyFilter, named
from villages.people.models import UnitLevel
from villages.places.models import VillageKind, VillageType
from villages.postings.models import Posting, PostingQuerySet, PostingRole

SOON = dt.timedelta(days=90)
STATES = [
    ("serving", "在任"),
    ("due", "任期将满（90天内）"),
    ("overdue", "任期已满仍在任"),
    ("ended", "已离任"),
]


class PostingFilter(CountyFilter):
    """What may be asked of postings."""

    q = django_filters.CharFilter(label="姓名", method="by_name")
    kind = django_filters.ChoiceFilter(
        label="村类型", choices=VillageKind.choices, method="by_kind", empty_label="全部"
    )
    level = django_filters.ChoiceFilter(
        label="派驻层级", choices=UnitLevel.choices, empty_label="全部"
    )
    role = django_filters.ChoiceFilter(
        label="队内职务", choices=PostingRole.choices, empty_label="全部"
    )
    unit = django_filters.CharFilter(label="派出单位", field_name="unit__name", lookup_expr="has")
    on = django_filters.DateFilter(label="截至", method="as_of", widget=DAY)

    class Meta:
        model = Posting
        fields = ["q", "county", "kind", "level", "role", "unit", "on"]

    def by_name(self, rows: PostingQuerySet, _name: str, value: str) -> PostingQuerySet:
        """Keep those whose name holds the word, or whose first letters begin with it."""
        return rows.filter(named(value, "person__"))

    def by_kind(self, rows: PostingQuerySet, _name: str, value: str) -> PostingQuerySet:
        """Keep those in villages that are of the kind on the day."""
        kinds = VillageType.objects.as_of(self.day).filter(village=OuterRef("village"), kind=value)
        return rows.filter(Exists(kinds))

    def as_of(self, rows: PostingQuerySet, _name: str, value: dt.date) -> PostingQuerySet:
        """Leave out what had not begun on the day."""
        return rows.filter(started_on__lte=value)


def stands(state: str) -> Any:
    """Return what makes the condition of a state on the day asked for."""

    def condition(asked: PostingFilter) -> Q:
        day = asked.day
        if state == "ended":
            return Q(ended_on__lte=day)
        serving = Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
        if state == "due":
            return serving & Q(due_on__gt=day, due_on__lte=day + SOON)
        return serving & Q(due_on__lte=day) if state == "overdue" else serving

    return condition


class PostingTable(Table):
    """First secretaries and team members."""

    caption = "驻村人员"
    unit = "人"
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    township = tables.Column("乡镇", accessor="village__parent__name", order_by="village__code")
    village = tables.Column(
        "村",
        accessor="village__name",
        order_by="village__sort_key",
        linkify=("villages:village", {"village_id": tables.A("village_id")}),
    )
    code = tables.Column("村代码", accessor="village__code")
    types = tables.Column("村类型", accessor="types_text", default="一般村", orderable=False)
    name = tables.Column(
        "姓名",
        accessor="person__name",
        order_by="person__initials",
        linkify=("villages:person", {"person_id": tables.A("person_id")}),
    )
    sex = tables.Column("性别", accessor="person__sex", orderable=False)
    birth_month = tables.Column("出生年月", accessor="person__birth_month")
    id_masked = tables.Column("身份证号", accessor="person__id_masked", orderable=False)
    party_status = tables.Column("政治面貌", accessor="person__party_status")
    education = tables.Column("学历", accessor="person__education")
    role = tables.Column("队内职务")
    level = tables.Column("派驻层级")
    unit_name = tables.Column("派出单位", accessor="unit__name", default="未填")
    rank = tables.Column("职务职级", default="未填")
    started_on = DayColumn("到村日期")
    due_on = DayColumn("任期届满日期", default="未填")
    ended_on = DayColumn("离任日期", default="在任")
    end_reason = tables.Column("离任原因", default="")


def widen(rows: Any, user: User, asked: Any) -> Iterable[Posting]:
    """Fetch person, unit, place and the types of the villages shown."""
    found = list(rows.select_related("person", "unit", "village__parent", "county"))
    types = queries.types_of(user, [posting.village_id for posting in found], asked.day)
    for posting in found:
        kinds = types.get(posting.village_id, ())
        posting.types_text = "、".join(kind.get_kind_display() for kind in kinds)
    return found


POSTINGS = register_list(
    Listing(
        name="postings",
        title="驻村第一书记和工作队",
        url_name="villages:posting-list",
        permission=Permission.PERSON_VIEW,
        rows=Posting.objects.visible_to,
        filters=PostingFilter,
        table=PostingTable,
        order=("county__code", "village__code", "-started_on", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            *(Status(key, label, stands(key), hot=key == "overdue") for key, label in STATES),
        ),
        tab_key="state",
        defaults={"role": PostingRole.FIRST_SECRETARY.value, "state": "serving"},
        hidden=frozenset(
            {"code", "sex", "birth_month", "id_masked", "party_status", "education", "rank",
             "end_reason"}
        ),
        meta="按县、村类型、派驻层级和状态筛选；导出的正是筛选出的人员",
    )
)  # fmt: skip
