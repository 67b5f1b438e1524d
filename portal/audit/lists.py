"""The audit trail as a list: endless, so its pages follow each other and nothing is counted."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import django_filters
import django_tables2 as tables
from django import forms
from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html

from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.models import AuditEvent, AuditEventQuerySet
from portal.audit.queries import verbs_in_use
from portal.audit.verbs import label
from portal.ui.listing import ListFilter, Listing, register_list
from portal.ui.tables import Table, tag

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
OURS = ("portal", "villages", "accountability")


class DaysForm(forms.Form):
    """From one day to another."""

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return data


class EventFilter(ListFilter):
    """Who, what, when, where, to which thing. Days are days in China, the last one included."""

    person = django_filters.CharFilter(label="操作人（姓名或账号）", method="by_person")
    verb = django_filters.ChoiceFilter(label="动作", empty_label="全部")
    since = django_filters.DateFilter(label="从哪天起", method="from_day", widget=DAY)
    until = django_filters.DateFilter(label="到哪天止", method="to_day", widget=DAY)
    county = django_filters.ChoiceFilter(
        label="县（市、区）", field_name="county_id", empty_label="全部"
    )
    subject_type = django_filters.ChoiceFilter(label="对象类型", empty_label="全部")
    subject_id = django_filters.CharFilter(label="对象编号")
    refused = django_filters.BooleanFilter(
        label="只看被拒绝的", method="only_refused", widget=forms.CheckboxInput
    )

    class Meta:
        model = AuditEvent
        fields = ["person", "verb", "since", "until", "county", "subject_type", "subject_id"]
        form = DaysForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the verbs that occur, the counties and the kinds of things there are."""
        super().__init__(*args, **kwargs)
        counties = apps.get_model("villages", "Division").objects.filter(level="county")
        kinds = {m._meta.label: str(m._meta.verbose_name) for m in apps.get_models()}
        choices = {
            "verb": sorted(((verb, label(verb)) for verb in verbs_in_use()), key=lambda v: v[1]),
            "county": list(counties.order_by("code").values_list("pk", "name")),
            "subject_type": [(k, name) for k, name in kinds.items() if k.split(".")[0] in OURS],
        }
        for name, offered in choices.items():
            self.filters[name].extra["choices"] = offered

    def by_person(self, rows: AuditEventQuerySet, _name: str, value: str) -> AuditEventQuerySet:
        """Keep what people of this name or account did."""
        named = Q(full_name=value.strip()) | Q(username=value.strip())
        people = list(User.objects.filter(named).values_list("pk", flat=True))
        return rows.filter(actor_id__in=people)

    def from_day(self, rows: AuditEventQuerySet, _name: str, value: dt.date) -> AuditEventQuerySet:
        """Keep what happened on the day or later."""
        return rows.filter(at__gte=_midnight(value))

    def to_day(self, rows: AuditEventQuerySet, _name: str, value: dt.date) -> AuditEventQuerySet:
        """Keep what happened on the day or before."""
        return rows.filter(at__lt=_midnight(value + dt.timedelta(days=1)))

    def only_refused(
        self,
        rows: AuditEventQuerySet,
        _name: str,
        value: bool,  # noqa: FBT001 - as called
    ) -> AuditEventQuerySet:
        """Keep what was refused, where that is asked for."""
        return rows.filter(refused=True) if value else rows


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())


class EventTable(Table):
    """What happened, the latest first."""

    caption = "审计记录，最近的在前"
    unit = "条"
    at = tables.Column("时间", orderable=False)
    actor = tables.Column("操作人", orderable=False)
    verb = tables.Column("动作", accessor="verb_label", orderable=False)
    sentence = tables.Column("说明", orderable=False)
    subject_type = tables.Column("对象类型", orderable=False, default="")
    subject_id = tables.Column("对象编号", orderable=False, default="")
    ip = tables.Column("来源地址", orderable=False, default="")
    request_id = tables.Column("请求号", orderable=False, default="")
    refused = tables.Column("结果", orderable=False, empty_values=())

    def render_at(self, value: dt.datetime) -> str:
        """Write the moment to the second."""
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"

    def render_sentence(self, value: str, record: AuditEvent) -> str:
        """Lead on to everything about the same thing."""
        if not (record.subject_type and record.subject_id):
            return value
        same = urlencode({"subject_type": record.subject_type, "subject_id": record.subject_id})
        return format_html('{} <a class="muted small" href="?{}">同一对象</a>', value, same)

    def value_sentence(self, value: str) -> str:
        """Return the sentence alone."""
        return value

    def render_refused(self, value: bool) -> str:  # noqa: FBT001 - as called
        """Mark what was refused."""
        return tag("被拒绝", "bad") if value else ""

    def value_refused(self, value: bool) -> str:  # noqa: FBT001 - as called
        """Say what was refused."""
        return "拒绝" if value else ""


TRAIL = register_list(
    Listing(
        name="audit",
        title="审计日志",
        url_name="audit:event-list",
        permission=Permission.AUDIT_VIEW,
        rows=AuditEvent.objects.visible_to,
        filters=EventFilter,
        table=EventTable,
        order=("-at", "-pk"),
        keyset="at",
        hidden=frozenset({"subject_type", "subject_id", "request_id"}),
        meta="只增不改：任何人都不能修改或删除，包括管理员。",
    )
)
