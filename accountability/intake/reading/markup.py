"""XML read by expat as a stream: no document types, no deep nesting, no endless text."""

from collections.abc import Callable, Iterable
from typing import Final
from xml.parsers import expat

from accountability.intake.reading import refusals

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
Handler = Callable[[Attributes], None]

WITHOUT_TAG: Final = 1 << 19
FINAL: Final = True
STEP: Final = 1 << 14
CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r"))


class _RootSeen(Exception):  # noqa: N818 - a signal, not an error
    """Stops the parser once nothing dangerous can follow."""


def parser(
    start: Start,
    *,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> expat.XMLParserType:
    """Build a parser that calls back with local names and refuses a document type."""

    def started(name: str, attributes: Attributes) -> None:
        start(local(name), attributes)

    made = parser_of_raw_names(started)
    if end is not None:
        ended = end
        made.EndElementHandler = lambda name: ended(local(name))
    if text is not None:
        made.CharacterDataHandler = text
    return made


def parser_of_raw_names(start: Start) -> expat.XMLParserType:
    """Build a parser that calls back with names as written, for when every call counts."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_doctype
    made.StartElementHandler = start
    return made


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rsplit(":", 1)[-1]


def attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute by its local name, "" when it is absent."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if local(key) == name), "")


def parse(
    chunks: Iterable[bytes],
    start: Start,
    *,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    part: str = "",
) -> None:
    """Parse a part from its chunks.

    Raises: RefusedError when it is not well-formed or nests too deep.
    """
    made = parser(start, end=end, text=text)
    depth = Depth()
    try:
        for chunk in chunks:
            refuse_odd_bytes(chunk)
            depth.add(chunk)
            made.Parse(chunk)
        made.Parse(b"", FINAL)
    except expat.ExpatError as error:
        raise refusals.corrupt(where(part, error)) from error


def prolog(first: bytes, root: Start | None = None) -> None:
    """Look at what stands before the root element in the first chunk of a part.

    Raises: RefusedError for a document type. What is not XML at all is not our question.
    """

    def started(name: str, attributes: Attributes) -> None:
        if root is not None:
            root(local(name), attributes)
        raise _RootSeen

    made = parser_of_raw_names(started)
    try:
        made.Parse(first)
    except (_RootSeen, expat.ExpatError):
        return
    if len(first) >= WITHOUT_TAG:
        raise refusals.bomb("XML 开头过长")


def refuse_odd_bytes(chunk: bytes) -> None:
    """Refuse what no XML may contain, and half a megabyte without a single tag.

    The fast reader would hand control characters on, and swallow one cell whatever its length.

    Raises: RefusedError.
    """
    if len(chunk.translate(None, CONTROL)) != len(chunk):
        raise refusals.corrupt("XML 含有无效字符，或编码不是 UTF-8")
    if len(chunk) >= WITHOUT_TAG and b"<" not in chunk:
        raise refusals.bomb("单个单元格的文字过长")


def where(part: str, error: expat.ExpatError) -> str:
    """Say which part broke at which line."""
    return f"{part} 第 {error.lineno} 行" if part else f"第 {error.lineno} 行"


def _refuse_doctype(*_: object) -> None:
    raise refusals.bomb("含有文档类型定义 DTD")


class Depth:
    """Keeps count of nesting by counting tags, step by step: a bound, not a measure."""

    def __init__(self, most: int = 64) -> None:
        self.most = most
        self.now = 0
        self._rest = b""

    def add(self, chunk: bytes) -> None:
        """Take a chunk in; every step ends behind a tag, so that none is cut in two.

        Raises: RefusedError beyond the bound.
        """
        data = self._rest + chunk
        at = 0
        while end := data.find(b">", at + STEP) + 1 or data.rfind(b">", at) + 1:
            self._count(data[at:end])
            at = end
        self._rest = data[at:]

    def _count(self, step: bytes) -> None:
        count = step.count
        opened = count(b"<") - count(b"<!") - count(b"<?")
        self.now += opened - 2 * count(b"</") - count(b"/>")
        if self.now > self.most:
            raise refusals.bomb("XML 嵌套过深")
