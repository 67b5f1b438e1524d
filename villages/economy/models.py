"""What is known of a county's economy, each figure with its source."""

from typing import TYPE_CHECKING

from django.db import models

from villages.places.models import Division

if TYPE_CHECKING:
    from portal.access.reader import Reader


class CountyIncomeQuerySet(models.QuerySet["CountyIncome"]):
    """Incomes by year and area."""

    def visible_to(self, user: "Reader") -> "CountyIncomeQuerySet":
        """Keep the counties of the user."""
        return self.filter(county_id__in=user.county_ids)


class CountyIncome(models.Model):
    """The disposable income per head of a county's rural residents in one year, as published."""

    county = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="+", verbose_name="县"
    )
    year = models.IntegerField("年度")
    income_yuan = models.IntegerField("农村居民人均可支配收入（元）")
    source = models.CharField("来源", max_length=200)

    objects = CountyIncomeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县农村居民收入"
        constraints = [
            models.UniqueConstraint(fields=["county", "year"], name="county_income_once"),
            models.CheckConstraint(
                condition=models.Q(income_yuan__gt=0), name="county_income_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {self.year}"
