"""Pages of the registry."""

from villages.dossiers.views.lists import (
    person_list,
    posting_list,
    unit_import,
    unit_list,
    village_import,
    village_list,
)
from villages.dossiers.views.person import person, reveal_id, reveal_phone
from villages.dossiers.views.places import division, tree, village
from villages.dossiers.views.unit import unit

__all__ = [
    "division",
    "person",
    "person_list",
    "posting_list",
    "reveal_id",
    "reveal_phone",
    "tree",
    "unit",
    "unit_import",
    "unit_list",
    "village",
    "village_import",
    "village_list",
]
