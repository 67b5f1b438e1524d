"""The flowing pages: HTML of our own making through WeasyPrint, cut off from every address."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from accountability.reports.typeset import faces
from accountability.reports.typeset.geometry import AREA_HEIGHT, TOP
from accountability.reports.typeset.model import Face

_PX = 0.75  # points


class ForbiddenAddressError(ValueError):
    """The page asked for something outside itself; that never happens by our own doing."""


class UndrawnError(RuntimeError):
    """WeasyPrint left something out that our own checks let pass: a glyph, a font, a drawing."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Pages of one run; `free` is the height left below the last text of the last page.

    Units: points.
    """

    pdf: bytes
    free: float


def flow(html: str) -> Flow:
    """Set one HTML page.

    Raises: ForbiddenAddressError, UndrawnError.
    """
    config, sheet = _style()
    try:
        with _nothing_left_out():
            document = weasyprint.HTML(string=html, url_fetcher=DenyingFetcher()).render(
                font_config=config, stylesheets=[sheet]
            )
            pdf: bytes = document.write_pdf()
    except FatalURLFetchingError as error:
        raise ForbiddenAddressError(str(error)) from error
    last = document.pages[-1]
    end = last.anchors["end"][1] * _PX if "end" in last.anchors else 0.0
    upright = last.height > last.width
    return Flow(pdf, TOP + AREA_HEIGHT - end if upright else 0.0)


class DenyingFetcher(URLFetcher):  # type: ignore[misc]
    """Answers for the fonts of the stacks; stops the render for anything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> Any:
        """Give a font's bytes.

        Raises: FatalURLFetchingError.
        """
        file = faces.files().get(url)
        if file is None:
            raise FatalURLFetchingError(url)
        body = file.path.read_bytes()
        return URLFetcherResponse(url, body=body, headers={"Content-Type": "font/otf"})


@cache
def _style() -> tuple[Any, Any]:
    """Load fonts and style sheet once a process."""
    config = FontConfiguration()
    sheet = weasyprint.CSS(string=_css(), font_config=config, url_fetcher=DenyingFetcher())
    return config, sheet


def _css() -> str:
    rules = [
        f'@font-face{{font-family:"{file.family}";src:url("{file.url}")}}'
        for file in faces.files().values()
    ]
    stacks = "".join(
        f"--{face.name.lower()}:{','.join(chr(34) + file.family + chr(34) for file in files)};"
        for face, files in ((face, faces.stack(face)) for face in Face)
    )
    rules += [f'.{file.style}{{font-family:"{file.family}"}}' for file in faces.files().values()]
    page = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return f"{''.join(rules)}:root{{{stacks}}}{page}"


class _Complaints(logging.Handler):
    """Collects what WeasyPrint only logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what must not pass: boxes, fonts or drawings that failed."""
        message = record.getMessage()
        if record.levelno >= logging.ERROR or ".notdef" in message or "cannot be loaded" in message:
            self.found.append(message)


@contextmanager
def _nothing_left_out() -> Iterator[None]:
    """Stop where WeasyPrint would go on without something."""
    handler = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if handler.found:
        raise UndrawnError(handler.found[0])
