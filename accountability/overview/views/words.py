"""What the board says in words: every number with its denominator, nothing a person must judge."""

from collections import Counter
from collections.abc import Iterator

from accountability.assessment.queries import Figure
from accountability.assessment.rules import COVERAGE, PRESENCE, TIMELINESS, Lamp, percent
from accountability.overview.queries import HEADLINE, Board, Warned
from portal.ui.figures import MISSING, change_text, rate_text
from villages.places.models import Level

NAMED = 5
NOTHING_DUE = "不涉及"


def ratio_text(figure: Figure) -> str:
    """Write an indicator's rate with its counts."""
    ratio = figure.ratio
    if ratio is None:
        return MISSING
    return rate_text(ratio.numerator, ratio.denominator) if ratio.denominator else NOTHING_DUE


def threshold_text(warned: Warned) -> str:
    """Say under which threshold a value lies and for how long."""
    known, reading = warned.figure.thresholds, warned.reading
    if known is None:
        return ""
    at = known.green_at if reading.lamp == Lamp.YELLOW else known.yellow_at
    run = f"，连续{reading.below}期" if reading.below > 1 else ""
    return f"{'高于' if known.lower_is_better else '低于'}{percent(at)}{run}"


def judgement(board: Board, warnings: list[Warned], unsent: int) -> Iterator[str]:
    """Yield the three sentences of 本期研判."""
    presence = board.figures[PRESENCE]
    known = [readings[PRESENCE] for readings in board.readings.values()]
    lamps = Counter(reading.lamp for reading in known)
    missing = sum(reading.ratio is None for reading in known)
    unrated = lamps[Lamp.NONE] - missing
    counts = [
        f"绿{lamps[Lamp.GREEN]}",
        f"黄{lamps[Lamp.YELLOW]}",
        f"红{lamps[Lamp.RED]}",
        *([f"未评{unrated}"] if unrated else []),
        *([f"未报{missing}"] if missing else []),
    ]
    is_one = board.scope.level == Level.COUNTY
    whose = board.scope.name if is_one else f"{len(board.frame)}个县（市、区）"
    spread = "" if is_one else f"；{'、'.join(counts)}"
    yield f"{whose}五天四夜达标率{ratio_text(presence)}{_moved(presence)}{spread}。"
    coverage, parts = board.figures[COVERAGE], board.coverage_parts
    yield (
        f"第一书记覆盖率{ratio_text(coverage)}{_moved(coverage)}；"
        f"应派未派{parts.get('none', 0)}个村，重复派驻{parts.get('several', 0)}个村。"
    )
    red = [
        one
        for one in warnings
        if one.reading.lamp == Lamp.RED and one.figure.indicator.code in HEADLINE
    ]
    owing = f"尚有{unsent}份未报" if unsent else "应报的都已报"
    attention = _attention(red, is_one=is_one)
    yield f"报送及时率{ratio_text(board.figures[TIMELINESS])}，{owing}{attention}。"


def _attention(red: list[Warned], *, is_one: bool) -> str:
    """Name who has a red headline indicator; of a single county, which they are."""
    if not red:
        return ""
    if is_one:
        return f"；红色主要指标：{'、'.join(one.figure.indicator.name for one in red)}"
    names = list(dict.fromkeys(one.county.name for one in red))
    named = "、".join(names[:NAMED])
    if len(names) > NAMED:
        named += f"等{len(names)}个县（市、区）"
    return f"；主要指标有红色的：{named}"


def _moved(figure: Figure) -> str:
    if figure.change is None:
        return ""
    among = f"（按两期都报的{figure.compared}个县比较）" if figure.is_partly_compared else ""
    if figure.change == 0:
        return f"，与上期持平{among}"
    return f"，较上期{change_text(figure.change)}个百分点{among}"
