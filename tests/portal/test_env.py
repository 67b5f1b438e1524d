"""Settings from the environment: what is missing or malformed is named."""

import base64
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from ops.paths import ROOT
from portal import env


@pytest.mark.parametrize("value", [None, ""])
def test_missing_value_is_named(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_X", raising=False)
    if value is not None:
        monkeypatch.setenv("PORTAL_X", value)
    with pytest.raises(ImproperlyConfigured, match="缺少环境变量 PORTAL_X"):
        env.text("PORTAL_X")
    assert env.text("PORTAL_X", "default") == "default"


@pytest.mark.parametrize("value", ["short", "not base64 at all！", base64.b64encode(b"x").decode()])
def test_malformed_key_is_named(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    with pytest.raises(
        ImproperlyConfigured, match=r"PORTAL_X 不是 32 字节.*openssl rand -base64 32"
    ):
        env.key("PORTAL_X")


def test_database_on_a_socket_in_an_awkward_directory() -> None:
    settings = env.database("postgresql://portal@/portal?host=/tmp/a%20b")
    assert settings["HOST"] == "/tmp/a b"
    assert settings["NAME"] == "portal"


def test_command_without_its_settings_says_so_in_one_sentence() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.strip() == "错误：缺少环境变量 SECRET_KEY。请在环境文件中设置后重新启动。"
