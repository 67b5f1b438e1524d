"""Parsing what users send; nothing here saves."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone

from accountability.intake.declare import SHEETS, Sheet, declared
from accountability.intake.models import Revision
from accountability.intake.queries.cells import Place, locate
from accountability.intake.rules import BadPeriodError, Period, PeriodKind

MAX_BYTES = 20 * 2**20
TYPES = ".xlsx,.xls,.et,.xlsb,.ods,.csv"
_EXAMPLES = {
    PeriodKind.MONTH: "2020-05",
    PeriodKind.QUARTER: "2020Q2",
    PeriodKind.HALF: "2020H1",
    PeriodKind.YEAR: "2020",
}


def _sheet_choices() -> list[tuple[str, str]]:
    return [(sheet.code, f"{sheet.code} {sheet.title}") for sheet in declared()]


class TaskForm(forms.Form):
    """A task to open: sheet, period, deadline and the statement of its burden."""

    sheet = forms.ChoiceField(label="采集表", choices=_sheet_choices)
    period = forms.CharField(
        label="期次", max_length=8, help_text="月报填2020-05，季报2020Q2，半年报2020H1，年报2020"
    )
    due_at = forms.DateTimeField(
        label="截止时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    justification = forms.CharField(
        label="采集理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明用途，为什么现有数据不够。县里看得到这段话。",
    )
    basis = forms.CharField(
        label="采集依据", max_length=200, help_text="文件名称和文号，或哪项工作要求。"
    )
    asked_by = forms.CharField(label="提出单位", max_length=80)
    approved_by = forms.CharField(label="批准人", max_length=30)
    cells_asked = forms.IntegerField(label="须填单元格（全省合计）", min_value=0)
    cells_prefilled = forms.IntegerField(label="已预填单元格（全省合计）", min_value=0)
    minutes_a_county = forms.IntegerField(
        label="每县预计用时（分钟）", min_value=0, max_value=100_000
    )
    overlap_note = forms.CharField(
        label="重复列说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="与其他表重复的列，写明为什么不能取自已有数据；没有重复列的不填。",
    )
    needs_city_review = forms.BooleanField(label="须经市级审核", required=False)

    def clean_sheet(self) -> Sheet:
        """Return the declared sheet."""
        return SHEETS[self.cleaned_data["sheet"]]

    def clean_period(self) -> Period:
        """Return the period."""
        try:
            return Period.parse(self.cleaned_data["period"].strip())
        except BadPeriodError as error:
            raise forms.ValidationError("看不懂这个期次，请按下面的写法填写。") from error

    def clean_due_at(self) -> dt.datetime:
        """Return a deadline that lies ahead."""
        due: dt.datetime = self.cleaned_data["due_at"]
        if due <= timezone.now():
            raise forms.ValidationError("截止时间应晚于现在。")
        return due

    def clean(self) -> dict[str, Any]:
        """Check that the period is of the sheet's kind."""
        data: dict[str, Any] = super().clean() or {}
        sheet, period = data.get("sheet"), data.get("period")
        if sheet and period and sheet.period_kind != period.kind:
            example = _EXAMPLES[sheet.period_kind]
            self.add_error("period", f"《{sheet.title}》的期次应写成“{example}”这样。")
        return data


class ExtendForm(forms.Form):
    """A later deadline and why."""

    due_at = forms.DateTimeField(
        label="新的截止时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(label="延期理由", max_length=200)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=200)


class RemindForm(forms.Form):
    """Which counties to remind (none: all that owe) and in which words."""

    text = forms.CharField(label="催报内容", max_length=200, required=False)
    counties = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, *args: Any, county_ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counties"].choices = [(pk, str(pk)) for pk in county_ids]  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A workbook; `again` says that the same file shall be read anew."""

    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        max_length=255,
        error_messages={"max_length": "文件名过长，请改短后再上传。"},
    )
    again = forms.BooleanField(required=False)

    def clean_file(self) -> Any:
        """Refuse what is empty or too big before it is read."""
        file = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(f"“{file.name}”是空文件，请重新导出后再上传。")
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"“{file.name}”有 {file.size / 2**20:.1f} MB，"
                f"超过 {MAX_BYTES // 2**20} MB 上限，请拆分后再上传。"
            )
        return file


