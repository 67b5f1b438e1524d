"""An account in terms and values, for its own page and the administrator's."""

from django.utils import timezone

from portal.access.models import User
from portal.ui.parts import Entry


def entries_of(user: User) -> list[Entry]:
    """Return what the portal knows of `user`."""
    last = timezone.localtime(user.last_login) if user.last_login else None
    return [
        Entry("账号", user.username),
        Entry("姓名", user.full_name),
        Entry("单位", user.unit_name),
        Entry("职务", user.post_title),
        Entry("联系电话", user.phone),
        Entry("上次登录", f"{last:%Y-%m-%d %H:%M}" if last else "从未登录"),
    ]
