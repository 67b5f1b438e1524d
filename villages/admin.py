"""Reference tables of the registry, gathered where Django looks for them."""

from villages.economy import admin as economy
from villages.people import admin as people
from villages.places import admin as places
from villages.postings import admin as postings

__all__ = ["economy", "people", "places", "postings"]
