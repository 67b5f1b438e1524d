"""The second wall around posts."""

from django.db import migrations

from portal.access import rls


class Migration(migrations.Migration):
    """Show posts only within the scope's counties."""

    dependencies = [("villages", "0007_second_wall")]
    operations = [rls.protect("villages_post")]
