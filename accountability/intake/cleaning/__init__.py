"""From what stands in a cell to a value, a logged change or a question; one cleaner a type."""
