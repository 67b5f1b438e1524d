"""Taking in a file: kept first, then checked at once or by a job, then staged as a revision."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accountability.intake import rules, staging
from accountability.intake.actions.answering import settle_changed_marks
from accountability.intake.actions.errors import IntakeError, WrongStateError
from accountability.intake.actions.moving import allow, locked, move, note
from accountability.intake.checked import Checked
from accountability.intake.checking import check_file
from accountability.intake.models import Revision, Submission, Upload
from accountability.intake.pipeline import UnmatchedError
from accountability.intake.queries.problems import open_marks
from accountability.intake.queries.submissions import (
    current_pointer,
    state_before_check,
    title_of,
)
from accountability.intake.reading.grid import Reason, RefusedError
from accountability.intake.reading.limits import Limits
from accountability.intake.reading.refusals import KEPT_NOTHING, is_secret
from accountability.intake.rules import State, Verb
from portal.access.models import User
from portal.files.models import StoredFile
from portal.files.store import NoSpaceError, forget, store
from portal.jobs import actions as jobs
from portal.jobs.models import Job, JobState
from portal.ui.moments import moment_text

SMALL_BYTES = 300 * 1000
AT_ONCE = Limits(cpu_seconds=8, wall_seconds=12)
CHECK = "intake.check"


class FullDiskError(IntakeError):
    """There is no room for the file."""


@dataclass(frozen=True)
class Receipt:
    """What became of an uploaded file.

    Exactly one holds: a `revision` was staged, a `job` is checking, the file is the `same` as one
    received before, or it was refused with `sentence`.
    """

    upload: Upload | None = None
    revision: Revision | None = None
    job: Job | None = None
    same: Revision | Upload | None = None
    sentence: str = ""


def receive_upload(
    *,
    submission: Submission,
    chunks: Iterable[bytes],
    name: str,
    again: bool,
    by: User,
    at: dt.datetime,
) -> Receipt:
    """Keep a file and check it; `again` reads a file anew that was received before.

    Raises: FullDiskError, WrongStateError, and what `allow` raises.
    """
    allow(submission, Verb.UPLOAD, by=by)
    try:
        file = store(chunks, at=at)
    except NoSpaceError as error:
        raise FullDiskError(
            "服务器存储空间不足，暂时不能接收文件。已有数据不受影响，请联系系统管理员后再传。"
        ) from error
    with transaction.atomic():
        row = locked(submission, None)
        allow(row, Verb.UPLOAD, by=by)
        _refuse_closed(row)
        known = None if again else _received_before(row, file)
        if known:
            return known
        upload = Upload.objects.create(
            submission=row,
            county_id=row.county_id,
            file=file,
            name=name[:255],
            uploaded_by=by,
            uploaded_at=at,
        )
        if file.size <= SMALL_BYTES:
            return _check_at_once(row, upload, again=again, by=by, at=at)
        return _check_by_job(row, upload, again=again, by=by, at=at)


def read_again(row: Submission, upload: Upload, *, by: User, at: dt.datetime) -> Receipt:
    """Read a stored file anew, in the caller's transaction with the submission locked."""
    allow(row, Verb.UPLOAD, by=by)
    if upload.file.size <= SMALL_BYTES:
        return _check_at_once(row, upload, again=True, by=by, at=at)
    return _check_by_job(row, upload, again=True, by=by, at=at)


def _refuse_closed(row: Submission) -> None:
    if row.task.closed_at and current_pointer(row) is None:
        raise WrongStateError(
            f"{title_of(row)}的采集任务已结束，不再接收文件。请联系省级业务管理。"
        )


