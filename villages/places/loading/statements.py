"""The statements that compare an edition with the divisions in force and write the difference.

`incoming` holds the edition, `standing` what is in force under the same roots, `succession` which
row became which; all three live as long as the transaction.
"""

CLEAR = """
DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.standing, pg_temp.succession, pg_temp.told_line,
    pg_temp.turned
"""
CREATE_INCOMING = """
CREATE TEMP TABLE incoming (
    code varchar(12) PRIMARY KEY, name varchar(80), short_name varchar(80), initials varchar(80),
    sort_key varchar(160), level varchar(10), kind varchar(10), parent_code varchar(12),
    county_code varchar(12), id bigint, parent_id bigint, county_id bigint
) ON COMMIT DROP
"""
COPY_INCOMING = """
COPY incoming (code, name, short_name, initials, sort_key, level, kind, parent_code, county_code)
FROM STDIN
"""
CREATE_STANDING = """
CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT id, code, name, level, kind, valid_from, is_demo
FROM villages_division
WHERE valid_to IS NULL AND kind <> 'city_own' AND code LIKE ANY (%(stems)s)
"""
INDEX_STANDING = "CREATE INDEX ON standing (code); ANALYZE standing; ANALYZE incoming"
DIFFERING = """
SELECT s.id, s.code, s.name, s.level
FROM standing s LEFT JOIN incoming i ON i.code = s.code
WHERE i.name IS DISTINCT FROM s.name
"""
FRESH_CODES = """
SELECT code FROM incoming WHERE NOT EXISTS (
    SELECT FROM standing WHERE standing.code = incoming.code
)
"""
KEEP_IDS = """
UPDATE incoming SET id = s.id FROM standing s
WHERE s.code = incoming.code AND (s.name = incoming.name OR s.id = ANY (%(respelled)s))
"""
NEW_IDS = """
UPDATE incoming SET id = numbered.id
FROM (
    SELECT code, nextval(pg_get_serial_sequence('villages_division', 'id')) AS id
    FROM (SELECT code FROM incoming WHERE id IS NULL ORDER BY code) AS ordered
) AS numbered
WHERE numbered.code = incoming.code
"""
# Whatever is above an edition's roots stands in the table already.
PLACE_INCOMING = """
UPDATE incoming SET parent_id = coalesce(p.id, pd.id), county_id = coalesce(c.id, cd.id)
FROM incoming AS self
LEFT JOIN incoming p ON p.code = self.parent_code
LEFT JOIN villages_division pd ON pd.code = self.parent_code AND pd.valid_to IS NULL
LEFT JOIN incoming c ON c.code = self.county_code
LEFT JOIN villages_division cd ON cd.code = self.county_code AND cd.valid_to IS NULL
WHERE self.code = incoming.code
"""
COUNT_BEGINNING = """
SELECT count(*) FROM incoming i WHERE NOT EXISTS (SELECT FROM standing s WHERE s.id = i.id)
"""
ENDING = """
SELECT s.id, s.code, s.name, s.valid_from
FROM standing s LEFT JOIN incoming i ON i.id = s.id WHERE i.id IS NULL ORDER BY s.code
"""
END = "UPDATE villages_division SET valid_to = %(on)s WHERE id = ANY (%(ids)s)"
BEGIN = """
INSERT INTO villages_division (id, code, name, short_name, initials, sort_key, level, kind,
                               parent_id, county_id, valid_from, is_demo)
SELECT i.id, i.code, i.name, i.short_name, i.initials, i.sort_key, i.level, i.kind,
       i.parent_id, i.county_id, %(on)s, %(is_demo)s
FROM incoming i LEFT JOIN standing s ON s.id = i.id
WHERE s.id IS NULL ORDER BY i.code
"""
REMEMBER_SPELLING = """
INSERT INTO villages_divisionalias (division_id, county_id, name, source, confirmed_at)
SELECT s.id, i.county_id, s.name, %(source)s, %(at)s
FROM standing s JOIN incoming i ON i.id = s.id
WHERE i.name <> s.name AND i.county_id IS NOT NULL
ON CONFLICT DO NOTHING
"""
AMEND = """
UPDATE villages_division d
SET name = i.name, short_name = i.short_name, initials = i.initials, sort_key = i.sort_key,
    level = i.level, kind = i.kind, parent_id = i.parent_id, county_id = i.county_id
FROM incoming i JOIN standing s ON s.id = i.id
WHERE d.id = i.id
  AND (d.name, d.short_name, d.level, d.kind, d.parent_id, d.county_id)
      IS DISTINCT FROM (i.name, i.short_name, i.level, i.kind, i.parent_id, i.county_id)
"""
CREATE_SUCCESSION = """
CREATE TEMP TABLE succession (
    old_id bigint, new_code varchar(12), change varchar(20), document varchar(120),
    is_single boolean, new_id bigint
) ON COMMIT DROP
"""
COPY_SUCCESSION = "COPY succession (old_id, new_code, change, document, is_single) FROM STDIN"
RESOLVE_SUCCESSION = """
UPDATE succession SET new_id = i.id FROM incoming i WHERE i.code = succession.new_code
"""
RECORD_SUCCESSION = """
INSERT INTO villages_divisionchange (predecessor_id, successor_id, changed_on, change, document)
SELECT old_id, new_id, %(on)s, change, document FROM succession
ON CONFLICT DO NOTHING
"""
# What is known of a place goes on under its new code; the old row keeps what was true until then.
CARRY_TYPES = """
INSERT INTO villages_villagetype
    (village_id, county_id, kind, valid_from, source, source_revision_id, source_row)
SELECT d.id, d.county_id, t.kind, %(on)s, t.source, t.source_revision_id, t.source_row
FROM villages_villagetype t
JOIN succession x ON x.old_id = t.village_id AND x.is_single
JOIN villages_division d ON d.id = x.new_id AND d.county_id IS NOT NULL
WHERE t.valid_to IS NULL
ON CONFLICT DO NOTHING
"""
END_TYPES = """
UPDATE villages_villagetype t SET valid_to = %(on)s
FROM succession x
WHERE x.old_id = t.village_id AND x.is_single AND t.valid_to IS NULL AND t.valid_from < %(on)s
"""
MOVE_TYPES = """
UPDATE villages_villagetype t SET county_id = d.county_id
FROM villages_division d
WHERE d.id = t.village_id AND d.valid_to IS NULL AND t.valid_to IS NULL
  AND d.county_id IS DISTINCT FROM t.county_id AND d.county_id IS NOT NULL
"""
CARRY_POVERTY = """
INSERT INTO villages_povertystatus
    (division_id, kind, is_deep, listed_on, batch_year, delisted_on, source)
SELECT x.new_id, p.kind, p.is_deep, p.listed_on, p.batch_year, p.delisted_on, p.source
FROM villages_povertystatus p JOIN succession x ON x.old_id = p.division_id AND x.is_single
ON CONFLICT DO NOTHING
"""
CARRY_ALIASES = """
INSERT INTO villages_divisionalias (division_id, county_id, name, source, confirmed_at)
SELECT d.id, d.county_id, a.name, a.source, a.confirmed_at
FROM villages_divisionalias a
JOIN succession x ON x.old_id = a.division_id AND x.is_single
JOIN villages_division d ON d.id = x.new_id AND d.county_id IS NOT NULL
ON CONFLICT DO NOTHING
"""
OLD_NAMES = """
INSERT INTO villages_divisionalias (division_id, county_id, name, source, confirmed_at)
SELECT d.id, d.county_id, old.name, %(source)s, %(at)s
FROM succession x
JOIN villages_division d ON d.id = x.new_id AND d.county_id IS NOT NULL
JOIN villages_division old ON old.id = x.old_id AND old.name <> d.name
WHERE x.is_single
ON CONFLICT DO NOTHING
"""
END_LINES = """
UPDATE villages_reportingline l SET valid_to = %(on)s
FROM villages_division d
WHERE d.id = ANY (%(ids)s) AND l.division_id = d.id AND l.valid_to IS NULL AND l.valid_from < %(on)s
"""
# A new county answers to whom it is said to, else to whom its predecessor did, else to its city.
BEGIN_LINES = """
INSERT INTO villages_reportingline (division_id, parent_id, valid_from)
SELECT i.id, coalesce(told.id, heir.id, inherited.parent_id, i.parent_id), %(on)s
FROM incoming i
LEFT JOIN told_line t ON t.county_code = i.code
LEFT JOIN villages_division told ON told.code = t.parent_code AND told.valid_to IS NULL
LEFT JOIN succession x ON x.new_id = i.id AND x.is_single
LEFT JOIN villages_reportingline inherited
    ON inherited.division_id = x.old_id AND inherited.valid_to = %(on)s
LEFT JOIN succession above ON above.old_id = inherited.parent_id
LEFT JOIN villages_division heir ON heir.id = above.new_id
WHERE i.level = 'county'
  AND coalesce(told.id, heir.id, inherited.parent_id, i.parent_id) IS NOT NULL
  AND NOT EXISTS (
      SELECT FROM villages_reportingline l WHERE l.division_id = i.id AND l.valid_to IS NULL
  )
"""
CREATE_TOLD = """
CREATE TEMP TABLE told_line (county_code varchar(12) PRIMARY KEY, parent_code varchar(12))
ON COMMIT DROP
"""
COPY_TOLD = "COPY told_line FROM STDIN"
# Lines that are told anew, and lines to a parent that has become another.
CREATE_TURNED = """
CREATE TEMP TABLE turned ON COMMIT DROP AS
SELECT l.id, l.division_id, l.valid_from, coalesce(told.id, above.new_id) AS parent_id
FROM villages_reportingline l
JOIN villages_division county ON county.id = l.division_id AND county.valid_to IS NULL
LEFT JOIN told_line t ON t.county_code = county.code AND %(is_told)s
LEFT JOIN villages_division told ON told.code = t.parent_code AND told.valid_to IS NULL
LEFT JOIN succession above ON above.old_id = l.parent_id
WHERE l.valid_to IS NULL AND l.parent_id <> coalesce(told.id, above.new_id)
"""
TURN_LINES = (
    """
    UPDATE villages_reportingline l SET parent_id = turned.parent_id FROM turned
    WHERE l.id = turned.id AND turned.valid_from >= %(on)s
    """,
    """
    UPDATE villages_reportingline l SET valid_to = %(on)s FROM turned
    WHERE l.id = turned.id AND turned.valid_from < %(on)s
    """,
    """
    INSERT INTO villages_reportingline (division_id, parent_id, valid_from)
    SELECT division_id, parent_id, %(on)s FROM turned WHERE valid_from < %(on)s
    """,
)
CARRY = (
    CARRY_TYPES,
    END_TYPES,
    MOVE_TYPES,
    CARRY_POVERTY,
    CARRY_ALIASES,
    OLD_NAMES,
)
STRAY_GRANTS = """
SELECT DISTINCT d.code, d.name
FROM portal_grant g JOIN villages_division d ON d.id = g.area_id
WHERE (d.id = ANY (%(ids)s) OR d.kind = 'city_own' AND d.parent_id = ANY (%(ids)s))
  AND (g.valid_to IS NULL OR g.valid_to > %(on)s)
ORDER BY d.code
"""
