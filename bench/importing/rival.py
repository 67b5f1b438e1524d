"""django-import-export over a flat table of the same columns, in its ways from slow to fast."""

from pathlib import Path
from typing import Any

from django.db import connection, models
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader
from tablib import Dataset

from accountability.ledgers.sheets import words
from villages.places.models import Division

BATCH = 1000


def _choice(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class FlatRow(models.Model):
    """One row of the workbook: typed columns only, no history, no raw texts."""

    key = models.CharField(max_length=120, unique=True)
    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    serial = models.IntegerField()
    township_name = models.CharField(max_length=80)
    village_name = models.CharField(max_length=80)
    village_types = models.CharField(max_length=40)
    poor_households = models.IntegerField()
    person_name = models.CharField(max_length=50)
    sex = models.CharField(max_length=1, choices=_choice(("男", "女")))
    birth_month = models.CharField(max_length=7)
    party_status = models.CharField(max_length=20, choices=_choice(words.PARTY))
    education = models.CharField(max_length=20, choices=_choice(words.EDUCATION))
    rank = models.CharField(max_length=40)
    sending_level = models.CharField(max_length=10, choices=_choice(words.LEVELS))
    sending_unit = models.CharField(max_length=120)
    team_role = models.CharField(max_length=10, choices=_choice(words.ROLES))
    is_detached = models.BooleanField()
    arrived_on = models.DateField()
    due_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(
        max_length=10, choices=_choice(words.END_REASONS), blank=True, default=""
    )
    remark = models.TextField(blank=True)

    class Meta:
        app_label = "accountability"  # any installed one will do
        db_table = "bench_flatrow"

    def __str__(self) -> str:
        return self.key


class YesNo(widgets.BooleanWidget):  # type: ignore[misc]
    """Booleans as the workbook writes them."""

    TRUE_VALUES = ["是"]
    FALSE_VALUES = ["否"]


class CachedVillage(widgets.Widget):  # type: ignore[misc]
    """Looks villages up in a dictionary instead of by one statement a row."""

    def __init__(self) -> None:
        super().__init__()
        villages = Division.objects.filter(level="village", valid_to__isnull=True)
        self.known = dict(villages.values_list("code", "pk"))

    def clean(self, value: str, row: object = None, **_: Any) -> int:
        """Return the key of a village."""
        del row
        return self.known[value]


class AsItComes(resources.ModelResource):  # type: ignore[misc]
    """What the documentation's first page gives, with the models' own validation."""

    village = fields.Field("village", "village", widgets.ForeignKeyWidget(Division, "code"))
    is_detached = fields.Field("is_detached", "is_detached", YesNo())

    class Meta:
        model = FlatRow
        import_id_fields = ("key",)
        exclude = ("id",)
        clean_model_instances = True


class Bulk(AsItComes):
    """Its bulk mode, no diff, foreign keys from a dictionary, no validation of the model."""

    village = fields.Field("village_id", "village")

    class Meta(AsItComes.Meta):
        clean_model_instances = False
        use_bulk = True
        batch_size = BATCH
        skip_diff = True

    def __init__(self) -> None:
        super().__init__()
        self.fields["village"].widget = CachedVillage()


class BulkNew(Bulk):
    """The same, told that every row is new: nothing is looked up."""

    class Meta(Bulk.Meta):
        force_init_instance = True


class BulkKnown(Bulk):
    """The same for rows that exist, all of them read at once."""

    class Meta(Bulk.Meta):
        instance_loader_class = CachedInstanceLoader


def make_table() -> None:
    """Create the flat table."""
    with connection.schema_editor() as editor:
        editor.create_model(FlatRow)


def empty_table() -> None:
    """Remove every row."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {FlatRow._meta.db_table}")


def import_file(resource: type[resources.ModelResource], path: Path) -> int:
    """Read the workbook and import it; return how many rows were written."""
    dataset = Dataset().load(path.read_bytes(), format="xlsx")
    result = resource().import_data(dataset, raise_errors=True, use_transactions=True)
    return sum(result.totals[kind] for kind in ("new", "update"))
