"""The child process: whatever happens to it, the parent gets a sentence."""

import gc
import json
import logging
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from accountability.intake.reading import reader
from accountability.intake.reading.grid import Reason, RefusedError
from accountability.intake.reading.reader import LIMITS, read_workbook
from tests.accountability.intake.reading import make


@pytest.fixture
def odd_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CHILD", "tests.accountability.intake.reading.odd_child")


@pytest.fixture
def some_file(tmp_path: Path) -> Path:
    return make.write(tmp_path / "a.csv", "a,b\n")


def refused(path: Path, behaviour: str, **limits: int) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read_workbook(path, name=behaviour, limits=replace(LIMITS, **limits))
    return caught.value


@pytest.mark.usefixtures("odd_child")
class TestAChildThat:
    def test_hangs_is_stopped(self, some_file: Path) -> None:
        begin = time.monotonic()
        answer = refused(some_file, "hangs", wall_seconds=2)
        assert answer.reason is Reason.TIMEOUT
        assert "超过 2 秒" in answer.sentence
        assert time.monotonic() - begin < 20

    def test_spins_is_stopped(self, some_file: Path) -> None:
        answer = refused(some_file, "spins", cpu_seconds=1)
        assert answer.reason is Reason.TIMEOUT

    def test_aborts_leaves_a_sentence(
        self, some_file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.WARNING):
            answer = refused(some_file, "aborts")
        assert answer.reason is Reason.TOO_BIG
        assert "exit code -6" in caplog.text

    def test_does_not_start_is_no_fault_of_the_file(self, some_file: Path) -> None:
        with pytest.raises(OSError, match="exit code 3"):
            read_workbook(some_file, name="does not start")

    @pytest.mark.parametrize("behaviour", ["sends evil", "sends half"])
    def test_sends_no_workbook_is_not_believed(self, behaviour: str, some_file: Path) -> None:
        assert refused(some_file, behaviour).reason is Reason.CORRUPT
        assert not (reader.ROOT / "evil-was-here").exists()

    def test_inherits_no_secrets(self, some_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET_KEY", "geheim")
        answer = refused(some_file, "shows its environment")
        assert "PATH" in answer.sentence
        for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
            assert name not in answer.sentence

    def test_reaches_out_is_held_back(self, some_file: Path) -> None:
        answer = refused(some_file, "reaches out")
        _, _, told = answer.sentence.partition("”")
        assert json.loads(told) == ["PermissionError", "PermissionError", "done"]


def test_the_child_imports_no_django() -> None:
    code = (
        "import sys, accountability.intake.reading.child, accountability.intake.reading.opening,"
        "accountability.intake.reading.fast, accountability.intake.reading.xls,"
        "accountability.intake.reading.delimited;"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'celery')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=reader.ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def long_table(rows: int, columns: int = 10) -> str:
    return make.table([[f"第{row}行"] + ["李庄村"] * (columns - 1) for row in range(rows)])


def test_memory_is_bounded(tmp_path: Path) -> None:
    path = make.xlsx(tmp_path / "a.xlsx", long_table(60_000))
    answer = refused(path, "大.xlsx", memory=100 << 20)
    assert answer.reason is Reason.TOO_BIG
    assert "内存" in answer.sentence


def test_what_comes_back_is_bounded(tmp_path: Path) -> None:
    path = make.xlsx(tmp_path / "a.xlsx", long_table(20_000))
    answer = refused(path, "大.xlsx", result=1 << 16)
    assert answer.reason is Reason.TOO_BIG


def test_a_missing_file_is_no_fault_of_its_content(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "none.xlsx", name="none.xlsx")


def test_several_files_at_once(tmp_path: Path) -> None:
    paths = [make.xlsx(tmp_path / f"{number}.xlsx", make.table([[number]])) for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        books = list(pool.map(lambda path: read_workbook(path, name=path.name), paths))
    assert [book.sheets[0].cell(1, 1) for book in books] == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert gc.isenabled()


def test_strange_names_are_only_names(tmp_path: Path) -> None:
    path = make.write(tmp_path / "上传 '$(x)'.csv", "a,b\n")
    assert read_workbook(path, name='"; rm -rf / #\x00').sheets[0].rows == [["a", "b"]]


def test_what_is_logged_names_no_person(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = make.xlsx(
        tmp_path / "a.xlsx",
        '<sheetData><row><c r="A1" t="s"><v>410222197803011234</v></c></row></sheetData>',
    )
    with caplog.at_level(logging.WARNING), pytest.raises(RefusedError):
        read_workbook(path, name="张三.xlsx")
    assert "CalamineError" in caplog.text
    assert "张三" not in caplog.text
    assert "410222197803011234" not in caplog.text


def test_names_of_sheets_cannot_turn_a_sentence_around(tmp_path: Path) -> None:
    odd = "表\u202e一"
    path = make.xlsx(
        tmp_path / "a.xlsx",
        make.ONE_CELL,
        make.ONE_CELL,
        names=["一", odd],
        states=["visible", "hidden"],
    )
    workbook = read_workbook(path, name="a.xlsx")
    assert workbook.hidden_sheets == [odd]
    assert "“表一”" in workbook.notices[0]


def test_rows_beyond_one_batch_all_arrive_in_order(tmp_path: Path) -> None:
    path = make.write(tmp_path / "a.csv", "".join(f"{n},x,y\n" for n in range(90_000)))
    rows = read_workbook(path, name="a.csv").sheets[0].rows
    assert [row[0] for row in rows] == [str(n) for n in range(90_000)]


def test_five_thousand_rows_of_thirty_cost_little(tmp_path: Path) -> None:
    path = make.xlsx(tmp_path / "a.xlsx", long_table(5_000, 30))
    used = cpu_of_children()
    read_workbook(path, name="a.xlsx")
    assert cpu_of_children() - used < 3


def cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_no_file_is_left_open(tmp_path: Path) -> None:
    path = make.write(tmp_path / "a.csv", "a,b\n")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(3):
        read_workbook(path, name="a.csv")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
