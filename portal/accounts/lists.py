"""The administrators' lists: accounts, and who holds which roles."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils import timezone

from portal.access.models import User
from portal.access.roles import Permission
from portal.accounts import queries
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.listing.filters import holds_any
from portal.ui.tables import MomentColumn, Table, tag

TABS = (
    Status("", "全部"),
    Status("active", "在用", queries.STATES["active"]),
    Status("initial", "未改初始密码", queries.STATES["initial"]),
    Status("disabled", "已停用", queries.STATES["disabled"]),
)


class AccountFilter(ListFilter):
    """What may be asked of accounts."""

    q = django_filters.CharFilter(label="姓名、账号或单位", method="by_name")
    post_title = django_filters.CharFilter(label="职务", lookup_expr="contains")

    class Meta:
        model = User
        fields = ["q", "post_title"]

    def by_name(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Keep the accounts whose name, account or unit holds the word."""
        return rows.filter(holds_any(value, "full_name", "unit_name", "username"))


class AccountTable(Table):
    """Accounts."""

    caption = "账号"
    unit = "个"
    username = tables.Column("账号", linkify=("access:user-detail", {"user_id": tables.A("pk")}))
    full_name = tables.Column("姓名")
    unit_name = tables.Column("单位", default="")
    post_title = tables.Column("职务", default="")
    state = tables.Column("状态", empty_values=(), orderable=False)
    last_login = MomentColumn("上次登录", default="从未登录")

    def render_state(self, record: User) -> str:
        """Say whether the account is in use."""
        return state_of(record)


class GrantTable(Table):
    """People with what they are granted today."""

    caption = "人员与角色"
    unit = "人"
    full_name = tables.Column("姓名", linkify=("access:user-grants", {"user_id": tables.A("pk")}))
    username = tables.Column("账号")
    unit_name = tables.Column("单位", default="")
    state = tables.Column("状态", empty_values=(), orderable=False)
    held = tables.Column("现有角色", orderable=False, empty_values=())

    def render_state(self, record: User) -> str:
        """Say whether the account is in use."""
        return state_of(record)

    def render_held(self, record: Any) -> str:
        """Say which roles the person holds, and where."""
        roles = [f"{grant.get_role_display()}（{grant.area}）" for grant in record.held]
        return "，".join(roles) or "无"


def state_of(account: User) -> str:
    """Return the mark of an account's state."""
    if not account.is_active:
        return tag("已停用", "bad")
    if account.must_change_password:
        return tag("未改初始密码", "warning")
    return tag("在用", "good")


def everybody(_user: User) -> QuerySet[User]:
    """Return all accounts; who may ask is said by the permission."""
    return User.objects.all()


def with_grants(rows: QuerySet[User], _user: User, _asked: ListFilter) -> Iterable[User]:
    """Fetch the grants in force today of the people shown."""
    today: dt.date = timezone.localdate()
    return queries.with_grants(rows, on=today)


ACCOUNTS = register_list(
    Listing(
        name="accounts",
        title="账号管理",
        url_name="access:user-list",
        permission=Permission.ACCOUNT_MANAGE,
        rows=everybody,
        filters=AccountFilter,
        table=AccountTable,
        order=("unit_name", "full_name", "pk"),
        tabs=TABS,
        meta="系统管理员开通和停用账号；角色由安全管理员授予。",
    )
)
GRANTS = register_list(
    Listing(
        name="grants",
        title="授权管理",
        url_name="access:grant-list",
        permission=Permission.GRANT_MANAGE,
        rows=everybody,
        filters=AccountFilter,
        table=GrantTable,
        order=("unit_name", "full_name", "pk"),
        widen=with_grants,
        tabs=TABS,
        meta="安全管理员授予和收回角色、解除登录锁定；账号由系统管理员开通。",
    )
)
