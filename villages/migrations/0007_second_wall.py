"""The second wall around types of villages and their branches."""

from django.db import migrations

from portal.access import rls


class Migration(migrations.Migration):
    """Show types and branches only within the scope's counties."""

    dependencies = [("villages", "0006_posted_elsewhere")]
    operations = [rls.protect("villages_villagetype"), rls.protect("villages_branch")]
