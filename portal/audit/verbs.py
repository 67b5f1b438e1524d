"""What the verbs of the audit trail are called on the screen.

A verb is `<subject>.<what was done>`. One that is missing here is shown as it is written.
"""

VERBS: dict[str, str] = {
    "login.done": "登录",
    "login.failed": "登录失败",
    "login.locked": "登录锁定",
    "login.ended": "退出登录",
    "login.expired": "登录失效",
    "access.denied": "越权被拒",
    "account.create": "开通账号",
    "account.disable": "停用账号",
    "account.enable": "恢复账号",
    "account.unlock": "解除锁定",
    "account.issue_password": "发放初始密码",
    "account.change_password": "修改密码",
    "grant.give": "授予角色",
    "grant.end": "收回角色",
    "audit.export": "导出审计日志",
    "job.cancel": "取消后台任务",
    "person.view": "查看干部档案",
    "person.reveal": "查看完整身份证号",
}
SEEING = (".view", ".reveal", ".download", ".export")  # endings of verbs that only look


def label(verb: str) -> str:
    """Return what `verb` is called."""
    return VERBS.get(verb, verb)
