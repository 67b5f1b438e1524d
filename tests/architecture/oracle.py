"""Who may open which page: written by hand, from the ministry's side, never from the code.

Each route has one line. `get` and `post` name the roles that may; None says the method is not
offered (405). `area` says whose rows the page shows:

COUNTY  rows of the user's counties: a foreign id answers 404
PORTAL  nothing that belongs to a county (accounts, rules, tasks for all)
SELF    the user's own things: everybody else gets 404
"""

from dataclasses import dataclass
from enum import Enum, auto

ROLE_LEVELS = {
    "province_officer": "province",
    "province_signer": "province",
    "city_reviewer": "city",
    "county_officer": "county",
    "county_signer": "county",
    "leader": "province",
    "viewer": "county",
    "attendee": "county",
    "system_admin": "province",
    "security_admin": "province",
    "auditor": "province",
}
EVERYBODY = frozenset(ROLE_LEVELS)


def _some(names: str) -> frozenset[str]:
    unknown = set(names.split()) - EVERYBODY
    assert not unknown, unknown
    return frozenset(names.split())


FOLLOWERS = _some(
    "province_officer province_signer city_reviewer county_officer county_signer leader viewer"
)
NOBODY = _some("")


class Area(Enum):
    """Whose rows a page shows."""

    COUNTY = auto()
    PORTAL = auto()
    SELF = auto()


@dataclass(frozen=True)
class Rule:
    """Who may do what on one route."""

    area: Area
    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    public: bool = False
    reveals: bool = False
    """Shows a full ID number on purpose, to who may see it."""

    def roles(self, method: str) -> frozenset[str] | None:
        return self.get if method == "GET" else self.post


PUBLIC = Rule(Area.PORTAL, EVERYBODY, EVERYBODY, public=True)

SYSTEM, SECURITY, AUDIT = _some("system_admin"), _some("security_admin"), _some("auditor")
READERS = FOLLOWERS | _some("attendee")
OFFICERS = _some("province_officer")
CITY = _some("city_reviewer")
REVEALERS = _some("province_officer county_signer")
FILLERS, SIGNERS = _some("county_officer"), _some("county_signer")
ADMINISTRATORS = SYSTEM | SECURITY | AUDIT

