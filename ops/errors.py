"""The one exception of this package."""


class OpsError(Exception):
    """An expected failure: its text is shown to the user, without a traceback."""
