"""./run manage prepare: make a demo installation ready; ./run calls it at every start."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accountability.management.preparing import STEPS, Phase


class Command(BaseCommand):
    """Run the steps in order; those that are done already take no time and say nothing."""

    help = "准备演示数据（只用于演示安装）。可以反复执行，已完成的步骤不再执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let a start do first what the pages need."""
        parser.add_argument("--phase", choices=list(Phase), help="只做这一阶段的步骤")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the steps and say what was done, line by line."""
        if not settings.PORTAL_DEMO:
            return
        for step in STEPS:
            if options["phase"] and step.phase != options["phase"]:
                continue
            began = time.monotonic()
            done = step.run(self._say)
            if done:
                self._say(f"{step.title}：{done}（{time.monotonic() - began:.1f} 秒）")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
