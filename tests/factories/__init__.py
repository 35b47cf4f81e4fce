"""Makes the objects that tests begin with, one module a room."""
