"""The pairs of characters of a text, for indexes that find Chinese words of two characters."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

CREATE = """
CREATE FUNCTION search_grams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(marked.words, place, 2)), '{}'::text[])
      FROM (SELECT '^' || lower($1) AS words) AS marked,
           generate_series(1, length(marked.words) - 1) AS place
$$
"""


class Migration(migrations.Migration):
    """Add the function search_grams."""

    dependencies = [("portal", "0003_audit_seals")]
    operations = [
        TrigramExtension(),
        migrations.RunSQL(CREATE, "DROP FUNCTION search_grams(text)"),
    ]
