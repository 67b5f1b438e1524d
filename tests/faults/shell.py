"""A Django process that calls functions for the harness: a line of JSON in, a line out."""

import contextlib
import importlib
import json
import sys
import traceback

import django
import redis
from kombu.exceptions import OperationalError


def ping(worker: str) -> bool:
    """Say whether `worker` answers; a connection that was cut meanwhile is no answer."""
    from portal.celery import app

    with contextlib.suppress(OSError, OperationalError, redis.RedisError):
        return bool(app.control.ping(destination=[worker], timeout=0.5))
    return False


def main() -> None:
    django.setup()
    from django.db import close_old_connections

    for module in sys.argv[1:]:
        importlib.import_module(module)
    out = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        close_old_connections()
        request = json.loads(line)
        module, _, name = request["target"].partition(":")
        try:
            function = getattr(importlib.import_module(module), name)
            answer = {"value": function(**request["arguments"])}
        except Exception:  # noqa: BLE001 - told to the test
            answer = {"error": traceback.format_exc()}
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
