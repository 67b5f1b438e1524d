"""Pages of the overview."""

from accountability.overview.views.board import board
from accountability.overview.views.todo import todo

__all__ = ["board", "todo"]
