"""Each city in force gets its own offices (市本级), as the loader of divisions gives them."""

from django.db import migrations

_BEGIN = """
WITH city AS (
    SELECT nextval(pg_get_serial_sequence('villages_division', 'id')) AS own_id, one.*
    FROM villages_division one
    WHERE one.level = 'city' AND one.kind = 'division' AND one.valid_to IS NULL
      AND one.code LIKE '____00000000' AND one.code NOT LIKE '__90%'
    ORDER BY one.code
),
begun AS (
    INSERT INTO villages_division (id, code, name, short_name, initials, sort_key, level, kind,
                                   parent_id, county_id, valid_from, is_demo)
    SELECT own_id, left(code, 4) || '99000000', name || '本级', name || '本级', initials || 'bj',
           sort_key, 'county', 'city_own', id, own_id, valid_from, is_demo
    FROM city
    RETURNING id, parent_id, valid_from
)
INSERT INTO villages_reportingline (division_id, parent_id, valid_from)
SELECT id, parent_id, valid_from FROM begun
"""


class Migration(migrations.Migration):
    dependencies = [
        ("villages", "0020_city_own_offices"),
    ]

    operations = [
        migrations.RunSQL(_BEGIN, migrations.RunSQL.noop),
    ]
