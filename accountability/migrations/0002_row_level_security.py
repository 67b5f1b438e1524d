"""The second wall around what counties report."""

from django.db import migrations

from portal.access import rls

TABLES = [
    "cellchange",
    "columnmapping",
    "explanation",
    "indicatorvalue",
    "pointer",
    "presencerow",
    "problem",
    "returnmark",
    "revision",
    "rosterrow",
    "scorerow",
    "step",
    "submission",
    "upload",
]


class Migration(migrations.Migration):
    """Show these tables only within the scope's counties."""

    dependencies = [("accountability", "0001_initial"), ("portal", "0001_initial")]
    operations = [rls.protect(f"accountability_{table}") for table in TABLES]
