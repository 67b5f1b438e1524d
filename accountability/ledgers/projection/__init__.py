"""Bringing rosters (T1) and posts (T14) into the registry."""

from accountability.ledgers.projection.posts import (
    HoldersOverlapError,
    project_posts,
    settle_posts,
)
from accountability.ledgers.projection.project import OverlapError, project, rebuild

__all__ = [
    "HoldersOverlapError",
    "OverlapError",
    "project",
    "project_posts",
    "rebuild",
    "settle_posts",
]
