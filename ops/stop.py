"""python -m ops.stop: stop the running ./run and wait until it has."""

import os
import signal
import sys
import time

from ops import paths
from ops.console import run_command
from ops.errors import OpsError
from ops.running import find_running

WAIT_SECONDS = 90.0


def main() -> int:
    var = paths.var_dir()
    running = find_running(var)
    if running is None:
        print("没有在运行。")
        return 0
    try:
        os.kill(running.pid, signal.SIGTERM)
    except ProcessLookupError:
        return 0
    except PermissionError as error:
        raise OpsError(f"PID {running.pid} 属于另一个用户，请由该用户执行 ./run stop。") from error
    print(f"正在停止（PID {running.pid}）…", flush=True)
    end = time.monotonic() + WAIT_SECONDS
    while find_running(var):
        if time.monotonic() > end:
            raise OpsError(f"{WAIT_SECONDS:.0f} 秒内没有停下，可以强制结束：kill -9 {running.pid}")
        time.sleep(0.2)
    print("已停止。")
    return 0


if __name__ == "__main__":
    sys.exit(run_command(main))
