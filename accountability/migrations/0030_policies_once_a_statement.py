"""Every policy reads the scope's counties once a statement instead of once a row."""

from django.db import migrations

from portal.access import rls


class Migration(migrations.Migration):
    """Alter the policies of all tables behind row level security."""

    dependencies = [
        ("accountability", "0029_weak_case_told_until"),
        ("villages", "0019_initials_of_units"),
    ]

    operations = [rls.ask_once()]
