"""The world of the walk: made once a module, thrown away after it."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings

from portal.access import scope
from tests.architecture import objects
from tests.architecture.objects import MAKERS, World, build
from tests.architecture.visitor import Visitor

for module in pkgutil.iter_modules(objects.__path__):
    importlib.import_module(f"{objects.__name__}.{module.name}")


@pytest.fixture(autouse=True)
def _files_of_their_own() -> None:
    """Let the world keep its files for the whole module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), transaction.atomic(), files:
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def ids(world: World) -> dict[str, object]:
    """One row for each URL parameter, all in county a."""
    return {name: maker(world) for name, maker in MAKERS.items()}


@pytest.fixture(scope="module")
def visitor(world: World) -> Visitor:
    """Everybody of the cast, logged in."""
    return Visitor(world.cast.values())


@pytest.fixture
def without_visible_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch off the first wall."""
    for queryset in _querysets():
        monkeypatch.setattr(queryset, "visible_to", lambda rows, _user: rows)


def _querysets() -> set[type]:
    found = set()
    for model in apps.get_models():
        for manager in model._meta.managers:
            kind = type(manager.get_queryset())
            found |= {base for base in kind.__mro__ if "visible_to" in vars(base)}
    return found


@pytest.fixture
def without_row_level_security(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch off the second wall."""
    whole = scope.of_user
    monkeypatch.setattr(
        scope,
        "of_user",
        lambda user: scope.Scope("none", whole(user).user_id, whole(user).counties),
    )
