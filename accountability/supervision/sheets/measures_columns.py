"""The columns of T15."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.supervision.rules.measures import CATEGORIES, FORMS
from accountability.supervision.sheets import words
from accountability.supervision.sheets.people import cadre_columns, id_column

_WHO, _HOW, _BASIS, _WEIGHT, _APPEAL = "对象", "处理情况", "依据和决定", "影响期", "申诉"

COLUMNS: Final = (
    Column("serial", ("序号",), CellType.SERIAL, synonyms=("编号",), width=6),
    *cadre_columns(_WHO),
    Column(
        "category",
        (_HOW, "类别"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("处理类别", "问责类别", "问责方式"),
        allowed=CATEGORIES,
        value_synonyms=words.MEASURE_WORDS,
    ),
    Column(
        "form",
        (_HOW, "处理方式"),
        CellType.CHOICE,
        expected=True,
        prefilled=True,
        synonyms=("具体方式", "处分种类", "处理种类"),
        allowed=FORMS,
        value_synonyms=words.FORM_WORDS,
        width=12,
        help="组织调整、党纪、政务须选具体方式，例如调整职务、严重警告、记过",
    ),
    Column(
        "standing",
        (_HOW, "决定或建议"),
        CellType.CHOICE,
        prefilled=True,
        synonyms=("性质",),
        allowed=words.STANDINGS,
        help="组织部门对组织调整只能提出建议；不填按决定",
    ),
    Column(
        "reason",
        (_HOW, "事由"),
        CellType.LONG_TEXT,
        required=True,
        prefilled=True,
        synonyms=("问责事由", "原因", "主要问题"),
        max_length=500,
        width=28,
    ),
    Column(
        "basis",
        (_BASIS, "依据文件"),
        CellType.TEXT,
        required=True,
        prefilled=True,
        synonyms=("依据", "政策依据"),
        width=20,
    ),
    Column(
        "document_number",
        (_BASIS, "文号"),
        CellType.TEXT,
        expected=True,
        prefilled=True,
        synonyms=("决定文号", "文件文号", "问责文号"),
        max_length=80,
        width=16,
    ),
    Column(
        "authority",
        (_BASIS, "决定机关"),
        CellType.TEXT,
        required=True,
        prefilled=True,
        synonyms=("作出决定机关", "决定单位"),
        max_length=120,
        width=16,
    ),
    Column(
        "decided_on",
        (_BASIS, "决定日期"),
        CellType.DATE,
        required=True,
        prefilled=True,
        synonyms=("决定时间", "处理日期", "处理时间"),
        width=12,
    ),
    *(
        Column(
            field,
            (_WEIGHT, label),
            CellType.DATE,
            prefilled=True,
            derived=True,
            synonyms=(f"影响期{label}", *more),
            width=12,
            help="空着的按处理方式和决定日期计算",
        )
        for field, label, more in (
            ("influence_from", "起", ("影响期开始", "影响期起始")),
            ("influence_to", "止", ("影响期结束", "影响期截止")),
        )
    ),
    Column(
        "appeal_due_on",
        (_APPEAL, "期限"),
        CellType.DATE,
        prefilled=True,
        derived=True,
        synonyms=("申诉期限",),
        width=12,
    ),
    Column(
        "appeal",
        (_APPEAL, "情况"),
        CellType.CHOICE,
        prefilled=True,
        synonyms=("申诉情况", "申诉结果"),
        allowed=words.APPEALS,
        value_synonyms=words.APPEAL_WORDS,
    ),
    Column("is_public", ("是否公开",), CellType.YES_NO, prefilled=True, synonyms=("公开",)),
    Column("remark", ("备注",), CellType.LONG_TEXT, prefilled=True, max_length=500, width=16),
    id_column(),
)
