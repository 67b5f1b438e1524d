"""Lists of what the village sheets say: each declared once."""

from accountability.ledgers.lists.courses import COURSES
from accountability.ledgers.lists.economy import ECONOMY

__all__ = ["COURSES", "ECONOMY"]
