"""Accounts of the demo province: some to log in with, officials for every county and city."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from portal.access.models import Grant, User
from portal.access.roles import ROLES
from portal.audit.trail import record
from villages.demo.load import SEED
from villages.demo.province import BEGINS
from villages.demo.synthetic import person
from villages.places.models import Division, Kind, Level
from villages.places.rules import without_own

PASSWORD = "Demo-2020-portal"  # noqa: S105 - printed on purpose, and only in a demo installation


@dataclass(frozen=True)
class DemoAccount:
    """One account: who, and with which role for which place."""

    username: str
    role: str
    area_name: str
    full_name: str
    post_title: str


ACCOUNTS = (
    DemoAccount("province", "province_officer", "中州省", "王志远", "组织二处副处长"),
    DemoAccount("signer", "province_signer", "中州省", "梁国栋", "办公室主任"),
    DemoAccount("leader", "leader", "中州省", "郑保国", "副部长"),
    DemoAccount("songning", "city_reviewer", "嵩宁市", "韩春梅", "组织科科长"),
    DemoAccount("songbei", "county_officer", "嵩北县", "张雪梅", "经办人"),
    DemoAccount("songbei-signer", "county_signer", "嵩北县", "周建平", "副部长"),
    DemoAccount("luanling", "county_officer", "栾岭县", "李红伟", "经办人"),
    DemoAccount("luanling-signer", "county_signer", "栾岭县", "曹立军", "副部长"),
    DemoAccount("sysadmin", "system_admin", "中州省", "于海波", "系统管理员"),
    DemoAccount("secadmin", "security_admin", "中州省", "程玉明", "安全管理员"),
    DemoAccount("auditor", "auditor", "中州省", "董秀英", "审计管理员"),
)


class NoProvinceError(Exception):
    """The demo province is not loaded, so there is nothing to grant."""


def make_accounts(*, at: dt.datetime) -> int:
    """Open the accounts that are missing and return how many; passwords are never set back.

    Raises: NoProvinceError.
    """
    areas = {
        area.name: area
        for area in Division.objects.filter(
            is_demo=True, kind__in=_KINDS, valid_to=None, level__in=_GRANTED
        )
    }
    if not areas:
        raise NoProvinceError
    wanted = [*_shown(areas.keys()), *_officials(areas.values())]
    there = set(User.objects.values_list("username", flat=True))
    missing = [account for account in wanted if account.username not in there]
    if missing:
        with transaction.atomic():
            _open(missing, areas, at)
            said = f"开通演示账号{len(missing)}个。"
            record("demo.accounts", None, by=None, at=at, sentence=said)
    return len(missing)


def _open(missing: list[DemoAccount], areas: dict[str, Division], at: dt.datetime) -> None:
    shown = make_password(PASSWORD)
    named = {account.username for account in ACCOUNTS}
    users = User.objects.bulk_create(
        [
            User(
                username=account.username,
                password=shown if account.username in named else make_password(None),
                full_name=account.full_name,
                unit_name=_unit(areas[account.area_name]),
                post_title=account.post_title,
                must_change_password=False,
                password_changed_at=at,
            )
            for account in missing
        ]
    )
    Grant.objects.bulk_create(
        [
            Grant(
                user=user,
                role=account.role,
                area=areas[account.area_name],
                valid_from=BEGINS,
                granted_at=at,
                reason="演示账号",
            )
            for user, account in zip(users, missing, strict=True)
        ]
    )


_KINDS = (Kind.DIVISION, Kind.CITY_OWN)
_GRANTED = (Level.PROVINCE, Level.CITY, Level.COUNTY)


def _shown(names: Iterable[str]) -> list[DemoAccount]:
    there = set(names)
    return [account for account in ACCOUNTS if account.area_name in there]


def _officials(areas: Iterable[Division]) -> Iterator[DemoAccount]:
    """Yield a reviewer for each city, an officer and a signer for each county and city office."""
    posts = {
        Level.CITY.value: [("", "city_reviewer", "组织科科长")],
        Level.COUNTY.value: [
            ("", "county_officer", "经办人"),
            ("-signer", "county_signer", "副部长"),
        ],
    }
    for area in areas:
        for suffix, role, title in posts.get(area.level, []):
            username = f"a{area.code[: 6 if area.level == Level.COUNTY else 4]}{suffix}"
            yield DemoAccount(username, role, area.name, person(SEED, username).name, title)


def _unit(area: Division) -> str:
    name = without_own(area.name)
    return f"{name}委组织部" if name[-1] in "省市县区" else "省委组织部"


def account_lines() -> list[str]:
    """Return the accounts as a table to print, each with its password while it is the first one."""
    rows = [("账号", "密码", "角色", "范围", "姓名")]
    users = User.objects.in_bulk([account.username for account in ACCOUNTS], field_name="username")
    same: dict[str, bool] = {}
    for account in ACCOUNTS:
        user = users.get(account.username)
        if user is None:
            continue
        if user.password not in same:
            same[user.password] = check_password(PASSWORD, user.password)
        password = PASSWORD if same[user.password] else "（已修改）"
        role = ROLES[account.role].label
        rows.append((account.username, password, role, account.area_name, account.full_name))
    return _aligned(rows)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for each Chinese character."""
    return sum(1 if character.isascii() else 2 for character in text)
