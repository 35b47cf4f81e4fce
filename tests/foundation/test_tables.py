"""Tables as spreadsheets get them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time

from django.utils.translation import override
from openpyxl import load_workbook

from serai.foundation.tables import Cell, write_csv, write_xlsx

MIDNIGHT = datetime.combine(date(2023, 11, 6), time())
HEAD = ["title", "day", "starts", "count"]
ROWS: list[list[Cell]] = [
    ["开幕式", date(2023, 11, 6), time(9, 5), 12],
    ["=1+1", None, None, None],
    ["pasted\x0bfrom a word processor", None, None, 0.5],
]


def test_csv_is_known_as_utf_8_and_holds_no_formula() -> None:
    written = write_csv(HEAD, ROWS)

    assert written.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert lines[0] == HEAD
    assert lines[1] == ["开幕式", "2023-11-06", "09:05", "12"]
    assert lines[2] == ["'=1+1", "", "", ""]


def test_a_workbook_has_days_times_and_numbers() -> None:
    sheet = load_workbook(io.BytesIO(write_xlsx(HEAD, ROWS, title="rows")))["rows"]

    assert [cell.value for cell in sheet[2]] == ["开幕式", MIDNIGHT, time(9, 5), 12]
    assert [sheet["B2"].number_format, sheet["C2"].number_format] == ["yyyy-mm-dd", "hh:mm"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("'=1+1", "s")
    # XML has no such sign: a workbook with it would not be written.
    assert sheet["A4"].value == "pastedfrom a word processor"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D4")
    assert not sheet.sheet_view.rightToLeft


def test_a_workbook_in_arabic_begins_on_the_right() -> None:
    with override("ar"):
        book = load_workbook(io.BytesIO(write_xlsx(HEAD, [], title="rows")))

    assert book["rows"].sheet_view.rightToLeft
