"""Searching texts in six languages, the same way on SQLite and on PostgreSQL."""
