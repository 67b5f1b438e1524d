"""Where a row of T4 stands on a day, as SQL: its stage, unless a re-check or a relapse says other.

One text for the projection, the checks and the indicators, so that their numbers are the same.
"""

from collections.abc import Iterable
from typing import Final

from accountability.rectification.rules.cases import CLAIMED
from accountability.rectification.rules.stages import ACCEPTED, AGAIN, CLOSED, REOPENED


def listed(words: Iterable[str]) -> str:
    """Return words as SQL lists them."""
    return "(" + ", ".join(f"'{word}'" for word in sorted(words)) + ")"


_SINCE: Final = "coalesce({line}.verified_on, {line}.finished_on, {line}.opened_on, '-infinity')"


def failed(line: str, place: str, last: str) -> str:
    """Return the condition that a re-check of what the row claims failed and none since passed.

    `place` compares a village, `last` is the day; a city's word does not undo the province's.
    """
    since = _SINCE.format(line=line)
    return f"""({line}.stage IN {listed(CLAIMED)} AND EXISTS (
        SELECT 1 FROM accountability_recheck bad
         WHERE bad.village_id {place} AND bad.result = 'failed'
           AND bad.checked_on >= {since} AND bad.checked_on <= {last}
           AND NOT EXISTS (
                SELECT 1 FROM accountability_recheck good
                 WHERE good.village_id = bad.village_id AND good.result = 'passed'
                   AND good.id > bad.id AND good.checked_on >= bad.checked_on
                   AND good.checked_on <= {last}
                   AND (good.level = 'province' OR bad.level = 'city')
           )
    ))"""


def relapsed(line: str, place: str, last: str) -> str:
    """Return the condition that a relapse was found after the acceptance the row claims."""
    since = _SINCE.format(line=line)
    return f"""({line}.stage IN {listed(ACCEPTED)} AND EXISTS (
        SELECT 1 FROM accountability_relapse back
         WHERE back.village_id {place}
           AND back.found_on >= {since} AND back.found_on <= {last}
    ))"""


def standing(line: str, last: str, place: str = "") -> str:
    """Return the expression of where a row stands on the day `last`."""
    place = place or f"= {line}.village_id"
    return f"""CASE WHEN {relapsed(line, place, last)} THEN '{REOPENED}'
             WHEN {failed(line, place, last)}
             THEN CASE WHEN {line}.stage = '{CLOSED}' THEN '{REOPENED}' ELSE '{AGAIN}' END
             ELSE {line}.stage END"""
