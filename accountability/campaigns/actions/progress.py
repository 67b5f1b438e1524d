"""Progress of one county with one task: reported, confirmed, returned, postponed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accountability.campaigns import hooks
from accountability.campaigns.actions.drafting import today_of
from accountability.campaigns.actions.errors import (
    CampaignError,
    NotPermittedError,
    SamePersonError,
)
from accountability.campaigns.models import CountyTask, Milestone, Postponement, ProgressEntry
from accountability.campaigns.rules import (
    ACT_LABELS,
    PROGRESS_LABELS,
    SHORTEST_TEXT,
    Act,
    Progress,
    after,
)
from accountability.intake.queries.submissions import sheet_title
from accountability.intake.reading.secrecy import mark_in_name
from accountability.supervision.rules.findings import has_personal_number
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record
from portal.files.models import StoredFile
from portal.files.store import NoSpaceError, store


@dataclass(frozen=True)
class Attachment:
    """A file somebody sends along, under the name it had."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class Word:
    """What a county says of a task; of a milestone, when it was reached or is expected."""

    text: str = ""
    milestone: Milestone | None = None
    forecast_on: dt.date | None = None
    reached_on: dt.date | None = None
    attachment: Attachment | None = None


@transaction.atomic
def report(*, item: CountyTask, word: Word, is_done: bool, by: User, at: dt.datetime) -> CountyTask:
    """Report progress, or that the task is done; a task with a sheet asks no text for that.

    Raises: CampaignError, NotPermittedError.
    """
    row = _locked(item)
    if not by.may_in(Permission.CAMPAIGN_REPORT, row.county_id):
        raise NotPermittedError(f"您没有填报{row.county.name}专项进展的权限。")
    act = Act.COMPLETE if is_done else Act.NOTE
    state = _move(row, act)
    text = word.text.strip()
    if is_done and row.task.sheet_code and not text:
        text = f"见{row.task.sheet_code}《{sheet_title(row.task.sheet_code)}》。"
        text = text if len(text) >= SHORTEST_TEXT else f"完成情况{text}"
    _demand_text(text)
    _refuse_dates(word, row, today_of(at))
    file = _kept(word.attachment, at)
    row.state = state
    if is_done:
        row.reported_by, row.reported_at = by, at
    row.save(update_fields=["state", "reported_by", "reported_at"])
    _enter(row, act, text, by=by, at=at, word=word, file=file)
    return row


def _refuse_dates(word: Word, row: CountyTask, today: dt.date) -> None:
    if word.milestone is None:
        if word.forecast_on or word.reached_on:
            raise CampaignError("填了节点日期，请选是哪个节点。")
        return
    if word.milestone.task_id != row.task_id:
        raise CampaignError("所选节点不是这项任务的，请刷新页面后再选。")
    if bool(word.forecast_on) == bool(word.reached_on):
        raise CampaignError("选了节点的，实际日期和预计日期填一个：已完成的填实际日期。")
    if word.reached_on and word.reached_on > today:
        raise CampaignError("实际日期不能晚于今天；还没有完成的请填预计日期。")


def _kept(attachment: Attachment | None, at: dt.datetime) -> StoredFile | None:
    if attachment is None:
        return None
    if mark := mark_in_name(attachment.name):
        raise CampaignError(f"附件名中有“{mark}”，疑似涉密。本平台是非涉密系统，附件没有保存。")
    try:
        return store(attachment.chunks, at=at)
    except NoSpaceError as error:
        raise CampaignError("服务器磁盘空间不足，附件没有保存。请稍后再试。") from error


@transaction.atomic
def confirm(*, item: CountyTask, text: str = "", by: User, at: dt.datetime) -> None:
    """Confirm that what a county reported is done; never by who reported it.

    Raises: CampaignError, NotPermittedError, SamePersonError.
    """
    row = _locked(item)
    _demand_manager(row, by)
    if row.reported_by_id == by.pk:
        raise SamePersonError("报完成的人不能自己核实，请由其他人核实。")
    row.state = _move(row, Act.CONFIRM)
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _enter(row, Act.CONFIRM, text.strip(), by=by, at=at)
    hooks.tell(county_ids=[row.county_id], days=[row.due_on], at=at)


