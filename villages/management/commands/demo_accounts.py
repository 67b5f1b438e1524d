"""./run manage demo_accounts: open the demo accounts and print them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from villages.demo.accounts import NoProvinceError, account_lines, make_accounts


class Command(BaseCommand):
    """Open the demo accounts that are missing and print those to log in with."""

    help = "开通演示账号并打印账号、密码、角色和范围（只用于演示安装）。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Open and print."""
        if not settings.PORTAL_DEMO:
            raise CommandError("这不是演示安装（PORTAL_DEMO=0），没有演示账号。")
        try:
            make_accounts(at=timezone.now())
        except NoProvinceError as error:
            raise CommandError(
                "演示省还没有载入，请先执行：./run manage load_demo_province"
            ) from error
        for line in account_lines():
            self.stdout.write(line)
