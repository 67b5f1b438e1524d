"""Reference tables of the economy in the console."""

from django.contrib import admin
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from portal.console import ImportedAdmin, ReferenceResource, console
from villages.economy.models import CountyIncome
from villages.places.models import Division, Level


class StandingCounty(ForeignKeyWidget):  # type: ignore[misc]
    """A county written as its code; the one in force is meant."""

    def get_queryset(self, value: object, row: object, *args: object, **kwargs: object) -> object:
        """Look among the counties that stand."""
        return Division.objects.places().filter(valid_to__isnull=True, level=Level.COUNTY)


class CountyIncomeResource(ReferenceResource):
    """Incomes by county and year."""

    county_code = Field("county", "county_code", StandingCounty(Division, "code"))

    class Meta(ReferenceResource.Meta):
        model = CountyIncome
        fields = ("county_code", "year", "income_yuan", "source")
        import_id_fields = ("county_code", "year")


@admin.register(CountyIncome, site=console)
class CountyIncomeAdmin(ImportedAdmin):
    """Published incomes, against which the pay of village secretaries is measured."""

    resource_classes = [CountyIncomeResource]
    list_display = ("county", "year", "income_yuan", "source")
    list_filter = ("year",)
    raw_id_fields = ("county",)
    list_select_related = ("county",)
