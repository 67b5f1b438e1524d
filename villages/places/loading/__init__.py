"""Loading editions of the division table: read, outline, compare, write."""
