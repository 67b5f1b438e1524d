"""The lists of the registry, one module each; importing this makes them known."""

from villages.dossiers.lists.people import PEOPLE
from villages.dossiers.lists.postings import POSTINGS
from villages.dossiers.lists.units import UNITS
from villages.dossiers.lists.villages import VILLAGES

__all__ = ["PEOPLE", "POSTINGS", "UNITS", "VILLAGES"]
