"""The list of posts of heads: who holds them, which are empty, what wants a conclusion."""

from collections.abc import Iterable
from typing import Any, Final

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accountability.stability import queries
from accountability.stability.models import CONCLUDED, OPEN, TITLES
from accountability.stability.rules import LEVEL_OF
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import Listing, Status, register_list
from portal.ui.palette import Tone
from portal.ui.tables import DayColumn, NumberColumn, Table, tag
from villages.dossiers.lists.filters import CountyFilter, placed
from villages.people.models import Post, Tenure

_TITLES_OF: Final = {
    level: [title for title, own in LEVEL_OF.items() if own == level]
    for level in queries.LEVEL_WORDS
}


class PostFilter(CountyFilter):
    """What may be asked of posts."""

    with_cities = True

    q = django_filters.CharFilter(label="姓名", method="by_name")
    level = django_filters.ChoiceFilter(
        label="层级",
        choices=list(queries.LEVEL_WORDS.items()),
        method="by_level",
        empty_label="全部",
    )
    title = django_filters.ChoiceFilter(label="职务", choices=TITLES, empty_label="全部")
    place = django_filters.CharFilter(label="单位", method="by_place")

    class Meta:
        model = Post
        fields = ["q", "county", "level", "title", "place"]

    def by_name(self, rows: QuerySet[Post], _name: str, value: str) -> QuerySet[Post]:
        """Keep the posts that somebody of this name holds or held."""
        word = value.strip()
        named = Q(person__name__contains=word) | Q(holder_name__contains=word)
        return rows.filter(Exists(Tenure.objects.filter(named, post=OuterRef("pk"))))

    def by_level(self, rows: QuerySet[Post], _name: str, value: str) -> QuerySet[Post]:
        """Keep the posts of cities, counties or townships."""
        return rows.filter(title__in=_TITLES_OF[value])

    def by_place(self, rows: QuerySet[Post], _name: str, value: str) -> QuerySet[Post]:
        """Keep the posts of the places a word means."""
        return rows.filter(placed(value, "division__"))


class PostTable(Table):
    """Posts of heads."""

    caption = "党政正职"
    unit = "个职位"
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    division = tables.Column("单位", accessor="division__name", order_by="division__code")
    title = tables.Column("职务", linkify=("stability:post", {"post_id": tables.A("pk")}))
    holder = tables.Column("任职人", accessor="standing", orderable=False)
    since = DayColumn(
        "任职日期", accessor="standing__tenure__valid_from", default="—", orderable=False
    )
    months = NumberColumn("任现职月数", accessor="standing__months", default="—", orderable=False)
    vacant_since = DayColumn(
        "缺职起", accessor="standing__vacant_since", default="—", orderable=False
    )
    days = NumberColumn("缺职天数", accessor="standing__days", default="—", orderable=False)
    known = DayColumn("天数截至", accessor="standing__known_until", default="—", orderable=False)
    alarm = tables.Column("异动和缺职", accessor="alarms", default="—", orderable=False)
    source = tables.Column("来源", accessor="standing", orderable=False)

    def render_holder(self, value: queries.Standing) -> str:
        """Name who holds the post, or mark that nobody does."""
        tenure = value.tenure
        if tenure is None:
            return tag("缺职", "warning") if value.vacant_since else "未报"
        if tenure.person_id is None:
            return tenure.holder
        url = reverse("villages:person", args=[tenure.person_id])
        return format_html('<a href="{}">{}</a>', url, tenure.holder)

    def render_alarm(self, value: list[Any]) -> str:
        """Lead to what waits for a conclusion, else to what was concluded last."""
        waiting = [one for one in value if one.is_open]
        said = waiting or [one for one in value if one.verdict]
        if not said:
            return ""
        last = said[-1]
        words = f"{last.state_words}：{last.get_kind_display()}"
        more = f"等{len(waiting)}项" if len(waiting) > 1 else ""
        tone: Tone = "warning" if waiting else "bad" if last.verdict == "violation" else "neutral"
        url = reverse("stability:alarm", args=[last.pk])
        return format_html('<a href="{}">{}</a>', url, tag(f"{words}{more}", tone))

    def render_source(self, value: queries.Standing) -> str:
        """Say where the holder is known from."""
        tenure = value.tenure
        if tenure is None:
            return ""
        words = queries.source_words(tenure.source_note, tenure.source_row)
        url = queries.source_url(tenure.source_revision_id, tenure.source_row, "person_name")
        return format_html('<a href="{}">{}</a>', url, words) if url else words


def widen(rows: Any, user: User, _asked: Any) -> Iterable[Post]:
    """Fetch where the posts shown stand, and their alarms."""
    return queries.with_standing(
        rows.select_related("division", "county"), user, timezone.localdate()
    )


POSTS = register_list(
    Listing(
        name="heads",
        title="党政正职",
        url_name="stability:list",
        permission=Permission.PERSON_VIEW,
        rows=queries.posts_of,
        filters=PostFilter,
        table=PostTable,
        order=("county__code", "division__code", "-title", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            Status("held", "在任", lambda _: queries.is_held(timezone.localdate())),
            Status("vacant", "缺职", lambda _: ~queries.is_held(timezone.localdate())),
            Status("open", "待核", lambda _: Q(Exists(queries.alarms_of_post(OPEN))), hot=True),
            Status(
                "concluded",
                "已认定",
                lambda _: Q(Exists(queries.alarms_of_post(CONCLUDED))),
            ),
        ),
        tab_key="state",
        hidden=frozenset({"known", "source"}),
        meta="任职和缺职来自任免和缺职表（T14）；待核的事项由人认定，不由机器下结论",
    )
)
