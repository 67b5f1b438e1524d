"""What a county reports of a task, and what the province decides."""

from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accountability.campaigns.actions import Attachment, Word
from accountability.campaigns.forms.plan import day
from accountability.campaigns.models import CountyTask, Milestone
from accountability.campaigns.rules import SHORTEST_TEXT

MAX_BYTES: Final = 20 * 2**20
TYPES: Final = (
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".jpg", ".jpeg", ".png",
)  # fmt: skip


class ReportForm(forms.Form):
    """Progress or done: words, a milestone if one moved, a file if there is one already."""

    text = forms.CharField(
        label="进展情况",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"至少{SHORTEST_TEXT}个字，写清做了什么、做到哪一步。没有变化的不用报。",
    )
    milestone = forms.ModelChoiceField(
        label="节点", queryset=Milestone.objects.none(), required=False, empty_label="不涉及"
    )
    reached_on = day("实际日期")
    forecast_on = day("预计日期")
    file = forms.FileField(
        label="附件",
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text="可不传；已有文件的传原件即可，不要求照片。",
        error_messages={"max_length": "文件名过长，请改短后再上传。"},
    )

    def __init__(self, *args: Any, item: CountyTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = item.task.milestones.all()
        self.fields["milestone"].queryset = rows  # type: ignore[attr-defined]
        if not rows:
            for name in ("milestone", "reached_on", "forecast_on"):
                del self.fields[name]
        if item.task.sheet_code:
            self.fields["text"].help_text = "事实以报表为准，报完成时不用再写。"

    def clean_file(self) -> "UploadedFile[Any] | None":
        """Refuse what is empty, too big, or of no kind an office opens."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if file is None:
            return None
        name, size = file.name or "", file.size or 0
        if PurePath(name).suffix.lower() not in TYPES:
            said = "、".join(one.removeprefix(".") for one in TYPES)
            raise forms.ValidationError(f"“{name}”的类型不能上传，可以传{said}。")
        if not size:
            raise forms.ValidationError(f"“{name}”是空文件，请重新选择。")
        if size > MAX_BYTES:
            raise forms.ValidationError(
                f"“{name}”有 {size / 2**20:.1f} MB，超过 {MAX_BYTES // 2**20} MB 上限。"
            )
        return file

    def word(self) -> Word:
        """Return what was said."""
        data = self.cleaned_data
        file = data.get("file")
        return Word(
            text=data["text"],
            milestone=data.get("milestone"),
            forecast_on=data.get("forecast_on"),
            reached_on=data.get("reached_on"),
            attachment=Attachment(file.name, file.chunks()) if file else None,
        )


class DecisionForm(forms.Form):
    """What the province says to what was reported."""

    text = forms.CharField(
        label="核实意见",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"核实可以不写；退回要写理由，至少{SHORTEST_TEXT}个字。",
    )
