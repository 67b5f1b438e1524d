"""A printed document as a page: the same text, every figure a link to what it was counted from."""

from dataclasses import dataclass, field

from accountability.reports.typeset.model import (
    Band,
    Block,
    Document,
    Heading,
    Inline,
    Paragraph,
    Run,
    Table,
    runs,
)


@dataclass(frozen=True)
class Shown:
    """One block of the preview."""

    kind: str
    level: int = 0
    parts: tuple[Run, ...] = ()
    head: tuple[str, ...] = ()
    rows: list[tuple[bool, list[tuple[Run, ...]]]] = field(default_factory=list)
    note: str = ""


def preview(document: Document) -> list[Shown]:
    """Return the blocks of a document and of its attachments."""
    shown = [one for block in document.blocks for one in _shown(block)]
    for index, attachment in enumerate(document.attachments, 1):
        shown.append(Shown("attachment", parts=(Run(f"附件{index}　{attachment.title}"),)))
        shown += [one for block in attachment.blocks for one in _shown(block)]
    return shown


def _shown(block: Block) -> list[Shown]:
    if isinstance(block, Heading):
        return [Shown("heading", level=block.level, parts=runs(block.text))]
    if isinstance(block, Paragraph):
        return [Shown("paragraph", parts=runs(block.text))]
    if isinstance(block, Table):
        head = tuple(
            column.title if isinstance(column.title, str) else "／".join(column.title)
            for column in block.columns
        )
        return [Shown("table", head=head, rows=[_row(row) for row in block.rows], note=block.note)]
    return []


def _row(row: Band | tuple[Inline, ...]) -> tuple[bool, list[tuple[Run, ...]]]:
    if isinstance(row, Band):
        return True, [runs(row.text)]
    return False, [runs(cell) for cell in row]
