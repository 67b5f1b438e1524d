"""A child that misbehaves as its order says; put in the place of the real one by a test."""

import json
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from accountability.intake.reading import child


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch evil-was-here",)


def main() -> None:
    order = json.loads(sys.argv[1])
    behaviours[order["name"]](order["limits"])


def abort(_: object) -> None:
    os.abort()


def hang(_: object) -> None:
    time.sleep(600)


def fail_to_start(_: object) -> None:
    sys.exit(3)


def send_evil(_: object) -> None:
    sys.stdout.buffer.write(pickle.dumps(Evil(), 5))


def send_half(_: object) -> None:
    sys.stdout.buffer.write(b"\x80\x05\x95")


def show_environment(_: object) -> None:
    answer(json.dumps(dict(os.environ)))


def spin(limits: dict[str, int]) -> None:
    child._confine(limits)
    while True:
        pass


def reach_out(limits: dict[str, int]) -> None:
    child._confine(limits)
    answer(json.dumps([refused(attempt) for attempt in (connect, run, read)]))


def answer(sentence: str) -> None:
    sys.stdout.buffer.write(pickle.dumps(("corrupt", sentence), 5))


def refused(attempt: Callable[[], None]) -> str:
    try:
        attempt()
    except Exception as error:  # noqa: BLE001
        return type(error).__name__
    return "done"


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9))


def run() -> None:
    subprocess.run(["true"], check=False)


def read() -> None:
    with open(os.devnull, "rb") as file:  # noqa: PTH123
        file.read()


behaviours: dict[str, Callable[[dict[str, int]], None]] = {
    "aborts": abort,
    "does not start": fail_to_start,
    "hangs": hang,
    "reaches out": reach_out,
    "sends evil": send_evil,
    "sends half": send_half,
    "shows its environment": show_environment,
    "spins": spin,
}


if __name__ == "__main__":
    main()
