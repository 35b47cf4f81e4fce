"""The proceedings among the desks."""
