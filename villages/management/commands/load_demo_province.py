"""./run manage load_demo_province [--seed N] [--counties N]."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from villages.demo.load import SEED, load_demo_province


class Command(BaseCommand):
    """Load the invented province."""

    help = "载入虚构的演示省（地名、人名均为虚构）。已载入时不写入任何内容。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the command line takes."""
        parser.add_argument("--seed", default=SEED, help="种子，相同的种子得到相同的数据")
        parser.add_argument("--counties", type=int, default=0, help="只要这么多个县（用于测试）")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say in Chinese what was done."""
        loaded = load_demo_province(
            seed=options["seed"],
            limit=options["counties"],
            by=None,
            at=timezone.now(),
            say=self.stdout.write,
        )
        if not loaded.is_written:
            self.stdout.write("演示省已在库中，没有写入任何内容。")