RULES: dict[str, Rule] = {
    # the ground floor
    "healthz": PUBLIC,
    "readyz": Rule(Area.PORTAL, EVERYBODY, None, public=True),
    "access:login": PUBLIC,
    "access:logout": Rule(Area.SELF, None, EVERYBODY),
    "access:profile": Rule(Area.SELF, EVERYBODY, None),
    "access:password": Rule(Area.SELF, EVERYBODY, EVERYBODY),
    "access:user-list": Rule(Area.PORTAL, SYSTEM, SYSTEM),
    "access:user-create": Rule(Area.PORTAL, SYSTEM, SYSTEM),
    "access:user-detail": Rule(Area.PORTAL, SYSTEM, None),
    "access:user-disable": Rule(Area.PORTAL, None, SYSTEM),
    "access:user-enable": Rule(Area.PORTAL, None, SYSTEM),
    "access:user-password": Rule(Area.PORTAL, None, SYSTEM),
    "access:grant-list": Rule(Area.PORTAL, SECURITY, SECURITY),
    "access:user-grants": Rule(Area.PORTAL, SECURITY, SECURITY),
    "access:user-unlock": Rule(Area.PORTAL, None, SECURITY),
    "access:grant-end": Rule(Area.PORTAL, None, SECURITY),
    "access:role-table": Rule(Area.PORTAL, ADMINISTRATORS, None),
    "audit:event-list": Rule(Area.PORTAL, AUDIT, AUDIT),
    "lists:export": Rule(Area.SELF, EVERYBODY, None),
    "jobs:job-detail": Rule(Area.SELF, EVERYBODY, None),
    "jobs:job-cancel": Rule(Area.SELF, None, EVERYBODY),
    # the registry
    "villages:tree": Rule(Area.COUNTY, FOLLOWERS, None),
    "villages:division": Rule(Area.COUNTY, FOLLOWERS, None),
    "villages:village": Rule(Area.COUNTY, FOLLOWERS, None),
    "villages:village-list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "villages:village-import": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    "villages:unit-import": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    "villages:unit": Rule(Area.COUNTY, FOLLOWERS, None),
    "villages:unit-list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "villages:posting-list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "support:leave": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "villages:person-list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "villages:person": Rule(Area.COUNTY, FOLLOWERS, None),
    "villages:person-id": Rule(Area.COUNTY, None, REVEALERS, reveals=True),
    "villages:person-phone": Rule(Area.COUNTY, None, REVEALERS, reveals=True),
    "branches:branch-list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    # pages that read everything
    "overview:board": Rule(Area.COUNTY, EVERYBODY, None),
    "overview:search": Rule(Area.COUNTY, EVERYBODY, None),
    "overview:burden": Rule(Area.COUNTY, FOLLOWERS, None),
    "overview:topics": Rule(Area.COUNTY, FOLLOWERS, None),
    "overview:topic": Rule(Area.PORTAL, FOLLOWERS, None),
    "overview:ledgers": Rule(Area.COUNTY, FOLLOWERS, None),
    "overview:todo": Rule(Area.COUNTY, EVERYBODY, None),
    "overview:indicator": Rule(Area.PORTAL, FOLLOWERS, None),
    "overview:visits": Rule(Area.COUNTY, FOLLOWERS, None),
    "overview:training": Rule(Area.COUNTY, FOLLOWERS, None),
    "overview:services": Rule(Area.COUNTY, FOLLOWERS, None),
    # what the village sheets say
    "ledgers:economy": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "ledgers:courses": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "supervision:findings": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    # data collection
    "intake:task-list": Rule(Area.COUNTY, FOLLOWERS, None),
    "intake:submission-list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    # the rows of a sheet: a sheet belongs to nobody, its rows to their counties
    "intake:ledger": Rule(Area.PORTAL, FOLLOWERS, FOLLOWERS),
    "intake:ledger-part": Rule(Area.PORTAL, FOLLOWERS, FOLLOWERS),
    "intake:task-open": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    "intake:task-detail": Rule(Area.PORTAL, FOLLOWERS, None),
    "intake:task-extend": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    "intake:task-remind": Rule(Area.PORTAL, None, OFFICERS | CITY),
    "intake:task-close": Rule(Area.PORTAL, None, OFFICERS),
    "intake:task-reopen": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    "intake:submission-detail": Rule(Area.COUNTY, FOLLOWERS, None),
    "intake:template": Rule(Area.COUNTY, FOLLOWERS, None),
    "intake:upload": Rule(Area.COUNTY, None, FILLERS),
    "intake:edit": Rule(Area.COUNTY, None, FILLERS),
    "intake:row-add": Rule(Area.COUNTY, None, FILLERS),
    "intake:row-remove": Rule(Area.COUNTY, None, FILLERS),
    "intake:apply-proposals": Rule(Area.COUNTY, None, FILLERS),
    "intake:recheck": Rule(Area.COUNTY, None, FILLERS),
    "intake:mapping": Rule(Area.COUNTY, FILLERS, FILLERS),
    "intake:submit": Rule(Area.COUNTY, FILLERS, FILLERS),
    "intake:withdraw": Rule(Area.COUNTY, FILLERS, FILLERS),
    "intake:sign": Rule(Area.COUNTY, SIGNERS, SIGNERS),
    "intake:review": Rule(Area.COUNTY, CITY, CITY),
    "intake:accept": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "intake:return": Rule(Area.COUNTY, SIGNERS | CITY | OFFICERS, SIGNERS | CITY | OFFICERS),
    "intake:lock": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "intake:correct": Rule(Area.COUNTY, FILLERS | OFFICERS, FILLERS | OFFICERS),
    # an officer gives up only a correction that the county has not begun
    "intake:drop": Rule(Area.COUNTY, FILLERS, FILLERS),
    "intake:undo": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "intake:mark-answer": Rule(Area.COUNTY, None, FILLERS),
    "intake:upload-progress": Rule(Area.COUNTY, FOLLOWERS, None),
    "intake:upload-cancel": Rule(Area.COUNTY, None, FILLERS),
    "intake:upload-file": Rule(Area.COUNTY, REVEALERS | FILLERS, None, reveals=True),
    "intake:revision": Rule(Area.COUNTY, FOLLOWERS, None),
    "intake:annotated": Rule(Area.COUNTY, REVEALERS | FILLERS, None, reveals=True),
    "intake:explain": Rule(Area.COUNTY, None, FILLERS),
    "intake:diff": Rule(Area.COUNTY, FOLLOWERS, None),
    "intake:cell": Rule(Area.COUNTY, FOLLOWERS, None),
    # parameters of the rules
    "assessment:rule-list": Rule(Area.PORTAL, OFFICERS, None),
    "assessment:rule": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    "parameters:list": Rule(Area.PORTAL, OFFICERS, None),
    "parameters:detail": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    # weak branches as cases
    "rectification:list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "rectification:case": Rule(Area.COUNTY, FOLLOWERS, None),
    "rectification:draw": Rule(Area.COUNTY, OFFICERS | CITY, OFFICERS | CITY),
    "rectification:recheck": Rule(Area.COUNTY, OFFICERS | CITY, OFFICERS | CITY),
    "rectification:relapse": Rule(Area.COUNTY, OFFICERS | CITY, OFFICERS | CITY),
    "rectification:proposals": Rule(Area.COUNTY, FOLLOWERS, None),
    "rectification:proposal": Rule(
        Area.COUNTY, OFFICERS | FILLERS | SIGNERS, OFFICERS | FILLERS | SIGNERS
    ),
    # contradictions between sheets
    "stability:list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "stability:post": Rule(Area.COUNTY, FOLLOWERS, None),
    "stability:alarm": Rule(Area.COUNTY, FOLLOWERS, None),
    "stability:state": Rule(Area.COUNTY, None, FILLERS),
    "stability:conclude": Rule(Area.COUNTY, None, OFFICERS),
    "stability:reopen": Rule(Area.COUNTY, None, OFFICERS),
    "reconciliation:list": Rule(Area.COUNTY, FOLLOWERS, None),
    "reconciliation:rule-list": Rule(Area.COUNTY, FOLLOWERS, None),
    "reconciliation:figures": Rule(Area.COUNTY, FOLLOWERS, FILLERS | OFFICERS),
    "reconciliation:rule-many": Rule(Area.COUNTY, None, OFFICERS),
    "reconciliation:detail": Rule(Area.COUNTY, FOLLOWERS, None),
    "reconciliation:rule": Rule(Area.COUNTY, None, OFFICERS),
    "reconciliation:explain": Rule(Area.COUNTY, None, FILLERS),
    # campaigns
    "campaigns:list": Rule(Area.COUNTY, FOLLOWERS, FOLLOWERS),
    "campaigns:create": Rule(Area.PORTAL, OFFICERS, OFFICERS),
    "campaigns:detail": Rule(Area.COUNTY, FOLLOWERS, None),
    "campaigns:edit": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "campaigns:issue": Rule(Area.COUNTY, None, OFFICERS),
    "campaigns:end": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "campaigns:members": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "campaigns:task-add": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "campaigns:task-amend": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "campaigns:task-withdraw": Rule(Area.COUNTY, None, OFFICERS),
    "campaigns:county": Rule(Area.COUNTY, FOLLOWERS, None),
    "campaigns:item": Rule(Area.COUNTY, FOLLOWERS, None),
    "campaigns:report": Rule(Area.COUNTY, None, FILLERS),
    "campaigns:decide": Rule(Area.COUNTY, None, OFFICERS),
    "campaigns:postpone": Rule(Area.COUNTY, None, OFFICERS),
    "campaigns:entry-file": Rule(Area.COUNTY, FOLLOWERS, None),
    # documents
    "reports:library": Rule(Area.COUNTY, READERS, READERS),
    "reports:make": Rule(Area.COUNTY, OFFICERS, OFFICERS),
    "reports:progress": Rule(Area.SELF, READERS, None),
    "reports:detail": Rule(Area.COUNTY, READERS, None),
    "reports:download": Rule(Area.COUNTY, READERS, None),
    "reports:issue": Rule(Area.COUNTY, None, _some("province_signer")),
    "reports:figure": Rule(Area.COUNTY, READERS, None),
    "reports:county-rows": Rule(Area.COUNTY, READERS, None),
    "reports:pack": Rule(Area.COUNTY, OFFICERS, None),
    "reports:cancel-pack": Rule(Area.COUNTY, None, OFFICERS),
    "reports:download-pack": Rule(Area.COUNTY, OFFICERS, None),
    "reports:verify": Rule(Area.COUNTY, READERS, None),
    "ui:styleguide": Rule(Area.PORTAL, SYSTEM, None),
    "ui:grid-sample": Rule(Area.PORTAL, SYSTEM, SYSTEM),
}
