"""Files nobody here wrote go through the command: read or refused in Chinese, never a traceback."""

from pathlib import Path

import pytest

from tests.accountability.intake.trial.test_check_workbook import options, run

NASTY = Path(__file__).parents[5] / "shared" / "nasty"
FILES = sorted(path for path in (NASTY.iterdir() if NASTY.is_dir() else []) if path.suffix != ".md")

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus ../shared/nasty is not here")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("sheet", ["T1"])
def test_nasty_file_is_read_or_refused(province, path, sheet, capsys):
    code, out, err = run(capsys, str(path), *options(province, sheet))
    assert code in (0, 2)
    if code == 2:
        assert out == ""
        assert err.count("\n") == 1
        assert "程序出错" not in err
        assert any("\u4e00" <= letter <= "\u9fff" for letter in err)
