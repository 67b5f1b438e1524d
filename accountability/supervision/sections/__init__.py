"""What the supervision sheets put on the pages of villages, persons and units."""
