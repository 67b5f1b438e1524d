"""Become a server: `python -I -S launch.py MODE UID GID DEATHSIG PARENT COMMAND ...`.

Runs between the supervisor and the server, so that what has to be done after the fork (user
namespace, other user, death signal) needs no code in a forked copy of a threaded process.
MODE is plain, userns or setuid; UID and GID say who the server is to believe it is. Standard
library only, and nothing of this project: it must start in milliseconds.
"""

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
CANNOT = 126


def enter_user_namespace(uid: int, gid: int) -> None:
    """Be `uid` inside a new user namespace and root outside.

    PostgreSQL then agrees to run, and nothing has to change owner or mode.
    """
    outer_uid, outer_gid = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {outer_uid} 1"),
        ("gid_map", f"{gid} {outer_gid} 1"),
    ):
        Path(f"/proc/self/{name}").write_text(text)


def become_user(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with_parent(signal_number: int, parent: int) -> None:
    """Ask the kernel for this signal when the parent ends, however it ends (Linux)."""
    if not signal_number or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:  # it ended before we asked
        sys.exit(CANNOT)


def main(arguments: list[str]) -> None:
    mode, uid, gid, signal_number, parent, *command = arguments
    if mode == "userns":
        enter_user_namespace(int(uid), int(gid))
    elif mode == "setuid":
        become_user(int(uid), int(gid))
    os.umask(0o077)
    die_with_parent(int(signal_number), int(parent))
    os.execv(command[0], command)  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    main(sys.argv[1:])
