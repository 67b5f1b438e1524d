"""Two parameters said the same as two others: the unread ones go, a value somebody set stays."""

from decimal import Decimal

from django.db import migrations

PAIRS = (
    ("claimed_satisfaction_min", "claim_high", Decimal(95)),
    ("checked_satisfaction_max", "recheck_low", Decimal(80)),
)


def merge(apps, schema_editor):
    """Let the kept parameter take over what was set in the other, unless it was set itself."""
    Parameter = apps.get_model("accountability", "Parameter")
    for old, kept, first in PAIRS:
        rows, own = Parameter.objects.filter(code=old), Parameter.objects.filter(code=kept)

        def was_set(found, first=first):
            return found.count() > 1 or found.exclude(number=first).exists()

        if was_set(rows) and not was_set(own):
            title = own.values_list("title", flat=True).first()
            own.delete()
            rows.update(code=kept, **({"title": title} if title else {}))
        else:
            rows.delete()


class Migration(migrations.Migration):
    dependencies = [("accountability", "0031_city_posts")]
    operations = [migrations.RunPython(merge, migrations.RunPython.noop)]
