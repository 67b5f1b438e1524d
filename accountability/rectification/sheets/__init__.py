"""The workbook the slice takes in: T4."""
