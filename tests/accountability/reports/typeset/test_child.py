"""Rendering in a child: the same bytes, killed on time, no secrets, nothing left behind."""

import os
from pathlib import Path

import pytest

from accountability.reports.typeset import child
from accountability.reports.typeset.faces import MissingGlyphError
from accountability.reports.typeset.model import Document, Paragraph
from tests.accountability.reports.typeset import sample

DOCUMENT = Document("情况", (Paragraph("督查"),))


@pytest.fixture(autouse=True, scope="module")
def _no_child_after():
    yield
    child._NURSERY.dismiss()


def current() -> child._Child:
    assert child._NURSERY.child
    return child._NURSERY.child


def test_the_child_gives_the_same_bytes(briefing):
    assert child.render_in_child(sample.bulletin_of_inspection()).pdf == briefing.pdf


def test_the_child_stays_warm():
    child.render_in_child(DOCUMENT)
    first = current().process.pid
    child.render_in_child(DOCUMENT)
    assert current().process.pid == first


def test_a_fresh_child_takes_over_after_a_long_life(monkeypatch):
    monkeypatch.setattr(child, "LONGEST_LIFE", 1)
    child.render_in_child(DOCUMENT)
    first = current().process.pid
    child.render_in_child(DOCUMENT)
    assert current().process.pid != first


def test_too_long_a_render_is_killed_and_the_next_one_works():
    child.render_in_child(DOCUMENT)
    old = current()
    with pytest.raises(child.RenderTimeoutError, match="超时"):
        child.render_in_child(sample.bulletin_of_inspection(), timeout=0.05)
    assert old.process.returncode == -9
    assert not Path(old.folder).exists()
    assert child.render_in_child(DOCUMENT).pages == 1


def test_a_child_that_dies_is_reported_and_replaced():
    child.render_in_child(DOCUMENT)
    os.kill(current().process.pid, 9)
    current().process.wait()
    assert child.render_in_child(DOCUMENT).pages == 1


def test_want_of_memory_ends_the_child_not_us(monkeypatch):
    child._NURSERY.dismiss()
    monkeypatch.setattr(child, "MEMORY", 190 * 1024 * 1024)
    with pytest.raises(child.RenderCrashedError, match="内存"):
        child.render_in_child(sample.bulletin_of_inspection())


def test_a_refusal_comes_back_in_its_own_words():
    with pytest.raises(MissingGlyphError, match="正文第1段中的“😀”"):
        child.render_in_child(Document("情况", (Paragraph("😀"),)))
    assert current().usable()


def test_the_child_knows_no_secret(monkeypatch):
    child._NURSERY.dismiss()
    monkeypatch.setenv("SECRET_KEY", "very-secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    child.render_in_child(DOCUMENT)
    environment = Path(f"/proc/{current().process.pid}/environ").read_bytes()
    assert b"secret" not in environment


def test_the_child_ends_with_its_parent():
    child.render_in_child(DOCUMENT)
    process, folder = current().process, Path(current().folder)
    assert process.stdin
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    assert not folder.exists()
