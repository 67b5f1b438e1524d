"""Damaged copies of good files: nothing but a workbook or a refusal ever comes out."""

import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from accountability.intake.reading.grid import RefusedError, Workbook
from accountability.intake.reading.reader import read_workbook
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.test_xls import ledger
from tests.accountability.intake.reading.test_xlsb_ods import amount, number, row, text

MUTANTS = 200
Mutate = Callable[[Random, bytes], bytes]
EVIL_WORDS = [
    b"4294967295",
    b"-1",
    b"XFD1048576",
    b"A0",
    b'"',
    b"<",
    b">",
    b"</row>",
    b"&#0;",
    b"&x;",
    b"<!--",
    b"<![CDATA[",
    b"<!DOCTYPE x>",
    b"\x00",
    b"\xff\xfe",
    b"9" * 400,
    b"e",
    b"inlineStr",
    b"1e999",
]


def good_files(folder: Path) -> Iterator[bytes]:
    table = make.table([["姓名", "得分"], ["张三", 95.5], ["李四", True]])
    merged = f'{table}<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    yield make.xlsx(folder / "1", merged, table, states=["visible", "hidden"]).read_bytes()
    plain = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" s="1"><v>{n}</v></c></row>'
        for n in range(1, 400)
    )
    rows = f"<sheetData>{plain}</sheetData>"
    yield make.xlsx(folder / "2", rows, formats=["0%"], strings=["甲"]).read_bytes()
    tables = make.ods_table(row(text("甲"), amount(1)) + row(amount(0.5, kind="percentage")))
    yield make.ods(folder / "3", tables).read_bytes()
    cells = [make.xlsb_cell(n, 5, number(n)) for n in range(1, 5)]
    binary = make.xlsb_rows(make.xlsb_row(1, *cells, make.xlsb_cell(5, 6, make.wide("甲"))))
    yield make.xlsb(folder / "4", binary).read_bytes()
    yield ledger(folder / "5").read_bytes()
    yield "县,姓名\n兰考县,张三\n".encode("gb18030") * 20


def flip_bits(random: Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(random.choice([1, 3, 30])):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def cut(random: Random, data: bytes) -> bytes:
    begin, end = sorted((random.randrange(len(data)), random.randrange(len(data))))
    return data[:begin] + data[end:]


def double(random: Random, data: bytes) -> bytes:
    begin, end = sorted((random.randrange(len(data)), random.randrange(len(data))))
    return data[:end] + data[begin:end] + data[end:]


def overwrite(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + random.choice(EVIL_WORDS) + data[at:]


def change_part(random: Random, data: bytes, path: Path) -> bytes:
    """Unpack, change one part, and pack again, so that the checksums fit."""
    path.write_bytes(data)
    with zipfile.ZipFile(path) as container:
        parts: make.Parts = {name: container.read(name) for name in container.namelist()}
    name = random.choice([name for name, content in parts.items() if content])
    content = parts[name]
    assert isinstance(content, bytes)
    for _ in range(random.choice([1, 2, 5])):
        content = random.choice([overwrite, flip_bits, cut])(random, content) or b"x"
    return make.archive(path, parts | {name: content}).read_bytes()


def test_nothing_but_a_workbook_or_a_refusal_comes_out(tmp_path: Path) -> None:
    random = Random(20261123)
    originals = list(good_files(tmp_path))
    paths = []
    for index in range(MUTANTS):
        data = originals[index % len(originals)]
        if data.startswith(b"PK") and random.random() < 0.7:
            mutant = change_part(random, data, tmp_path / "packed")
        else:
            mutant = random.choice([flip_bits, cut, double, overwrite])(random, data)
        paths.append(make.write(tmp_path / f"mutant{index}.xlsx", mutant))
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(outcome, paths))
    assert set(outcomes) == {"workbook", "文件“mutant"}
    assert outcomes.count("workbook") > MUTANTS // 10


def outcome(path: Path) -> str:
    try:
        read: object = read_workbook(path, name=path.name)
    except RefusedError as refused:
        read = refused.sentence
    return "workbook" if isinstance(read, Workbook) else str(read)[:9]
