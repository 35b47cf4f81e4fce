"""Submissions as tables, out and in, and from the schedules of other programs."""
