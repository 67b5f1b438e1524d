"""The second wall around postings."""

from django.db import migrations

from portal.access import rls


class Migration(migrations.Migration):
    """Show postings only within the scope's counties."""

    dependencies = [("villages", "0001_initial"), ("portal", "0001_initial")]
    operations = [rls.protect("villages_posting")]
