"""The walk can fail: each hole planted here is found."""

from collections.abc import Callable

import pytest
from django.db import connection

from accountability.reports.models import DocumentQuerySet
from portal.access.models import User
from portal.audit import middleware
from tests import make
from tests.architecture.matrix import WALKED, complaints, leaks_to_strangers
from tests.architecture.objects import World
from tests.architecture.visitor import Visitor

pytestmark = pytest.mark.django_db
PAGE = {page.name: page for page in WALKED}
Plant = Callable[[pytest.MonkeyPatch], None]


def no_first_wall(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DocumentQuerySet, "visible_to", lambda rows, _user: rows)


def no_guard(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(User, "may", lambda _user, _permission: True)


def no_trace(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(middleware, "record", lambda *_, **__: None)


def full_number(patch: pytest.MonkeyPatch) -> None:
    User.objects.update(full_name=make.id_number(7))


@pytest.mark.parametrize(
    ("plant", "page", "method", "complaint"),
    [
        (no_first_wall, "reports:detail", "GET", "county_officer other: allowed, not hidden"),
        (no_first_wall, "reports:download", "GET", "viewer sister: allowed, not hidden"),
        (no_guard, "access:user-list", "GET", "auditor own: allowed, not denied"),
        (no_guard, "access:user-disable", "POST", "leader own: allowed, not denied"),
        (no_trace, "audit:event-list", "GET", "viewer own: 0 denials in the audit trail"),
        (full_number, "access:profile", "GET", "viewer own: shows an unmasked ID number"),
    ],
)
def test_planted_hole_is_found(  # noqa: PLR0917
    world: World,
    ids: dict[str, object],
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    plant: Plant,
    page: str,
    method: str,
    complaint: str,
) -> None:
    assert complaints(world, ids, visitor, PAGE[page], method) == []
    plant(monkeypatch)
    assert complaint in complaints(world, ids, visitor, PAGE[page], method)


@pytest.mark.usefixtures("without_visible_to")
def test_missing_policy_is_found(world: World, ids: dict[str, object], visitor: Visitor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("upload", "revision", "submission", "rosterrow"):
            cursor.execute(f"ALTER TABLE accountability_{table} DISABLE ROW LEVEL SECURITY")
    assert leaks_to_strangers(world, ids, visitor, hidden=False)
