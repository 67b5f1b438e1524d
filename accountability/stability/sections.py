"""Posts of heads on the pages of an area and of a person."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accountability.stability import queries
from accountability.stability.models import CONCLUDED, OPEN, StabilityAlarm
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.parts import Entry
from villages.dossiers.sections import Page, Section, Source, Text, register_section
from villages.people.models import Person, Post, Tenure
from villages.places.models import Division, Kind, Level

_HEADERS = ("单位", "职务", "任职人", "任职日期", "认定", "来源")
_MOST = 20


@register_section(
    Page.AREA, key="heads", order=20, permission=Permission.PERSON_VIEW, of_offices=True
)
def heads(reader: Reader, area: Division, on: dt.date) -> Section | None:
    """Return who heads a city or town, of a county what is empty or to conclude, else counts."""
    rows = Post.objects.visible_to(reader)
    if area.level in (Level.COUNTY, Level.TOWNSHIP):
        is_county = area.level == Level.COUNTY and not area.is_city_own
        own = _of_place(rows, area, on)
        more = _list_url({"county": area.county_id or area.pk})
        return Section(
            "正职缺职和异动" if is_county else "党政正职",
            note="县级和乡镇，待核的由省级认定" if is_county else "",
            headers=_HEADERS,
            rows=[_line(post) for post in queries.with_standing(own, reader, on)],
            empty="没有缺职和异动" if is_county else "没有报过任职和缺职",
            more_url=more,
            more_label="全部职位",
        )
    asked: dict[str, Any] = {}
    if area.level == Level.CITY:
        rows = rows.filter(county__in=Division.objects.counties_under([area.pk], on).values("pk"))
        asked = {"county": area.pk}
    own = rows.filter(county__kind=Kind.CITY_OWN).select_related("division", "county")
    heads = own.order_by("division__code", "-title") if area.level == Level.CITY else own.none()
    return Section(
        "党政正职",
        entries=_counts(rows, on, asked),
        headers=_HEADERS if heads else (),
        rows=[_line(post) for post in queries.with_standing(heads, reader, on)],
        more_url=_list_url(asked),
        more_label="查看名单",
    )


def _of_place(rows: QuerySet[Post], area: Division, on: dt.date) -> QuerySet[Post]:
    posts = rows.select_related("division", "county")
    if area.level == Level.TOWNSHIP or area.is_city_own:
        return posts.filter(division=area).order_by("-title")
    stands = Q(division__valid_to__isnull=True) | Q(division__valid_to__gt=on)
    wanted = Q(Exists(queries.alarms_of_post(OPEN | CONCLUDED))) | ~queries.is_held(on)
    return posts.filter(stands & wanted, county=area).order_by("division__code", "-title")[:_MOST]


def _line(post: Post) -> tuple[Text | str, ...]:
    standing: queries.Standing = post.standing  # type: ignore[attr-defined]
    alarms: list[StabilityAlarm] = post.alarms  # type: ignore[attr-defined]
    said = next((one for one in reversed(alarms) if one.is_open), None) or next(
        (one for one in reversed(alarms) if one.verdict), None
    )
    tenure = standing.tenure
    return (
        post.division.name,
        Text(post.get_title_display(), reverse("stability:post", args=[post.pk])),
        _holder(tenure)
        if tenure
        else Text("缺职" if standing.vacant_since else "未报", "", "warning"),
        f"{tenure.valid_from}" if tenure else "",
        _verdict(said) if said else "",
        _source(tenure).text if tenure else "",
    )


def _holder(tenure: Tenure) -> Text:
    known = tenure.person_id
    return Text(tenure.holder, reverse("villages:person", args=[known]) if known else "")


def _verdict(alarm: StabilityAlarm) -> Text:
    words = f"{alarm.state_words}：{alarm.get_kind_display()}"
    tone = "warning" if alarm.is_open else "neutral"
    return Text(words, reverse("stability:alarm", args=[alarm.pk]), tone)  # type: ignore[arg-type]


def _source(tenure: Tenure) -> Source:
    return Source(
        queries.source_words(tenure.source_note, tenure.source_row),
        queries.source_url(tenure.source_revision_id, tenure.source_row, "person_name"),
    )


def _counts(rows: QuerySet[Post], on: dt.date, asked: dict[str, Any]) -> list[Entry]:
    """Count the posts of an area, one query; `asked` keeps the lists they lead to in the area."""
    alarmed = Exists(queries.alarms_of_post(OPEN))
    held = Exists(Tenure.objects.as_of(on).filter(post=OuterRef("pk")))
    counted = rows.annotate(is_held=held, is_alarmed=alarmed).aggregate(
        posts=Count("pk"),
        held=Count("pk", filter=Q(is_held=True)),
        open=Count("pk", filter=Q(is_alarmed=True)),
    )
    vacant = counted["posts"] - counted["held"]
    return [
        Entry("职位", f"{counted['posts']}", _list_url(asked)),
        Entry("缺职", f"{vacant}", _list_url({**asked, "state": "vacant"})),
        Entry("待核", f"{counted['open']}", _list_url({**asked, "state": "open"})),
    ]


def _list_url(asked: dict[str, Any]) -> str:
    query = urlencode(asked)
    return f"{reverse('stability:list')}{'?' if query else ''}{query}"


@register_section(Page.PERSON, key="tenures", order=20, permission=Permission.PERSON_VIEW)
def tenures(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Return the posts of head a person has held, each with its source."""
    rows = (
        Tenure.objects.visible_to(reader)
        .filter(person=person, valid_from__lte=on)
        .select_related("post__division")
        .order_by("-valid_from")
    )
    lines = [
        (
            Text(one.post.division.name, reverse("villages:division", args=[one.post.division_id])),
            Text(one.post.get_title_display(), reverse("stability:post", args=[one.post_id])),
            f"{one.valid_from}",
            f"{one.valid_to} {one.end_reason}" if one.valid_to and one.valid_to <= on else "在任",
            one.approval_number,
            _source(one).text,
        )
        for one in rows
    ]
    if not lines:
        return None
    headers = ("单位", "职务", "任职日期", "离任", "批准文号", "来源")
    return Section("任职", headers=headers, rows=lines)
