"""./run manage load_divisions FILE.csv[.gz] --valid-from DATE [--changes FILE] [--dry-run]."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from villages.branches.actions import carry_branches
from villages.management.dates import date_of
from villages.places.loading.load import Edition, Loaded, load_divisions
from villages.places.loading.text import TableError
from villages.places.models import Kind, Level
from villages.postings.actions import carry_postings


class Command(BaseCommand):
    """Load an edition of the division table."""

    help = "载入一个版本的区划表（CSV，可gzip压缩）：code,name[,level,parent_code,kind]。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the command line takes."""
        parser.add_argument("file", type=Path, help="区划表")
        parser.add_argument("--valid-from", required=True, help="本版区划的生效日期，如2023-06-30")
        parser.add_argument("--changes", type=Path, help="代码变更表，用来保持新旧区划的承继关系")
        parser.add_argument("--reporting", type=Path, help="报送关系表：county_code,parent_code")
        parser.add_argument("--may-end-many", action="store_true", help="允许大量区划终止")
        parser.add_argument("--dry-run", action="store_true", help="只检查和统计，不写入")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say in Chinese what was done."""
        edition = Edition(
            path=options["file"],
            valid_from=date_of(options["valid_from"]),
            changes=options["changes"],
            reporting=options["reporting"],
            may_end_many=options["may_end_many"],
        )
        try:
            loaded = load_divisions(
                edition=edition,
                by=None,
                at=timezone.now(),
                is_dry_run=options["dry_run"],
                afterwards=(carry_branches, carry_postings),
            )
        except TableError as error:
            raise CommandError(f"没有写入任何内容。\n{error}") from error
        for line in report(loaded, is_dry_run=options["dry_run"]):
            self.stdout.write(line)


def report(loaded: Loaded, *, is_dry_run: bool) -> list[str]:
    """Return what to print."""
    lines = [f"表中{sum(loaded.counts.values())}个区划："]
    for level in Level:
        divisions = loaded.counts[level.value, Kind.DIVISION.value]
        zones = loaded.counts[level.value, Kind.ZONE.value]
        more = f"，另有统计用区 {zones}" if zones else ""
        lines.append(f"  {level.label} {divisions}{more}")
    lines.extend(f"说明：{notice}" for notice in loaded.notices)
    if loaded.own:
        lines.append("说明：每个地级市设一个市本级，只填报市的党政正职，不计入县数。")
    if not loaded.is_changed:
        return [*lines, "与库中一致，没有写入任何内容。"]
    verb = "将" if is_dry_run else "已"
    lines.append(
        f"{verb}新增 {loaded.begun}，终止 {loaded.ended}，更正 {loaded.amended}，"
        f"改报送关系 {loaded.turned}；承继 {loaded.successions}，撤销 {len(loaded.gone)}，"
        f"去向不明 {len(loaded.questions)}，随区划转移的记录 {loaded.carried}。"
    )
    lines.extend(f"待核：{question}" for question in loaded.questions)
    if is_dry_run:
        lines.append("这是试运行，没有写入任何内容。")
    return lines
