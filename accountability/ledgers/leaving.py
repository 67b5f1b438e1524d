"""A head's leaving as T14 tells it, against which an alarm stands (C-05), in SQL.

The rule itself is `rules.posts.alarm`; `accountability.stability` keeps what it says of a county,
and a person's conclusion, in `accountability_stabilityalarm`. Whoever counts or compares leavings
(indicator, X12) reads them there, so that no two of them can differ.
"""

from typing import Final

from accountability.ledgers.rules.posts import COUNTY, POSTS, REGISTERED

_TITLES: Final = " ".join(
    f"WHEN '{word}' THEN '{code}'" for word, code in REGISTERED.items() if POSTS[word] == COUNTY
)


def alarm_of(line: str) -> str:
    """Return the condition under which `alarm` is of the row `line` and nobody has explained it."""
    return f"""
        alarm.kind = 'left' AND alarm.county_id = {line}.county_id
        AND alarm.division_id = {line}.division_id
        AND alarm.title = CASE {line}.post_title {_TITLES} END
        AND alarm.holder_name = {line}.person_name AND alarm.day = {line}.ended_on
        AND alarm.is_standing AND alarm.verdict IN ('', 'violation')
    """
