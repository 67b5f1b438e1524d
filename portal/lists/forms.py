"""What the toolbar of a list sends."""

from typing import Any

from django import forms

from portal.lists.models import SharedWith


class SaveForm(forms.Form):
    """A name for the filter, and who may use it."""

    name = forms.CharField(
        min_length=1,
        max_length=30,
        error_messages={
            "required": "请给常用筛选起一个名称。",
            "max_length": "常用筛选的名称不能超过30字。",
        },
    )
    shared_with = forms.ChoiceField(
        choices=SharedWith.choices, error_messages={"required": "请选择谁可以用。"}
    )


class ColumnsForm(forms.Form):
    """The columns to show."""

    columns = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "没有“%(value)s”这一列。"}
    )
    reset = forms.BooleanField(required=False)

    def __init__(self, *args: Any, columns: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = list(columns.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a list without columns."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("reset") and not data.get("columns") and "columns" not in self.errors:
            raise forms.ValidationError("请至少选择一列。")
        return data


class ExportForm(forms.Form):
    """All columns, or only those on the page."""

    scope = forms.ChoiceField(
        choices=[("all", "所有列"), ("shown", "只要显示的列")], required=False
    )


class ImportForm(forms.Form):
    """The list's own workbook, amended."""

    file = forms.FileField(
        label="修改后的名录文件",
        allow_empty_file=True,
        help_text="xlsx或CSV，须是本名录导出的文件；没有改动的行不受影响。",
        error_messages={"required": "请选择文件。"},
    )
    only_check = forms.BooleanField(label="只核对，不写入", required=False)
