"""What is typed about an alarm."""

from typing import Any

from django import forms

from accountability.stability.models import GROUNDS
from accountability.stability.rules import VERDICT_LABELS, Kind, Verdict

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class StatementForm(forms.Form):
    """What the county says."""

    text = forms.CharField(
        label="申述",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明实际情况、批准机关和文号；缺职的写明原因和补配时间。",
    )


class ReopenForm(forms.Form):
    """Why a conclusion is taken back."""

    text = forms.CharField(
        label="重新打开的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class VacancyConclusionForm(forms.Form):
    """What a vacancy is, and why."""

    verdict = forms.TypedChoiceField(label="认定", coerce=Verdict, widget=forms.RadioSelect)
    text = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明核实的方式和依据。",
    )
    kind = Kind.VACANT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = VERDICT_LABELS[self.kind]
        field: Any = self.fields["verdict"]
        field.choices = [(verdict.value, label) for verdict, label in labels.items()]


class LeavingConclusionForm(VacancyConclusionForm):
    """What a leaving is, why, and for an exception by which approval."""

    kind = Kind.LEFT
    ground = forms.ChoiceField(
        label="例外情形",
        required=False,
        choices=[("", "—"), *GROUNDS],
        help_text="认定例外成立的，例外情形和批准的文号、文件、日期都要填。",
    )
    approval_number = forms.CharField(
        label="批准文号", required=False, max_length=80, help_text="例如：豫组干〔2018〕31号"
    )
    document = forms.CharField(label="批准文件", required=False, max_length=160)
    approved_on = forms.DateField(label="批准日期", required=False, widget=DAY)
    field_order = ["verdict", "ground", "approval_number", "document", "approved_on", "text"]
