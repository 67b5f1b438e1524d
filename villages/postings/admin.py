"""Reference tables of postings in the console."""

from django.contrib import admin

from portal.console import ImportedAdmin, ReferenceResource, console
from villages.postings.models import CalendarDay


class CalendarDayResource(ReferenceResource):
    """Holidays and working weekend days."""

    class Meta(ReferenceResource.Meta):
        model = CalendarDay
        fields = ("day", "is_workday", "name", "document")
        import_id_fields = ("day",)


@admin.register(CalendarDay, site=console)
class CalendarDayAdmin(ImportedAdmin):
    """The calendar of the five days and four nights; every change keeps its history."""

    resource_classes = [CalendarDayResource]
    may_delete = True
    list_display = ("day", "is_workday", "name", "document")
    list_filter = ("is_workday",)
    date_hierarchy = "day"
