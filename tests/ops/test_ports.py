"""Which port the pages get."""

import os
import socket
from collections.abc import Iterator

import pytest

from ops import ports
from ops.errors import OpsError

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this very process listens on."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture(autouse=True)
def _no_port_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)


def test_taken_default_gives_way_to_the_next_free_one(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "LAST", taken + 9)
    assert taken < ports.pick_port(HOST) <= taken + 9
    said = capsys.readouterr().out
    assert f"端口 {taken} 已被" in said
    assert f"（PID {os.getpid()}）占用，换下一个" in said


def test_taken_port_that_was_asked_for_is_refused(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", str(taken))
    with pytest.raises(OpsError, match=f"端口 {taken} 被占用.*PORT=9000 ./run"):
        ports.pick_port(HOST)


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(OpsError, match="不是端口号"):
        ports.pick_port(HOST)


def test_what_is_no_address_is_refused(taken: int) -> None:
    with pytest.raises(OpsError, match="不是有效的地址"):
        ports.pick_port("not an address")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
    ],
)
def test_address_can_be_opened_on_this_machine(host: str, url: str) -> None:
    assert ports.url_of(host, 80) == url
