"""python -m ops.ready: bring database, queue and static files up to date before the start."""

import hashlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from kombu import Connection
from kombu.transport.redis import Channel

from ops.paths import var_dir

STATIC_STAMP = ".stamp"


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def hand_back_messages() -> None:
    """Give back what a killed worker had taken: at this moment none is alive."""
    at_once = {"visibility_timeout": 0}
    with Connection(settings.CELERY_BROKER_URL, transport_options=at_once) as connection:
        channel = cast("Channel", connection.channel())
        count = channel.client.hlen("unacked")
        channel.qos.restore_visible(num=None)
    if count:
        print(f"上次中断的 {count} 个后台任务已放回队列", flush=True)


def static_signature() -> str:
    """Return a digest of names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Collect static files when one has changed."""
    stamp = Path(settings.STATIC_ROOT) / STATIC_STAMP
    signature = static_signature()
    if stamp.exists() and stamp.read_text() == signature:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(signature)


def prepare(phase: str) -> None:
    call_command("prepare", phase=phase)


def main(arguments: Sequence[str]) -> int:
    """Run each step; a failure is one sentence here and a traceback in the log.

    With the name of a later phase only what may come while the pages already answer.
    """
    try:
        django.setup()
        if not arguments:
            migrate()
            hand_back_messages()
            collect_static()
        prepare(*arguments or ("pages",))
    except (CommandError, ImproperlyConfigured) as error:
        print(error, flush=True)
        return 1
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets one sentence
        with (var_dir() / "log" / "prepare.log").open("a", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        print(f"{type(error).__name__}：{error}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    sys.exit(main(sys.argv[1:]))
