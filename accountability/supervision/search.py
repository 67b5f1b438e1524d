"""Findings by number, village or words of the description."""

from django.urls import reverse

from accountability.supervision import queries
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.search import Hit, Source, Words, register_source

SHORT = 30


def find_findings(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find findings, the latest first; words in front say in which county or village."""
    if words.says_little:
        return []
    return [
        Hit(
            f"{row.finding_number} {row.category}：{row.description[:SHORT]}",
            f"{reverse('supervision:findings')}?q={row.finding_number}",
            f"{row.village_name or row.county.name} {queries.state_of(row).words}",
        )
        for row in queries.search(reader, words, limit)
    ]


register_source(
    Source(
        key="findings", label="督查问题", icon="alert-triangle", order=45,
        permission=Permission.SUBMISSION_VIEW, find=find_findings,
    )
)  # fmt: skip
