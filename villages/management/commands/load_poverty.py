"""./run manage load_poverty FILE [--listed-on DATE]."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from villages.management.dates import date_of
from villages.places.loading.poverty import REGISTERED_ON, load_poverty
from villages.places.loading.text import TableError


class Command(BaseCommand):
    """Load the register of poor counties."""

    help = "载入贫困县名单（CSV）：code,name,kind,delisted_year,delisted_on,deep_poor,source。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the command line takes."""
        parser.add_argument("file", type=Path, help="名单")
        parser.add_argument(
            "--listed-on", default=str(REGISTERED_ON), help="名单未写列入日期时用的日期"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say in Chinese what was done."""
        listed_on = date_of(options["listed_on"])
        try:
            loaded = load_poverty(
                path=options["file"], listed_on=listed_on, by=None, at=timezone.now()
            )
        except TableError as error:
            raise CommandError(f"没有写入任何内容。\n{error}") from error
        done = f"写入{loaded.written}条" if loaded.written else "与库中一致，没有写入任何内容"
        self.stdout.write(f"名单中{loaded.counties}个县，{done}。")
