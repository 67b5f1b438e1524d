"""Our whole way, as an upload takes it: kept, read in a child, checked, staged, compared."""

from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from accountability.intake.actions.receiving import receive_upload
from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.models import CollectionTask, Revision, Submission
from accountability.intake.queries.differences import Summary, summary
from portal.access.models import User
from portal.access.scope import acting_as
from portal.jobs import runner
from villages.places.models import Division


def open_submission(sheet: Sheet, period: str, county: Division) -> Submission:
    """Open the county's submission of the sheet."""
    SHEETS.setdefault(sheet.code, sheet)
    now = timezone.now()
    task = CollectionTask.objects.create(
        sheet_code=sheet.code, period=period, due_at=now, opened_at=now, justification="bench"
    )
    return Submission.objects.create(task=task, county=county, due_at=now)


@dataclass(frozen=True)
class Receiver:
    """Takes in the files of one submission as one official."""

    submission: Submission
    user: User

    def take(self, path: Path) -> Revision | None:
        """Take in a file; return the draft there is then."""
        with path.open("rb") as content, acting_as(self.user):
            receipt = receive_upload(
                submission=self.submission,
                chunks=iter(lambda: content.read(1 << 20), b""),
                name=path.name,
                again=False,
                by=self.user,
                at=timezone.now(),
            )
        if receipt.job:
            runner.run(receipt.job.pk, now=timezone.now)
        self.submission.refresh_from_db()
        return self.submission.draft

    def take_and_compare(self, path: Path) -> Summary:
        """Take in a file and count what changed since the draft before."""
        old = self.submission.draft
        new = self.take(path)
        assert old
        assert new
        assert old != new
        with acting_as(self.user):
            return summary(new, old)
