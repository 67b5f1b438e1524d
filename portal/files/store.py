"""Content-addressed storage: write beside, flush to disk, rename, then the row may be committed."""

import datetime as dt
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from portal.files.models import StoredFile

RESERVE_BYTES = 300 * 2**20  # of the disk, for everything else
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class NoSpaceError(Exception):
    """The disk is too full to accept a file; nothing was kept."""


def path_of(sha256: str) -> Path:
    """Return where the bytes of `sha256` lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def free_bytes() -> int:
    """Return how much may still be stored."""
    return max(0, shutil.disk_usage(settings.MEDIA_ROOT).free - RESERVE_BYTES)


def store(chunks: Iterable[bytes], *, at: dt.datetime) -> StoredFile:
    """Keep the bytes of `chunks` and return their row.

    The same content gives the same row. Raises: NoSpaceError.
    """
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if not free_bytes():
        raise NoSpaceError
    with tempfile.NamedTemporaryFile(dir=root, suffix=".part", delete=False) as part:
        try:
            sha256, size = _write(chunks, part)
            _settle(Path(part.name), path_of(sha256))
        except BaseException as error:
            Path(part.name).unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise NoSpaceError from error
            raise
    row, _ = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "stored_at": at}
    )
    return row


def _write(chunks: Iterable[bytes], part: IO[bytes]) -> tuple[str, int]:
    """Write everything down to the disk and return digest and size."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        part.write(chunk)
    part.flush()
    os.fsync(part.fileno())
    return digest.hexdigest(), size


def _settle(part: Path, final: Path) -> None:
    """Give the bytes their name, and have the directories on the disk know it."""
    final.parent.mkdir(parents=True, exist_ok=True)
    part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    part.replace(final)
    for directory in (final.parent, final.parent.parent, final.parent.parent.parent):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def forget(sha256: str) -> bool:
    """Remove a file that no row names any more; one that is named stays. Say whether it went.

    The bytes go when the transaction has been committed.
    """
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=sha256).delete()
    except (ProtectedError, IntegrityError):
        return False
    transaction.on_commit(lambda: _remove(sha256))
    return True


def _remove(sha256: str) -> None:
    if not StoredFile.objects.filter(pk=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)
