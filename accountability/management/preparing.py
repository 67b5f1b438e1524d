"""What a demo installation does before it opens: an ordered list of steps, each idempotent.

A step looks for its own result first and returns what it did in a sentence, "" for nothing. A new
step is added at the end of STEPS; it may rely on all steps before it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from accountability.management.demo_briefing import issue_briefing
from accountability.management.demo_campaigns import run_campaigns
from accountability.management.demo_month import collect_further, collect_month, meter_burden
from accountability.management.demo_rechecks import check_again
from villages.demo.accounts import make_accounts
from villages.demo.load import load_demo_province
from villages.places.models import Division

Say = Callable[[str], None]


class Phase(StrEnum):
    """When a step is due: before the pages open, before the start is done, or behind it."""

    PAGES = "pages"
    START = "start"
    BEHIND = "behind"


@dataclass(frozen=True)
class Step:
    """One thing to make ready; `run` is told how to report progress and says what it did.

    What takes long is done while the pages already answer, what takes longest behind the start.
    """

    title: str
    run: Callable[[Say], str]
    phase: Phase = Phase.PAGES


def _load_province(say: Say) -> str:
    if Division.objects.exists():
        return ""
    counts = load_demo_province(by=None, at=timezone.now(), say=say).counts
    return f"区划{counts['区划']}个，驻村{counts['驻村']}条"


def _open_accounts(_say: Say) -> str:
    if not Division.objects.filter(is_demo=True).exists():
        return ""
    opened = make_accounts(at=timezone.now())
    return f"开通{opened}个" if opened else ""


STEPS: tuple[Step, ...] = (
    Step("演示省", _load_province),
    Step("演示账号", _open_accounts),
    Step("演示月报", collect_month, Phase.START),
    Step("首份通报", issue_briefing, Phase.START),
    Step("演示专项", run_campaigns, Phase.BEHIND),
    Step("演示台账", collect_further, Phase.BEHIND),
    Step("填报负担", meter_burden, Phase.BEHIND),
    Step("演示抽查", check_again, Phase.BEHIND),
)
