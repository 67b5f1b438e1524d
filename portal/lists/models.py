"""Columns chosen, filters saved, lists handed out."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.files.models import StoredFile
from portal.jobs.models import Job

if TYPE_CHECKING:
    from portal.access.models import User


class SharedWith(models.TextChoices):
    """Who may use a saved filter."""

    NOBODY = "nobody", "仅本人"
    UNIT = "unit", "本单位"
    AREA = "area", "本辖区"


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters by reader."""

    def visible_to(self, user: "User") -> "SavedFilterQuerySet":
        """Keep one's own, those of one's unit, and those of the areas one was granted."""
        usable = Q(owner=user) | Q(shared_with=SharedWith.AREA, area_id__in=user.area_ids)
        if user.unit_name:
            usable |= Q(shared_with=SharedWith.UNIT, unit_name=user.unit_name)
        return self.filter(usable)


class SavedFilter(models.Model):
    """One question to one list under a name: the query of an address and nothing else.

    Whoever uses it asks the question anew, of the rows they may see themselves.
    """

    list_name = models.CharField(max_length=40)
    name = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    shared_with = models.CharField(
        "谁可以用", max_length=8, choices=SharedWith.choices, default=SharedWith.NOBODY
    )
    unit_name = models.CharField(max_length=100, blank=True)
    area = models.ForeignKey(
        "villages.Division", on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name", "name"], name="saved_filter_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns one user wants to see in one list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=40)
    columns = ArrayField(models.CharField(max_length=60))

    class Meta:
        verbose_name = verbose_name_plural = "显示列"
        constraints = [
            models.UniqueConstraint(fields=["user", "list_name"], name="chosen_columns_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.list_name}"


class ExportQuerySet(models.QuerySet["Export"]):
    """Exports by reader."""

    def visible_to(self, user: "User") -> "ExportQuerySet":
        """Keep the user's own."""
        return self.filter(by=user)


class Export(models.Model):
    """One list as a workbook that was made in the background, for whoever asked for it."""

    list_name = models.CharField(max_length=40)
    title = models.CharField("名称", max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    rows_count = models.IntegerField("行数")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单导出"

    def __str__(self) -> str:
        return f"{self.title} {self.rows_count}行"
