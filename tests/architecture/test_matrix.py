"""Every page, by GET and POST, as every role, near and far, against the oracle; and each wall alone.

The first wall is `visible_to`, the second row level security. With one of them switched off the
other alone must keep the canary from every foreign reader.
"""

from collections.abc import Iterator
from itertools import product

import pghistory.models
import pytest
from django.apps import apps

from portal.access import scope
from portal.access.models import User
from tests.architecture import oracle
from tests.architecture.objects import CANARY, World
from tests.architecture.oracle import Area
from tests.architecture.visitor import Answer, Visitor, unmasked_ids
from tests.architecture.walk import PAGES, Page

pytestmark = pytest.mark.django_db
BY_NAME = {
    page.name: page
    for page in PAGES
    if page.name in oracle.RULES and page.name not in oracle.WAITING
}
METHODS = ("GET", "POST")
ROUTES = [(page, method) for page in BY_NAME.values() for method in METHODS]
NAMES = [f"{page.name}-{method}" for page, method in ROUTES]


def expected(rule: oracle.Rule, method: str, role: str, relation: str, *, has_id: bool) -> str:
    """Say what the oracle wants: offered, denied, hidden or allowed."""
    roles = rule.roles(method)
    if roles is None:
        return "not offered"
    if role not in roles:
        return "denied"
    if has_id and rule.area is Area.SELF and (role, relation) != ("county_officer", "own"):
        return "hidden"
    if has_id and rule.area is Area.COUNTY and relation != "own":
        return "hidden"
    return "allowed"


def got(answer: Answer) -> str:
    """Say what the portal did."""
    told = {405: "not offered", 403: "denied", 404: "hidden"}.get(answer.status)
    return told or ("allowed" if answer.is_allowed else f"status {answer.status}")


@pytest.mark.parametrize(("page", "method"), ROUTES, ids=NAMES)
def test_page_answers_as_the_oracle_says(
    world: World, ids: dict[str, object], visitor: Visitor, page: Page, method: str
) -> None:
    rule, url = oracle.RULES[page.name], page.url(ids)
    wrong = []
    for (role, relation), user in world.cast.items():
        if relation != "own" and not page.parameters:
            continue
        answer = visitor.visit(user, url, method, public=rule.public)
        want = expected(rule, method, role, relation, has_id=bool(page.parameters))
        if got(answer) != want:
            wrong.append(f"{role} {relation}: {got(answer)}, not {want}")
        if want in {"denied", "hidden", "not offered"}:
            if answer.writes:
                wrong.append(f"{role} {relation}: refused but wrote {answer.writes} rows")
            if (want == "denied") != (answer.denials == 1):
                wrong.append(f"{role} {relation}: {answer.denials} denials in the audit trail")
        if not rule.reveals and unmasked_ids(answer.text):
            wrong.append(f"{role} {relation}: shows an unmasked ID number")
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


@pytest.fixture
def _without_visible_to(monkeypatch: pytest.MonkeyPatch) -> None:
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
def _without_row_level_security(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = scope.of_user
    monkeypatch.setattr(
        scope,
        "of_user",
        lambda user: scope.Scope("none", whole(user).user_id, whole(user).counties),
    )


def strangers(world: World) -> Iterator[User]:
    """Everybody whose area does not cover county a."""
    for (role, relation), user in world.cast.items():
        if relation != "own" and role != "attendee":
            yield user


def assert_no_canary(
    world: World, ids: dict[str, object], visitor: Visitor, *, hidden: bool
) -> None:
    leaks = []
    for page, user in product(BY_NAME.values(), strangers(world)):
        rule = oracle.RULES[page.name]
        if rule.area is Area.SELF or not rule.get:
            continue
        answer = visitor.visit(user, page.url(ids), public=rule.public)
        if CANARY in answer.text:
            leaks.append(f"{page.name} shows county a's rows to {user}")
        if hidden and page.parameters and rule.area is Area.COUNTY and answer.status == 200:
            leaks.append(f"{page.name} opens county a's row to {user}")
    assert not leaks, "\n".join(leaks)


@pytest.mark.usefixtures("_without_visible_to")
def test_row_level_security_alone_keeps_the_canary_at_home(
    world: World, ids: dict[str, object], visitor: Visitor
) -> None:
    assert_no_canary(world, ids, visitor, hidden=False)


@pytest.mark.usefixtures("_without_row_level_security")
def test_visible_to_alone_keeps_the_canary_at_home(
    world: World, ids: dict[str, object], visitor: Visitor
) -> None:
    assert_no_canary(world, ids, visitor, hidden=True)


def test_the_canary_sings_at_home(world: World, ids: dict[str, object], visitor: Visitor) -> None:
    """The walk can fail: county a's own people do see the canary."""
    county_pages = [
        page for page in BY_NAME.values()
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
