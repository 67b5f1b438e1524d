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
    "intake.open_task": "下达采集任务",
    "intake.extend_deadline": "延长截止时间",
    "intake.remind": "催报",
    "intake.close_task": "结束采集任务",
    "intake.upload": "上传文件",
    "intake.abort_check": "校验中止",
    "intake.edit": "在线修改",
    "intake.confirm_mapping": "确认对应关系",
    "intake.explain": "说明提醒",
    "intake.answer_mark": "答复退回意见",
    "intake.submit": "提交县级审核",
    "intake.withdraw": "撤回提交",
    "intake.sign": "县级审核通过",
    "intake.review": "市级审核通过",
    "intake.accept": "省级接收",
    "intake.return": "退回修改",
    "intake.lock": "锁定",
    "intake.correct": "启动更正",
    "intake.drop": "放弃更正",
    "intake.undo": "撤销接收",
    "intake.download": "下载数据文件",
    "intake.denied": "办理被拒",
    "division.load": "载入区划表",
    "poverty.load": "载入贫困县名单",
    "demo.load": "载入演示省",
    "demo.accounts": "开通演示账号",
    "reference.add": "新增参考表记录",
    "reference.change": "修改参考表记录",
    "reference.delete": "删除参考表记录",
    "reference.import": "导入参考表",
    "reference.export": "导出参考表",
    "posting.export": "导出驻村人员名单",
    "report.ask": "要求生成文件",
    "report.made": "生成文件",
    "report.issued": "印发文件",
    "report.sign": "签发文件",
    "report.pack": "生成县情单合集",
    "report.download": "下载文件",
    "person.view": "查看干部档案",
    "person.reveal": "查看完整身份证号",
}
SEEING = (".view", ".reveal", ".download", ".export")  # endings of verbs that only look


def label(verb: str) -> str:
    """Return what `verb` is called."""
    return VERBS.get(verb, verb)
