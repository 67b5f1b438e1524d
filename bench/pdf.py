"""The bench `pdf`: pages per CPU second of what is printed, and what two choices save."""

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from typing import Final
from unittest.mock import patch

from django.utils import timezone

from accountability.reports.freezing import freeze
from accountability.reports.printing import Order, printed, stamp_of
from accountability.reports.rules import DocumentKind
from accountability.reports.typeset import annex, child, render
from accountability.reports.typeset.model import (
    Attachment,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
)
from bench import month, places
from bench.meter import Spent, measured
from bench.report import Report
from portal.access.reader import WholeProvince

BRIEFING_SECONDS: Final = 2.0
SENTENCE: Final = (
    "全省上下认真贯彻抓党建促脱贫攻坚部署，选优派强驻村第一书记和工作队，压实县级党委主体责任，"
    "对软弱涣散村党组织逐一建立台账、明确时限、挂图作战，整改成效由群众评价，结果与考核挂钩。"
)


def measure(*, is_quick: bool) -> Report:
    """Print each document warm, some of them in a second way."""
    month.load()
    sections, lines, again = (3, 200, 1) if is_quick else (12, 2000, 3)
    order = _briefing()
    few = min(lines, render.BODY_ROWS)
    long, short, drawn = _long(sections), _annex(few), _annex(lines)
    report = Report(
        "PDF, warm", ("document", "pages", "CPU s", "wall s", "pages per CPU s", "against")
    )
    briefing = _add(report, "monthly briefing", again, lambda: printed(order))
    _add(report, "long document", again, lambda: render.render(long))
    with patch.object(render, "_collector_off", nullcontext):
        _add(report, "the same, collector on", again, lambda: render.render(long), compare=True)
    _add(report, f"annex of {few} rows, drawn on the canvas", again, lambda: render.render(short))
    with patch.object(annex, "LONG_TABLE", lines):
        _add(report, "the same, laid out", again, lambda: render.render(short), compare=True)
    _add(report, f"annex of {lines:,} rows, drawn", again, lambda: render.render(drawn))
    _add(report, "long document in the warm child", again, lambda: child.render_in_child(long))
    if not is_quick:
        report.target(
            f"briefing of 4-8 pages ≤ {BRIEFING_SECONDS:g} s warm",
            f"{briefing.wall:.2f} s",
            is_met=briefing.wall <= BRIEFING_SECONDS,
        )
    return report


def _add(
    report: Report,
    name: str,
    again: int,
    work: Callable[[], render.Rendered],
    *,
    compare: bool = False,
) -> Spent:
    """Print once to be warm, then measure the cheapest of some runs against the row before."""
    pages = work().pages
    best = Spent(ours=float("inf"))
    for _ in range(again):
        with measured() as spent:
            work()
        best = min(best, spent, key=lambda one: one.cpu)
    before = float(report.rows[-1][2]) if compare else 0.0
    report.rows.append(
        (
            name, str(pages), f"{best.cpu:.2f}", f"{best.wall:.2f}", f"{pages / best.cpu:.1f}",
            f"{best.cpu / before:.2f}" if before else "",
        )
    )  # fmt: skip
    print(f"[bench] {name}: {pages / best.cpu:.1f} pages per CPU second", flush=True)
    return best


def _briefing() -> Order:
    province, at = places.province(), timezone.now()
    data = freeze(WholeProvince(), province, month.MONTH, at=at)
    stamp = stamp_of(
        data, kind=DocumentKind.MONTHLY, scope_id=province.pk, version=1, number="",
        made_by=None, made_at=at, is_draft=True,
    )  # fmt: skip
    return Order(DocumentKind.MONTHLY, data, province.pk, stamp)


def _long(sections: int) -> Document:
    """Return a document of headings, paragraphs and tables, three pages a section."""
    blocks: list[Block] = []
    for number in range(1, sections + 1):
        blocks.append(Heading(1, f"{number}、基本情况"))
        blocks += [Paragraph(SENTENCE * 3) for _ in range(8)]
        blocks.append(_table(30, f"表{number}"))
    return Document("关于抓党建促脱贫攻坚工作情况的报告", tuple(blocks), date=dt.date(2020, 6, 3))


def _annex(rows: int) -> Document:
    """Return a document with one long annex."""
    annexed = Attachment("驻村第一书记名册", (_table(rows, ""),))
    return Document("名册", (Paragraph("见附件。"),), attachments=(annexed,))


def _table(rows: int, caption: str) -> Table:
    titles = ("序号", "县（市、区）", "乡镇", "村", "姓名", "派出单位", "应驻", "实驻", "达标")
    columns = tuple(Column(title) for title in titles)
    lines: list[Row] = [
        (
            *(str(number), "嵩北县", "青岭镇", "双河村", f"张{number}", "省水利厅"),
            *("20", str(15 + number % 6), "是" if number % 6 else "否"),
        )
        for number in range(1, rows + 1)
    ]
    return Table(columns, tuple(lines), caption=caption)
