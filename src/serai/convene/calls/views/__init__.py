"""The pages of the calls."""
