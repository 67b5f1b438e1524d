"""Units are found by the first letters of their names; those there are get theirs."""

from typing import Any

from django.db import migrations, models

from villages.places.pinyin import initials


def fill(apps: Any, _editor: Any) -> None:
    """Give every unit the first letters of its name."""
    unit = apps.get_model("villages", "Unit")
    known = list(unit.objects.only("name"))
    for one in known:
        one.initials = initials(one.name)
    unit.objects.bulk_update(known, ["initials"], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ("villages", "0018_words_of_the_console"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="initials",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="简拼"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["initials"], name="unit_initials", opclasses=["varchar_pattern_ops"]),
        ),
    ]
