"""Villages proposed as cases, because their election is not finished."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accountability.intake.models import CountyQuerySet, Revision
from accountability.rectification.models.cases import WeakCase
from accountability.rectification.rules.cases import OPEN, Group
from villages.places.models import Division


class Decision(models.TextChoices):
    """What somebody decided about a proposal."""

    WAITING = "", "待确认"
    CONFIRMED = "confirmed", "同意列入"
    DISMISSED = "dismissed", "不列入"


class ProposalQuerySet(CountyQuerySet):
    """Proposals by what became of them."""

    def standing(self) -> "ProposalQuerySet":
        """Keep the villages the last T7 names that are no case yet."""
        case = WeakCase.objects.filter(village=OuterRef("village"), group__in=[*OPEN, Group.LISTED])
        return self.filter(~Q(Exists(case)), is_named=True)


class Proposal(models.Model):
    """One village the county's last election report (T7) names as unfinished (F-05).

    Proposed by the portal, decided by a person, entered by the county: never listed by itself.
    """

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    is_named = models.BooleanField("仍未完成", default=True)
    period = models.CharField("期次", max_length=8)
    reason = models.CharField("未完成原因", max_length=200, blank=True)
    expected_on = models.DateField("预计完成", null=True)
    source_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    source_row = models.IntegerField()
    decision = models.CharField("办理", max_length=10, choices=Decision.choices, blank=True)
    decision_reason = models.CharField("理由", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("办理时间", null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拟列入整顿的村"
        constraints = [models.UniqueConstraint(fields=["village"], name="proposal_once")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.get_decision_display()}"
