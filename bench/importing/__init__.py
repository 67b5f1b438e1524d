"""A big workbook into PostgreSQL: our whole way against the floor and django-import-export."""
