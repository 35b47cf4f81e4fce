"""Conference timetables in the format of CoSPLib: reading, solving, measuring."""
