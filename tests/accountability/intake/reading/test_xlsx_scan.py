"""Searching and parsing a sheet find the same."""

from dataclasses import replace
from random import Random

import pytest

from accountability.intake.reading.facts import SheetFacts
from accountability.intake.reading.grid import address
from accountability.intake.reading.limits import LIMITS
from accountability.intake.reading.xlsx_sheet import SheetScan
from tests.accountability.intake.reading import make

FORMATS = {"1": "0%", "3": "000000"}


def random_sheet(seed: int, rows: int) -> bytes:
    """Write rows as Excel does, with everything the second look is after."""
    random = Random(seed)
    lines = []
    for row in range(1, rows + 1):
        hidden = random.choice(["", "", "", ' hidden="1"', ' hidden="0"', ' ht="15" hidden="true"'])
        cells = "".join(one_cell(random, column, row) for column in range(random.randrange(12)))
        end = f">{cells}</row>" if cells else "/>"
        lines.append(f'<row r="{row}" spans="1:12"{hidden}{end}')
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="D4:C3"/></mergeCells>'
    return make.worksheet(f"<sheetData>{''.join(lines)}</sheetData>{merges}").encode()


def one_cell(random: Random, column: int, row: int) -> str:
    at = f"{address(row, column + 1)}"
    style = random.choice(["", "", ' s="1"', ' s="2"', ' s="3"'])
    return random.choice(
        [
            f'<c r="{at}"{style}/>',
            f'<c r="{at}"{style}><v>{random.randrange(1000)}</v></c>',
            f'<c r="{at}"{style}><v>0{random.randrange(1000)}</v></c>',
            f'<c r="{at}"{style} t="s"><v>0</v></c>',
            f'<c r="{at}"{style} t="b"><v>1</v></c>',
            f'<c r="{at}"{style} t="inlineStr"><is><t>李庄村</t></is></c>',
            f'<c r="{at}"{style} t="inlineStr"><is><t xml:space="preserve"> 村</t></is></c>',
            f'<c r="{at}"{style}><f>A1+B1</f><v>{random.randrange(9)}</v></c>',
            f'<c r="{at}"{style}><f t="shared" si="0"/><v>07</v></c>',
            f'<c r="{at}"{style} t="e"><f t="shared" ref="A1" si="0">1/0</f><v>#DIV/0!</v></c>',
            f'<c r="{at}"{style} t="e"><v>#N/A</v></c>',
            f'<c r="{at}"{style} t="str"><v>&lt;v&gt; hidden=1</v></c>',
        ]
    )


def scanned(sheet: bytes, *, chunk: int) -> SheetFacts:
    facts = SheetFacts("表", LIMITS)
    scan = SheetScan(facts, FORMATS)
    for at in range(0, len(sheet), chunk):
        scan.feed(sheet[at : at + chunk])
    scan.close()
    return facts


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_find_the_same(seed: int) -> None:
    sheet = random_sheet(seed, 12_000)
    searched = scanned(sheet, chunk=1 << 19)
    # a space behind a name is all it takes to need the parser
    parsed = scanned(sheet.replace(b"</row>", b"</row >"), chunk=1 << 19)
    assert len(sheet) > 2 << 20
    assert searched.columns == 26
    assert parsed.columns == 11
    assert replace(searched, columns=11) == parsed
    assert min(len(parsed.errors), len(parsed.formats), len(parsed.hidden_rows)) > 1_000


@pytest.mark.parametrize("chunk", [997, 1 << 14, 1 << 19])
def test_where_chunks_end_makes_no_difference(chunk: int) -> None:
    sheet = random_sheet(7, 3_000)
    assert scanned(sheet, chunk=chunk) == scanned(sheet, chunk=len(sheet))


def test_text_that_looks_like_an_error_cell_is_left_to_the_parser() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>t="e" hidden="1"</v></c></row>'
        for n in range(1, 30_000)
    )
    facts = scanned(make.worksheet(f"<sheetData>{rows}</sheetData>").encode(), chunk=1 << 19)
    assert not facts.errors
    assert not facts.hidden_rows
    assert facts.columns == 1


@pytest.mark.parametrize("chunk", [1 << 14, 1 << 19, 1000, 1001])
def test_parsing_at_length_is_not_taken_for_nesting(chunk: int) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>甲 &gt; 乙 > 丙 / 丁</t></is></c></row>'
        for n in range(1, 20_000)
    )
    facts = scanned(make.worksheet(f"<sheetData>{rows}</sheetData>").encode(), chunk=chunk)
    assert facts.cells == 19_999


@pytest.mark.parametrize(
    "odd",
    [
        '<c r="B20000"><f>1+1</f></c>',
        '<c r="B20000"><f>1+1</f><v></v></c>',
        '<c r="B20000"><f t="shared" si="0"/></c>',
        '<c r="B20000"><f t="shared" si="0"/><v/></c>',
    ],
)
def test_one_formula_without_a_value_among_many_is_found(odd: str) -> None:
    rows = [
        f'<row r="{n}"><c r="A{n}"><f>1+1</f><v>2</v></c><c r="C{n}" s="2"/></row>'
        for n in range(1, 30_000)
    ]
    rows[19_999] = f'<row r="20000">{odd}</row>'
    facts = scanned(
        make.worksheet(f"<sheetData>{''.join(rows)}</sheetData>").encode(), chunk=1 << 19
    )
    assert facts.formula_without_value == {(20_000, 2)}


def test_one_odd_block_among_plain_ones_is_parsed() -> None:
    plain = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60_000))
    odd = '<row r="60000"><!-- --><c r="AZ60000" t="e"><v>#REF!</v></c></row>'
    more = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(60_001, 90_000))
    facts = scanned(
        make.worksheet(f"<sheetData>{plain}{odd}{more}</sheetData>").encode(), chunk=1 << 19
    )
    assert facts.errors == {(60_000, 52): "#REF!"}
    assert facts.cells == 89_999
    assert facts.rows == 89_999
    assert facts.columns == 52
