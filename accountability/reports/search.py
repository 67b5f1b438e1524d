"""What of the documents can be found."""

from django.db.models import Q
from django.urls import reverse

from accountability.reports.models import Document
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.search import Hit, Source, Words, register_source


def find_documents(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find documents by title, number or verification code, the latest first."""
    named = Q()
    for word in words.all:
        named &= Q(title__has=word) | Q(number__contains=word) | Q(code__iexact=word)
    rows = Document.objects.visible_to(reader).filter(named).order_by("-made_at")
    return [
        Hit(
            document.title,
            reverse("reports:detail", args=[document.pk]),
            f"{document.number} 第{document.version}版 {document.get_state_display()}".strip(),
        )
        for document in rows[:limit]
    ]


register_source(
    Source(
        key="documents", label="文件和通报", icon="file-type-pdf", order=70,
        permission=Permission.REPORT_VIEW, find=find_documents,
    )
)  # fmt: skip
