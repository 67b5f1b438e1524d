"""Text as it may be printed: no control or bidi characters, no field too long, no glyph missing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from accountability.reports.typeset import faces
from accountability.reports.typeset.model import (
    Attachment,
    Band,
    Block,
    BulletinMasthead,
    Chart,
    Document,
    Face,
    Heading,
    Inline,
    Masthead,
    Paragraph,
    Table,
    runs,
)
from accountability.reports.typeset.tables import CELL_FACE, HEAD_FACE

LONGEST = 20_000  # characters a field
LONGEST_TITLE = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 40
MOST_BLOCKS = 2_000

T = TypeVar("T")
Spot = tuple[str, str, Face]

HEADING_FACES = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG, 4: Face.FANG}


class TooLongError(ValueError):
    """A field, table or document is beyond what is printed; the message says which."""


_INKLESS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACE = re.compile("[\t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f]")
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")


def clean(text: str) -> str:
    r"""Drop what has no ink and no width: controls, bidi marks, variation selectors.

    >>> clean("张\u202e三\u200b\x07\t（组长）")
    '张三 （组长）'
    """
    return _INKLESS.sub("", _SPACE.sub(" ", _BREAK.sub("\n", text)))


def washed(document: Document) -> Document:
    """Give the document with every text cleaned; drawings are cleaned where they are drawn."""
    return cast(Document, _mapped(document, clean))


_WITH_LINES = {"title", "text", "rows", "note", "blocks", "columns", "attachments"}


def _one_line(text: str) -> str:
    return clean(text).replace("\n", "")


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Change every text; only the fields above keep their line breaks."""
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple([_mapped(part, change) for part in value])
    if is_dataclass(value) and not isinstance(value, type | Chart):
        parts = ((field.name, getattr(value, field.name)) for field in fields(value))
        return replace(
            value,
            **{name: _mapped(part, _change(name)) for name, part in parts},
        )
    return value


def _change(field: str) -> Callable[[str], str]:
    return clean if field in _WITH_LINES else _one_line


def check(document: Document) -> str:
    """Refuse what cannot be printed whole; give the characters the fallback will draw.

    Raises: TooLongError, MissingGlyphError.
    """
    _check_size(document)
    seen: dict[Face, set[str]] = {face: set() for face in Face}
    for where, text, face in spots(document):
        if len(text) > LONGEST:
            raise TooLongError(f"{where}超过{LONGEST}个字，文件没有生成。请缩短或改作附表。")
        new = set(text) - seen[face] - {"\n"}
        for char in sorted(new):
            if faces.file_of(char, face) is None:
                raise faces.MissingGlyphError(faces.missing_message(char, where))
        seen[face] |= new
    return "".join(sorted(set().union(*(faces.borrowed(seen[face], face) for face in Face))))


def _check_size(document: Document) -> None:
    if len(document.title) > LONGEST_TITLE:
        raise TooLongError(f"标题超过{LONGEST_TITLE}个字，文件没有生成。请缩短标题。")
    groups = [("正文", document.blocks)]
    groups += [(_name(at, document), part.blocks) for at, part in enumerate(document.attachments)]
    for where, blocks in groups:
        if len(blocks) > MOST_BLOCKS:
            raise TooLongError(f"{where}超过{MOST_BLOCKS}段，文件没有生成。请分成几份文件。")
        for table in (block for block in blocks if isinstance(block, Table)):
            if len(table.rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
                raise TooLongError(
                    f"{where}的表格超过{MOST_ROWS}行或{MOST_COLUMNS}列，文件没有生成。"
                    "请改用电子表格作附件。"
                )


def _name(index: int, document: Document) -> str:
    return f"附件{index + 1}" if len(document.attachments) > 1 else "附件"


def spots(document: Document) -> Iterator[Spot]:
    """Every text with where it stands, in words, and the face it is set in."""
    yield "标题", document.title, Face.TITLE
    yield from _masthead_spots(document)
    for where, text in (
        ("发文字号", document.number),
        ("主送机关", document.addressee),
        ("署名", document.signature),
        ("附注", document.note),
    ):
        yield where, text, Face.FANG
    yield "页眉标记", document.mark, Face.HEI
    yield from _block_spots("正文", document.blocks)
    for index, attachment in enumerate(document.attachments):
        yield from _attachment_spots(_name(index, document), attachment)
    yield from _tail_spots(document)


def _masthead_spots(document: Document) -> Iterator[Spot]:
    head = document.masthead
    if isinstance(head, Masthead):
        yield "发文机关标志", head.agency, Face.TITLE
        yield "紧急程度", head.urgency, Face.HEI
        yield "份号", head.copy_number, Face.FANG
    elif isinstance(head, BulletinMasthead):
        yield "简报名称", head.name, Face.TITLE
        yield "期号", head.issue, Face.FANG
        yield "编印单位", head.editor, Face.FANG


def _tail_spots(document: Document) -> Iterator[Spot]:
    if document.imprint:
        yield "印发机关", document.imprint.office, Face.FANG
        for label, recipients in document.imprint.copies:
            yield f"版记“{label}”", label + recipients, Face.FANG
    if document.verification:
        proof = document.verification
        yield "核验信息", proof.code + proof.url + proof.data_sha256 + proof.generated_by, Face.FANG


def _attachment_spots(name: str, attachment: Attachment) -> Iterator[Spot]:
    yield f"{name}标题", attachment.title, Face.TITLE
    yield f"{name}标题", attachment.title, Face.FANG
    yield from _block_spots(name, attachment.blocks)


def _block_spots(where: str, blocks: tuple[Block, ...]) -> Iterator[Spot]:
    paragraphs = tables = charts = 0
    for block in blocks:
        if isinstance(block, Heading):
            yield from _inline_spots(f"{where}标题", block.text, HEADING_FACES[block.level])
        elif isinstance(block, Paragraph):
            paragraphs += 1
            yield from _inline_spots(f"{where}第{paragraphs}段", block.text, Face.FANG)
        elif isinstance(block, Table):
            tables += 1
            yield from _table_spots(f"{where}表{tables}", block)
        elif isinstance(block, Chart):
            charts += 1
            yield f"{where}图{charts}", block.caption, Face.HEI


def _inline_spots(where: str, text: Inline, face: Face) -> Iterator[Spot]:
    for run in runs(text):
        yield where, run.text, run.face or face


def _table_spots(where: str, table: Table) -> Iterator[Spot]:
    yield f"{where}的表题", table.caption, HEAD_FACE
    yield f"{where}的单位", table.unit, CELL_FACE
    yield f"{where}的注", table.note, CELL_FACE
    titles = [
        column.title if isinstance(column.title, str) else "".join(column.title)
        for column in table.columns
    ]
    for title in titles:
        yield f"{where}表头", title, HEAD_FACE
    for number, row in enumerate(table.rows, start=1):
        if isinstance(row, Band):
            yield from _inline_spots(f"{where}第{number}行", row.text, HEAD_FACE)
            continue
        for title, cell in zip(titles, row, strict=True):
            for run in runs(cell):
                yield f"{where}第{number}行“{title}”", run.text, CELL_FACE
