"""T6 DJ-06 督查（暗访）发现问题清单及整改台账: one row a finding."""

from typing import Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from accountability.supervision.sheets.findings_checks import (
    check_answering,
    check_copies,
    check_found,
    check_number,
    check_numbers,
    check_texts,
    derive,
    ledger_of,
)
from accountability.supervision.sheets.findings_columns import COLUMNS
from accountability.supervision.sheets.findings_sql import CROSS_CHECKS
from accountability.supervision.sheets.findings_terms import (
    check_closing,
    check_evidence,
    check_extension,
    check_overdue,
    check_term,
    check_verifying,
)
from accountability.supervision.sheets.prefill import prefill_findings

FINDINGS: Final = register(
    Sheet(
        code="T6",
        official_code="DJ-06",
        version="1",
        title="督查（暗访）发现问题清单及整改台账",
        period_kind=PeriodKind.MONTH,
        model="accountability.FindingRow",
        columns=COLUMNS,
        key=("finding_number",),
        label=("finding_number", "category"),
        row_checks=(
            check_number,
            check_found,
            check_texts,
            check_answering,
            check_term,
            check_overdue,
            check_extension,
            check_evidence,
            check_verifying,
            check_closing,
        ),
        sheet_checks=(check_numbers, check_copies),
        cross_checks=CROSS_CHECKS,
        context=ledger_of,
        derive=derive,
        prefill=prefill_findings,
        header_rows=2,
        unit_note="单位：件",
        notes=(
            "注：1.问题编号为“年度-批次-县代码-流水”，一个问题一个编号，逐月延续到销号。",
            "2.问题描述写清时间、地点、事情，不写身份证号和电话；责任要落实到具体的单位和人。",
            "3.整改单位不能复核自己；复核通过后才能销号。长期坚持的，整改时限填下次复查日期。",
            "4.整改进展写本月做了什么。没有延期的，延期各列空着。",
        ),
        signers=("督查组长（签字）", "审核人", "填表人", "日期"),
        attachment="附件6",
        facets=("status", "category"),
        source="docs/sources.md#t6",
    )
)
