"""The audit trail: append-only, without foreign keys, so it outlives its subjects."""

import pgtrigger
from django.db import models


class AuditEvent(models.Model):
    """One thing someone did, was refused, or was shown: who, what, to which row, when."""

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField("操作人", max_length=150)
    verb = models.CharField("动作", max_length=64)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    county_id = models.BigIntegerField(null=True)
    sentence = models.TextField("说明")
    detail = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=36, blank=True)
    refused = models.BooleanField("被拒绝", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="audit_subject_at"),
            models.Index(fields=["actor_id", "at"], name="audit_actor_at"),
            models.Index(fields=["-at"], name="audit_at"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.sentence}"
