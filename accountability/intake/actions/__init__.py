"""Writes of the intake slice: one verb, one transaction, one audit event."""
