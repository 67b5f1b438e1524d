"""Reads of the intake slice."""
