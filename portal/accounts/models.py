"""What must be remembered of a user besides who they are."""

from django.conf import settings
from django.db import models


class PasswordHistory(models.Model):
    """One password a user had, as its hash, so that it is not chosen again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="past_passwords"
    )
    password = models.CharField(max_length=128)
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "历史密码"
        indexes = [models.Index(fields=["user", "-chosen_at"], name="password_history_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.chosen_at:%Y-%m-%d}"
