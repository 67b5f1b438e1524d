"""Models of the registry, gathered where Django looks for them."""

from villages.branches.models import Branch, OfficeHolder
from villages.economy.models import CountyIncome
from villages.people.models import Person, Post, Tenure, Unit, UnitAlias, Vacancy
from villages.places.models import (
    Division,
    DivisionAlias,
    DivisionChange,
    PovertyStatus,
    ReportingLine,
    VillageType,
)
from villages.postings.models import CalendarDay, Posting

__all__ = [
    "Branch",
    "CalendarDay",
    "CountyIncome",
    "Division",
    "DivisionAlias",
    "DivisionChange",
    "OfficeHolder",
    "Person",
    "Post",
    "Posting",
    "PovertyStatus",
    "ReportingLine",
    "Tenure",
    "Unit",
    "UnitAlias",
    "Vacancy",
    "VillageType",
]
