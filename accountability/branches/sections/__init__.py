"""What the branches put on the pages of villages and areas."""

from accountability.branches.sections import area, guarantees, people, village

__all__ = ["area", "guarantees", "people", "village"]
