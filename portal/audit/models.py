"""The audit trail: append-only, without foreign keys, so it outlives its subjects."""

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models

from portal.access.roles import Permission
from portal.audit.verbs import label

if TYPE_CHECKING:
    from portal.access.models import User


APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'the audit trail cannot be emptied';",
    ),
]


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Events by reader."""

    def visible_to(self, user: "User") -> "AuditEventQuerySet":
        """Keep everything for the auditor, nothing for anybody else."""
        return self.all() if user.may(Permission.AUDIT_VIEW) else self.none()


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

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_at"),
            models.Index(fields=["actor_id", "-at", "-id"], name="audit_actor_at"),
            models.Index(fields=["verb", "-at", "-id"], name="audit_verb_at"),
            models.Index(fields=["county_id", "-at", "-id"], name="audit_county_at"),
            models.Index(
                fields=["subject_type", "subject_id", "-at", "-id"], name="audit_subject_at"
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.sentence}"

    @property
    def verb_label(self) -> str:
        """Return what was done, in Chinese."""
        return label(self.verb)


class AuditSeal(models.Model):
    """One link of the chain over the trail: how many events it seals, and the head they give."""

    number = models.BigIntegerField("封存序号", primary_key=True)
    sealed_at = models.DateTimeField("封存时间")
    events_count = models.IntegerField("记录数")
    last_event_id = models.BigIntegerField()
    head = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计封存"
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"第{self.number}次封存"


class AuditSealed(models.Model):
    """One event under its seal; without a foreign key, so that a deleted event is missed."""

    event_id = models.BigIntegerField(primary_key=True)
    seal = models.ForeignKey(AuditSeal, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "已封存记录"
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.event_id} → {self.seal_id}"
