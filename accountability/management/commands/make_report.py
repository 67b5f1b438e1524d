"""./run manage make_report: print one document from the data of now and keep it in the library."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accountability.intake.models import CollectionTask
from accountability.intake.rules import BadPeriodError, Period, PeriodKind
from accountability.reports.rules import KIND_LABELS, DocumentKind
from accountability.reports.tasks import make_now
from portal.files.store import path_of
from portal.jobs.registry import JobError
from villages.places.models import Division, Level

LEVELS = {
    DocumentKind.MONTHLY: (Level.PROVINCE, Level.CITY, Level.COUNTY),
    DocumentKind.COUNTY: (Level.COUNTY,),
}


class Command(BaseCommand):
    """Print one document."""

    help = "生成一份文件并存入报告中心，另存一份。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare kind, period, scope and where to write the copy."""
        parser.add_argument("kind", help="、".join(f"{k}（{v}）" for k, v in KIND_LABELS.items()))
        parser.add_argument("--period", required=True, help="期次，如 2020-05")
        parser.add_argument("--scope", required=True, help="12位区划代码")
        parser.add_argument("--out", required=True, help="另存为")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print, keep, and copy to where the caller wants it."""
        kind, period = _kind(options["kind"]), _period(options["period"])
        scope = _scope(options["scope"], kind)
        out = Path(options["out"])
        if not out.parent.is_dir():
            raise CommandError(f"文件夹 {out.parent} 不存在。请先建立，或换一个位置。")
        try:
            document = make_now(kind=kind, scope=scope, period=period, by=None, at=timezone.now())
        except JobError as error:
            raise CommandError(str(error)) from error
        try:
            shutil.copyfile(path_of(document.file_id), out)
        except OSError as error:
            raise CommandError(f"不能写入 {out}：{error.strerror}。文件已存入报告中心。") from error
        self.stdout.write(
            f"{document.title} 第{document.version}版，{document.pages}页，核验码{document.code}，"
            f"已写入 {out}"
        )


def _kind(text: str) -> DocumentKind:
    try:
        return DocumentKind(text)
    except ValueError:
        known = "、".join(DocumentKind)
        raise CommandError(f"没有“{text}”这种文件。可用：{known}。") from None


def _period(text: str) -> Period:
    try:
        period = Period.parse(text)
    except BadPeriodError:
        raise CommandError(f"“{text}”不是期次。请写成 2020-05 这样的月份。") from None
    if period.kind != PeriodKind.MONTH:
        raise CommandError(f"文件按月生成，“{text}”不是月份。请写成 2020-05。")
    if not CollectionTask.objects.filter(period=str(period)).exists():
        raise CommandError(f"{period.label}没有采集任务，没有可以通报的数据。")
    return period


def _scope(code: str, kind: DocumentKind) -> Division:
    scope = Division.objects.filter(code=code, valid_to__isnull=True).first()
    if scope is None:
        raise CommandError(f"没有代码为“{code}”的区划。请用12位代码。")
    if scope.level not in LEVELS[kind]:
        raise CommandError(f"{KIND_LABELS[kind]}不能以{scope.name}为范围。")
    return scope
