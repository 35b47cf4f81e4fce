"""Timetables: sessions to days, slots and rooms, explained and repaired."""
