"""The programme in the formats of other programs, in and out.

``schedule`` is what the frab family of programs (frab, pretalx, pentabarf and those that show their
files) understands by a schedule; ``schedule_xml`` and ``schedule_json`` are its two notations.
"""
