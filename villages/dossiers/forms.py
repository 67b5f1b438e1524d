"""What the pages are asked: a day, a filter, a reason."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone

from portal.access.sealing import fingerprint
from villages.people.models import Person, UnitLevel
from villages.places.models import Division, Level, VillageKind, VillageType
from villages.postings.models import PostingQuerySet, PostingRole

ID_DIGITS = 18
SOON = dt.timedelta(days=90)
DAY = forms.DateInput(attrs={"type": "date", "class": "input input--auto"}, format="%Y-%m-%d")


class DayForm(forms.Form):
    """The day a page is about."""

    on = forms.DateField(
        label="截至",
        required=False,
        widget=DAY,
        error_messages={"invalid": "日期应写成2020-05-31的样子。"},
    )

    @classmethod
    def asked(cls, data: QueryDict) -> "DayForm":
        """Return the form of a URL; without a day in it, that of today."""
        return cls(data) if data.get("on") else cls(initial={"on": timezone.localdate()})

    @property
    def day(self) -> dt.date:
        """Return the day asked for, today where none or none that makes sense is given."""
        asked = self.cleaned_data.get("on") if self.is_valid() else None
        return asked or timezone.localdate()


class ReasonForm(forms.Form):
    """Why a masked number is wanted."""

    reason = forms.CharField(
        label="查看事由",
        min_length=4,
        max_length=200,
        error_messages={
            "required": "请填写查看事由，事由将记入审计日志。",
            "min_length": "请把查看事由写完整（至少4个字）。",
            "max_length": "查看事由不能超过200字。",
        },
    )


STATES = [
    ("serving", "在任"),
    ("due", "任期将满（90天内）"),
    ("overdue", "任期已满仍在任"),
    ("ended", "已离任"),
]


class PostingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The filter of the list of first secretaries, on a day."""

    q = django_filters.CharFilter(label="姓名", method="by_name")
    county = django_filters.ModelChoiceFilter(
        label="县（市、区）", queryset=Division.objects.none(), empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(
        label="村类型", choices=VillageKind.choices, method="by_kind", empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=STATES, method="by_state", empty_label="全部"
    )
    level = django_filters.ChoiceFilter(
        label="派驻层级", choices=UnitLevel.choices, empty_label="全部"
    )
    role = django_filters.ChoiceFilter(
        label="队内职务", choices=PostingRole.choices, empty_label="全部"
    )
    on = django_filters.DateFilter(label="截至", method="as_of", widget=DAY)

    def __init__(self, data: Any, queryset: PostingQuerySet, *, user: Any) -> None:
        """Offer the counties the user sees."""
        super().__init__(data, queryset)
        form = DayForm(data)
        self.day = form.day
        self.filters["county"].queryset = (
            Division.objects.visible_to(user)
            .as_of(self.day)
            .filter(level=Level.COUNTY)
            .order_by("code")
        )

    def by_name(self, rows: PostingQuerySet, _name: str, value: str) -> PostingQuerySet:
        """Keep those whose name holds the word, or whose first letters begin with it."""
        return rows.filter(named(value, "person__"))

    def by_kind(self, rows: PostingQuerySet, _name: str, value: str) -> PostingQuerySet:
        """Keep those in villages that are of the kind on the day."""
        kinds = VillageType.objects.as_of(self.day).filter(village=OuterRef("village"), kind=value)
        return rows.filter(Exists(kinds))

    def by_state(self, rows: PostingQuerySet, _name: str, value: str) -> PostingQuerySet:
        """Keep those that serve, are due, overdue or gone on the day."""
        if value == "ended":
            return rows.filter(ended_on__lte=self.day)
        serving = rows.as_of(self.day)
        if value == "due":
            return serving.filter(due_on__gt=self.day, due_on__lte=self.day + SOON)
        return serving.filter(due_on__lte=self.day) if value == "overdue" else serving

    def as_of(self, rows: PostingQuerySet, _name: str, value: dt.date) -> PostingQuerySet:
        """Leave out what had not begun on the day."""
        return rows.filter(started_on__lte=value)


def named(word: str, prefix: str = "") -> Q:
    """Return the condition that a person is meant by a word: name, first letters or ID number."""
    word = word.strip()
    if len(word) == ID_DIGITS and word[:-1].isdigit():
        return Q(**{f"{prefix}id_fingerprint": fingerprint(word.upper())})
    condition = Q(**{f"{prefix}name__icontains": word})
    if word.isascii():
        condition |= Q(**{f"{prefix}initials__startswith": word.lower()})
    return condition


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The filter of the list of persons."""

    q = django_filters.CharFilter(label="姓名", method="by_name")
    county = django_filters.ModelChoiceFilter(
        label="县（市、区）",
        queryset=Division.objects.none(),
        method="by_county",
        empty_label="全部",
    )

    def __init__(self, data: Any, queryset: Any, *, user: Any) -> None:
        """Offer the counties the user sees."""
        super().__init__(data, queryset)
        self.filters["county"].queryset = (
            Division.objects.visible_to(user)
            .filter(level=Level.COUNTY, valid_to__isnull=True)
            .order_by("code")
        )

    class Meta:
        model = Person
        fields: list[str] = []

    def by_name(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the persons meant by the word."""
        return rows.filter(named(value))

    def by_county(self, rows: Any, _name: str, value: Division) -> Any:
        """Keep the persons posted to the county, or holding a post in it."""
        return rows.filter(Q(postings__county=value) | Q(tenures__post__county=value)).distinct()
