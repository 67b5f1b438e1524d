"""What the village sheets put on the pages of villages."""
