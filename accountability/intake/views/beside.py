"""The cell of another file that contradicts one of ours, as the check page shows both."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accountability.intake.models import Problem, Revision
from accountability.intake.queries.reported import cell_url
from accountability.intake.queries.submissions import sheet_title
from accountability.intake.rules import Period


@dataclass(frozen=True)
class Counterpart:
    """What our file says, what the other one says, and where that stands."""

    own: str
    value: str
    where: str
    url: str


def counterparts(problems: list[Problem]) -> dict[int, Counterpart]:
    """Return the other side of each problem that has one, by the problem's key; one query."""
    told = {one.pk: one.counterpart for one in problems if one.counterpart}
    ids = {other["revision"] for other in told.values() if other["revision"]}
    known = Revision.objects.select_related("upload", "upload__uploaded_by").in_bulk(ids)
    return {pk: _counterpart(other, known.get(other["revision"])) for pk, other in told.items()}


def _counterpart(other: dict[str, Any], revision: Revision | None) -> Counterpart:
    own, value = other["own"] or "（空）", other["value"]
    if revision is None:
        return Counterpart(own, value, other["fact"] or "名录", "")
    upload = revision.upload
    where = (
        f"{sheet_title(revision.sheet_code)}（{Period.parse(revision.period).label}，{revision}）"
        f"{other['address']}　{upload.name}，{upload.uploaded_by.full_name}上传"
    )
    return Counterpart(own, value or other["fact"], where, _url(other, revision))


def _url(other: dict[str, Any], revision: Revision) -> str:
    if other["row_no"] is None or not other["field"]:
        return reverse("intake:revision", args=[revision.pk])
    return cell_url(revision.pk, other["row_no"], other["field"], other["sheet_name"] or "")
