"""Finding a free port, and naming who has the one that is not."""

import os
import socket
import time
from pathlib import Path

from ops.console import say
from ops.errors import OpsError

FIRST, LAST = 8000, 8019
HIGHEST = 65535
LISTENING = "0A"  # in /proc/net/tcp
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - addresses to look up, not to bind


def url_of(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    name = EVERYWHERE.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            _, local, _, state, *_, inode = row.split()[:10]
            if state == LISTENING and int(local.rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{inode}]")
    return inodes


def owner_of(port: int) -> str:
    """Name the program that listens there, as far as this user may see."""
    inodes = listening_inodes(port)
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) in inodes:
                process = link.parent.parent
                name = (process / "comm").read_text(encoding="utf-8").strip()
                return f" {name}（PID {process.name}）"
        except OSError:
            continue
    return "另一个程序"


def is_free(host: str, port: int) -> bool:
    """Tell whether the port can be listened on.

    Raises: OpsError when it never can: no such address, or no right to it.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise OpsError(f"HOST={host} 不是有效的地址，例如 HOST=0.0.0.0 ./run。") from error
    except PermissionError as error:
        raise OpsError(
            f"没有权限监听端口 {port}（1024 以下需要 root）。请用 PORT=8000 ./run。"
        ) from error
    except OSError:
        return False
    return True


def wanted_port() -> int | None:
    text = os.environ.get("PORT")
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST:
        raise OpsError(f"PORT={text} 不是端口号，例如 PORT=9000 ./run。")
    return int(text)


def pick_port(host: str, *, patience: float = 0) -> int:
    """Return the port asked for by PORT, or the first free one from 8000 on.

    `patience`: seconds that the web server of a killed ./run is given to leave.
    """
    wanted = wanted_port()
    end = time.monotonic() + patience
    while not is_free(host, wanted or FIRST) and time.monotonic() < end:
        time.sleep(0.2)
    for port in [wanted] if wanted else range(FIRST, LAST + 1):
        if is_free(host, port):
            return port
        say("run", f"端口 {port} 已被{owner_of(port)}占用" + ("" if wanted else "，换下一个"))
    raise OpsError(
        f"端口 {wanted or f'{FIRST}–{LAST}'} 被占用。"
        "请停掉占用它的程序，或用 PORT=9000 ./run 指定其他端口。"
    )
