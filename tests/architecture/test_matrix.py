"""Every page, by GET and POST, as every role, near and far, against the oracle; and each wall alone.

The first wall is `visible_to`, the second row level security. With one of them switched off the
other alone must keep the canary from every foreign reader.
"""

import pghistory.models
import pytest
from django.apps import apps

from tests.architecture import oracle
from tests.architecture.matrix import METHODS, WALKED, complaints, leaks_to_strangers
from tests.architecture.objects import CANARY, World
from tests.architecture.oracle import Area
from tests.architecture.visitor import Visitor
from tests.architecture.walk import Page

pytestmark = pytest.mark.django_db
ROUTES = [(page, method) for page in WALKED for method in METHODS]
NAMES = [f"{page.name}-{method}" for page, method in ROUTES]


@pytest.mark.parametrize(("page", "method"), ROUTES, ids=NAMES)
def test_page_answers_as_the_oracle_says(
    world: World, ids: dict[str, object], visitor: Visitor, page: Page, method: str
) -> None:
    wrong = complaints(world, ids, visitor, page, method)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("page", "method"), ROUTES, ids=NAMES)
def test_page_sends_the_stranger_to_the_login(
    world: World, ids: dict[str, object], visitor: Visitor, page: Page, method: str
) -> None:
    answer = visitor.visit(None, page.url(ids), method)
    if oracle.RULES[page.name].public:
        assert answer.is_allowed or answer.status == 405
    else:
        assert answer.is_login or answer.status == 405
    assert CANARY not in answer.text


@pytest.mark.usefixtures("without_visible_to")
def test_row_level_security_alone_keeps_the_canary_at_home(
    world: World, ids: dict[str, object], visitor: Visitor
) -> None:
    assert not leaks_to_strangers(world, ids, visitor, hidden=False)


@pytest.mark.usefixtures("without_row_level_security")
def test_visible_to_alone_keeps_the_canary_at_home(
    world: World, ids: dict[str, object], visitor: Visitor
) -> None:
    assert not leaks_to_strangers(world, ids, visitor, hidden=True)


def test_the_canary_sings_at_home(world: World, ids: dict[str, object], visitor: Visitor) -> None:
    """The walk can fail: county a's own people do see the canary."""
    county_pages = [
        page for page in WALKED
        if page.parameters and oracle.RULES[page.name].area is not Area.PORTAL
    ]  # fmt: skip
    readers = [user for (_, relation), user in world.cast.items() if relation == "own"]
    assert any(
        CANARY in visitor.visit(user, page.url(ids)).text
        for page in county_pages
        for user in readers
    )


def test_models_with_a_county_hide_by_visible_to() -> None:
    """Each model that belongs to a county can be read through `visible_to`."""
    without = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in {"villages", "accountability"}
        and any(field.name == "county" for field in model._meta.fields)
        and not issubclass(model, pghistory.models.Event)
        and not hasattr(model._default_manager.all(), "visible_to")
    }
    assert not without
