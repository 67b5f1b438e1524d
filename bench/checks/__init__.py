"""Reconciliation: what its rules find among planted contradictions, and what a night costs."""
