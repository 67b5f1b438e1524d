"""What the pages are asked: a day, a reason."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils import timezone

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
