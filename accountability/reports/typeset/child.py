"""Rendering in a child process that can be limited and killed, kept warm between documents."""

import atexit
import contextlib
import os
import pickle
import resource
import selectors
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any, cast

from accountability.reports.typeset.model import Document
from accountability.reports.typeset.render import Rendered, render

MEMORY = 1536 * 1024 * 1024  # bytes of address space
TIMEOUT = 120.0  # seconds a document
LONGEST_LIFE = 100  # documents; a fresh child takes over after

_ROOT = Path(__file__).resolve().parents[3]
_LENGTH = struct.Struct("!Q")
_PASSED = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "PORTAL_FONT_DIR"),
)


class RenderTimeoutError(RuntimeError):
    """The document took too long; the child was killed and nothing is left of it."""


class RenderCrashedError(RuntimeError):
    """The child ended without an answer, for want of memory or by a fault of a library."""


class _Child:
    """One child process, answering one document at a time."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.answered = 0
        self.folder = tempfile.mkdtemp(prefix="typeset-")
        environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
        environment |= {"TMPDIR": self.folder, "PYTHONPATH": str(_ROOT)}
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "accountability.reports.typeset.child", str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )

    def usable(self) -> bool:
        """Say whether this process may give it another document."""
        alive = self.process.poll() is None
        return alive and self.owner == os.getpid() and self.answered < LONGEST_LIFE

    def ask(self, document: Document, timeout: float) -> object:
        """Send a document, wait for the answer.

        Raises: RenderTimeoutError, RenderCrashedError.
        """
        deadline = time.monotonic() + timeout
        try:
            _send(cast(IO[bytes], self.process.stdin), document)
        except BrokenPipeError as error:
            raise RenderCrashedError("PDF 生成进程已退出，请重试。") from error
        answer = self._receive(deadline)
        self.answered += 1
        return answer

    def _receive(self, deadline: float) -> object:
        pipe = cast(IO[bytes], self.process.stdout)
        data = bytearray()
        wanted = _LENGTH.size
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while len(data) < wanted:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise RenderTimeoutError("PDF 生成超时，已停止。请减少内容或稍后重试。")
                piece = os.read(pipe.fileno(), 1 << 20)
                if not piece:
                    raise RenderCrashedError(
                        "PDF 生成进程异常退出（可能内存不足）。请减少内容后重试。"
                    )
                data += piece
                if wanted == _LENGTH.size and len(data) >= wanted:
                    wanted += _LENGTH.unpack_from(data)[0]
        return pickle.loads(bytes(data[_LENGTH.size :]))  # noqa: S301 - from our own child

    def kill(self) -> None:
        """End the child and everything it left."""
        if self.owner != os.getpid():
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Nursery:
    """The warm child of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.child: _Child | None = None

    def ask(self, document: Document, timeout: float) -> object:
        with self.lock:
            if self.child is None or not self.child.usable():
                self.dismiss()
                self.child = _Child()
            try:
                return self.child.ask(document, timeout)
            except BaseException:
                self.dismiss()
                raise

    def dismiss(self) -> None:
        if self.child:
            self.child.kill()
        self.child = None


_NURSERY = _Nursery()
atexit.register(_NURSERY.dismiss)


def render_in_child(document: Document, *, timeout: float = TIMEOUT) -> Rendered:
    """Render where a fault cannot reach; the child has no secrets in its environment.

    Units: seconds.
    Raises: what `render` raises, RenderTimeoutError, RenderCrashedError.
    """
    answer = _NURSERY.ask(document, timeout)
    if isinstance(answer, Exception):
        raise answer
    return cast(Rendered, answer)


def _send(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value)
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    return pickle.loads(pipe.read(size))  # noqa: S301 - from our own parent


def serve(memory: int) -> None:
    """Answer documents until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not look like an answer
    questions = sys.stdin.buffer
    while (document := _read(questions)) is not None:
        answer: object
        try:
            answer = render(document)
        except MemoryError:
            os._exit(1)
        except Exception as error:  # noqa: BLE001 - handed to the parent, who raises it
            answer = error
        _send(answers, answer)


if __name__ == "__main__":
    try:
        serve(int(sys.argv[1]))
    finally:
        shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
