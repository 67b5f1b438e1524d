"""New thresholds of an indicator."""

from typing import Any

from django import forms

from accountability.assessment.actions import NewThresholds
from accountability.assessment.models import IndicatorThreshold
from accountability.assessment.rules import Indicator

WHOLE = 100


class ThresholdForm(forms.Form):
    """From or up to which per cent a value is green or yellow, from when, by whose word."""

    green = forms.DecimalField(min_value=0, max_value=WHOLE, decimal_places=1)
    yellow = forms.DecimalField(min_value=0, max_value=WHOLE, decimal_places=1)
    valid_from = forms.DateField(
        label="自何日起", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label="依据", max_length=200, help_text="文件名称、文号、条款；没有文件的写明谁在何时确定。"
    )
    is_official = forms.BooleanField(
        label="正式口径", required=False, help_text="不勾选的，页面和文件注明“示例口径，非正式”。"
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, definition: Indicator, current: IndicatorThreshold | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.current = definition, current
        good = "不高于" if definition.lower_is_better else "不低于"
        self.fields["green"].label = f"绿：{good}（%）"
        self.fields["yellow"].label = f"黄：{good}（%）"
        if current:
            self.fields["green"].initial = f"{round(current.green_at * WHOLE, 1):g}"
            self.fields["yellow"].initial = f"{round(current.yellow_at * WHOLE, 1):g}"
            self.fields["seen"].initial = current.pk

    def clean(self) -> dict[str, Any]:
        """Refuse bounds in the wrong order before anybody is shown what they would do."""
        data = super().clean() or {}
        green, yellow = data.get("green"), data.get("yellow")
        if green is not None and yellow is not None and green != yellow:
            lower = self.definition.lower_is_better
            if (yellow > green) != lower:
                side = "不能低于" if lower else "不能高于"
                self.add_error("yellow", f"黄的界限{side}绿的界限。")
        return data

    def wanted(self) -> NewThresholds:
        """Return the new thresholds of a valid form."""
        data = self.cleaned_data
        return NewThresholds(
            float(data["green"] / WHOLE),
            float(data["yellow"] / WHOLE),
            data["valid_from"],
            data["source"],
            data["is_official"],
        )
