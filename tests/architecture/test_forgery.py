"""No page that changes anything can be made to do so by another site."""

import pytest
from django.db import transaction
from django.test import Client

from portal.access.models import User
from tests.architecture import oracle
from tests.architecture.objects import World
from tests.architecture.walk import PAGES, Page

pytestmark = pytest.mark.django_db
POSTED = [
    page for page in PAGES if page.name in oracle.RULES and oracle.RULES[page.name].post is not None
]


@pytest.fixture(scope="module")
def strict(world: World) -> dict[int, Client]:
    """Browsers of the whole cast that check the token."""
    browsers = {}
    for user in world.cast.values():
        browsers[user.pk] = Client(enforce_csrf_checks=True)
        browsers[user.pk].force_login(user)
    return browsers


def someone_who_may(world: World, page: Page) -> User:
    roles = oracle.RULES[page.name].post or oracle.EVERYBODY
    return world.cast[min(roles), "own"]


@pytest.mark.parametrize("page", POSTED, ids=str)
def test_post_without_a_token_is_refused(
    world: World, ids: dict[str, object], strict: dict[int, Client], page: Page
) -> None:
    if page.name == "healthz":
        pytest.skip("changes nothing")
    assert not getattr(page.view, "csrf_exempt", False)
    with transaction.atomic():
        response = strict[someone_who_may(world, page).pk].post(page.url(ids))
        transaction.set_rollback(True)
    assert response.status_code == 403
