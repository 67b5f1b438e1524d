"""Asking for a document."""

from django import forms

from accountability.intake.rules import Period
from accountability.reports.rules import KIND_LABELS, DocumentKind
from villages.places.models import Division

PACK = "pack"


class MakeForm(forms.Form):
    """Which document, about which area, for which month."""

    kind = forms.ChoiceField(
        label="类型",
        choices=[
            (DocumentKind.MONTHLY.value, KIND_LABELS[DocumentKind.MONTHLY]),
            (PACK, "全部县情单（每县一份，合成一个压缩包）"),
        ],
    )
    period = forms.ChoiceField(label="期次")
    scope = forms.ModelChoiceField(
        label="范围", queryset=Division.objects.none(), empty_label="请选择"
    )

    def __init__(
        self, *args: object, months: list[Period], scopes: list[int], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (str(month), month.label) for month in months
        ]
        self.fields["scope"].queryset = Division.objects.filter(  # type: ignore[attr-defined]
            pk__in=scopes
        )
        self.fields["scope"].empty_label = None  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        """Return the month asked for."""
        return Period.parse(self.cleaned_data["period"])
