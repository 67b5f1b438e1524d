"""Keys: made once, closed to others, never replaced under encrypted data."""

import base64
import stat
from pathlib import Path

import pytest

from ops import keys
from ops.errors import OpsError


@pytest.fixture(autouse=True)
def _nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in keys.NAMES:
        monkeypatch.delenv(name)


def test_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path, has_data=False)
    path = tmp_path / "secret.env"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(made) == {"SECRET_KEY", "PORTAL_FIELD_KEY", "PORTAL_HMAC_KEY"}
    assert len(base64.b64decode(made["PORTAL_FIELD_KEY"])) == 32
    before = path.read_bytes()
    assert keys.ensure(tmp_path, has_data=True) == made
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_two_installations_differ(tmp_path: Path) -> None:
    homes = [tmp_path / "a", tmp_path / "b"]
    for home in homes:
        home.mkdir()
    one, other = (keys.ensure(home, has_data=False) for home in homes)
    assert all(one[name] != other[name] for name in keys.NAMES)


def test_missing_key_is_added_and_the_others_stay(tmp_path: Path) -> None:
    keys.write(tmp_path, {"SECRET_KEY": "old"})
    made = keys.ensure(tmp_path, has_data=True)
    assert made["SECRET_KEY"] == "old"
    assert keys.read(tmp_path) == made


def test_lost_file_beside_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OpsError, match="不见了"):
        keys.ensure(tmp_path, has_data=True)
    assert not (tmp_path / "secret.env").exists()


def test_lost_file_does_not_matter_when_the_environment_has_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in keys.NAMES:
        monkeypatch.setenv(name, "given")
    keys.ensure(tmp_path, has_data=True)


@pytest.mark.parametrize("text", ["SECRET_KEY", "SECRET_KEY=\n", "=x\n"])
def test_damaged_file_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "secret.env").write_text(text)
    with pytest.raises(OpsError, match="已损坏"):
        keys.ensure(tmp_path, has_data=False)
