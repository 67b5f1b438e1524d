"""Training classes as T10 lists them, each with how many attended and how many of them count."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accountability.intake.queries.reported import cell_url, reported
from accountability.intake.rules import Period
from accountability.ledgers.models import TrainingRow
from accountability.ledgers.sheets.member_words import HEAD, METHODS, SECRETARY, THEMES
from accountability.ledgers.sheets.training_checks import COURSE, TRAINEE
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.figures import MISSING
from portal.ui.listing import Listing, Status, register_list
from portal.ui.tables import ON_ONE_LINE, DayColumn, NumberColumn, Table
from villages.dossiers.lists.filters import CountyFilter

LISTED = Q(
    Exists(
        TrainingRow.objects.filter(
            revision_id=OuterRef("revision_id"),
            part=TRAINEE,
            course_name=OuterRef("course_name"),
        )
    )
)


class CourseFilter(CountyFilter):
    """What may be asked of classes."""

    q = django_filters.CharFilter(
        label="班次名称", field_name="course_name", lookup_expr="contains"
    )
    year = django_filters.NumberFilter(
        label="结束年度", field_name="ended_on", lookup_expr="year", min_value=2000, max_value=2100
    )
    theme = django_filters.ChoiceFilter(
        label="主题", choices=[(one, one) for one in THEMES], empty_label="全部"
    )
    level = django_filters.CharFilter(label="办班层级")

    class Meta:
        model = TrainingRow
        fields = ["q", "county", "year", "theme", "level"]


class CourseTable(Table):
    """Classes, the latest first."""

    caption = "培训班次"
    unit = "个班次"
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    course_name = tables.Column("班次名称")
    theme = tables.Column("主题")
    level = tables.Column("办班层级")
    method = tables.Column("方式")
    started_on = DayColumn("开始日期", default=MISSING)
    ended_on = DayColumn("结束日期", default=MISSING)
    hours = NumberColumn("学时")
    place = tables.Column("地点", default="")
    trainees_count = NumberColumn("参训人数")
    listed = NumberColumn("名单人数", accessor="listed_count", orderable=False)
    secretaries = NumberColumn("轮训书记", accessor="secretaries_count", orderable=False)
    heads = NumberColumn("轮训主任", accessor="heads_count", orderable=False)
    cost = NumberColumn("费用（万元）")
    source = tables.Column("来源", accessor="source_text", orderable=False, attrs=ON_ONE_LINE)

    def render_source(self, record: Any, value: str) -> SafeString:
        """Lead to the cell of the row."""
        url = cell_url(record.revision_id, record.row_no, "course_name", record.sheet_name)
        return format_html('<a href="{}">{}</a>', url, value)


def courses(user: User) -> QuerySet[TrainingRow]:
    """Return the classes in the revisions current now."""
    return reported(TrainingRow, user).filter(part=COURSE)


def widen(rows: Any, user: User, _asked: CourseFilter) -> Iterable[TrainingRow]:
    """Count the lists of the classes shown: one query."""
    found = list(rows.select_related("county"))
    who: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: {"all": 0})
    lines = TrainingRow.objects.visible_to(user).filter(
        part=TRAINEE,
        revision_id__in={row.revision_id for row in found},
        course_name__in={row.course_name for row in found},
    )
    for revision, course, post, is_counted, number in lines.values_list(
        "revision_id", "course_name", "post", "is_counted"
    ).annotate(number=Count("pk")):
        counts = who[revision, course]
        counts["all"] += number
        if is_counted:
            counts[post] = counts.get(post, 0) + number
    for row in found:
        counts = who.get((row.revision_id, row.course_name), {})
        row.listed_count = counts.get("all")
        row.secretaries_count = counts.get(SECRETARY, 0) if counts else None
        row.heads_count = counts.get(HEAD, 0) if counts else None
        row.source_text = f"T10 {Period.parse(row.period).label} 第{row.row_no}行"
    return found


COURSES = register_list(
    Listing(
        name="courses",
        title="培训班次",
        url_name="ledgers:courses",
        permission=Permission.SUBMISSION_VIEW,
        rows=courses,
        filters=CourseFilter,
        table=CourseTable,
        order=("-ended_on", "county__code", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            *(Status(f"m{n}", one, Q(method=one)) for n, one in enumerate(METHODS, 1)),
            Status("unlisted", "没有参训名单", ~LISTED, hot=True),
        ),
        hidden=frozenset({"place", "started_on", "hours", "cost"}),
        meta="各县培训班次及参训人员花名册（T10），班次按结束日期报一次",
    )
)
