"""The records to read: divisions, villages, first secretaries, persons. Reads all slices below."""
