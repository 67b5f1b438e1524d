"""The list of villages: what kind, who heads the branch, who is posted there."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.tables import DayColumn, Table
from villages.branches.models import Branch
from villages.dossiers.lists.filters import CountyFilter, placed
from villages.places.models import (
    Division,
    DivisionQuerySet,
    Level,
    VillageKind,
    VillageType,
    in_force,
)
from villages.postings.models import Posting, PostingRole

NEEDING = (VillageKind.POOR, VillageKind.DEEP, VillageKind.WEAK)
MANNED = [("yes", "有第一书记"), ("no", "没有第一书记")]


def villages(user: User) -> DivisionQuerySet:
    """Return the villages there are today in the user's counties."""
    return Division.objects.filter(
        county_id__in=user.county_ids, level=Level.VILLAGE, valid_to__isnull=True
    )


def of_kind(*kinds: str) -> Q:
    """Return the condition that a village is of one of the kinds today."""
    today = in_force(timezone.localdate())
    return Q(Exists(VillageType.objects.filter(today, village=OuterRef("pk"), kind__in=kinds)))


def manned() -> Q:
    """Return the condition that a first secretary serves in the village today."""
    serving = Posting.objects.as_of(timezone.localdate()).filter(
        village=OuterRef("pk"), role=PostingRole.FIRST_SECRETARY
    )
    return Q(Exists(serving))


class VillageFilter(CountyFilter):
    """What may be asked of villages."""

    q = django_filters.CharFilter(label="村名、简拼或代码", method="by_name")
    township = django_filters.CharFilter(label="乡镇（街道）", method="by_township")
    kind = django_filters.ChoiceFilter(
        label="村类型", choices=VillageKind.choices, method="by_kind", empty_label="全部"
    )
    manned = django_filters.ChoiceFilter(
        label="第一书记", choices=MANNED, method="by_manned", empty_label="全部"
    )
    secretary = django_filters.CharFilter(label="村党组织书记", method="by_secretary")

    class Meta:
        model = Division
        fields = ["q", "county", "township", "kind", "manned", "secretary"]

    def by_name(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages meant by the word."""
        return rows.filter(placed(value))

    def by_township(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages of the townships meant by the word."""
        towns = Division.objects.filter(placed(value), level=Level.TOWNSHIP)
        return rows.filter(parent__in=towns)

    def by_kind(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages of a kind."""
        return rows.filter(of_kind(value))

    def by_manned(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages with, or without, a first secretary."""
        return rows.filter(manned() if value == "yes" else ~manned())

    def by_secretary(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages whose branch secretary's name holds the word."""
        today = in_force(timezone.localdate())
        heads = Branch.objects.filter(
            today, village=OuterRef("pk"), secretary_name__contains=value.strip()
        )
        return rows.filter(Exists(heads))


class VillageTable(Table):
    """Villages."""

    caption = "村"
    unit = "个村"
    code = tables.Column("村代码")
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    township = tables.Column("乡镇（街道）", accessor="parent__name", order_by="parent__code")
    name = tables.Column(
        "村", order_by="sort_key", linkify=("villages:village", {"village_id": tables.A("pk")})
    )
    short_name = tables.Column("简称", orderable=False, default="")
    types = tables.Column("村类型", accessor="types_text", orderable=False, default="")
    branch = tables.Column("党组织", accessor="branch__name", orderable=False)
    secretary = tables.Column("党组织书记", accessor="branch__secretary_name", orderable=False)
    members = tables.Column("党员数", accessor="branch__members_count", orderable=False)
    posted = tables.Column(
        "第一书记",
        accessor="posting__person__name",
        orderable=False,
        default="无",
        linkify=lambda record: person_url(record.posting),
    )
    unit_name = tables.Column(
        "派出单位", accessor="posting__unit__name", orderable=False, default=""
    )
    started_on = DayColumn("到村日期", accessor="posting__started_on", orderable=False, default="")


def person_url(posting: Posting | None) -> str | None:
    """Return where the record of who is posted lies."""
    from django.urls import reverse  # noqa: PLC0415

    return reverse("villages:person", args=[posting.person_id]) if posting else None


def widen(rows: Any, user: User, _asked: ListFilter) -> Iterable[Division]:
    """Fetch townships, types, branches and first secretaries of the villages shown."""
    found = list(rows.select_related("county", "parent"))
    keys, today = [village.pk for village in found], timezone.localdate()
    types = _types(user, keys, today)
    branches = {
        branch.village_id: branch
        for branch in Branch.objects.visible_to(user).as_of(today).filter(village__in=keys)
    }
    posted = Posting.objects.visible_to(user).as_of(today).select_related("person", "unit")
    postings = {
        posting.village_id: posting
        for posting in posted.filter(village__in=keys, role=PostingRole.FIRST_SECRETARY)
    }
    for village in found:
        village.types_text = "、".join(types[village.pk])
        village.branch = branches.get(village.pk)
        village.posting = postings.get(village.pk)
    return found


def _types(user: User, keys: list[int], on: dt.date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = VillageType.objects.visible_to(user).as_of(on).filter(village__in=keys).order_by("pk")
    for kind in rows:
        found[kind.village_id].append(kind.get_kind_display())
    return found


VILLAGES = register_list(
    Listing(
        name="villages",
        title="村名录",
        url_name="villages:village-list",
        permission=Permission.VILLAGE_VIEW,
        rows=villages,
        filters=VillageFilter,
        table=VillageTable,
        order=("code", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            Status("poor", "贫困村", lambda _: of_kind(VillageKind.POOR)),
            Status("deep", "深度贫困村", lambda _: of_kind(VillageKind.DEEP)),
            Status("weak", "软弱涣散村", lambda _: of_kind(VillageKind.WEAK)),
            Status(
                "unmanned", "应派未派第一书记", lambda _: of_kind(*NEEDING) & ~manned(), hot=True
            ),
        ),
        hidden=frozenset({"short_name", "branch", "members", "unit_name"}),
        meta="按今日区划和人员；导出的名录改正后可原样导回",
    )
)
