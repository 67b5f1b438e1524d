"""What an alarm is, what may be concluded of it, how the days of a post follow each other; pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from accountability.ledgers.rules.posts import (
    COUNTY,
    POSTS,
    REGISTERED,
    PostRules,
    Poverty,
    alarm,
    is_too_long,
    vacant_days,
)

_DAY: Final = dt.timedelta(days=1)
WORDS: Final = {code: word for word, code in REGISTERED.items()}
LEVEL_OF: Final = {code: POSTS[word] for word, code in REGISTERED.items()}


class Kind(StrEnum):
    """What an alarm is about."""

    LEFT = "left"
    VACANT = "vacant"


class Verdict(StrEnum):
    """What a person concluded of an alarm."""

    EXCEPTION = "exception"
    VIOLATION = "violation"
    UNFOUNDED = "unfounded"


class Ground(StrEnum):
    """Why a head may leave all the same (C-04)."""

    IN_PLACE = "in_place"
    UNFIT = "unfit"
    FALSIFIED = "falsified"
    OTHER = "other"


class StepKind(StrEnum):
    """What somebody did about an alarm."""

    STATEMENT = "statement"
    CONCLUSION = "conclusion"
    REOPENING = "reopening"


KIND_LABELS: Final = {Kind.LEFT: "离任", Kind.VACANT: "缺职"}
VERDICT_LABELS: Final = {
    Kind.LEFT: {
        Verdict.EXCEPTION: "例外成立",
        Verdict.VIOLATION: "属违规调整，责令纠正",
        Verdict.UNFOUNDED: "不属实（数据有误）",
    },
    Kind.VACANT: {
        Verdict.EXCEPTION: "原因成立",
        Verdict.VIOLATION: "责令限期配齐",
        Verdict.UNFOUNDED: "不属实（数据有误）",
    },
}
GROUND_LABELS: Final = {
    Ground.IN_PLACE: "就地提级",
    Ground.UNFIT: "不胜任撤换",
    Ground.FALSIFIED: "弄虚作假问责",
    Ground.OTHER: "其他",
}
STEP_LABELS: Final = {
    StepKind.STATEMENT: "县里申述",
    StepKind.CONCLUSION: "认定",
    StepKind.REOPENING: "重新打开",
}
RULE_OF: Final = {Kind.LEFT: "C-05", Kind.VACANT: "S2"}
BASIS: Final = {
    Kind.LEFT: "中组部、国务院扶贫办《关于脱贫攻坚期内保持贫困县党政正职稳定的通知》（2016年4月）；"
    "中办、国办《脱贫攻坚责任制实施办法》（2016年10月）",
    Kind.VACANT: "省委要求贫困地区班子配齐配强，不能出现责任空白",
}


@dataclass(frozen=True)
class Held:
    """One tenure as the rules see it (end excluded)."""

    holder: str
    begins: dt.date
    ends: dt.date | None
    approval_number: str = ""


@dataclass(frozen=True)
class Empty:
    """One vacancy as T14 told it, both ends included."""

    begins: dt.date
    ends: dt.date | None


@dataclass(frozen=True)
class Stretch:
    """Some days of a post: a holder's, a told vacancy's, or a gap nobody told of.

    `ends` is excluded; None goes on. `place` is where the fact stands in what was given.
    """

    begins: dt.date
    ends: dt.date | None
    holder: str = ""
    is_told: bool = True
    place: int = -1


def stretches(tenures: Sequence[Held], vacancies: Sequence[Empty], day: dt.date) -> list[Stretch]:
    """Return the days of a post up to `day` in their order; untold gaps stand between tenures.

    >>> held = [Held("甲", dt.date(2018, 1, 1), dt.date(2018, 5, 20))]
    >>> [(one.holder, one.is_told) for one in stretches(held, [], dt.date(2018, 6, 1))]
    [('甲', True), ('', False)]
    """
    told = [Stretch(t.begins, t.ends, t.holder, place=n) for n, t in enumerate(tenures)]
    told += [Stretch(v.begins, v.ends and v.ends + _DAY, place=n) for n, v in enumerate(vacancies)]
    told.sort(key=lambda one: (one.begins, one.ends or dt.date.max))
    found: list[Stretch] = []
    covered: dt.date | None = None
    for one in told:
        if covered is not None and one.begins > covered + _DAY:
            found.append(Stretch(covered + _DAY, one.begins, is_told=False))
        found.append(one)
        ends = one.ends or dt.date.max
        # A tenure's last day still counts as held, a vacancy's has passed.
        upto = ends if one.holder or ends == dt.date.max else ends - _DAY
        covered = max(covered or upto, upto)
    if covered is not None and covered < day:
        found.append(Stretch(covered + _DAY, None, is_told=False))
    return found


@dataclass(frozen=True)
class Ringing:
    """What a rule says of a post's leaving or vacancy: why, in words that accuse nobody."""

    kind: Kind
    holder: str
    day: dt.date
    why: str
    days: int | None = None


def of_leaving(title: str, tenure: Held, poverty: Poverty, rules: PostRules) -> Ringing | None:
    """Return the alarm about a head of a county who left early without an approval number.

    Source: docs/sources.md#c05.
    """
    if LEVEL_OF[title] != COUNTY or tenure.ends is None or tenure.approval_number:
        return None
    why = alarm(tenure.ends, poverty, rules)
    return Ringing(Kind.LEFT, tenure.holder, tenure.ends, why) if why else None


def of_vacancy(
    title: str, since: dt.date, known_until: dt.date, rules: PostRules
) -> Ringing | None:
    """Return the alarm about a post that stands empty, None while it is not long.

    Days count up to `known_until`: what nobody has reported yet is not counted. Source: S2.
    """
    days = vacant_days(since, None, known_until)
    said = is_too_long(WORDS[title], since, days, rules)
    if not said:
        return None
    return Ringing(Kind.VACANT, "", since, f"从{since}起缺职，{said}", days)
