"""Stored files: named by their content, never changed, never deleted while a row names them."""

from django.db import models


class StoredFile(models.Model):
    """The bytes of one file, kept once under their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField("字节数")
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "文件"

    def __str__(self) -> str:
        return f"{self.sha256[:12]}（{self.size} 字节）"
