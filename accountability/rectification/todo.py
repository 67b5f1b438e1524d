"""What of the mending of weak branches waits for somebody."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accountability.rectification.models import Proposal, WeakCase
from accountability.rectification.models.cases import WeakCaseQuerySet
from accountability.rectification.queries import drawable
from accountability.rectification.rules.stages import SAMPLED
from portal.access.models import User
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.ui.todo import DayEnds, Rows, Todo, TodoSource, register_todo


def _mine(user: User) -> WeakCaseQuerySet | None:
    if not user.may(Permission.UPLOAD_CREATE):
        return None
    return WeakCase.objects.visible_to(Narrowed(user, Permission.UPLOAD_CREATE))


def sent_back(user: User, _at: dt.datetime) -> Rows | None:
    """Return the cases of the user's county that were sent back."""
    rows = _mine(user)
    return None if rows is None else rows.sent_back()


def past_tracking(user: User, at: dt.datetime) -> Rows | None:
    """Return the cases of the user's county whose tracking is over."""
    rows = _mine(user)
    if rows is None:
        return None
    return rows.past_tracking(timezone.localdate(at))


def to_sample(user: User, _at: dt.datetime) -> Rows | None:
    """Return the cases a county reports as waiting for 市抽验 that nobody has looked at."""
    if not user.may(Permission.WEAK_RECHECK):
        return None
    mine = user.counties_for(Permission.WEAK_RECHECK)
    rows: Rows = drawable(user).filter(county_id__in=mine, stage=SAMPLED)
    return rows


def to_decide(user: User, _at: dt.datetime) -> Rows | None:
    """Return the villages proposed that nobody has decided about."""
    if not user.may(Permission.WEAK_PROPOSE):
        return None
    mine = Narrowed(user, Permission.WEAK_PROPOSE)
    rows: Rows = Proposal.objects.visible_to(mine).standing().filter(decision="")
    return rows


_STATES = {"back": "请在下期台账更正", "tracking": "跟踪期满", "sample": "待抽验"}


def _of_case(state: str, action: str) -> Any:
    def entry(row: WeakCase) -> Todo:
        words = {
            "back": f"应报“{row.must_become}”：{row.get_order_display()}",
            "tracking": "跟踪期已满，请销号或说明",
            "sample": "县已验收，待抽验",
        }
        return Todo(
            title=f"{row.county.name} {row.village.name}：{words[state]}",
            url=reverse("rectification:case", args=[row.pk]),
            note="软弱涣散村整顿",
            state=_STATES[state],
            tone="warning",
            action=action,
        )

    return entry


def decide_entry(row: Proposal) -> Todo:
    """Say which village is proposed."""
    return Todo(
        title=f"{row.county.name} {row.village.name}：换届未完成，是否列入整顿",
        url=reverse("rectification:proposal", args=[row.pk]),
        note=row.reason,
        state="待确认",
        tone="warning",
        action="办理",
    )


def _named(rows: Rows) -> Rows:
    return rows.select_related("county", "village")


register_todo(
    TodoSource(
        key="weak-back",
        label="退回整顿的村",
        rows=sent_back,
        entry=_of_case("back", "查看"),
        widen=_named,
        order=16,
    )
)
register_todo(
    TodoSource(
        key="weak-tracking",
        label="跟踪期满的村",
        rows=past_tracking,
        entry=_of_case("tracking", "查看"),
        due=DayEnds("tracked_until"),
        widen=_named,
        order=17,
    )
)
register_todo(
    TodoSource(
        key="weak-sample",
        label="待抽验的村",
        rows=to_sample,
        entry=_of_case("sample", "抽验"),
        widen=_named,
        order=26,
    )
)
register_todo(
    TodoSource(
        key="weak-propose",
        label="拟列入整顿的村",
        rows=to_decide,
        entry=decide_entry,
        widen=_named,
        order=27,
    )
)
