"""The released programme on paper: a booklet of pages, and a poster for the hall.

The words of a page are gathered in `sheets`, in the active language; ``booklet.typ`` and
``poster.typ`` set them. Typst writes the file (https://typst.app), tagged for screen readers.
"""
