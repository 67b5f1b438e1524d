"""Pages of the overview."""

from accountability.overview.views.board import board
from accountability.overview.views.burden import burden
from accountability.overview.views.coverage import services, training, visits
from accountability.overview.views.front import front
from accountability.overview.views.indicator import indicator
from accountability.overview.views.ledgers import ledgers
from accountability.overview.views.search import search
from accountability.overview.views.todo import todo
from accountability.overview.views.topics import topic, topics

__all__ = [
    "board",
    "burden",
    "front",
    "indicator",
    "ledgers",
    "search",
    "services",
    "todo",
    "topic",
    "topics",
    "training",
    "visits",
]
