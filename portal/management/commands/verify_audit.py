"""./run manage verify_audit."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.audit.queries import broken_seals, last_seal


class Command(BaseCommand):
    """Compare the audit trail with its seals."""

    help = "核对审计日志与封存记录；被修改、删除或事后插入的记录会被指出。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say what does not match; exit 1 when anything does not."""
        found = broken_seals(at=timezone.now())
        if found:
            raise CommandError("\n".join(found))
        last = last_seal()
        told = f"共封存{last.number}次，最近校验码 {last.head}。" if last else "还没有封存过。"
        self.stdout.write(f"审计日志与封存记录一致。{told}")
