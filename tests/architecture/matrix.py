"""The rules of the walk: what each page should answer to each person, and what it did."""

from collections.abc import Iterator
from itertools import product

from portal.access.models import User
from tests.architecture import oracle
from tests.architecture.objects import CANARY, World
from tests.architecture.oracle import Area
from tests.architecture.visitor import Answer, Visitor, unmasked_ids
from tests.architecture.walk import PAGES, Page

METHODS = ("GET", "POST")
WALKED = [page for page in PAGES if page.name in oracle.RULES]


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


def complaints(
    world: World, ids: dict[str, object], visitor: Visitor, page: Page, method: str
) -> list[str]:
    """Visit one page as the whole cast and say where the portal and the oracle differ."""
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
    return wrong


def strangers(world: World) -> Iterator[User]:
    """Everybody whose area does not cover county a."""
    for (role, relation), user in world.cast.items():
        if relation != "own" and role != "attendee":
            yield user


def leaks_to_strangers(
    world: World, ids: dict[str, object], visitor: Visitor, *, hidden: bool
) -> list[str]:
    """Visit every page as those from elsewhere and say where county a's rows come through."""
    leaks = []
    for page, user in product(WALKED, strangers(world)):
        rule = oracle.RULES[page.name]
        if rule.area is Area.SELF or not rule.get:
            continue
        answer = visitor.visit(user, page.url(ids), public=rule.public)
        if CANARY in answer.text:
            leaks.append(f"{page.name} shows county a's rows to {user}")
        if hidden and page.parameters and rule.area is Area.COUNTY and answer.status == 200:
            leaks.append(f"{page.name} opens county a's row to {user}")
    return leaks
