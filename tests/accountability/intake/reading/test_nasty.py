"""Real and hostile files nobody here wrote; they live outside the repository."""

import csv
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from accountability.intake.reading.grid import (
    CellError,
    Format,
    Grid,
    Kind,
    Reason,
    RefusedError,
    Workbook,
)
from accountability.intake.reading.reader import LIMITS, ROOT, read_workbook

FOLDERS = [parent / "shared" / "nasty" for parent in ROOT.parents]
NASTY = next((folder for folder in FOLDERS if folder.is_dir()), None)

pytestmark = pytest.mark.skipif(NASTY is None, reason="../shared/nasty is not on this machine")

BOUNDS = replace(LIMITS, memory=300 << 20, cpu_seconds=15)

Check = Callable[[Workbook], bool]


def first(book: Workbook) -> Grid:
    return book.sheets[0]


def shape(book: Workbook) -> tuple[int, int]:
    grid = first(book)
    return len(grid.rows), max(map(len, grid.rows))


def visible(book: Workbook) -> list[str]:
    return [grid.name for grid in book.sheets]


def is_village_report(book: Workbook) -> bool:
    grid = first(book)
    phones = {grid.text(row, 8) for row in range(3, 129)}
    return (
        shape(book) == (128, 65)
        and len(grid.merges) == 31
        and grid.cell(3, 3) == "三村村"
        and not any(phone.endswith(".0") for phone in phones)
        and any("7(28)" in str(cell) for row in grid.rows for cell in row)
        and any(cell is None for row in grid.rows for cell in row)
    )


def is_ministry_change_table(book: Workbook) -> bool:
    grid = book.sheets[4]
    return (
        len(book.sheets) == 10
        and len(grid.merges) == 1_666
        and first(book).text(5, 3) == "130123200"
    )


def has_errors(book: Workbook) -> bool:
    codes = [first(book).cell(row, 1) for row in range(1, 8)]
    return all(isinstance(code, CellError) for code in codes) and "引用" in book.notices[0]


def has_every_date(book: Workbook) -> bool:
    return book.date_1904 and first(book).cell(1, 2) == date(1904, 1, 2)


def keeps_zeros(book: Workbook) -> bool:
    grid = first(book)
    return shape(book) == (50, 20) and [grid.text(1, 1), grid.text(50, 20)] == ["0001", "1000"]


