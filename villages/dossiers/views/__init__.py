"""Pages of the registry."""

from villages.dossiers.views.lists import export, person_list, posting_list
from villages.dossiers.views.person import person, reveal_id, reveal_phone
from villages.dossiers.views.places import division, tree, village

__all__ = [
    "division",
    "export",
    "person",
    "person_list",
    "posting_list",
    "reveal_id",
    "reveal_phone",
    "tree",
    "village",
]
