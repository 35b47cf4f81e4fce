"""Calls for contributions: what is asked for, what is sent, and what becomes of it."""
