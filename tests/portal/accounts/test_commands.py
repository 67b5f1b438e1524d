"""The first accounts of an installation come from its command line."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.access.models import User
from portal.accounts import actions
from portal.audit.models import AuditEvent
from tests import make

THREE = ("open_administrators", "于海波", "程玉明", "董秀英", "--province", "99")


def test_three_people_get_their_accounts_and_no_more(province, capsys):
    call_command(*THREE)
    told = capsys.readouterr().out
    passwords = re.findall(r"（([a-z-]+)）  初始密码：(\w{12})", told)
    assert [name for name, _ in passwords] == ["system-admin", "security-admin", "auditor"]
    for name, password in passwords:
        client = Client()
        client.post("/login/", {"username": name, "password": password})
        assert client.get("/me/").headers["Location"] == "/me/password/"
    assert [user.active_grants[0].role for user in User.objects.order_by("pk")] == [
        "system_admin",
        "security_admin",
        "auditor",
    ]
    assert AuditEvent.objects.filter(verb="grant.give", actor="系统").count() == 3
    with pytest.raises(CommandError, match="已经开通"):
        call_command(*THREE)


def test_one_person_cannot_be_two_of_them(province):
    with pytest.raises(CommandError, match="三人分别担任"):
        call_command("open_administrators", "于海波", "于海波", "董秀英", "--province", "99")
    assert not User.objects.exists()


def test_province_has_to_be_loaded_first(db):
    with pytest.raises(CommandError, match="load_divisions"):
        call_command(*THREE)


def test_forgotten_password_of_an_administrator_is_issued_on_the_server(province, capsys):
    admin = make.user("security_admin", province.province, username="secadmin")
    with pytest.raises(actions.AdministratorError):
        actions.issue_password(
            user=admin, by=make.user("system_admin", province.province), at=make.NOON
        )
    call_command("issue_password", "secadmin")
    password = re.findall(r"初始密码：(\w{12})", capsys.readouterr().out)[0]
    admin.refresh_from_db()
    assert admin.check_password(password)
    assert admin.must_change_password
    with pytest.raises(CommandError, match="没有账号"):
        call_command("issue_password", "nobody")
