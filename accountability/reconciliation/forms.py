"""What is typed on the pages of reconciliation."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accountability.reconciliation.checks import RULES
from accountability.reconciliation.models import Contradiction, DeclaredFigure
from accountability.reconciliation.rules import VERDICT_LABELS, Verdict
from portal.access.models import User
from villages.places.models import Division, Level

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MOST_COUNT = 100_000


class FilterForm(forms.Form):
    """Which contradictions to list: by rule, county, words."""

    rule = forms.ChoiceField(label="规则", required=False)
    county = forms.TypedChoiceField(
        label="县（市、区）", required=False, coerce=int, empty_value=None
    )
    words = forms.CharField(label="关键词", required=False, max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("rule", [(key, f"{one.code} {one.title}") for key, one in RULES.items()])
        counties = Division.objects.visible_to(user).filter(level=Level.COUNTY)
        names = list(counties.order_by("code").values_list("pk", "name"))
        self._choose("county", names)
        if len(names) == 1:
            del self.fields["county"]

    def _choose(self, field: str, choices: list[Any]) -> None:
        self.fields[field].choices = [("", "全部"), *choices]  # type: ignore[attr-defined]

    def apply(self, rows: "QuerySet[Contradiction]") -> "QuerySet[Contradiction]":
        """Keep what was asked for."""
        asked = self.cleaned_data
        if asked["rule"]:
            rows = rows.filter(rule=asked["rule"])
        if asked.get("county"):
            rows = rows.filter(county_id=asked["county"])
        words = asked["words"].strip()
        if words:
            rows = rows.filter(Q(subject__contains=words) | Q(sentence__contains=words))
        return rows


class RulingForm(forms.Form):
    """Which side is right, why, and until when."""

    verdict = forms.TypedChoiceField(
        label="哪一边对",
        coerce=Verdict,
        choices=[(verdict.value, label) for verdict, label in VERDICT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明依据：核实的方式、文件或口径。",
    )
    expires_on = forms.DateField(
        label="有效期至",
        required=False,
        widget=DAY,
        help_text="只对“都对，口径不同”有用；空着为不限期，任何一边的数改变后自动失效。",
    )


class ExplainForm(forms.Form):
    """What the county says."""

    text = forms.CharField(label="说明", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class FigureForm(forms.Form):
    """A figure of a county's own report."""

    county = forms.ModelChoiceField(
        label="县（市、区）", queryset=Division.objects.none(), empty_label="请选择"
    )
    code = forms.ChoiceField(label="数字", choices=DeclaredFigure.Code.choices)
    period = forms.CharField(label="年度", max_length=4, help_text="例如2020")
    value = forms.IntegerField(label="报告中的数", min_value=0, max_value=MOST_COUNT)
    document = forms.CharField(
        label="报告名称和页码", max_length=160, help_text="例如：2020年上半年工作总结，第3页"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = (
            Division.objects.visible_to(user)
            .places()
            .filter(level=Level.COUNTY, pk__in=user.county_ids)
        )
        self.fields["county"].queryset = counties.order_by("code")  # type: ignore[attr-defined]
