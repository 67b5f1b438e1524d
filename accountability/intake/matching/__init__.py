"""From a neutral grid to the columns and rows of a sheet: where the table is and what is what."""
