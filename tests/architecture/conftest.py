"""The world of the walk: made once a module, thrown away after it."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

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
