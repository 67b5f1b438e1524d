"""Asking the counties: open a task, extend it, remind."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accountability.intake.actions.errors import (
    BadInputError,
    MissingReasonError,
    NothingToDoError,
    NotPermittedError,
    WrongStateError,
)
from accountability.intake.declare import Sheet
from accountability.intake.models import CollectionTask, Reminder, Submission
from accountability.intake.overlap import overlaps
from accountability.intake.rules import Period, State
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record
from villages.places.models import Kind

UNREPORTED = (
    State.OPEN,
    State.CHECKING,
    State.TO_MEND,
    State.READY,
    State.TO_SIGN,
    State.RETURNED,
)

# One row a county that governs (no statistical zone) and existed when the period ended; where a
# sheet asks cities, one for each city's own offices as well.
_OWE = """
INSERT INTO accountability_submission (task_id, county_id, state, due_at, version)
SELECT %(task)s, county.id, 'open', %(due)s, 0
FROM villages_division AS county
WHERE county.level = 'county' AND county.kind = ANY (%(kinds)s) AND county.id = ANY (%(counties)s)
  AND county.valid_from <= %(day)s AND (county.valid_to IS NULL OR county.valid_to > %(day)s)
  AND (%(only)s::text[] IS NULL OR county.code = ANY (%(only)s))
RETURNING (SELECT place.kind FROM villages_division AS place
           WHERE place.id = accountability_submission.county_id)
"""


@dataclass(frozen=True)
class Burden:
    """What a task costs the counties and why it is worth it; a task is not opened without it.

    Cells are those of the whole province, minutes those of one county. `overlap_note` says why
    columns that other sheets have are asked for again.
    """

    justification: str
    cells_asked: int
    cells_prefilled: int
    minutes_a_county: int = 0
    basis: str = ""
    asked_by: str = ""
    approved_by: str = ""
    overlap_note: str = ""


def require_manager(by: User) -> None:
    if not by.may(Permission.TASK_MANAGE):
        raise NotPermittedError("您没有管理采集任务的权限。如确需办理，请联系安全管理员授权。")


@transaction.atomic
def open_task(
    *,
    sheet: Sheet,
    period: Period,
    due_at: dt.datetime,
    burden: Burden,
    needs_city_review: bool,
    by: User,
    at: dt.datetime,
    only: frozenset[str] | None = None,
) -> CollectionTask:
    """Ask every county of `by` for `sheet`, with a statement of the burden it lays on them.

    A sheet that asks cities is asked of their own offices too. `only` keeps to a sample, by code.
    Raises: NotPermittedError, MissingReasonError, BadInputError.
    """
    require_manager(by)
    _require_sense(sheet, period, burden)
    task = CollectionTask(
        sheet_code=sheet.code,
        period=str(period),
        due_at=due_at,
        opened_at=at,
        opened_by=by,
        needs_city_review=needs_city_review,
        overlaps_count=len({one.column for one in overlaps(sheet)}),
        **dataclasses.asdict(burden),
    )
    _insert(task, sheet)
    owed = _owe(task, by, only, asks_city=sheet.asks_city)
    cities = f"、{owed[Kind.CITY_OWN]} 个市本级" if owed[Kind.CITY_OWN] else ""
    counted = f"{owed[Kind.DIVISION]} 个县{cities}应报"
    sentence = f"下达{period.label}《{sheet.title}》采集任务，{counted}，{_stated(burden)}"
    record("intake.open_task", task, by=by, at=at, sentence=sentence, counties=owed.total())
    return task


def _stated(burden: Burden) -> str:
    return (
        f"全省须填 {burden.cells_asked} 格、已预填 {burden.cells_prefilled} 格，"
        f"每县约 {burden.minutes_a_county} 分钟；{burden.asked_by}提出，{burden.approved_by}批准；"
        f"依据：{burden.basis}；理由：{burden.justification}"
    )


_STATED = (
    ("justification", "请写明采集理由：为什么需要这些数据、现有数据为什么不够。"),
    ("basis", "请写明采集依据：哪个文件或哪项工作要求的。"),
    ("asked_by", "请写明由哪个单位提出。"),
    ("approved_by", "请写明由谁批准下达。"),
)


def _require_sense(sheet: Sheet, period: Period, burden: Burden) -> None:
    """Refuse a task without its statement, or without a word on what other sheets ask too."""
    for name, sentence in _STATED:
        if not getattr(burden, name).strip():
            raise MissingReasonError(sentence)
    if burden.cells_asked > 0 and burden.minutes_a_county <= 0:
        raise MissingReasonError("请测算每个县填这张表大约要多少分钟。")
    again = list(dict.fromkeys(one.column for one in overlaps(sheet)))
    if again and not burden.overlap_note.strip():
        listed = "、".join(f"“{column}”" for column in again[:6])
        raise MissingReasonError(
            f"这张表有{len(again)}列与其他表重复（{listed}等），请对照重复列清单，"
            "写明为什么不能取自已有数据。"
        )
    if period.kind != sheet.period_kind:
        raise BadInputError(f"《{sheet.title}》的期次类型不是“{period.label}”这一种，请重新选择。")


def _insert(task: CollectionTask, sheet: Sheet) -> None:
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError as error:
        raise BadInputError(
            f"{task.period_label}《{sheet.title}》已经下达过，不能重复采集同一份数据。"
        ) from error


def _owe(
    task: CollectionTask, by: User, only: frozenset[str] | None, *, asks_city: bool
) -> Counter[str]:
    """Write what each (or each of a sample) owes in one statement; count them by kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            _OWE,
            {
                "task": task.pk,
                "due": task.due_at,
                "counties": list(by.counties_for(Permission.TASK_MANAGE)),
                "kinds": [Kind.DIVISION.value, *([Kind.CITY_OWN.value] if asks_city else [])],
                "day": Period.parse(task.period).last_day,
                "only": None if only is None else sorted(only),
            },
        )
        return Counter(kind for (kind,) in cursor.fetchall())


