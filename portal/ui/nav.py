"""The navigation as data: an item appears once its page exists and the user may see it.

A slice that brings a page needs no change here if its URL name is already listed. Counts beside an
item come from the slice that knows them: `register_count("todo", count)` in its AppConfig.ready.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse

from portal.access.models import User
from portal.access.roles import Permission

MOST = 99


@dataclass(frozen=True)
class NavItem:
    """One page of the navigation. `hot` counts are red: something waits for this user.

    `of_one_county` limits it to who reads one county (True) or several (False): a county sees few
    items.
    """

    key: str
    label: str
    icon: str
    url_name: str
    permission: Permission | None  # None: everybody
    on_phone: bool = False
    hot: bool = False
    url_args: tuple[str, ...] = ()
    of_one_county: bool | None = None
    url: str = ""
    count: int = 0
    current: bool = False

    @property
    def count_text(self) -> str:
        """Return the count as it is shown: beyond 99 nobody counts."""
        return str(self.count) if self.count <= MOST else f"{MOST}+"


@dataclass(frozen=True)
class NavGroup:
    """Items under one heading."""

    title: str
    items: tuple[NavItem, ...]


P = Permission
GROUPS = (
    NavGroup(
        "",
        (
            NavItem(
                "home",
                "作战图",
                "layout-dashboard",
                "overview:board",
                P.OVERVIEW_VIEW,
                on_phone=True,
            ),
            NavItem("todo", "我的待办", "inbox", "overview:todo", None, on_phone=True, hot=True),
        ),
    ),
    NavGroup(
        "专题台账",
        (
            NavItem(
                "topics",
                "专题台账",
                "stack-2",
                "overview:topics",
                P.OVERVIEW_VIEW,
                of_one_county=True,
            ),
            *(
                NavItem(
                    key,
                    label,
                    icon,
                    "overview:topic",
                    P.OVERVIEW_VIEW,
                    url_args=(key,),
                    of_one_county=False,
                )
                for key, label, icon in (
                    ("cadres", "骨干队伍", "user"),
                    ("fortress", "战斗堡垒", "building-community"),
                    ("support", "帮扶力量", "user-star"),
                    ("shortfalls", "补齐短板", "plant-2"),
                )
            ),
        ),
    ),
    NavGroup(
        "工作推进",
        (
            NavItem(
                "intake", "数据上报", "file-upload", "intake:task-list", P.TASK_VIEW, on_phone=True
            ),
            NavItem(
                "reconciliation",
                "勾稽核对",
                "git-compare",
                "reconciliation:list",
                P.SUBMISSION_VIEW,
                hot=True,
            ),
            NavItem(
                "findings",
                "问题整改",
                "clipboard-check",
                "supervision:findings",
                P.SUBMISSION_VIEW,
                of_one_county=False,
            ),
            NavItem("campaigns", "专项推进", "checklist", "campaigns:list", P.TASK_VIEW),
            NavItem("ranking", "考核排名", "list-numbers", "assessment:ranking", P.OVERVIEW_VIEW),
        ),
    ),
    NavGroup(
        "成果运用",
        (
            NavItem(
                "reports",
                "报告中心",
                "file-type-pdf",
                "reports:library",
                P.REPORT_VIEW,
                on_phone=True,
            ),
            NavItem("villages", "村情档案", "home-2", "villages:tree", P.VILLAGE_VIEW),
            NavItem("people", "干部档案", "users", "villages:person-list", P.PERSON_VIEW),
        ),
    ),
    NavGroup(
        "系统",
        (
            NavItem("rules", "指标与表单", "adjustments", "assessment:rule-list", P.RULE_MANAGE),
            NavItem("parameters", "参数", "adjustments", "parameters:list", P.RULE_MANAGE),
            NavItem("audit", "审计日志", "shield-check", "audit:event-list", P.AUDIT_VIEW),
            NavItem("accounts", "账号管理", "key", "access:user-list", P.ACCOUNT_MANAGE),
            NavItem("grants", "授权管理", "key", "access:grant-list", P.GRANT_MANAGE),
            NavItem("console", "参考表维护", "columns", "admin:index", P.ACCOUNT_MANAGE),
            NavItem("roles", "角色权限表", "checklist", "access:role-table", P.ROLE_VIEW),
            NavItem("styleguide", "组件样例", "stack-2", "ui:styleguide", P.UI_STYLEGUIDE),
        ),
    ),
)

_counts: dict[str, Callable[[User], int]] = {}


def register_count(key: str, count: Callable[[User], int]) -> None:
    """Show `count(user)` beside item `key`; called once a page, so keep it to one query."""
    _counts[key] = count


def for_user(user: User, *, path: str) -> list[NavGroup]:
    """Return what `user` may open, with the item of `path` marked."""
    groups = [NavGroup(group.title, tuple(_open_to(user, group))) for group in GROUPS]
    here = _nearest([item for group in groups for item in group.items], path)
    return [
        NavGroup(
            group.title,
            tuple(replace(item, current=item.key == here) for item in group.items),
        )
        for group in groups
        if group.items
    ]


def _open_to(user: User, group: NavGroup) -> Iterator[NavItem]:
    for item in group.items:
        url = address(item.url_name, *item.url_args)
        if url and _is_for(user, item):
            count = _counts[item.key](user) if item.key in _counts else 0
            yield replace(item, url=url, count=count)


def _is_for(user: User, item: NavItem) -> bool:
    if item.permission is not None and not user.may(item.permission):
        return False
    return item.of_one_county in {None, len(user.county_ids) == 1}


def address(url_name: str, *args: str) -> str:
    """Return where `url_name` leads, or nothing while the page is not built."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def _nearest(items: list[NavItem], path: str) -> str:
    """Return the key of the item with the longest URL that `path` lies under."""
    under = [
        item
        for item in items
        if path == item.url or (item.url != "/" and path.startswith(item.url))
    ]
    return max(under, key=lambda item: len(item.url)).key if under else ""
