"""Telling other programs what has changed: signed messages to the addresses that they name."""
