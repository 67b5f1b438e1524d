"""As whom PostgreSQL runs: it refuses to be root."""

import contextlib
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ops.errors import OpsError

LAUNCH = Path(__file__).with_name("launch.py")
Mode = Literal["plain", "userns", "setuid"]


@dataclass(frozen=True)
class RunAs:
    """A way to start a server: as we are, in a user namespace, or as another user."""

    mode: Mode
    uid: int
    gid: int

    def command(self, command: Sequence[str | Path], *, deathsig: int = 0) -> list[str]:
        """Wrap a command so that it runs this way and gets `deathsig` when we die."""
        return [
            *(sys.executable, "-I", "-S", str(LAUNCH)),
            *(self.mode, str(self.uid), str(self.gid), str(deathsig), str(os.getpid())),
            *map(str, command),
        ]

    def own(self, path: Path) -> None:
        """Give a directory and all it holds to the user who will run."""
        if self.mode != "setuid":
            return
        os.chown(path, self.uid, self.gid)
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                os.chown(Path(folder) / name, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        probe = self.command(["/usr/bin/env", "test", "-x", path])
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def plain() -> RunAs:
    return RunAs("plain", os.getuid(), os.getgid())


def choose_user() -> RunAs:
    """Return the way of root without namespaces: another user of the system."""
    user = pwd.getpwnam("nobody")
    with contextlib.suppress(KeyError):
        user = pwd.getpwnam("postgres")
    return RunAs("setuid", user.pw_uid, user.pw_gid)


def choose(var: Path, binary: Path) -> RunAs:
    """Choose the way for this machine; root without a way gets three ways out."""
    if os.geteuid() != 0:
        return plain()
    nobody = pwd.getpwnam("nobody")
    namespace = RunAs("userns", nobody.pw_uid, nobody.pw_gid)
    if not os.environ.get("PORTAL_NO_USERNS") and namespace.reaches(Path("/")):
        return namespace
    other = choose_user()
    for path in (var, binary):
        if not other.reaches(path):
            name = pwd.getpwuid(other.uid).pw_name
            raise OpsError(
                f"PostgreSQL 不能以 root 身份运行，而用户 {name} 无法访问 {path}。\n"
                "任选其一：（1）用普通用户执行 ./run；"
                "（2）把项目放到 /opt 或 /srv 等所有用户可进入的目录；"
                "（3）设置 DATABASE_URL，使用已有的 PostgreSQL。"
            )
    return other
