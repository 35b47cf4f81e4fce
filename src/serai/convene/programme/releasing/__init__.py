"""Releasing a programme: what changed in words, who is told, and the first releases."""
