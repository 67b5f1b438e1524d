"""PostgreSQL and Valkey as child processes, for development, demo and tests."""
