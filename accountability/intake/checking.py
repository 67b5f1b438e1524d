"""From a stored file, or a draft with cells mended, to a checked workbook. Nothing is written."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from time import perf_counter

from django.db import transaction
from django.utils import timezone

from accountability.intake import pipeline, staging
from accountability.intake.checked import Checked, FoundChange
from accountability.intake.declare import SHEETS, Setting
from accountability.intake.models import ColumnMapping, Problem, Revision, Submission
from accountability.intake.reading.reader import LIMITS, Limits, read_workbook
from accountability.intake.registry import load_registry
from accountability.intake.rules import Period, Severity
from portal.files.store import path_of

Report = Callable[[int, int, str], None]
STAGES = 4


def setting_of(submission: Submission, at: dt.datetime) -> Setting:
    """Return in which county, for which period and on which day a submission is checked."""
    return Setting(
        submission.county_id,
        submission.county.name,
        Period.parse(submission.task.period),
        timezone.localdate(at),
        is_city=submission.county.is_city_own,
    )


def check_file(
    submission: Submission,
    sha256: str,
    *,
    name: str,
    at: dt.datetime,
    report: Report = lambda _done, _total, _text: None,
    limits: Limits = LIMITS,
) -> Checked:
    """Read and check a stored file. Raises: RefusedError, UnmatchedError."""
    began = perf_counter()
    sheet = SHEETS[submission.task.sheet_code]
    setting = setting_of(submission, at)
    report(0, STAGES, "正在读取文件")
    workbook = read_workbook(Path(path_of(sha256)), name=name, limits=limits)
    report(1, STAGES, "正在读取名册和区划")
    registry = load_registry(submission.county, setting.period.last_day)
    mappings = dict(
        ColumnMapping.objects.filter(
            county_id=submission.county_id, sheet_code=sheet.code
        ).values_list("header", "field")
    )
    report(2, STAGES, "正在逐格校验")
    checked = pipeline.check(
        workbook, sheet=sheet, setting=setting, registry=registry, mappings=mappings
    )
    if any(checked.headers.values()):
        checked.facts["unmatched"] = checked.headers
    checked.facts["seconds"] = round(perf_counter() - began, 1)
    report(3, STAGES, f"已校验 {len(checked.rows)} 行")
    return checked


def check_again(
    submission: Submission,
    revision: Revision,
    *,
    at: dt.datetime,
    edits: Mapping[tuple[str, int, str], str],
    removed: Collection[tuple[str, int]] = (),
    added: Collection[tuple[str, int]] = (),
) -> tuple[Checked, list[FoundChange]]:
    """Check the rows of a revision with cells mended, rows left out and rows appended.

    Also returns the edits.
    The text of personal cells in the edits is masked.
    """
    sheet = SHEETS[revision.sheet_code]
    setting = setting_of(submission, at)
    matched = staging.restore(revision, sheet)
    before = len(matched.changes)
    staging.amend(matched, sheet, edits, removed, added)
    typed = matched.changes[before:]
    registry = load_registry(submission.county, setting.period.last_day)
    checked = pipeline.check_matched(matched, sheet=sheet, setting=setting, registry=registry)
    return checked, typed


def found_now(revision: Revision) -> list[Problem]:
    """Return what the cross-checks would find today that they did not find at staging.

    The registry, another sheet or another county may have changed since, and a reader with a wider
    view sees more. Nothing stays written.
    """
    sheet = SHEETS[revision.sheet_code]
    of_checks = Problem.objects.filter(revision=revision, cause__in=staging.causes_of(sheet))
    known = set(of_checks.values_list("cause", "sentence"))
    with transaction.atomic():
        staging.run_cross_checks(revision, sheet)
        found = list(of_checks.exclude(severity=Severity.NOTICE).order_by("severity", "pk"))
        transaction.set_rollback(True)
    return [problem for problem in found if (problem.cause, problem.sentence) not in known]
