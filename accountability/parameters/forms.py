"""A new value of a parameter."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

from accountability.parameters.models import CERTAINTIES, Parameter
from accountability.parameters.rules import Certainty


class ChangeForm(forms.Form):
    """The new value, from when it holds, and where it comes from."""

    value = forms.CharField(label="新值", max_length=300)
    valid_from = forms.DateField(
        label="自何日起", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label="依据", max_length=200, help_text="文件名称、文号、条款；没有文件的写明谁在何时确定。"
    )
    certainty = forms.ChoiceField(label="确定程度", choices=CERTAINTIES)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, current: Parameter, is_number: bool, is_day: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_number = is_number
        self.is_day = is_day
        unit = f"（{current.unit}）" if current.unit else ""
        self.fields["value"].label = f"新值{unit}"
        self.fields["seen"].initial = current.pk
        self.fields["certainty"].initial = current.certainty
        if is_day:
            self.fields["value"].help_text = "写成2017-09-01的样子。"
        elif not is_number:
            self.fields["value"].help_text = "几项之间用“、”分开。"

    def clean_value(self) -> tuple[Decimal | None, str]:
        """Return the number, or the text."""
        text = self.cleaned_data["value"].strip()
        if self.is_day:
            return None, _day(text)
        if not self.is_number:
            return None, text
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError("这里应填一个数，例如35或2.5。") from error
        if not number.is_finite() or not 0 <= number < Decimal(10) ** 9:
            raise forms.ValidationError("这个数不在0至10亿之间，请核对。")
        if -int(number.as_tuple().exponent) > 4:  # noqa: PLR2004 - as stored
            raise forms.ValidationError("小数最多4位。")
        return number, ""

    def clean_certainty(self) -> Certainty:
        """Return how sure the source is."""
        return Certainty(self.cleaned_data["certainty"])


def _day(text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise forms.ValidationError("这里应填一个日期，例如2017-09-01。")
    return f"{day:%Y-%m-%d}"
