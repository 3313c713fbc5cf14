"""Migrations: the schema's history, run by the owner role."""
