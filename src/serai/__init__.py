"""Serai: convene, connect, track and publish international science and technology cooperation."""

__version__ = "0.1.0"
