"""Rules of supervision by date, each with its source: pure, no database, no clock."""
