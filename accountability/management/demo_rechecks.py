"""The demo's re-checks: the province looks at drawn villages whose counties say they are mended."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.utils import timezone

from accountability.management.demo_values.draws import draw
from accountability.rectification import actions
from accountability.rectification.models import Proposal, Recheck, WeakCase
from accountability.rectification.models.proposals import Decision
from accountability.rectification.queries import drawable
from accountability.rectification.rules.cases import Result, drawn
from portal.access.models import User
from portal.access.scope import acting_as

SEED: Final = "demo"
HOW_MANY: Final = 12
DECIDED: Final = 4
ONE_IN: Final = 4
_AT: Final = dt.datetime(2020, 5, 29, 16, tzinfo=timezone.get_default_timezone())
_SOUND: Final = "走访十五户，都说村务按月公开，党员大会有记录，新班子能办事。"
_POOR: Final = "走访十五户，九户说公开栏半年没有更新，会议记录是同一天补写的。"
_LATER: Final = "选举因疫情推迟，已定于六月中旬举行，不属于软弱涣散。"


def check_again(_say: Callable[[str], None]) -> str:
    """Draw accepted cases and note what was found; decide on some of the villages proposed."""
    officer = User.objects.filter(username="province").first()
    if officer is None or Recheck.objects.exists():
        return ""
    with acting_as(officer):
        codes = {
            case.village.code: case
            for case in drawable(officer)
            .filter(county__is_demo=True, verified_on__lt=timezone.localdate(_AT))
            .select_related("village")
        }
        chosen = drawn(SEED, sorted(codes), HOW_MANY)
        if not chosen:
            return ""
        actions.note_draw(
            seed=SEED, number=len(chosen), pool=[one.pk for one in codes.values()], by=officer,
            at=_AT,
        )  # fmt: skip
        for code in chosen:
            _look(codes[code], code, officer)
        _decide(officer)
    return f"省抽查{len(chosen)}个已验收的村"


def _look(case: WeakCase, code: str, officer: User) -> None:
    fails = draw(code, "recheck", ONE_IN) == 0
    raters = 15 + draw(code, "raters", 6)
    look = actions.Look(
        picked="drawn",
        checked_on=timezone.localdate(_AT) - dt.timedelta(draw(code, "day", 9)),
        result=Result.FAILED if fails else Result.PASSED,
        score=None,
        raters_count=raters,
        dissatisfied_count=raters // 2 if fails else draw(code, "against", 3),
        facts=_POOR if fails else _SOUND,
        evidence="入户走访记录",
        checkers="省抽查第一组",
    )
    if case.verified_on is not None and look.checked_on >= case.verified_on:
        actions.recheck(case=case, look=look, by=officer, at=_AT)


def _decide(officer: User) -> None:
    rows = Proposal.objects.visible_to(officer).standing().filter(county__is_demo=True)
    for number, one in enumerate(rows.order_by("village__code")[:DECIDED]):
        agreed = number % 2 == 0
        actions.decide(
            proposal=one,
            decision=Decision.CONFIRMED if agreed else Decision.DISMISSED,
            reason="" if agreed else _LATER,
            by=officer,
            at=_AT,
        )
