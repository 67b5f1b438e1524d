"""A stored file is whole and named by its content, or it is not there at all."""

import errno
import hashlib
import os
import shutil

import pytest
from django.http import UnreadablePostError

from portal.files import store as storing
from portal.files.models import StoredFile
from portal.files.store import NoSpaceError, path_of, store
from tests import make

pytestmark = pytest.mark.django_db
BYTES = b"a workbook" * 1000


def left_behind(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_bytes_come_back_under_their_digest():
    row = store([BYTES[:100], BYTES[100:]], at=make.NOON)
    assert row.sha256 == hashlib.sha256(BYTES).hexdigest()
    assert row.size == len(BYTES)
    assert path_of(row.sha256).read_bytes() == BYTES
    assert path_of(row.sha256).stat().st_mode & 0o777 == 0o640


def test_same_content_is_kept_once(settings):
    assert store([BYTES], at=make.NOON) == store([BYTES], at=make.NOON)
    assert StoredFile.objects.count() == 1
    assert len(left_behind(settings)) == 1


def test_damaged_copy_is_mended_by_the_next_upload():
    row = store([BYTES], at=make.NOON)
    path_of(row.sha256).write_bytes(b"damaged")
    store([BYTES], at=make.NOON)
    assert path_of(row.sha256).read_bytes() == BYTES


@pytest.mark.parametrize("error", [UnreadablePostError, ValueError, KeyboardInterrupt])
def test_upload_that_breaks_off_leaves_nothing_and_is_told_as_it_is(settings, error):
    def chunks():
        yield BYTES
        raise error

    with pytest.raises(error):
        store(chunks(), at=make.NOON)
    assert left_behind(settings) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_full_disk_refuses_the_file_and_leaves_nothing(settings, monkeypatch, number):
    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(NoSpaceError):
        store([BYTES], at=make.NOON)
    assert left_behind(settings) == []


def test_no_room_is_seen_before_the_first_byte(settings, monkeypatch):
    usage = shutil.disk_usage(settings.MEDIA_ROOT.parent)
    monkeypatch.setattr(storing, "RESERVE_BYTES", usage.free + 2**30)
    with pytest.raises(NoSpaceError):
        store([BYTES], at=make.NOON)
    assert left_behind(settings) == []
