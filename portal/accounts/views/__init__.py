"""Pages of login, of accounts and of grants."""