def _received_before(row: Submission, file: StoredFile) -> Receipt | None:
    """Return the receipt of a file already received here; one that was refused is read anew."""
    earlier = (
        Upload.objects.filter(submission=row, file=file, verdict=Upload.Verdict.READ)
        .select_related("uploaded_by")
        .order_by("-uploaded_at")
        .first()
    )
    if earlier is None:
        return None
    revision = earlier.revisions.order_by("-number").first()
    if revision and revision.pruned_at:
        return None
    when = moment_text(timezone.localtime(earlier.uploaded_at), timezone.localtime())
    who = earlier.uploaded_by.full_name
    sentence = f"这个文件已由{who}于{when}上传过（“{earlier.name}”），没有重复生成版本。"
    return Receipt(upload=earlier, same=revision or earlier, sentence=sentence)


def _check_at_once(
    row: Submission, upload: Upload, *, again: bool, by: User, at: dt.datetime
) -> Receipt:
    try:
        checked = check_file(row, upload.file_id, name=upload.name, at=at, limits=AT_ONCE)
    except UnmatchedError as error:
        return _refuse(row, upload, error.sentence, by=by, at=at)
    except RefusedError as error:
        if error.reason is Reason.TIMEOUT:
            return _check_by_job(row, upload, again=again, by=by, at=at)
        return _refuse(row, upload, error.sentence, by=by, at=at)
    return _take(row, upload, checked, Verb.UPLOAD, again=again, by=by, at=at)


def _check_by_job(
    row: Submission, upload: Upload, *, again: bool, by: User, at: dt.datetime
) -> Receipt:
    move(row, Verb.UPLOAD, State.CHECKING, by=by, at=at, reason=upload.name)
    job = jobs.enqueue(
        kind=CHECK,
        key=f"{CHECK}:{upload.pk}:{row.version}",
        title=f"校验“{upload.name}”",
        payload={"upload": upload.pk, "again": again},
        by=by,
        at=at,
    )
    upload.job, upload.verdict = job, Upload.Verdict.WAITING
    upload.save(update_fields=["job", "verdict"])
    note("upload", row, f"上传“{upload.name}”，后台校验", by=by, at=at)
    return Receipt(upload=upload, job=job)


def _refuse(
    row: Submission, upload: Upload, sentence: str, *, by: User, at: dt.datetime
) -> Receipt:
    upload.verdict, upload.refusal = Upload.Verdict.REFUSED, sentence
    upload.save(update_fields=["verdict", "refusal"])
    if is_secret(sentence):
        _keep_nothing(row, upload, by=by, at=at)
    note("upload", row, f"上传“{upload.name}”，未能读取：{sentence}", by=by, at=at)
    return Receipt(upload=upload, sentence=sentence)


def _keep_nothing(row: Submission, upload: Upload, *, by: User, at: dt.datetime) -> None:
    """Remove the bytes of a file that bears a mark of secrecy; a line of text stands for them."""
    sha256 = upload.file_id
    upload.file = store([f"{KEPT_NOTHING}\n".encode()], at=at)
    upload.save(update_fields=["file"])
    gone = "原文件已删除" if forget(sha256) else "原文件另有记录引用，未删除，请系统管理员处理"
    note(
        "refuse_secret",
        row,
        f"拒收“{upload.name}”：疑似涉密，{gone}（SHA-256 {sha256}）",
        by=by,
        at=at,
    )


def _take(
    row: Submission,
    upload: Upload,
    checked: Checked,
    verb: Verb,
    *,
    again: bool,
    by: User,
    at: dt.datetime,
) -> Receipt:
    """Stage the checked file as the draft, unless the draft or what is current says the same."""
    upload.verdict, upload.content_hash = Upload.Verdict.READ, checked.content_hash
    upload.facts = {"rows": len(checked.rows), "seconds": checked.facts.get("seconds", 0)}
    upload.save(update_fields=["verdict", "content_hash", "facts"])
    same = None if again else _same_content(row, checked)
    if same:
        sentence = f"“{upload.name}”的内容与{same}完全相同，没有生成新版本。"
        if verb is Verb.FINISH:
            move(row, Verb.ABORT, state_before_check(row), by=by, at=at, reason="内容相同")
        note("upload", row, sentence, by=by, at=at)
        return Receipt(upload=upload, same=same, sentence=sentence)
    revision = staging.stage(
        checked,
        submission=row,
        upload=upload,
        kind=Revision.Kind.FILE,
        parent=None,
        by=by,
        at=at,
    )
    become_draft(row, revision, verb, by=by, at=at, reason=f"{upload.name}，{revision}")
    note(
        "upload",
        row,
        f"上传“{upload.name}”，{revision}：{revision.rows_count} 行，"
        f"错误 {revision.errors_count} 处，提醒 {revision.warnings_count} 处",
        by=by,
        at=at,
    )
    return Receipt(upload=upload, revision=revision)