@transaction.atomic
def extend_deadline(
    *,
    task: CollectionTask,
    due_at: dt.datetime,
    reason: str,
    by: User,
    at: dt.datetime,
    county_ids: Sequence[int] | None = None,
) -> int:
    """Give counties (None: all) more time to report; what is already reported keeps its deadline.

    Raises: NotPermittedError, MissingReasonError, BadInputError, WrongStateError.
    """
    require_manager(by)
    row = CollectionTask.objects.select_for_update().get(pk=task.pk)
    if row.closed_at:
        raise WrongStateError("采集任务已结束，不能延期。")
    if not reason.strip():
        raise MissingReasonError("请填写延期理由。")
    if due_at <= row.due_at:
        raise BadInputError("新的截止时间应晚于原截止时间。")
    late = Submission.objects.filter(task=row, submitted_at__isnull=True)
    if county_ids is not None:
        late = late.filter(county_id__in=county_ids)
    else:
        row.due_at = due_at
        row.save(update_fields=["due_at"])
    count = late.visible_to(by).update(due_at=due_at)
    record(
        "intake.extend_deadline",
        row,
        by=by,
        at=at,
        sentence=f"将{row.period_label}{row.sheet_code}的截止时间延至"
        f"{timezone.localtime(due_at):%Y年%m月%d日 %H:%M}，"
        f"涉及 {count} {row.counted_in}；理由：{reason.strip()}",
        counties=count,
    )
    return count


@transaction.atomic
def remind(
    *, task: CollectionTask, text: str, by: User, at: dt.datetime, county_ids: Sequence[int] = ()
) -> int:
    """Remind the counties (none named: all) that have not reported; return how many.

    Raises: NotPermittedError, NothingToDoError.
    """
    if not (by.may(Permission.TASK_MANAGE) or by.may(Permission.SUBMISSION_REVIEW)):
        raise NotPermittedError("您没有催报的权限。")
    owing = Submission.objects.visible_to(by).filter(
        task=task, state__in=UNREPORTED, submitted_at__isnull=True
    )
    if county_ids:
        owing = owing.filter(county_id__in=county_ids)
    reminders = Reminder.objects.bulk_create(
        Reminder(submission_id=pk, county_id=county_id, by=by, at=at, text=text.strip()[:200])
        for pk, county_id in owing.values_list("pk", "county_id")
    )
    if not reminders:
        raise NothingToDoError("所选的县都已报送，不需要催报。")
    record(
        "intake.remind",
        task,
        by=by,
        at=at,
        sentence=f"催报{task.period_label}{task.sheet_code}：{len(reminders)} {task.counted_in}",
        counties=[reminder.county_id for reminder in reminders],
    )
    return len(reminders)
