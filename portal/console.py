"""The technical console under /admin/: reference tables only, for the system administrator only.

Django's admin, with our permissions instead of its own, our audit trail beside its log, exports as
workbooks in which nothing is a formula, and imports from CSV that are written whole or not at all.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ExportMixin, ImportMixin
from import_export.formats.base_formats import CSV, XLSX, Format
from import_export.resources import ModelResource
from tablib import Dataset

from portal.access.models import User
from portal.access.roles import Permission
from portal.accounts.views.login import logout as leave
from portal.audit.trail import record
from portal.workbooks import write_xlsx

PERMISSION = Permission.ACCOUNT_MANAGE


class Console(admin.AdminSite):
    """The admin site, behind our login and our roles."""

    site_title = site_header = "参考表维护"
    index_title = "参考表"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let the system administrator in; refuse everybody else who is logged in."""
        user = request.user
        if not isinstance(user, User):
            return False
        if not user.may(PERMISSION):
            raise PermissionDenied
        return True

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send to the portal's own login."""
        return HttpResponseRedirect(f"{reverse('access:login')}?next={reverse('admin:index')}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Log out as everywhere else."""
        return leave(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Send to the page that keeps our rules for passwords."""
        return HttpResponseRedirect(reverse("access:password"))


console = Console(name="admin")


class SafeXlsx(XLSX):  # type: ignore[misc]
    """A workbook written by portal.workbooks."""

    def export_data(self, dataset: Dataset, **_options: Any) -> bytes:
        """Return the table as a file."""
        return write_xlsx(dataset.headers, dataset[:])

    def can_import(self) -> bool:
        """Say that imports come as CSV: a workbook is a program to unpack."""
        return False


class ChineseCsv(CSV):  # type: ignore[misc]
    """CSV as spreadsheet programs here save it: UTF-8 or GB18030."""

    def create_dataset(self, in_stream: bytes | str, **options: Any) -> Dataset:
        """Return the table of a file."""
        text = in_stream
        if isinstance(in_stream, bytes):
            try:
                text = in_stream.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = in_stream.decode("gb18030")
        return super().create_dataset(text, **options)

    def is_binary(self) -> bool:
        """Say that the bytes are wanted: the encoding is found here."""
        return True

    def get_read_mode(self) -> str:
        """Say that the bytes are wanted."""
        return "rb"

    def can_export(self) -> bool:
        """Say that exports come as workbooks: a text of CSV may become a formula."""
        return False


class ReferenceResource(ModelResource):  # type: ignore[misc]
    """How rows of a reference table leave and come in. Subclasses name model and fields."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False
        use_transactions = True

    def after_import(self, *_args: Any, **_options: Any) -> None:
        """Leave the sequence alone: keys are never taken from a file."""


class ReferenceAdmin(ExportMixin, admin.ModelAdmin):  # type: ignore[misc,type-arg]
    """A reference table: to read, to amend, to export."""

    export_formats: list[type[Format]] = [SafeXlsx]
    list_per_page = 50
    may_amend = True
    may_delete = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask the console."""
        return console.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Ask the console."""
        return console.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Ask the console, where the table may be amended."""
        return self.may_amend and console.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Ask the console, where the table may be amended."""
        return self.may_amend and console.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Ask the console, where rows may be deleted."""
        return self.may_delete and console.has_permission(request)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """Note it in the audit trail too."""
        self._note(request, "reference.add", obj, f"新增{self._title()}：{obj}")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """Note it in the audit trail too."""
        self._note(request, "reference.change", obj, f"修改{self._title()}：{obj}")
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[LogEntry]:
        """Note it in the audit trail too."""
        for row in queryset:
            self._note(request, "reference.delete", row, f"删除{self._title()}：{row}")
        return super().log_deletions(request, queryset)

    def get_export_data(
        self, file_format: Format, request: HttpRequest, queryset: Any, **options: Any
    ) -> bytes:
        """Note who took the table along."""
        said = f"导出{self._title()}{queryset.count()}条"
        self._note(request, "reference.export", None, said)
        content: bytes = super().get_export_data(file_format, request, queryset, **options)
        return content

    def get_valid_export_item_pks(self, request: HttpRequest) -> Any:
        """Return what may be picked in the list (the inherited one warns that it will go)."""
        return self.get_queryset(request).values_list("pk", flat=True)

    def _title(self) -> str:
        return str(self.opts.verbose_name)

    def _note(
        self, request: HttpRequest, verb: str, obj: models.Model | None, sentence: str
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - has_permission let nobody else in
        record(verb, obj, by=request.user, at=timezone.now(), sentence=sentence)


class ImportedAdmin(ImportMixin, ReferenceAdmin):  # type: ignore[misc]
    """A reference table that can also be filled from a CSV file."""

    import_formats: list[type[Format]] = [ChineseCsv]
    import_template_name = "portal/console/import.html"
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Ask the console."""
        return console.has_permission(request)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Note the import in the audit trail."""
        new, changed = result.totals["new"], result.totals["update"]
        said = f"导入{self._title()}：新增{new}条，修改{changed}条"
        self._note(request, "reference.import", None, said)
        response: HttpResponse = super().process_result(result, request)
        return response
