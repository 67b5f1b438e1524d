"""Reference tables of people in the console."""

from django.contrib import admin
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from portal.console import ImportedAdmin, ReferenceResource, console
from villages.people.models import Unit
from villages.places.models import Division


class StandingDivision(ForeignKeyWidget):  # type: ignore[misc]
    """A division written as its code; the one in force is meant."""

    def get_queryset(self, value: object, row: object, *args: object, **kwargs: object) -> object:
        """Look among what stands."""
        return Division.objects.filter(valid_to__isnull=True)


class UnitResource(ReferenceResource):
    """Units by name and area."""

    division_code = Field("division", "division_code", StandingDivision(Division, "code"))

    class Meta(ReferenceResource.Meta):
        model = Unit
        fields = ("name", "level", "division_code")
        import_id_fields = ("name", "division_code")


@admin.register(Unit, site=console)
class UnitAdmin(ImportedAdmin):
    """Units that send cadres."""

    resource_classes = [UnitResource]
    list_display = ("name", "level", "division")
    list_filter = ("level",)
    search_fields = ("name",)
    raw_id_fields = ("division",)
    list_select_related = ("division",)
