"""The filter of the audit trail."""

import datetime as dt
from typing import Any

from django import forms
from django.apps import apps
from django.utils import timezone

from portal.audit.queries import Search, verbs_in_use
from portal.audit.verbs import label

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
OURS = ("portal", "villages", "accountability")


class SearchForm(forms.Form):
    """Who, what, when, where, to which thing."""

    person = forms.CharField(label="操作人（姓名或账号）", required=False, max_length=150)
    verb = forms.ChoiceField(label="动作", required=False)
    since = forms.DateField(label="从哪天起", required=False, widget=DAY)
    until = forms.DateField(label="到哪天止", required=False, widget=DAY)
    county = forms.TypedChoiceField(
        label="县（市、区）", required=False, coerce=int, empty_value=None
    )
    subject_type = forms.ChoiceField(label="对象类型", required=False)
    subject_id = forms.CharField(label="对象编号", required=False, max_length=64)
    refused = forms.BooleanField(label="只看被拒绝的", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = apps.get_model("villages", "Division").objects.filter(level="county")
        verbs = sorted((label(verb), verb) for verb in verbs_in_use())
        kinds = {m._meta.label: str(m._meta.verbose_name) for m in apps.get_models()}
        self._choose("verb", [(verb, name) for name, verb in verbs])
        self._choose("county", list(counties.order_by("code").values_list("pk", "name")))
        self._choose(
            "subject_type",
            [(key, name) for key, name in kinds.items() if key.split(".")[0] in OURS],
        )

    def _choose(self, field: str, choices: list[Any]) -> None:
        self.fields[field].choices = [("", "全部"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return data

    def search(self) -> Search:
        """Return what was asked; days are days in China, the last one included."""
        data = self.cleaned_data
        until = data["until"] and data["until"] + dt.timedelta(days=1)
        return Search(
            person=data["person"].strip(),
            verb=data["verb"],
            since=_midnight(data["since"]),
            until=_midnight(until),
            county_id=data["county"],
            subject_type=data["subject_type"],
            subject_id=data["subject_id"].strip(),
            refused=data["refused"],
        )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