@transaction.atomic
def send_back(*, item: CountyTask, reason: str, by: User, at: dt.datetime) -> None:
    """Return what a county reported, or take a confirmation back, for a reason.

    Raises: CampaignError, NotPermittedError.
    """
    row = _locked(item)
    _demand_manager(row, by)
    _demand_text(reason.strip(), "退回理由")
    row.state = _move(row, Act.RETURN)
    row.confirmed_by = row.confirmed_at = None
    row.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _enter(row, Act.RETURN, reason.strip(), by=by, at=at)
    hooks.tell(county_ids=[row.county_id], days=[row.due_on], at=at)


@transaction.atomic
def postpone(
    *,
    item: CountyTask,
    new_due_on: dt.date,
    reason: str,
    approver: str,
    by: User,
    at: dt.datetime,
) -> None:
    """Give a county more time for a task, once; the first date stays visible.

    Raises: CampaignError, NotPermittedError.
    """
    row = _locked(item)
    _demand_manager(row, by)
    if Progress(row.state) in {Progress.REPORTED, Progress.CONFIRMED}:
        raise CampaignError(f"这项任务{PROGRESS_LABELS[Progress(row.state)]}，不需要延期。")
    if Postponement.objects.filter(item=row).exists():
        raise CampaignError("这项任务已经延期过一次，不能再延期。")
    _demand_text(reason.strip(), "延期理由")
    if not approver.strip():
        raise CampaignError("请填写批准人。")
    old, ends_on = row.due_on, row.campaign.ends_on
    if new_due_on <= max(old, today_of(at)):
        raise CampaignError(f"延期后的期限应晚于今天和原期限{old}。")
    if ends_on and new_due_on > ends_on:
        raise CampaignError(f"延期后的期限不能晚于专项结束日期{ends_on}。")
    Postponement.objects.create(
        item=row, county_id=row.county_id, old_due_on=old, new_due_on=new_due_on,
        reason=reason.strip()[:300], approver=approver.strip()[:40], by=by, at=at,
    )  # fmt: skip
    row.due_on = new_due_on
    row.save(update_fields=["due_on"])
    text = f"期限由{old}延至{new_due_on}，{approver.strip()}批准：{reason.strip()}"
    _enter(row, Act.POSTPONE, text, by=by, at=at)
    hooks.tell(county_ids=[row.county_id], days=[old, new_due_on], at=at)


def _locked(item: CountyTask) -> CountyTask:
    row: CountyTask = (
        CountyTask.objects.select_for_update(of=["self"])
        .select_related("campaign", "task", "county")
        .get(pk=item.pk)
    )
    if not row.campaign.is_open:
        raise CampaignError(f"专项{row.campaign.get_state_display()}，不能再办理。")
    if row.task.withdrawn_at:
        raise CampaignError("这项任务已经撤销，不需要办理。")
    return row


def _move(row: CountyTask, act: Act) -> Progress:
    state = after(Progress(row.state), act)
    if state is None:
        raise CampaignError(
            f"这项任务现在是“{row.get_state_display()}”，不能{ACT_LABELS[act]}。请刷新页面。"
        )
    return state


def _demand_manager(row: CountyTask, by: User) -> None:
    if not by.may_in(Permission.CAMPAIGN_MANAGE, row.county_id):
        raise NotPermittedError(f"您没有核实{row.county.name}专项任务的权限。")


def _demand_text(text: str, what: str = "内容") -> None:
    if len(text) < SHORTEST_TEXT:
        raise CampaignError(f"{what}至少写{SHORTEST_TEXT}个字，写清楚实际情况。")
    if has_personal_number(text):
        raise CampaignError(f"{what}里有身份证号或电话号码，请删去后再提交。")


def _enter(
    row: CountyTask,
    act: Act,
    text: str,
    *,
    by: User,
    at: dt.datetime,
    word: Word | None = None,
    file: StoredFile | None = None,
) -> None:
    """Write the entry and its trace."""
    said = word or Word()
    ProgressEntry.objects.create(
        item=row,
        county_id=row.county_id,
        act=act,
        text=text,
        milestone=said.milestone,
        forecast_on=said.forecast_on,
        reached_on=said.reached_on,
        file=file,
        file_name=said.attachment.name[:255] if said.attachment and file else "",
        by=by,
        at=at,
    )
    record(
        f"campaign.{act.value}",
        row,
        by=by,
        at=at,
        sentence=f"{ACT_LABELS[act]}：专项“{row.campaign.title}”任务{row.task.number}，"
        f"{row.county.name}{f'：{text}' if text else ''}",
        county_id=row.county_id,
        state=row.state,
    )
