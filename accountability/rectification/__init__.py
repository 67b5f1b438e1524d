"""Weak and lax village branches as cases: from proposal to the end of tracking, and back."""
