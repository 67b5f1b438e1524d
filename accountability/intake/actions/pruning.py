"""Letting go of what old drafts said; who made them and when stays for ever, and so do files."""

import datetime as dt
from typing import Any, Final

import pgtrigger
from django.apps import apps
from django.db import connection, transaction

from accountability.intake.declare import SHEETS
from accountability.intake.models import (
    CellChange,
    Problem,
    Revision,
    RowSet,
    SheetRow,
    Step,
    Submission,
)
from accountability.intake.queries.differences import row_model
from accountability.intake.rules import SENT
from portal.audit.trail import record

BATCH: Final = 200

# The newest drafts of a submission stay, and of an upload the revision that read the file as long
# as another of its revisions does: the spreadsheet shows beside a mended cell what the file said.
_OLD: Final = """
WITH aged AS (
    SELECT id, kind, upload_id, pruned_at,
           row_number() OVER (PARTITION BY submission_id ORDER BY number DESC) AS age
      FROM accountability_revision
),
old AS (
    SELECT aged.id, aged.kind, aged.upload_id FROM aged
     WHERE aged.pruned_at IS NULL AND aged.age > %(keep)s
       AND NOT EXISTS (SELECT 1 FROM accountability_submission submission
                        WHERE submission.draft_id = aged.id)
       AND NOT EXISTS (SELECT 1 FROM accountability_step step
                        WHERE step.revision_id = aged.id AND step.to_state = ANY (%(sent)s))
       {referred}
)
SELECT id FROM old
 WHERE kind <> 'file' OR NOT EXISTS (
        SELECT 1 FROM accountability_revision kept
         WHERE kept.upload_id = old.upload_id AND kept.pruned_at IS NULL
           AND kept.id NOT IN (SELECT id FROM old)
       )
 ORDER BY id LIMIT %(batch)s
"""


def _referred() -> str:
    """Return the conditions that nothing else speaks of a revision: pointers, rulings and so on.

    Documents freeze what pointers show, so what a document counted has had a pointer.
    """
    own = (Problem, CellChange, Revision, Step, Submission, RowSet, SheetRow)
    return " ".join(
        f"AND NOT EXISTS (SELECT 1 FROM {model._meta.db_table} other"  # noqa: S608 - our own names
        f" WHERE other.{field.column} = aged.id)"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Revision and not issubclass(model, own)
    )


@transaction.atomic
def prune(*, keep: int, at: dt.datetime) -> int:
    """Delete the rows and problems of drafts nobody was ever sent; return of how many revisions.

    The newest `keep` of a submission stay. At most BATCH at once: call it until nothing is left.
    """
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "keep": keep,
            "sent": [state.value for state in SENT],
            "batch": BATCH,
        }
        cursor.execute(_OLD.format(referred=_referred()), values)
        ids = [pk for (pk,) in cursor.fetchall()]
    if not ids:
        return 0
    old = Revision.objects.filter(pk__in=ids)
    for code in old.order_by().values_list("sheet_code", flat=True).distinct():
        model = row_model(SHEETS[code])
        with pgtrigger.ignore(f"{model._meta.label}:immutable"):
            model._default_manager.filter(revision_id__in=ids).delete()
    for told in (Problem, CellChange):
        told.objects.filter(revision_id__in=ids).delete()
    with pgtrigger.ignore("accountability.Revision:immutable"):
        old.update(pruned_at=at)
    record(
        "intake.prune",
        None,
        by=None,
        at=at,
        sentence=f"清理 {len(ids)} 版从未提交的旧草稿的明细，每份上报保留最近 {keep} 版，文件不删",
        revisions=ids,
    )
    return len(ids)
