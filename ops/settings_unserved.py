"""Settings for tools that read models but open no connection: mypy's Django plugin."""

import os

from ops.keys import TEST_KEYS

for _name, _value in {"DATABASE_URL": "postgresql:///unserved", **TEST_KEYS}.items():
    os.environ.setdefault(_name, _value)

from portal.settings import *  # noqa: E402, F403, TID251 - the same settings
