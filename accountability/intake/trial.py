"""Checking a file without keeping anything: the same path as an upload, then rolled back."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from accountability.intake import staging
from accountability.intake.checked import Checked
from accountability.intake.cleaning.outcome import shown
from accountability.intake.declare import SHEETS, Setting, Sheet, declared
from accountability.intake.matching.book import match
from accountability.intake.models import (
    CellChange,
    CollectionTask,
    ColumnMapping,
    Problem,
    Revision,
    Submission,
    Upload,
)
from accountability.intake.pipeline import check_matched
from accountability.intake.reading.reader import LIMITS, Limits, read_workbook
from accountability.intake.registry import load_registry
from accountability.intake.rules import BadPeriodError, Period
from portal.access.models import User
from portal.files.models import StoredFile
from villages.places.models import Division, Level, in_force

_CODE: Final = 12
_NOBODY: Final = "check-workbook"
_MOST_CHANGES: Final = 20_000


class BadRequestError(Exception):
    """The trial was asked for wrongly; the text is a Chinese sentence."""


@dataclass(frozen=True)
class Found:
    """One thing a trial found, as the command prints it."""

    sheet: str
    cell: str
    row: int | None
    column: str
    rule: str
    severity: str
    message: str
    raw: str
    label: str = ""
    remedy: str = ""
    proposal: str | None = None
    cause: str = ""


@dataclass(frozen=True)
class Trial:
    """What a file would give: its rows and everything found."""

    rows: int
    findings: list[Found]


def sheet_called(code: str) -> Sheet:
    """Return the sheet with this code or official code. Raises: BadRequestError."""
    wanted = code.strip().upper()
    for sheet in SHEETS.values():
        if wanted in (sheet.code, sheet.official_code):
            return sheet
    known = "、".join(f"{sheet.code} {sheet.title}" for sheet in declared())
    raise BadRequestError(f"没有“{code}”这张表，可用的表有：{known}。")


def period_of(text: str, sheet: Sheet) -> Period:
    """Return the period of `sheet` that `text` names or lies in. Raises: BadRequestError."""
    try:
        period = Period.parse(text.strip())
    except BadPeriodError:
        raise BadRequestError(
            f"期次“{text}”写法不对，应写成2020-05、2020Q2、2020H1或2020这样的形式。"
        ) from None
    return Period.containing(period.last_day, sheet.period_kind)


def county_called(code: str, on: dt.date) -> Division:
    """Return the county with this code, as it was on the day. Raises: BadRequestError."""
    wanted = code.strip()
    if not wanted.isdigit() or len(wanted) > _CODE:
        raise BadRequestError(f"单位代码“{code}”写法不对，应为6位或12位数字。")
    named = Division.objects.filter(code=wanted.ljust(_CODE, "0"))
    found = named.filter(in_force(on)).first() or named.order_by("valid_to").last()
    if found is None:
        raise BadRequestError(f"没有代码为“{code}”的单位，请核对代码或先载入区划表。")
    if found.level != Level.COUNTY:
        raise BadRequestError(
            f"“{found.name}”不是县级单位，表按县填报，请给出县（市、区）或市本级的代码。"
        )
    return found


def try_file(
    path: Path,
    *,
    name: str,
    sheet: Sheet,
    county: Division,
    period: Period,
    limits: Limits = LIMITS,
) -> Trial:
    """Check the file and the cross-checks; whatever was written for that is taken back.

    Raises: RefusedError, UnmatchedError, OSError.
    """
    setting = Setting(
        county.pk, county.name, period, timezone.localdate(), is_city=county.is_city_own
    )
    remembered = ColumnMapping.objects.filter(county=county, sheet_code=sheet.code)
    matched = match(
        read_workbook(path, name=name, limits=limits),
        sheet=sheet,
        setting=setting,
        mappings=dict(remembered.values_list("header", "field")),
    )
    registry = load_registry(county, period.last_day)
    checked = check_matched(matched, sheet=sheet, setting=setting, registry=registry)
    with transaction.atomic():
        revision = _stage(checked, county, period, name)
        findings = _findings(revision)
        transaction.set_rollback(True)
    return Trial(len(checked.rows), findings)


def _stage(checked: Checked, county: Division, period: Period, name: str) -> Revision:
    """Stage under a task, a submission and a user of the moment; all of it is rolled back."""
    now = timezone.now()
    task, _ = CollectionTask.objects.get_or_create(
        sheet_code=checked.sheet.code,
        period=str(period),
        defaults={"due_at": now, "opened_at": now, "justification": "试校验"},
    )
    submission, _ = Submission.objects.get_or_create(
        task=task, county=county, defaults={"due_at": now}
    )
    nobody, _ = User.objects.get_or_create(
        username=_NOBODY, defaults={"full_name": "命令行", "is_active": False}
    )
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 0, "stored_at": now}
    )
    upload = Upload.objects.create(
        submission=submission,
        county=county,
        file=file,
        name=name[:255],
        uploaded_by=nobody,
        uploaded_at=now,
    )
    return staging.stage(
        checked,
        submission=submission,
        upload=upload,
        kind=Revision.Kind.FILE,
        parent=None,
        by=nobody,
        at=now,
    )


def _findings(revision: Revision) -> list[Found]:
    """Return the problems, then the cells that were changed as notices of their own."""
    problems = Problem.objects.filter(revision=revision).values_list(
        "sheet_name", "address", "row_no", "column_label", "rule", "severity", "sentence", "raw",
        "row_label", "remedy", "proposal", "cause",
    )  # fmt: skip
    sheet = SHEETS[revision.sheet_code]
    paths = {column.name: column.path for column in sheet.columns}
    changes = (
        CellChange.objects.filter(revision=revision)
        .order_by("id")
        .values_list("sheet_name", "address", "row_no", "field", "rule", "raw", "result")
    )
    found = [Found(*problem) for problem in problems.order_by("id")]
    order = {"error": 0, "warning": 1, "notice": 2}
    found.sort(key=lambda one: (order[one.severity], one.sheet, one.row or 0))
    for sheet_name, address, row, field, rule, raw, result in changes[:_MOST_CHANGES]:
        message = (
            f"“{shown(raw)}”已整理为“{shown(result)}”。" if raw else f"已填为“{shown(result)}”。"
        )
        path = paths.get(field, field)
        found.append(
            Found(
                sheet_name, address, row, path, rule, "notice", message, raw, cause="已整理的单元格"
            )
        )
    more = changes.count() - _MOST_CHANGES
    if more > 0:
        message = f"另有{more}个整理过的单元格未列出。"
        found.append(Found("", "", None, "", "MORE", "notice", message, "", cause="已整理的单元格"))
    return found
