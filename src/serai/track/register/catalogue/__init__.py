"""The register as columns in memory: what passes a filter, counted and put in order.

`columns` says what is held, `bits` how values are counted, `keeping` how both stay true to the
database, `searching` how words are found, `selection` what a filter lets through.
"""