READ: dict[str, Check] = {
    "cn_dang_form.xls": lambda b: shape(b) == (54, 5) and len(first(b).merges) == 43,
    "cn_report_65cols.xls": lambda b: shape(b) == (2, 65),
    "cn_village_report_redacted.xls": is_village_report,
    "cn_questionnaire_2012.xls": lambda b: shape(b) == (211, 10) and "宏" in b.notices[0],
    "cn_report1_two_sheets.xls": lambda b: [len(grid.merges) for grid in b.sheets] == [44, 15],
    "cn_stat_five_sheets.xls": lambda b: (
        [name.strip() for name in visible(b)] == list("一二三四五")
    ),
    "cn_mca_town_changes.xlsx": is_ministry_change_table,
    "cn_template_instructions_row1.xls": lambda b: first(b).cell(2, 1) == "材质*",
    "cn_blank_rows_multiline_header.xlsx": lambda b: "\n" in str(first(b).cell(2, 7)),
    "cn_tencent_docs_vertical_merges.xlsx": lambda b: (
        len(first(b).merges) == 70 and shape(b)[0] == 57
    ),
    "cn_wps_hyperlink_comment.xlsx": lambda b: (
        first(b).comments[5, 1] == "批注的内容" and b.sheets[1].rows == []
    ),
    "cn_wps_date.xlsx": lambda b: first(b).cell(2, 1) == "1.00",
    "cn_provinces_biff8.xls": lambda b: first(b).cell(2, 2) == "安徽省",
    "date_1904.xlsx": has_every_date,
    "date_1904.xls": lambda b: b.date_1904 and first(b).cell(1, 1) == date(2021, 1, 1),
    "date_as_text.xlsx": lambda b: first(b).kind(1, 1) is Kind.TEXT,
    "id_numbers_as_numbers.xlsx": lambda b: (
        first(b).kind(3, 1) is Kind.NUMBER
        and first(b).kind(3, 2) is Kind.TEXT
        and first(b).text(3, 1) == first(b).text(3, 2) == "2147483647"
    ),
    "zero_padded_codes.xlsx": keeps_zeros,
    "sheet_very_hidden.xlsx": lambda b: (
        visible(b) == ["Visible"] and b.hidden_sheets == ["Hidden", "VeryHidden"]
    ),
    "sheet_hidden.xls": lambda b: visible(b) == ["Sheet2"] and b.hidden_sheets == ["Sheet1"],
    "errors.xlsx": has_errors,
    "formula_no_cache.xlsx": lambda b: first(b).cell(1, 1) == 23.0,
    "enc_default_password.xls": lambda b: first(b).cell(2, 3) == "Galway",
    "oom_alloc.xls": lambda b: len(b.hidden_sheets) == 9,
    "big_strings_ratio69.xlsx": lambda b: (
        [len(grid.rows) for grid in b.sheets] == [9_999, 26, 17_619]
    ),
    "zip_backslash_paths.xlsx": lambda b: shape(b) == (3, 21),
    "biff3.xls": lambda b: shape(b) == (35, 10),
    "biff4.xls": lambda b: shape(b) == (163, 14),
    "biff7_95.xls": lambda b: first(b).number_formats[6, 5] == "0.00%",
    "large.ods": lambda b: (
        [len(grid.rows) for grid in b.sheets] == [23_761, 26_754, 26_049, 25_873, 25_873, 20_329]
    ),
    "ods_named.xlsx": lambda b: b.format is Format.ODS and first(b).cell(4, 1) == date(2007, 5, 7),
    "strict_ooxml.xlsx": lambda b: first(b).rows[0] == ["Lorem", 111.0],
    "no_styles_no_sst.xlsx": lambda b: shape(b) == (12, 3),
    "wrong_coordinates.xlsx": lambda b: first(b).rows == [["PBer"]],
    "duplicate_headers.xlsx": lambda b: first(b).rows[0] == [None, "var2", None, "var2"],
    "bom_only.csv": lambda b: first(b).rows == [["kitten", "win"]],
    # the manifest speaks of mixed encodings; the bytes are plain ASCII with CR line ends
    "tsv.csv": lambda b: shape(b)[0] == 137,
}
REFUSED: dict[str, tuple[Reason, str]] = {
    "merge_50k.xlsx": (Reason.BOMB, "合并单元格超过 20,000 处"),
    "enc_agile.xlsx": (Reason.ENCRYPTED, "文件“enc_agile.xlsx”有密码"),
    "enc_rc4cryptoapi.xls": (Reason.ENCRYPTED, "有密码"),
    "corrupt.xlsx": (Reason.CORRUPT, "已损坏"),
    "truncated_68_bytes.xls": (Reason.NOT_A_WORKBOOK, "其实是纯文本"),
    "fuzz.xlsx": (Reason.CORRUPT, "已损坏"),
    "bomb_xml_entities.xlsx": (Reason.BOMB, "DTD"),
    "binary.xlsb": (Reason.MACRO, "带有宏"),
    "macro.xlsm": (Reason.MACRO, "带有宏"),
}


def bounded(name: str) -> Workbook:
    """Read a file within the bounds every file must keep: 300 MB, 15 CPU seconds."""
    assert NASTY is not None
    return read_workbook(NASTY / name, name=name, limits=BOUNDS)


@pytest.mark.parametrize("name", READ)
def test_is_read_as_a_good_importer_would(name: str) -> None:
    assert READ[name](bounded(name))


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_as_a_good_importer_would(name: str) -> None:
    reason, words = REFUSED[name]
    with pytest.raises(RefusedError) as caught:
        bounded(name)
    assert caught.value.reason is reason
    assert words in caught.value.sentence


def test_every_file_of_the_manifest_has_its_verdict() -> None:
    assert NASTY is not None
    with (NASTY / "MANIFEST.csv").open(encoding="utf-8") as file:
        listed = {row["file"] for row in csv.DictReader(file)}
    assert listed == READ.keys() | REFUSED.keys()
    for path in NASTY.iterdir():  # newcomers get any verdict at all
        if path.name not in listed and path.suffix != ".md":
            with suppress(RefusedError):
                bounded(path.name)
