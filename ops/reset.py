"""python -m ops.reset [--yes]: delete the data of this machine, after asking."""

import shutil
import sys

from ops import paths
from ops.console import run_command
from ops.errors import OpsError
from ops.running import RunLock

DATA = ("pg", "valkey", "files")


def is_confirmed() -> bool:
    if "--yes" in sys.argv[1:]:
        return True
    try:
        return input("输入 yes 确认删除：").strip() == "yes"
    except EOFError:
        return False


def main() -> int:
    var = paths.var_dir()
    present = [var / name for name in DATA if (var / name).exists()]
    if not present:
        print("没有数据，无需删除。")
        return 0
    lock = RunLock(var)
    print("将删除本机的全部数据（数据库、队列和上传的文件），不能恢复：")
    for path in present:
        print(f"  {path}")
    try:
        if not is_confirmed():
            print("没有删除任何内容。")
            return 1
        for path in present:
            shutil.rmtree(path)
    except OSError as error:
        raise OpsError(f"无法删除 {error.filename}：{error.strerror}。") from error
    finally:
        lock.release()
    print("已删除。下次执行 ./run 时重新建立演示数据。")
    return 0


if __name__ == "__main__":
    sys.exit(run_command(main))
