"""The invented province of an installation that shows itself: places, people, accounts."""
