"""./run manage open_administrators --province CODE NAME NAME NAME."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts import actions


class Command(BaseCommand):
    """Open the first three accounts, for three people."""

    help = "首次安装：为系统管理员、安全管理员、审计管理员三人开通账号，打印各自的初始密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the command line takes."""
        parser.add_argument("--province", required=True, metavar="CODE", help="省级区划代码")
        parser.add_argument("system", help="系统管理员姓名")
        parser.add_argument("security", help="安全管理员姓名")
        parser.add_argument("auditor", help="审计管理员姓名")
        parser.add_argument("--unit", default="省委组织部", help="所在单位")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Open the accounts and print their passwords, which are kept nowhere."""
        division = apps.get_model("villages", "Division").objects
        code = options["province"].ljust(12, "0")
        province = division.filter(code=code, level="province", valid_to=None).first()
        if province is None:
            raise CommandError(f"没有代码为 {code} 的省级区划。请先用 load_divisions 载入区划表。")
        names = [options[role] for role in ("system", "security", "auditor")]
        if len(set(names)) < len(names):
            raise CommandError("三员须由三人分别担任，不能重名。")
        try:
            opened = actions.open_administrators(
                names=names, unit_name=options["unit"], area=province, at=timezone.now()
            )
        except actions.AlreadyOpenError as error:
            raise CommandError("三员账号已经开通，不能重复执行。") from error
        for user, password in opened:
            self.stdout.write(f"{user}  初始密码：{password}")
        self.stdout.write("初始密码只显示这一次，请分别当面交给本人；首次登录须修改。")
