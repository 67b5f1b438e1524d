"""The audit trail as a workbook. Every cell is text: nothing in it can become a formula."""

import io
from collections.abc import Iterable

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal.audit.models import AuditEvent

HEADERS = ("时间", "操作人", "动作", "说明", "对象类型", "对象编号", "来源地址", "请求号", "结果")
WIDTHS = (20, 24, 14, 80, 20, 12, 16, 34, 8)


def workbook(events: Iterable[AuditEvent]) -> bytes:
    """Return `events` as an xlsx file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("审计日志")
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[index]].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, header, bold=True) for header in HEADERS])
    for event in events:
        sheet.append([_text(sheet, value) for value in _values(event)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(event: AuditEvent) -> tuple[str, ...]:
    return (
        timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
        event.actor,
        event.verb_label,
        event.sentence,
        event.subject_type,
        event.subject_id,
        event.ip or "",
        event.request_id,
        "拒绝" if event.refused else "",
    )


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
