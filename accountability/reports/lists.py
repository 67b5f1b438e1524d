"""The library of documents as a list."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from accountability.reports import queries
from accountability.reports.models import STATES, Document
from accountability.reports.rules import KIND_LABELS, DocumentKind, DocumentState
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.tables import MomentColumn, NumberColumn, Table, tag


class DocumentFilter(ListFilter):
    """What may be asked of documents."""

    q = django_filters.CharFilter(label="标题", field_name="title", lookup_expr="has")
    scope = django_filters.CharFilter(
        label="范围", field_name="scope__name", lookup_expr="contains"
    )
    period = django_filters.CharFilter(label="期次（如2020-05）", lookup_expr="startswith")
    state = django_filters.ChoiceFilter(label="状态", choices=STATES, empty_label="全部")
    number = django_filters.CharFilter(label="发文字号", lookup_expr="contains")

    class Meta:
        model = Document
        fields = ["q", "scope", "period", "state", "number"]


class DocumentTable(Table):
    """Documents, the latest first."""

    caption = "文件列表"
    unit = "份"
    title = tables.Column("标题", linkify=("reports:detail", {"document_id": tables.A("pk")}))
    scope = tables.Column("范围", accessor="scope__name", order_by="scope__code")
    period = tables.Column("期次", accessor="period_label", order_by="period")
    version = tables.Column("版本", orderable=False)
    state = tables.Column("状态")
    number = tables.Column("发文字号", default="—")
    made_by = tables.Column(
        "生成人", accessor="made_by__full_name", default="系统定时生成", orderable=False
    )
    made_at = MomentColumn("生成时间")
    pages = NumberColumn("页数")
    downloads = tables.Column("下载", accessor="downloads_count", orderable=False)

    def render_version(self, value: int, record: Any) -> str:
        """Say which version it is, and whether it is the one that counts."""
        if value == record.current_version:
            return format_html("第{}版 {}", value, tag("现行", "info"))
        if value < record.current_version:
            old = '第{}版<div class="muted small">已被第{}版替代</div>'
            return format_html(old, value, record.current_version)
        return f"第{value}版"

    def value_version(self, value: int, record: Any) -> str:
        """Say the same in one line."""
        if value < record.current_version:
            return f"第{value}版（已被第{record.current_version}版替代）"
        return f"第{value}版{'（现行）' if value == record.current_version else ''}"

    def render_state(self, value: str, record: Document) -> str:
        """Mark what was issued."""
        return tag(value, "good" if record.state == DocumentState.ISSUED else "neutral")

    def render_downloads(self, value: int, record: Document) -> str:
        """Lead to the file, and say how often it was taken."""
        url = reverse("reports:download", args=[record.pk])
        return format_html('<a href="{}">下载</a>（{}次）', url, value)

    def value_downloads(self, value: int) -> int:
        """Say how often it was taken."""
        return value


def widen(rows: Any, user: User, _asked: ListFilter) -> Iterable[Document]:
    """Fetch who made the documents shown, how often they were taken, which versions count."""
    return queries.with_versions(rows, user)


DOCUMENTS = register_list(
    Listing(
        name="documents",
        title="报告中心",
        url_name="reports:library",
        permission=Permission.REPORT_VIEW,
        rows=Document.objects.visible_to,
        filters=DocumentFilter,
        table=DocumentTable,
        order=("-made_at", "-pk"),
        widen=widen,
        tabs=tuple(Status(kind.value, KIND_LABELS[kind], Q(kind=kind)) for kind in DocumentKind),
        tab_key="kind",
        defaults={"kind": DocumentKind.MONTHLY.value},
        meta="每份文件的每个数字都能追到单元格；已印发的文件不再改变",
    )
)
