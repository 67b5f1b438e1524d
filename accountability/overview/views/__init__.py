"""Pages of the overview."""

from accountability.overview.views.board import board
from accountability.overview.views.burden import burden
from accountability.overview.views.coverage import services, training, visits
from accountability.overview.views.front import front
from accountability.overview.views.indicator import indicator
from accountability.overview.views.search import search
from accountability.overview.views.todo import todo

__all__ = [
    "board",
    "burden",
    "front",
    "indicator",
    "search",
    "services",
    "todo",
    "training",
    "visits",
]
