"""The holidays of 2018 to 2021, as the State Council announced them."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parents[1] / "postings" / "data" / "calendar.csv"


def load(apps, schema_editor) -> None:
    day = apps.get_model("villages", "CalendarDay")
    with FILE.open(encoding="utf-8", newline="") as lines:
        day.objects.bulk_create(
            [
                day(
                    day=row["day"],
                    is_workday=row["is_workday"] == "1",
                    name=row["name"],
                    document=row["document"],
                )
                for row in csv.DictReader(lines)
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    """Fill the calendar."""

    dependencies = [("villages", "0003_calendar_and_history")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
