"""What is typed on the pages of cases."""

from typing import Any

from django import forms

from accountability.rectification.actions import Look
from accountability.rectification.models.checks import PICKED, RESULTS
from accountability.rectification.models.proposals import Decision
from accountability.rectification.rules.cases import SHORTEST, Result

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MOST = 10_000
MOST_DRAWN = 50


def _long(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class RecheckForm(forms.Form):
    """What a re-check found."""

    picked = forms.ChoiceField(label="如何确定", choices=PICKED, widget=forms.RadioSelect)
    checked_on = forms.DateField(label="核查日期", widget=DAY)
    checkers = forms.CharField(
        label="核查人员",
        max_length=120,
        help_text="写姓名，用“、”隔开；参加过本村整顿和验收的不能复核",
    )
    result = forms.ChoiceField(label="结果", choices=RESULTS, widget=forms.RadioSelect)
    facts = _long("核查情况", help_text=f"写看到的事实，不少于{SHORTEST}个字")
    score = forms.DecimalField(
        label="得分", required=False, min_value=0, max_value=100, decimal_places=1
    )
    raters_count = forms.IntegerField(label="测评人数", required=False, min_value=0, max_value=MOST)
    dissatisfied_count = forms.IntegerField(
        label="不满意票", required=False, min_value=0, max_value=MOST
    )
    evidence = _long("佐证", required=False, help_text="记录、照片存放处等，不强制")

    def look(self) -> Look:
        """Return what was typed."""
        data: dict[str, Any] = dict(self.cleaned_data)
        return Look(**data | {"result": Result(data["result"])})


class RelapseForm(forms.Form):
    """What fell back, and when that was seen."""

    found_on = forms.DateField(label="发现日期", widget=DAY)
    facts = _long("反弹情况", help_text=f"写看到的事实，不少于{SHORTEST}个字")


class DecisionForm(forms.Form):
    """Whether a proposed village is listed, and why not."""

    decision = forms.TypedChoiceField(
        label="办理",
        coerce=Decision,
        choices=[(one.value, one.label) for one in Decision if one.value],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"不列入的必须写明，不少于{SHORTEST}个字",
    )


class DrawForm(forms.Form):
    """How many cases to draw."""

    number = forms.IntegerField(label="抽取村数", min_value=1, max_value=MOST_DRAWN, initial=5)
