"""Row level security: the statements migrations and post_migrate run."""

from django.db import connection, migrations

from portal.access.scope import APP_ROLE

_CREATE_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
        CREATE ROLE {APP_ROLE} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{APP_ROLE}', 'MEMBER') THEN
        EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
    END IF;
END $$;
"""


def create_role() -> migrations.RunSQL:
    """Return the operation that creates the application role once per cluster."""
    return migrations.RunSQL(_CREATE_ROLE, migrations.RunSQL.noop)


# PostgreSQL asks a sub-select once a statement and looks a county up in its hash; without one the
# list of counties is read anew for every row. No setting, or an empty one, is no county.
_IN_SCOPE = (
    "{column} IN (SELECT unnest(nullif(current_setting('app.counties', true), '')::bigint[]))"
)
_IN_SCOPE_BY_ROW = "{column} = ANY (current_setting('app.counties', true)::bigint[])"


def protect(table: str, column: str = "county_id") -> migrations.RunSQL:
    """Return the operation that shows rows of `table` only within the scope's counties."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY county_scope ON {table} TO {APP_ROLE}"
        f" USING ({_IN_SCOPE.format(column=column)});",
        f"DROP POLICY county_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def ask_once() -> migrations.RunSQL:
    """Return the operation that lets policies that asked row by row ask once a statement."""
    return migrations.RunSQL(_altered(_IN_SCOPE), _altered(_IN_SCOPE_BY_ROW))


def _altered(scope: str) -> str:
    condition = scope.format(column="county_id").replace("'", "''")
    return f"""
DO $$ DECLARE guarded regclass; BEGIN
    FOR guarded IN SELECT polrelid FROM pg_policy WHERE polname = 'county_scope' LOOP
        EXECUTE format('ALTER POLICY county_scope ON %s USING ({condition})', guarded);
    END LOOP;
END $$;
"""  # noqa: S608 - no word in it comes from outside


APPEND_ONLY = ("portal_auditevent", "portal_userevent", "portal_grantevent")
SYSTEM_ONLY = ("portal_auditseal", "portal_auditsealed")


def grant_app_role(**_: object) -> None:
    """Let the application role work on every table but change no history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone() is None:
            return
        cursor.execute(
            f"GRANT USAGE ON SCHEMA public TO {APP_ROLE};"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};"
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};"
        )
        tables = set(connection.introspection.table_names(cursor))
        for table in tables.intersection(APPEND_ONLY):
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {APP_ROLE}")
        for table in tables.intersection(SYSTEM_ONLY):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {APP_ROLE}")
