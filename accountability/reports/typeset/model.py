"""What a printed document is: frozen dataclasses, text only, no markup."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias


class Face(Enum):
    """A typeface of the standard, by its role."""

    FANG = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"
    TITLE = "小标宋"


class Align(StrEnum):
    """How the text of a column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Marking(StrEnum):
    """The only markings the portal prints; state secrets have no place in it (domain 6.3)."""

    NONE = ""
    INTERNAL = "内部资料 注意保存"
    SENSITIVE = "工作秘密（敏感信息）"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `key` names the figure it states, so a page can link it to its cells."""

    text: str
    key: str = ""
    face: Face | None = None


Inline: TypeAlias = str | Run | tuple[str | Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Levels 1 to 4: 一、 （一） 1. （1）; the text holds the number (`chinese.heading_number`)."""

    level: int
    text: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; indented by two characters unless told otherwise."""

    text: Inline
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; a tuple of titles is a header path, equal neighbours are merged.

    Units: `width` is a weight among the columns; 0 is measured from the content.
    """

    title: str | tuple[str, ...]
    align: Align = Align.CENTER
    width: float = 0


@dataclass(frozen=True, slots=True)
class Band:
    """A row of one cell over the whole width: the name of a group."""

    text: Inline


Row: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `unit` stands above at the right, `note` below.

    Units: `size` in points.
    Shapes: each row as long as `columns`.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row | Band, ...]
    caption: str = ""
    unit: str = ""
    note: str = ""
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing by `portal.ui.charts`; scaled to `width_mm`, never wider than the text."""

    svg: str
    caption: str = ""
    width_mm: float = 156


@dataclass(frozen=True, slots=True)
class Space:
    """Empty lines of the grid."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block: TypeAlias = Heading | Paragraph | Table | Chart | Space | PageBreak


@dataclass(frozen=True, slots=True)
class Attachment:
    """An annex on its own pages; the engine numbers it and lists it under the body.

    A table of more than `annex.LONG_TABLE` rows is drawn on the canvas instead of laid out by
    WeasyPrint; such an attachment holds nothing else.
    """

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Masthead:
    """Red heading of an official document: 发文机关标志."""

    agency: str
    marking: Marking = Marking.NONE
    urgency: str = ""
    copy_number: str = ""


@dataclass(frozen=True, slots=True)
class BulletinMasthead:
    """Red heading of a 简报: name, issue, editor left, date right."""

    name: str
    issue: str
    editor: str
    issued_on: dt.date
    marking: Marking = Marking.NONE


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the last even page.

    Shapes: `copies` are (label, recipients) such as ("抄送", "省委办公厅。") or ("报", "……").
    """

    office: str
    printed_on: dt.date
    copies: tuple[tuple[str, str], ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """How a reader of the paper finds the figures behind it."""

    code: str
    url: str
    data_sha256: str
    as_of: dt.datetime
    generated_at: dt.datetime
    generated_by: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document, whole. A line break in `title` is kept; without one the lines are chosen.

    `mark` is printed small in the corner of every page (演示数据). `sealed` leaves room for the
    seal. `note` is 附注, printed in parentheses under the date.
    """

    title: str
    blocks: tuple[Block, ...]
    masthead: Masthead | BulletinMasthead | None = None
    number: str = ""
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    signature: str = ""
    date: dt.date | None = None
    sealed: bool = False
    note: str = ""
    imprint: Imprint | None = None
    verification: Verification | None = None
    mark: str = ""


def runs(text: Inline) -> tuple[Run, ...]:
    """Give any inline text as a tuple of runs.

    >>> runs(("在岗率", Run("94.6%（1234/1305）", key="presence"), "。"))[1].key
    'presence'
    """
    if isinstance(text, str):
        return (Run(text),)
    if isinstance(text, Run):
        return (text,)
    return tuple(part if isinstance(part, Run) else Run(part) for part in text)


def plain(text: Inline) -> str:
    """Give any inline text as a string.

    >>> plain(("共", Run("53", key="poor_counties"), "个贫困县"))
    '共53个贫困县'
    """
    if isinstance(text, str):
        return text
    return "".join(run.text for run in runs(text))
