"""The demo's collected months: every planned workbook of every county goes through the intake.

A workbook that is there already is left alone, so an interrupted filling goes on where it was.
"""

import ctypes
import os
import signal
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from typing import Final

from django.core.cache import cache
from django.db import connections

from accountability.intake.actions import asking, metering
from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.queries.tasks import estimate_burden
from accountability.intake.rules import State
from accountability.management.demo_plan import FIRST, FURTHER, Round, counties_of
from accountability.management.demo_reporting import report
from portal.access.models import User
from portal.access.scope import acting_as
from portal.ui.filling import KEY, SECONDS
from villages.places.models import Division

Say = Callable[[str], None]
Item = tuple[Round, str]
LOW_PRIORITY: Final = 15
SAY_EVERY: Final = 100
_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


def collect_month(say: Say) -> str:
    """Bring in what the first briefing is about, on all cores."""
    done = _fill(FIRST, say, priority=0)
    return f"{done}份报表已经上传、校验、审核和接收" if done else ""


def collect_further(say: Say) -> str:
    """Bring in the rest behind the pages, at low priority."""
    done = _fill(FURTHER, say, priority=LOW_PRIORITY)
    return f"{done}份报表已经上传、校验和审核" if done else ""


def meter_burden(say: Say) -> str:
    """Count what each task asks of each village, as the page does when it opens a task."""
    owed = Submission.objects.filter(burdens__isnull=True).values("task")
    tasks = CollectionTask.objects.filter(pk__in=owed, submissions__county__is_demo=True)
    waiting = list(tasks.distinct().order_by("-period").values_list("pk", flat=True))
    with _pool(LOW_PRIORITY) as pool:
        connections.close_all()  # the workers are forked
        for sentence in filter(None, pool.map(_meter, waiting)):
            say(sentence)
    return f"{len(waiting)}项任务的填报负担已经测算" if waiting else ""


def _meter(task_id: int) -> str:
    task = CollectionTask.objects.get(pk=task_id)
    try:
        metering.keep_metered(metered=metering.measure(task))
    except Exception:  # noqa: BLE001 - one task less must not end the counting
        return f"{task.sheet_code} {task.period}：{traceback.format_exc().splitlines()[-1]}"
    return ""


def _fill(rounds: Iterable[Round], say: Say, *, priority: int) -> int:
    """Bring in what is missing, round after round; return how many workbooks.

    A round is opened when its turn comes: what nobody could have sent yet is not 未报.
    """
    if not Division.objects.filter(is_demo=True).exists():
        return 0
    waiting = [(one, _missing(one)) for one in rounds if one.sheet in SHEETS]
    total = sum(len(items) for _, items in waiting)
    if not total:
        return 0
    done = failed = 0
    with _pool(priority) as pool:
        for one, items in waiting:
            _open(one)
            connections.close_all()  # the workers are forked
            for sentence in pool.map(_report, items):
                done += 1
                failed += bool(sentence)
                if sentence:
                    say(sentence)
                if priority:
                    cache.set(KEY, f"{done}/{total}", SECONDS)
                if done % SAY_EVERY == 0:
                    say(f"演示数据：{done}/{total}份报表")
    cache.delete(KEY)
    return total - failed


def _pool(priority: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        os.cpu_count() or 2,
        mp_context=get_context("fork"),
        initializer=_begin,
        initargs=(priority,),
    )


def _begin(priority: int) -> None:
    """Make a worker step back behind others, and end with who started it."""
    os.nice(priority)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)


def _report(item: Item) -> str:
    """Bring in one workbook; return a sentence where it could not be."""
    one, county = item
    try:
        report(one, county)
    except Exception:  # noqa: BLE001 - one workbook less must not end the filling
        last = traceback.format_exc().splitlines()[-1]
        return f"{county} {one.sheet} {one.period}：{last}"
    return ""


def _missing(one: Round) -> list[Item]:
    """Return the counties a round still waits for, in the order of their codes."""
    counties = counties_of(one)
    task = CollectionTask.objects.filter(sheet_code=one.sheet, period=str(one.period)).first()
    waiting = set(counties)
    if task is not None:
        waits = Submission.objects.filter(task=task, state=State.OPEN, uploads__isnull=True)
        waiting = set(waits.values_list("county__code", flat=True))
    return [(one, code) for code in counties if code in waiting and one.ending(code)]


def _open(one: Round) -> None:
    """Open a round's task with the burden the page would state; once."""
    sheet = SHEETS[one.sheet]
    if CollectionTask.objects.filter(sheet_code=sheet.code, period=str(one.period)).exists():
        return
    officer = User.objects.get(username="province")
    with acting_as(officer):
        estimate = estimate_burden(officer, sheet)
        asking.open_task(
            sheet=sheet,
            period=one.period,
            due_at=one.due,
            burden=asking.Burden(
                "月度调度，用于督查通报",
                cells_asked=estimate.cells_asked,
                cells_prefilled=estimate.cells_prefilled,
                minutes_a_county=estimate.minutes_a_county,
                basis="月度调度制度",
                asked_by="省委组织部",
                approved_by="分管副部长",
                overlap_note="各表分别反映不同时点，已预填的不必重填",
            ),
            needs_city_review=False,
            by=officer,
            at=one.opened,
            only=frozenset(counties_of(one)) if one.is_sample else None,
        )
