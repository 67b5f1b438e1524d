"""./run manage issue_password USERNAME."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.access.models import User
from portal.accounts import actions


class Command(BaseCommand):
    """Issue a first password from the server, also to an administrator."""

    help = "重新发放初始密码（管理员账号只能用本命令），并使其登录当即失效。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the command line takes."""
        parser.add_argument("username", help="账号")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the password, which is kept nowhere."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有账号 {options['username']}。")
        password = actions.issue_password(user=user, by=None, at=timezone.now())
        self.stdout.write(f"{user}  初始密码：{password}")
        self.stdout.write("初始密码只显示这一次，请当面交给本人；首次登录须修改。")
