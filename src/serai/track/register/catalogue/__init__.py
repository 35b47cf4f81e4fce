"""The register as columns in memory: what passes a filter, counted and put in order.

`columns` says what is held, `keeping` how it stays true to the database, `searching` how words are
found, `selection` what a filter lets through.
"""
