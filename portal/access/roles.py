"""Roles as data: what each role may do. The one place where a permission is given.

Source: docs/sources.md#roles (domain 2.2): the preparer is never the approver, the three
administrators (system, security, audit) are three people.
"""

from dataclasses import dataclass
from enum import StrEnum, auto


class Permission(StrEnum):
    """One verb a page or an action asks for."""

    OVERVIEW_VIEW = auto()
    VILLAGE_VIEW = auto()
    PERSON_VIEW = auto()
    PERSON_REVEAL = auto()
    REGISTRY_MANAGE = auto()
    TASK_VIEW = auto()
    TASK_MANAGE = auto()
    SUBMISSION_VIEW = auto()
    MEASURE_VIEW = auto()
    UPLOAD_CREATE = auto()
    SUBMISSION_SUBMIT = auto()
    SUBMISSION_SIGN = auto()
    SUBMISSION_REVIEW = auto()
    SUBMISSION_ACCEPT = auto()
    SUBMISSION_UNDO = auto()
    CONTRADICTION_RULE = auto()
    WEAK_RECHECK = auto()
    WEAK_PROPOSE = auto()
    CAMPAIGN_MANAGE = auto()
    CAMPAIGN_REPORT = auto()
    STABILITY_CONCLUDE = auto()
    REPORT_VIEW = auto()
    REPORT_MAKE = auto()
    REPORT_ISSUE = auto()
    RULE_MANAGE = auto()
    AUDIT_VIEW = auto()
    ACCOUNT_MANAGE = auto()
    GRANT_MANAGE = auto()
    ROLE_VIEW = auto()
    UI_STYLEGUIDE = auto()


LABELS: dict[Permission, str] = {
    Permission.OVERVIEW_VIEW: "查看作战图",
    Permission.VILLAGE_VIEW: "查看村情档案",
    Permission.PERSON_VIEW: "查看干部档案",
    Permission.PERSON_REVEAL: "查看完整身份证号",
    Permission.REGISTRY_MANAGE: "维护基础名录",
    Permission.TASK_VIEW: "查看采集任务",
    Permission.TASK_MANAGE: "下达采集任务",
    Permission.SUBMISSION_VIEW: "查看上报",
    Permission.MEASURE_VIEW: "查看问责和正职考评",
    Permission.UPLOAD_CREATE: "上传报表",
    Permission.SUBMISSION_SUBMIT: "提交上报",
    Permission.SUBMISSION_SIGN: "县级签审",
    Permission.SUBMISSION_REVIEW: "市级审核",
    Permission.SUBMISSION_ACCEPT: "省级接收",
    Permission.SUBMISSION_UNDO: "撤销已接收的上报",
    Permission.CONTRADICTION_RULE: "裁定勾稽矛盾",
    Permission.WEAK_RECHECK: "抽验抽查软弱涣散整顿",
    Permission.WEAK_PROPOSE: "办理拟列入整顿的村",
    Permission.CAMPAIGN_MANAGE: "下达专项、核实完成",
    Permission.CAMPAIGN_REPORT: "填报专项进展",
    Permission.STABILITY_CONCLUDE: "认定正职异动和缺职",
    Permission.REPORT_VIEW: "查看通报",
    Permission.REPORT_MAKE: "生成通报",
    Permission.REPORT_ISSUE: "签发通报",
    Permission.RULE_MANAGE: "维护指标口径",
    Permission.AUDIT_VIEW: "查看审计日志",
    Permission.ACCOUNT_MANAGE: "管理账号",
    Permission.GRANT_MANAGE: "管理授权",
    Permission.ROLE_VIEW: "查看角色权限表",
    Permission.UI_STYLEGUIDE: "查看界面样式",
}


@dataclass(frozen=True)
class Role:
    """What one kind of person may do, and on what level of area it is granted."""

    code: str
    label: str
    levels: frozenset[str]
    permissions: frozenset[Permission]
    business: bool = True


P = Permission
_READ = {P.OVERVIEW_VIEW, P.VILLAGE_VIEW, P.PERSON_VIEW}
_FOLLOW = _READ | {P.TASK_VIEW, P.SUBMISSION_VIEW, P.REPORT_VIEW}
_JUDGE = _FOLLOW | {P.MEASURE_VIEW}

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "province_officer",
            "省级业务管理",
            frozenset({"province"}),
            frozenset(
                _JUDGE
                | {
                    P.PERSON_REVEAL,
                    P.REGISTRY_MANAGE,
                    P.TASK_MANAGE,
                    P.SUBMISSION_ACCEPT,
                    P.SUBMISSION_UNDO,
                    P.CONTRADICTION_RULE,
                    P.WEAK_RECHECK,
                    P.WEAK_PROPOSE,
                    P.CAMPAIGN_MANAGE,
                    P.STABILITY_CONCLUDE,
                    P.REPORT_MAKE,
                    P.RULE_MANAGE,
                }
            ),
        ),
        Role(
            "province_signer",
            "省级签发",
            frozenset({"province"}),
            frozenset(_JUDGE | {P.REPORT_ISSUE}),
        ),
        Role(
            "city_reviewer",
            "市级审核",
            frozenset({"city"}),
            frozenset(_JUDGE | {P.SUBMISSION_REVIEW, P.WEAK_RECHECK}),
        ),
        Role(
            "county_officer",
            "县级填报",
            frozenset({"county"}),
            frozenset(
                _JUDGE | {P.UPLOAD_CREATE, P.SUBMISSION_SUBMIT, P.CAMPAIGN_REPORT, P.WEAK_PROPOSE}
            ),
        ),
        Role(
            "county_signer",
            "县级审核",
            frozenset({"county"}),
            frozenset(_JUDGE | {P.SUBMISSION_SIGN, P.PERSON_REVEAL, P.WEAK_PROPOSE}),
        ),
        Role("leader", "部领导", frozenset({"province"}), frozenset(_JUDGE)),
        Role("viewer", "只读", frozenset({"province", "city", "county"}), frozenset(_FOLLOW)),
        Role(
            "attendee",
            "与会人员",
            frozenset({"province", "city", "county"}),
            frozenset({P.REPORT_VIEW}),
        ),
        Role(
            "system_admin",
            "系统管理员",
            frozenset({"province"}),
            frozenset({P.ACCOUNT_MANAGE, P.ROLE_VIEW, P.UI_STYLEGUIDE}),
            business=False,
        ),
        Role(
            "security_admin",
            "安全管理员",
            frozenset({"province"}),
            frozenset({P.GRANT_MANAGE, P.ROLE_VIEW}),
            business=False,
        ),
        Role(
            "auditor",
            "审计管理员",
            frozenset({"province"}),
            frozenset({P.AUDIT_VIEW, P.ROLE_VIEW}),
            business=False,
        ),
    )
}
