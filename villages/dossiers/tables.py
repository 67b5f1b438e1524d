"""The lists as tables, and as workbooks of exactly the same rows."""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import DateWidget

from portal.ui.tables import Table
from villages.people.models import Person
from villages.places.models import VillageType
from villages.postings.models import Posting

DATE = DateWidget(coerce_to_string=False)  # a date stays a date in the workbook
TypesOf = dict[int, list[VillageType]]


def types_text(kinds: Iterable[VillageType]) -> str:
    """Return the types of a village as they are written in a cell."""
    return "、".join(kind.get_kind_display() for kind in kinds)


class PostingTable(Table):
    """First secretaries and team members."""

    caption = "驻村人员"
    unit = "人"
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    township = tables.Column("乡镇", accessor="village__parent__name", order_by="village__code")
    village = tables.Column("村", accessor="village__name", order_by="village__sort_key")
    types = tables.Column("村类型", empty_values=(), orderable=False)
    name = tables.Column("姓名", accessor="person__name", order_by="person__initials")
    role = tables.Column("队内职务")
    level = tables.Column("派驻层级")
    unit_name = tables.Column("派出单位", accessor="unit__name", default="未填")
    started_on = tables.DateColumn("Y-m-d", verbose_name="到村日期")
    due_on = tables.DateColumn("Y-m-d", verbose_name="任期届满", default="未填")
    ended_on = tables.DateColumn("Y-m-d", verbose_name="离任日期", default="在任")

    def __init__(self, rows: Any, *, types: TypesOf) -> None:
        """Take the types of the villages on the page."""
        super().__init__(rows)
        self.types = types

    def render_village(self, value: str, record: Posting) -> str:
        """Link to the village."""
        return link("villages:village", record.village_id, value)

    def render_types(self, record: Posting) -> str:
        """Show the types the village has on the day."""
        return types_text(self.types.get(record.village_id, ())) or "一般村"

    def render_name(self, value: str, record: Posting) -> str:
        """Link to the person."""
        return link("villages:person", record.person_id, value)


class PersonTable(Table):
    """Persons with their last posting or post."""

    caption = "干部"
    unit = "人"
    name = tables.Column("姓名", order_by="initials")
    sex = tables.Column("性别")
    birth_month = tables.Column("出生年月")
    party_status = tables.Column("政治面貌")
    education = tables.Column("学历")
    place = tables.Column("现任或最近任职", empty_values=(), orderable=False)
    unit_name = tables.Column("派出单位", empty_values=(), orderable=False)

    def render_name(self, value: str, record: Person) -> str:
        """Link to the person."""
        return link("villages:person", record.pk, value)

    def render_place(self, record: Person) -> str:
        """Say where the person is or was last."""
        for posting in record.seen_postings:  # type: ignore[attr-defined]
            where = f"{posting.county.name}{posting.village.parent.name}{posting.village.name}"
            return f"{where} {posting.get_role_display()}"
        for tenure in record.seen_tenures:  # type: ignore[attr-defined]
            return f"{tenure.post.division.name} {tenure.post.get_title_display()}"
        return "—"

    def render_unit_name(self, record: Person) -> str:
        """Say who sent the person."""
        for posting in record.seen_postings:  # type: ignore[attr-defined]
            return posting.unit.name if posting.unit else "未填"
        return "—"


def link(name: str, key: int, words: str) -> str:
    """Return a link to a record."""
    return format_html('<a href="{}">{}</a>', reverse(name, args=[key]), words)


class PostingResource(ModelResource):  # type: ignore[misc]
    """The list of first secretaries as a workbook."""

    county = Field("county__name", "县（市、区）")
    township = Field("village__parent__name", "乡镇")
    village = Field("village__name", "村")
    code = Field("village__code", "村代码")
    types = Field(column_name="村类型")
    name = Field("person__name", "姓名")
    sex = Field("person__sex", "性别")
    birth_month = Field("person__birth_month", "出生年月")
    id_masked = Field("person__id_masked", "身份证号")
    party_status = Field("person__party_status", "政治面貌")
    education = Field("person__education", "学历")
    role = Field("get_role_display", "队内职务")
    level = Field("get_level_display", "派驻层级")
    unit = Field("unit__name", "派出单位")
    rank = Field("rank", "职务职级")
    started_on = Field("started_on", "到村日期", DATE)
    due_on = Field("due_on", "任期届满日期", DATE)
    ended_on = Field("ended_on", "离任日期", DATE)
    end_reason = Field("get_end_reason_display", "离任原因")

    class Meta:
        model = Posting
        fields = (
            "county", "township", "village", "code", "types", "name", "sex", "birth_month",
            "id_masked", "party_status", "education", "role", "level", "unit", "rank",
            "started_on", "due_on", "ended_on", "end_reason",
        )  # fmt: skip

    def __init__(self, types: TypesOf) -> None:
        """Take the types of the villages of all rows."""
        super().__init__()
        self.types = types

    def dehydrate_types(self, posting: Posting) -> str:
        """Return the types the village has on the day."""
        return types_text(self.types.get(posting.village_id, ()))
