"""Documents rendered once for the whole run of this folder."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accountability.reports.typeset.model import Document, Imprint, Paragraph
from accountability.reports.typeset.render import Rendered, render
from tests.accountability.reports.typeset import measure, sample

PLAIN = "督查组深入村组农户实地察看驻村工作情况并与基层干部群众座谈了解政策落实成效"


def plain(count: int) -> str:
    """Text of Chinese characters only, without punctuation."""
    return (PLAIN * (count // len(PLAIN) + 1))[:count]


@pytest.fixture(scope="session")
def briefing() -> Rendered:
    """The sample 督查通报."""
    return render(sample.bulletin_of_inspection())


@pytest.fixture(scope="session")
def pages(briefing: Rendered) -> list[list[measure.Row]]:
    """The rows of the sample, measured."""
    return measure.pages(briefing.pdf)


@pytest.fixture(scope="session")
def grid() -> list[list[measure.Row]]:
    """Pages full of unbroken Chinese text, without a red heading."""
    pdf = render(Document("全省情况", (Paragraph(plain(26 + 28 * 70)),))).pdf
    return measure.pages(pdf)


@pytest.fixture(scope="session")
def short() -> Callable[..., Document]:
    """Make a document of so many full lines below its title."""

    def make(lines: int, **more: Any) -> Document:
        return Document("全省情况", (Paragraph(plain(28 * lines - 2)),), **more)

    return make


@pytest.fixture(scope="session")
def imprint() -> Imprint:
    """A 版记."""
    return Imprint("中州省委组织部办公室", dt.date(2020, 6, 3), (("抄送", "省委办公厅。"),))
