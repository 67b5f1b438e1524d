"""Dates of the command line."""

import datetime as dt

from django.core.management.base import CommandError


def date_of(text: str) -> dt.date:
    """Return the date written as 2023-06-30. Raises: CommandError."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"日期“{text}”应写成2023-06-30的样子。") from error
