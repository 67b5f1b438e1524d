"""Accounts, passwords and grants: every change, with its trace in the audit trail."""

import datetime as dt
from collections.abc import Sequence

from axes.utils import reset as forget_failures
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from portal.access.models import ADMINISTRATORS, Grant, User
from portal.access.roles import ROLES
from portal.accounts import rules, sessions
from portal.accounts.models import PasswordHistory
from portal.accounts.passwords import initial_password
from portal.audit.trail import record


class UsernameTakenError(Exception):
    """Somebody has this user name already."""


class OneselfError(Exception):
    """Nobody grants to, disables or unlocks himself."""


class AdministratorError(Exception):
    """The passwords of the three administrators are issued on the server, not by one of them."""


class AlreadyOpenError(Exception):
    """The three administrators have their accounts already."""


class SeparationError(Exception):
    """The three administrators are three people, and none of them does business."""


def create_account(
    *,
    username: str,
    full_name: str,
    unit_name: str,
    by: User | None,
    at: dt.datetime,
    post_title: str = "",
    phone: str = "",
) -> tuple[User, str]:
    """Open an account and return it with its first password, which is shown once and not kept.

    Raises: UsernameTakenError.
    """
    user = User(
        username=username,
        full_name=full_name,
        unit_name=unit_name,
        post_title=post_title,
        phone=phone,
    )
    password = _give_initial(user, at)
    try:
        with transaction.atomic():
            user.save()
            record(
                "account.create", user, by=by, at=at,
                sentence=f"{_name(by)} 开通了 {user} 的账号，单位：{unit_name}",
            )  # fmt: skip
    except IntegrityError as error:
        if "username" in str(error):
            raise UsernameTakenError from error
        raise
    return user, password


def _name(user: User | None) -> str:
    return user.full_name if user else "系统"


def _give_initial(user: User, at: dt.datetime) -> str:
    password = initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = at
    return password


@transaction.atomic
def issue_password(*, user: User, by: User | None, at: dt.datetime) -> str:
    """Replace a forgotten password by a new first one; `by` nobody is the command line.

    Raises: AdministratorError, OneselfError.
    """
    if by is not None:
        _not_oneself(user, by)
        if is_administrator(user, on=timezone.localdate(at)):
            raise AdministratorError
    password = _give_initial(user, at)
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    sessions.end(user)
    record(
        "account.issue_password", user, by=by, at=at,
        sentence=f"{_name(by)} 为 {user} 重新发放了初始密码",
    )  # fmt: skip
    return password


def is_administrator(user: User, *, on: dt.date) -> bool:
    """Say whether `user` is, or will be, one of the three administrators."""
    ahead = models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=on)
    return user.grants.filter(ahead, role__in=ADMINISTRATORS).exists()


@transaction.atomic
def change_password(*, user: User, password: str, at: dt.datetime) -> None:
    """Set the password the user chose; the rules were checked by the form."""
    PasswordHistory.objects.create(user=user, password=user.password, chosen_at=at)
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    kept = user.past_passwords.order_by("-chosen_at").values_list("pk", flat=True)
    user.past_passwords.exclude(pk__in=list(kept[: rules.REMEMBERED])).delete()
    record(
        "account.change_password", user, by=user, at=at, sentence=f"{user.full_name} 修改了本人密码"
    )


@transaction.atomic
def disable_account(*, user: User, reason: str, by: User, at: dt.datetime) -> None:
    """Close an account; whoever is logged in with it is out at once. Raises: OneselfError."""
    _not_oneself(user, by)
    User.objects.filter(pk=user.pk).update(is_active=False)
    sessions.end(user)
    record(
        "account.disable", user, by=by, at=at,
        sentence=f"{by.full_name} 停用了 {user} 的账号，事由：{reason}",
    )  # fmt: skip


@transaction.atomic
def enable_account(*, user: User, reason: str, by: User, at: dt.datetime) -> None:
    """Open a closed account again. Raises: OneselfError."""
    _not_oneself(user, by)
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(
        "account.enable", user, by=by, at=at,
        sentence=f"{by.full_name} 恢复了 {user} 的账号，事由：{reason}",
    )  # fmt: skip


@transaction.atomic
def unlock(*, user: User, by: User, at: dt.datetime) -> None:
    """Forget the failed logins of an account. Raises: OneselfError."""
    _not_oneself(user, by)
    forgotten = forget_failures(username=user.username)
    record(
        "account.unlock", user, by=by, at=at,
        sentence=f"{by.full_name} 解除了 {user} 的登录锁定", records=forgotten,
    )  # fmt: skip


def give_grant(
    *,
    user: User,
    role: str,
    area: models.Model,
    valid_from: dt.date,
    reason: str,
    by: User | None,
    at: dt.datetime,
    valid_to: dt.date | None = None,
) -> Grant:
    """Give `user` a role in an area. Raises: OneselfError, SeparationError."""
    if by is not None:
        _not_oneself(user, by)
    try:
        with transaction.atomic():
            # One grant to a person at a time: the constraint alone would deadlock two of them.
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            grant = Grant.objects.create(
                user=user, role=role, area_id=area.pk, valid_from=valid_from, valid_to=valid_to,
                granted_by=by, granted_at=at, reason=reason,
            )  # fmt: skip
            until = f"至{_day(valid_to)}止" if valid_to else "长期有效"
            record(
                "grant.give", user, by=by, at=at,
                sentence=f"{_name(by)} 授予 {user} “{ROLES[role].label}”角色，"
                f"范围：{area}，自{_day(valid_from)}起，{until}，事由：{reason}",
                grant=grant.pk, role=role, area=area.pk,
            )  # fmt: skip
    except IntegrityError as error:
        if "grant_separates_administrators" in str(error):
            raise SeparationError from error
        raise
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, reason: str, by: User, at: dt.datetime, on: dt.date) -> None:
    """End a grant: from the day `on` it no longer holds. Raises: OneselfError."""
    _not_oneself(grant.user, by)
    last = max(on, grant.valid_from)
    Grant.objects.filter(pk=grant.pk).update(valid_to=last)
    area = apps.get_model("villages", "Division").objects.get(pk=grant.area_id)
    record(
        "grant.end", grant.user, by=by, at=at,
        sentence=f"{by.full_name} 收回了 {grant.user} 的“{ROLES[grant.role].label}”角色，"
        f"范围：{area}，事由：{reason}",
        grant=grant.pk,
    )  # fmt: skip


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@transaction.atomic
def open_administrators(
    *, names: Sequence[str], unit_name: str, area: models.Model, at: dt.datetime
) -> list[tuple[User, str]]:
    """Open the accounts of the three administrators, in the order of their roles.

    Raises: AlreadyOpenError.
    """
    if Grant.objects.filter(role__in=ADMINISTRATORS).exists():
        raise AlreadyOpenError
    opened = []
    for role, name in zip(ADMINISTRATORS, names, strict=True):
        user, password = create_account(
            username=role.replace("_", "-"), full_name=name, unit_name=unit_name, by=None, at=at
        )
        give_grant(
            user=user, role=role, area=area, valid_from=timezone.localdate(at), reason="首次安装",
            by=None, at=at,
        )  # fmt: skip
        opened.append((user, password))
    return opened


def _not_oneself(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise OneselfError
