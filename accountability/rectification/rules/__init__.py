"""Rules of the mending of weak branches. Pure: no database, no clock."""
