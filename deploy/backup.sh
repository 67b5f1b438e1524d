#!/bin/sh
# Nightly backup: one dump a day, fourteen kept, and one growing copy of the files.
# Needs DATABASE_URL, PORTAL_VAR and PORTAL_BACKUP; pg_dump of the server's version and rsync.
set -eu
umask 077
day=$(date +%Y%m%d)
mkdir -p "$PORTAL_BACKUP/dumps" "$PORTAL_BACKUP/files"
# The dump first: files are never removed, so each one that a row names is in the copy.
pg_dump -Fc -f "$PORTAL_BACKUP/dumps/$day.unfinished" "$DATABASE_URL"
mv "$PORTAL_BACKUP/dumps/$day.unfinished" "$PORTAL_BACKUP/dumps/$day.dump"
if [ -d "$PORTAL_VAR/files" ]; then
  rsync -a --ignore-existing "$PORTAL_VAR/files/" "$PORTAL_BACKUP/files/"
fi
find "$PORTAL_BACKUP/dumps" -name '*.dump' -mtime +14 -delete
echo "portal backup: $PORTAL_BACKUP/dumps/$day.dump"
