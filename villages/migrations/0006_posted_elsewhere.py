"""Whether a person is posted in another county: yes or no, past the second wall, nothing more."""

from django.db import migrations

CREATE = """
CREATE FUNCTION villages_posted_elsewhere(own_county bigint, on_day date, prints text[])
RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT person.id_fingerprint::text
      FROM villages_person person
      JOIN villages_posting posting ON posting.person_id = person.id
     WHERE person.id_fingerprint = ANY (prints) AND posting.county_id <> own_county
       AND posting.started_on <= on_day
       AND (posting.ended_on IS NULL OR posting.ended_on > on_day)
$$
"""
DROP = "DROP FUNCTION villages_posted_elsewhere(bigint, date, text[])"


class Migration(migrations.Migration):
    """Let a county ask about the persons it names itself."""

    dependencies = [("villages", "0005_roster_sources")]
    operations = [migrations.RunSQL(CREATE, DROP)]
