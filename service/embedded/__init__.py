"""Real PostgreSQL and Valkey servers for the demo and the tests, kept by us."""
