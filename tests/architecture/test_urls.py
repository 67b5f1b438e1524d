"""Every page is behind login, names its permission, and hides other areas' rows."""

import pytest

from portal.access.models import Grant, User
from portal.access.roles import ROLES
from tests import make
from tests.architecture import oracle
from tests.architecture.objects import MAKERS, World
from tests.architecture.oracle import Area
from tests.architecture.visitor import Visitor
from tests.architecture.walk import OBJECT_PAGES, PAGES, Page

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def outsider(world: World, visitor: Visitor) -> User:
    """An official with every role a county can have, in the county of the other city."""
    county = world.places.county_b
    roles = [code for code, role in ROLES.items() if role.business and "county" in role.levels]
    user = make.user(roles[0], county, *roles[1:])
    visitor.let_in(user)
    return user


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_is_public_or_names_its_permission(page: Page) -> None:
    assert page.name, f"{page.path} has no name"
    claims = [page.is_public, page.is_for_everyone, page.permission is not None]
    assert sum(claims) == 1, "name one: login_not_required, @for_everyone or @require"
    rule = oracle.RULES.get(page.name)
    assert rule, f"add {page.name} to tests/architecture/oracle.py"
    assert page.is_public == rule.public


def test_the_oracle_knows_no_page_that_is_gone() -> None:
    assert set(oracle.RULES) <= {page.name for page in PAGES}


def test_the_oracle_and_the_roles_name_the_same_roles() -> None:
    assert set(oracle.ROLE_LEVELS) == set(ROLES)
    for code, level in oracle.ROLE_LEVELS.items():
        assert level in ROLES[code].levels


@pytest.mark.parametrize("page", OBJECT_PAGES, ids=str)
def test_parameter_is_registered(page: Page) -> None:
    missing = {name for name in page.parameters if page.maker(name, MAKERS) not in MAKERS}
    assert not missing, f"add {missing} to tests/architecture/objects.py"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("page", OBJECT_PAGES, ids=str)
def test_page_hides_rows_outside_the_users_area(
    visitor: Visitor, outsider: User, ids: dict[str, object], page: Page, method: str
) -> None:
    rule = oracle.RULES[page.name]
    if rule.area is Area.PORTAL or rule.public:
        pytest.skip("shows nothing that belongs to a county")
    answer = visitor.visit(outsider, page.url(ids), method)
    nothing = visitor.visit(outsider, page.url_of_nothing(ids), method)
    assert answer.status == nothing.status, "the outsider learns that the row exists"
    assert answer.status in {403, 404, 405}
    if page.permission is None or outsider.may(page.permission):
        assert answer.status in {404, 405}
    assert answer.writes == 0


def test_only_the_system_administrator_reaches_the_admin(visitor: Visitor, world: World) -> None:
    for url in ("/admin/", "/admin/villages/division/", "/admin/portal/user/"):
        assert visitor.visit(None, url).status in {302, 404}
        for (role, _), user in world.cast.items():
            status = visitor.visit(user, url).status
            assert status in {403, 404} or role == "system_admin"


def test_every_role_is_granted_where_it_belongs(world: World) -> None:
    for grant in Grant.objects.select_related("area"):
        assert grant.area.level in ROLES[grant.role].levels
