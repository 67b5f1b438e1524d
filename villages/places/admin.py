"""Reference tables of places in the console."""

from django.contrib import admin

from portal.console import ReferenceAdmin, ReferenceResource, console
from villages.places.models import Division, DivisionAlias, PovertyStatus


class DivisionResource(ReferenceResource):
    """The division table as it is loaded, with its dates."""

    class Meta(ReferenceResource.Meta):
        model = Division
        fields = ("code", "name", "level", "kind", "parent__code", "valid_from", "valid_to")
        import_id_fields = ("code", "valid_from")


@admin.register(Division, site=console)
class DivisionAdmin(ReferenceAdmin):
    """Divisions come by load_divisions; here they are read."""

    resource_classes = [DivisionResource]
    may_amend = False
    list_display = ("code", "name", "level", "kind", "valid_from", "valid_to")
    list_filter = ("level", "kind")
    search_fields = ("=code", "name")
    ordering = ("code", "valid_from")
    show_full_result_count = False


class DivisionAliasResource(ReferenceResource):
    """Other ways of writing a name."""

    class Meta(ReferenceResource.Meta):
        model = DivisionAlias
        fields = ("id", "division__code", "county__code", "name", "source", "confirmed_at")


@admin.register(DivisionAlias, site=console)
class DivisionAliasAdmin(ReferenceAdmin):
    """Aliases: a wrong one is taken away here."""

    resource_classes = [DivisionAliasResource]
    may_delete = True
    list_display = ("name", "division", "county", "source", "confirmed_at")
    search_fields = ("name",)
    raw_id_fields = ("division", "county")
    list_select_related = ("division", "county")


class PovertyStatusResource(ReferenceResource):
    """The register of poor counties."""

    class Meta(ReferenceResource.Meta):
        model = PovertyStatus
        fields = (
            "id", "division__code", "division__name", "kind", "is_deep", "listed_on",
            "batch_year", "delisted_on", "source",
        )  # fmt: skip


@admin.register(PovertyStatus, site=console)
class PovertyStatusAdmin(ReferenceAdmin):
    """Poor counties; every change keeps its history."""

    resource_classes = [PovertyStatusResource]
    list_display = ("division", "kind", "is_deep", "batch_year", "delisted_on")
    list_filter = ("kind", "is_deep", "batch_year")
    raw_id_fields = ("division",)
    list_select_related = ("division",)
