"""./run manage check_workbook FILE --sheet T1 --unit CODE --period 2020-05 [--json]."""

import dataclasses
import json
import logging
import os
import sys
import threading
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from accountability.intake.declare import declared
from accountability.intake.matching.matched import UnmatchedError
from accountability.intake.reading.reader import LIMITS, RefusedError
from accountability.intake.trial import (
    BadRequestError,
    Found,
    Trial,
    county_called,
    period_of,
    sheet_called,
    try_file,
)

WALL_SECONDS: Final = 54
READING: Final = dataclasses.replace(LIMITS, cpu_seconds=30, wall_seconds=38)
STATEMENT_SECONDS: Final = 20
WORDS: Final = {"error": "错误", "warning": "提醒", "notice": "提示"}
REFUSED: Final = 2


class Parser(CommandParser):
    """A parser that says in one Chinese sentence what is missing."""

    def error(self, message: str) -> NoReturn:
        """Leave with the sentence instead of an English usage."""
        del message
        known = "、".join(f"{sheet.code} {sheet.title}" for sheet in declared())
        usage = "check_workbook 文件 --sheet T1 --unit 县代码 --period 2020-05"
        refuse(f"参数不对。用法：{usage}。可用的表有：{known}。")


class Command(BaseCommand):
    """Check a workbook and print every finding; nothing is written."""

    help = "校验一个表格文件，列出全部问题，不写入任何内容。"
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Use the parser that speaks Chinese."""
        parser = Parser(prog=f"{prog_name} {subcommand}", description=self.help, **kwargs)
        self.add_base_argument(parser, "--settings", help="设置模块")
        self.add_base_argument(parser, "--pythonpath", help="模块路径")
        self.add_base_argument(parser, "--traceback", action="store_true", help="出错时显示详情")
        self.add_base_argument(parser, "--no-color", action="store_true", help="不用颜色")
        self.add_base_argument(parser, "--force-color", action="store_true", help="强制颜色")
        self.add_base_argument(parser, "-v", "--verbosity", default=1, type=int, help="详细程度")
        self.add_arguments(parser)
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the command line takes."""
        parser.add_argument("file", help="表格文件")
        parser.add_argument("--sheet", required=True, help="表的代码，如T1")
        parser.add_argument("--unit", required=True, help="县代码，6位或12位")
        when = "期次，月报如2020-05，季报2020Q2，半年报2020H1，年报2020"
        parser.add_argument("--period", required=True, help=when)
        parser.add_argument("--json", action="store_true", help="输出JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, print, and leave with 0; or say in one sentence why not, and leave with 2."""
        try:
            with time_limit():
                self._check(options)
        except (RefusedError, UnmatchedError, BadRequestError) as refusal:
            refuse(str(refusal))
        except MemoryError:
            refuse("文件太大，内存不够处理。请拆成几个小一些的文件。")
        except DatabaseError as error:
            refuse(f"数据库不可用（{type(error).__name__}），请先启动服务。")
        except OSError as error:
            refuse(f"文件读不了：{error.strerror or '系统出错'}。请检查文件和权限。")
        except Exception as error:
            logging.getLogger("portal").debug("check_workbook", exc_info=True)
            refuse(f"校验时程序出错（{type(error).__name__}），请把文件交给系统管理员。")

    def _check(self, options: dict[str, Any]) -> None:
        path = Path(options["file"])
        if not path.exists():
            raise BadRequestError(f"没有找到文件“{path.name}”，请核对路径。")
        if not path.is_file():
            raise BadRequestError(f"“{path.name}”不是文件，请给出一个表格文件。")
        sheet = sheet_called(options["sheet"])
        period = period_of(options["period"], sheet)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [STATEMENT_SECONDS * 1000])
        county = county_called(options["unit"], period.last_day)
        name = path.name.encode("utf-8", "replace").decode()
        trial = try_file(path, name=name, sheet=sheet, county=county, period=period, limits=READING)
        about = {"file": name, "sheet": sheet.code, "unit": county.code, "period": str(period)}
        if options["json"]:
            found = [dataclasses.asdict(one) for one in trial.findings]
            whole = {**about, "rows": trial.rows, "findings": found}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(table(sheet.title, county.name, period.label, trial)))


@contextmanager
def time_limit() -> Iterator[None]:
    """End this process when the time is up, whatever it waits for; the database takes all back."""
    watch = threading.Timer(WALL_SECONDS, _time_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _time_up() -> None:
    os.write(2, "文件处理时间过长，已停止。请拆成几个小一些的文件。\n".encode())
    os._exit(REFUSED)


def refuse(sentence: str) -> NoReturn:
    """Print one sentence and leave with 2."""
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    sys.exit(REFUSED)


def table(title: str, county: str, period: str, trial: Trial) -> list[str]:
    """Return the findings grouped by cause, with counts."""
    counts = Counter(one.severity for one in trial.findings)
    sums = "，".join(f"{word} {counts[key]} 处" for key, word in WORDS.items())
    lines = [f"《{title}》 {county} {period}：数据 {trial.rows} 行；{sums}。"]
    groups: dict[tuple[str, str], list[Found]] = {}
    for one in trial.findings:
        groups.setdefault((one.severity, one.cause), []).append(one)
    for (severity, cause), found in groups.items():
        lines.append(f"\n【{WORDS[severity]}】{cause}（{len(found)} 处）")
        lines += [f"  {line(one)}" for one in found]
    return lines


def line(one: Found) -> str:
    """Return one finding on one line."""
    place = f"{one.sheet}!{one.cell}" if one.cell else one.sheet or "全表"
    name = f" {one.label}" if one.label else ""
    proposal = f" 建议：{one.proposal}" if one.proposal else ""
    text = f"[{one.rule}] {place}{name}：{one.message}{one.remedy}{proposal}"
    return " ".join(text.split())
