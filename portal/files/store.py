"""Content-addressed storage: write beside, flush to disk, rename, then the row may be committed."""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from portal.files.models import StoredFile

MIN_FREE_BYTES = 300 * 2**20


class NoSpaceError(Exception):
    """The disk is too full to accept a file; nothing was kept."""


def path_of(sha256: str) -> Path:
    """Return where the bytes of `sha256` lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def store(chunks: Iterable[bytes], *, at: dt.datetime) -> StoredFile:
    """Keep the bytes of `chunks` and return their row.

    The same content gives the same row. Raises: NoSpaceError.
    """
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < MIN_FREE_BYTES:
        raise NoSpaceError
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, suffix=".part", delete=False) as part:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        except OSError as error:
            Path(part.name).unlink(missing_ok=True)
            raise NoSpaceError from error
    _settle(Path(part.name), path_of(digest.hexdigest()))
    row, _ = StoredFile.objects.get_or_create(
        sha256=digest.hexdigest(), defaults={"size": size, "stored_at": at}
    )
    return row


def _settle(part: Path, final: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    part.replace(final)
    directory = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
