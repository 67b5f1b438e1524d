"""Who has to lead hard cases (F-07): the head of organization, the township secretary."""

import re
from enum import StrEnum
from typing import Final

# The same expressions are read by PostgreSQL.
ORGANIZER: Final = re.compile(r"(?<!副)组织部部?长")
SECRETARY: Final = re.compile(r"(?<!副)书记")


class Breach(StrEnum):
    """What of F-07 a case does not keep."""

    ORGANIZER = "organizer"
    SECRETARY = "secretary"


BREACH_WORDS: Final = {
    Breach.ORGANIZER: "老大难村，联村县级领导不是县委组织部长",
    Breach.SECRETARY: "乡镇内难度最大，包村的不是乡镇党委书记",
}


def is_organizer(post: str | None) -> bool:
    """Say whether a post is that of the head of a county's organization department.

    >>> is_organizer("县委常委、组织部部长"), is_organizer("组织部副部长"), is_organizer(None)
    (True, False, False)
    """
    return bool(ORGANIZER.search(post or ""))


def is_secretary(post: str | None) -> bool:
    """Say whether a post is that of a Party secretary.

    >>> is_secretary("镇党委书记"), is_secretary("镇党委副书记")
    (True, False)
    """
    return bool(SECRETARY.search(post or ""))