def _same_content(row: Submission, checked: Checked) -> Revision | None:
    pointer = current_pointer(row)
    candidates = [row.draft, pointer.revision if pointer else None]
    return next(
        (one for one in candidates if one and one.content_hash == checked.content_hash), None
    )


def become_draft(
    row: Submission, revision: Revision, verb: Verb, *, by: User, at: dt.datetime, reason: str
) -> None:
    """Make a staged revision the draft: settle the marks it answers, move to where it belongs."""
    settle_changed_marks(row, row.draft, revision, by=by, at=at)
    target = rules.after_check(revision.errors_count, open_marks(row).count())
    move(row, verb, target, by=by, at=at, reason=reason, fields={"draft": revision})


@transaction.atomic
def finish_check(
    *, upload: Upload, checked: Checked, again: bool, by: User, at: dt.datetime
) -> Receipt:
    """Stage what a job has checked; a check that was cancelled meanwhile writes nothing."""
    row = locked(upload.submission, None)
    upload.refresh_from_db()
    if row.state != State.CHECKING.value or upload.verdict != Upload.Verdict.WAITING:
        return Receipt(upload=upload, sentence="校验已取消。")
    return _take(row, upload, checked, Verb.FINISH, again=again, by=by, at=at)


@transaction.atomic
def abort_check(
    *, upload: Upload, sentence: str, cancelled: bool, by: User | None, at: dt.datetime
) -> None:
    """Put the submission back where it stood before a check that was refused or cancelled."""
    row = locked(upload.submission, None)
    upload.refresh_from_db()
    if upload.verdict != Upload.Verdict.WAITING:
        return
    verdict = Upload.Verdict.CANCELLED if cancelled else Upload.Verdict.REFUSED
    upload.verdict, upload.refusal = verdict, sentence
    upload.save(update_fields=["verdict", "refusal"])
    who = by or upload.uploaded_by
    if is_secret(sentence):
        _keep_nothing(row, upload, by=who, at=at)
    if row.state == State.CHECKING.value:
        move(row, Verb.ABORT, state_before_check(row), by=who, at=at, reason=sentence)
    what = "取消校验" if cancelled else "未能读取"
    note("abort_check", row, f"“{upload.name}”{what}：{sentence}", by=who, at=at)


@transaction.atomic
def cancel_check(*, upload: Upload, by: User, at: dt.datetime) -> None:
    """Stop a check on the user's wish: a waiting one at once, a running one at its next report.

    The job's end puts the submission back (tasks.failed); where a job ended without, this does.
    Raises: NotPermittedError, WrongStateError.
    """
    row = locked(upload.submission, None)
    allow(row, Verb.ABORT, by=by)
    if upload.job and jobs.cancel(job=upload.job, by=by, at=at):
        return
    if upload.verdict != Upload.Verdict.WAITING or row.state != State.CHECKING.value:
        raise WrongStateError("这个文件已经校验完毕，不需要取消。")
    if upload.job and upload.job.state == JobState.RUNNING:
        raise WrongStateError("校验结果正在写入，已来不及取消，请稍候查看。")
    abort_check(upload=upload, sentence="校验中断，已放弃。", cancelled=True, by=by, at=at)
