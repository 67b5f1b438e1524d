"""Rows of the village sheets; one typed table a sheet, declared in sheets/."""

from accountability.ledgers.models.economy import EconomyRow, GuaranteeRow
from accountability.ledgers.models.elections import ElectionRow, LookBackRow
from accountability.ledgers.models.members import MemberRow, TrainingRow
from accountability.ledgers.models.party_days import PartyDayRow
from accountability.ledgers.models.postings import PresenceRow, RosterRow
from accountability.ledgers.models.posts import PostRow
from accountability.ledgers.models.support import GroupMemberRow, PostingSupportRow
from accountability.ledgers.models.talent import TalentRow
from accountability.ledgers.models.village import VillageRow
from accountability.ledgers.models.weak import WeakCaseRow

__all__ = [
    "EconomyRow",
    "ElectionRow",
    "GroupMemberRow",
    "GuaranteeRow",
    "LookBackRow",
    "MemberRow",
    "PartyDayRow",
    "PostRow",
    "PostingSupportRow",
    "PresenceRow",
    "RosterRow",
    "TalentRow",
    "TrainingRow",
    "VillageRow",
    "WeakCaseRow",
]
