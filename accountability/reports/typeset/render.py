"""From a document to its PDF."""

from dataclasses import dataclass

from accountability.reports.typeset.model import Document


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF; `borrowed` are the characters its face lacked and the fallback drew."""

    pdf: bytes
    pages: int
    sha256: str
    borrowed: str = ""


def render(document: Document) -> Rendered:
    """Set the document; the same document and fonts give the same bytes."""
    raise NotImplementedError