class MoveForm(forms.Form):
    """A move: the version the page showed, and a reason where one is wanted."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, reason_label: str = "", required: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if reason_label:
            self.fields["reason"].label = reason_label
        self.fields["reason"].required = required


class EditForm(forms.Form):
    """One cell typed in the grid."""

    a = forms.CharField(max_length=12, required=False)
    row = forms.RegexField(r"^\d{1,3}-\d{1,7}$")
    field = forms.CharField(max_length=40)
    value = forms.CharField(
        max_length=4000,
        required=False,
        strip=False,
        error_messages={"max_length": "一个单元格最多4000个字，键入的内容太长，没有保存。"},
    )
    seen = forms.IntegerField(required=False)


class RowForm(forms.Form):
    """One row of the grid."""

    row = forms.RegexField(r"^\d{1,3}-\d{1,7}$")


class ExplainForm(forms.Form):
    """Why the warnings of a cause are right as they stand."""

    cause = forms.CharField(max_length=80, widget=forms.HiddenInput)
    text = forms.CharField(
        label="说明",
        max_length=300,
        min_length=2,
        error_messages={"min_length": "说明太短，请写清楚实际情况。"},
    )


class AnswerForm(forms.Form):
    """An answer to a return mark."""

    text = forms.CharField(label="答复", max_length=300)


class MappingForm(forms.Form):
    """What each unknown header and each unknown name of a place or unit in a draft means."""

    LEAVE_OUT = "-"

    def __init__(
        self,
        *args: Any,
        headers: list[tuple[str, str]],
        places: list[tuple[str, str]],
        columns: list[tuple[str, str]],
        divisions: dict[str, int],
        units: Sequence[tuple[str, str]] = (),
        known_units: dict[str, int] | None = None,
        **kwargs: Any,
    ) -> None:
        """Make one field for each (header, where it stands) and each (name, what it might be)."""
        super().__init__(*args, **kwargs)
        self.headers, self.places = headers, places
        choices = [("", "（不改）"), *columns, (self.LEAVE_OUT, "不采用这一列")]
        for number, (header, where) in enumerate(headers):
            self.fields[f"header_{number}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, help_text=where
            )
        self.divisions = divisions
        for number, (name, proposal) in enumerate(places):
            self.fields[f"place_{number}"] = forms.CharField(
                label=name,
                max_length=170,
                required=False,
                initial=next((one for one in divisions if one.split()[-1] == proposal), ""),
                help_text=f"可能是“{proposal}”" if proposal else "从列表中选，格式为“乡镇 村”",
                widget=forms.TextInput(attrs={"list": "divisions", "autocomplete": "off"}),
            )
        self.units, self.known_units = units, known_units or {}
        for number, (name, proposal) in enumerate(units):
            self.fields[f"unit_{number}"] = forms.CharField(
                label=name,
                max_length=120,
                required=False,
                help_text=f"可能是“{proposal}”" if proposal else "从列表中选；名录里没有的不填",
                widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """Find the division of each name."""
        data: dict[str, Any] = super().clean() or {}
        for number, (name, _) in enumerate(self.places):
            chosen = data.get(f"place_{number}", "")
            if chosen and chosen not in self.divisions:
                self.add_error(f"place_{number}", f"“{name}”请从列表中选一个乡镇或村。")
        for number, (name, _) in enumerate(self.units):
            chosen = data.get(f"unit_{number}", "")
            if chosen and chosen not in self.known_units:
                self.add_error(f"unit_{number}", f"“{name}”请从列表中选一个单位。")
        return data

    def chosen_columns(self) -> dict[str, str]:
        """Return header -> column name, "" where the column is left out."""
        data = self.cleaned_data
        chosen = {
            header: data[f"header_{number}"] for number, (header, _) in enumerate(self.headers)
        }
        return {
            header: "" if field == self.LEAVE_OUT else field
            for header, field in chosen.items()
            if field
        }

    def chosen_places(self) -> dict[str, int]:
        """Return name -> division."""
        chosen = {
            name: self.cleaned_data[f"place_{number}"]
            for number, (name, _) in enumerate(self.places)
        }
        return {name: self.divisions[place] for name, place in chosen.items() if place}

    def chosen_units(self) -> dict[str, int]:
        """Return name -> unit."""
        chosen = {
            name: self.cleaned_data[f"unit_{number}"] for number, (name, _) in enumerate(self.units)
        }
        return {name: self.known_units[unit] for name, unit in chosen.items() if unit}


def _input(label: str, placeholder: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={"class": "input", "aria-label": label, "placeholder": placeholder}
    )


class RemarkForm(forms.Form):
    """A reason for return at a cell."""

    cell = forms.CharField(max_length=140, required=False, widget=_input("单元格", "如H9"))
    text = forms.CharField(max_length=300, required=False, widget=_input("意见", "这一格的意见"))


class RemarkForms(forms.BaseFormSet[RemarkForm]):
    """Several remarks; each names a cell that exists in the draft."""

    def __init__(self, *args: Any, draft: Revision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.places: list[tuple[Place, str]] = []

    def clean(self) -> None:
        """Find each cell."""
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            address, text = data.get("cell", "").strip(), data.get("text", "").strip()
            if not address and not text:
                continue
            place = locate(self.draft, address) if self.draft and address else None
            if place is None:
                form.add_error("cell", f"没有单元格“{address}”，请写成H9这样。")
            elif not text:
                form.add_error("text", f"请写明{address}的意见。")
            else:
                self.places.append((place, text))


_made = forms.formset_factory(RemarkForm, formset=RemarkForms, extra=5, max_num=50)
RemarkFormSet = cast("type[RemarkForms]", _made)
