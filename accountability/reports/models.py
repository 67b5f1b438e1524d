"""Frozen data, documents made from them, and who downloaded what."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models

from accountability.intake.rules import Period
from accountability.reports.rules import KIND_LABELS, DocumentState
from portal.files.models import StoredFile
from portal.jobs.models import Job
from villages.places.models import Division

if TYPE_CHECKING:
    from portal.access.reader import Reader

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
STATES = [(DocumentState.DRAFT.value, "草稿"), (DocumentState.ISSUED.value, "已印发")]


class Snapshot(models.Model):
    """The data of documents, frozen at one moment; never changed, so neither are they.

    `data` holds the counties, the figures with their formulas and, for each county, from which
    revision its part of a figure came: the way back from paper to cell.
    """

    period = models.CharField("期次", max_length=8)
    scope = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateTimeField("数据截至")
    data = models.JSONField()
    data_sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "快照"
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.data_sha256[:12]}"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents by area."""

    def visible_to(self, user: "Reader") -> "DocumentQuerySet":
        """Keep documents about the user's areas, and what was issued to the whole province."""
        own = models.Q(scope_id__in=user.area_ids) | models.Q(scope_id__in=user.county_ids)
        to_all = models.Q(state=DocumentState.ISSUED, scope__level="province")
        return self.filter(own | to_all)


class Document(models.Model):
    """One version of one document: from which data, by whom, its bytes and their digest."""

    kind = models.CharField("类型", max_length=10, choices=KINDS)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="documents")
    scope = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    period = models.CharField("期次", max_length=8)
    version = models.IntegerField("版本")
    state = models.CharField("状态", max_length=8, choices=STATES, default=DocumentState.DRAFT)
    title = models.CharField("标题", max_length=120)
    number = models.CharField("发文字号", max_length=40, blank=True)
    code = models.CharField("核验码", max_length=12, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pages = models.IntegerField("页数")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="生成人",
    )
    made_at = models.DateTimeField("生成时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="签发人",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope", "period", "version"], name="document_version_once"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="document_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(issued_by__isnull=True)
                | models.Q(made_by__isnull=True)
                | ~models.Q(issued_by=models.F("made_by")),
                name="document_issuer_is_not_maker",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"

    @property
    def period_label(self) -> str:
        """Return the period in Chinese."""
        return Period.parse(self.period).label


class Pack(models.Model):
    """The 县情单 of every county of one period in one archive, made by one job a county."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="packs")
    scope = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    period = models.CharField("期次", max_length=8)
    expected = models.IntegerField("应有份数")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    documents = models.ManyToManyField(Document, related_name="packs")
    archive = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "县情单合集"

    def __str__(self) -> str:
        return f"{self.period} 县情单（{self.expected}份）"

    @property
    def period_label(self) -> str:
        """Return the period in words."""
        return Period.parse(self.period).label


class NumberSeries(models.Model):
    """The last number given to one kind of document in one year; numbers have no gaps."""

    kind = models.CharField(max_length=10)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Download(models.Model):
    """One download of one document or archive."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="downloads"
    )
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, null=True, related_name="downloads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "下载记录"

    def __str__(self) -> str:
        return f"{self.document_id or self.pack_id} {self.by_id}"
