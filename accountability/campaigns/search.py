"""What of campaigns can be found."""

from django.db.models import Q
from django.urls import reverse

from accountability.campaigns.models import Campaign
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.search import Hit, Source, Words, register_source


def find_campaigns(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find campaigns by title or document number, the latest first."""
    named = Q()
    for word in words.all:
        named &= Q(title__has=word) | Q(document_number__contains=word)
    rows = Campaign.objects.visible_to(reader).filter(named).order_by("-begins_on", "-pk")
    return [
        Hit(
            row.title,
            reverse("campaigns:detail", args=[row.pk]),
            f"{row.lead_unit} {row.get_state_display()}".strip(),
        )
        for row in rows[:limit]
    ]


register_source(
    Source(
        key="campaigns", label="专项", icon="checklist", order=65,
        permission=Permission.TASK_VIEW, find=find_campaigns,
    )
)  # fmt: skip
