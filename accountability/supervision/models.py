"""Rows of the supervision sheets: findings, visits, measures, incentives."""
