"""Tables as files for a spreadsheet: how cells are told."""

import datetime as dt
import io
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

import pytest

from hoks import taulukot
from hoks.taulukot import Column

CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOMENT = dt.datetime(2026, 11, 23, 22, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (None, '""'),
        ("Åke; Öö", '"Åke; Öö"'),
        ("=1+1", "'=1+1"),
        ("-1", "'-1"),
        (-1, "-1"),
        (Decimal("-12.50"), "-12,50"),
        (dt.date(2026, 1, 2), "2.1.2026"),
        (MOMENT, "24.11.2026 0.05"),
    ],
)
def test_cell_in_csv(cell, told):
    assert list(taulukot.csv_lines([Column("Otsikko")], [[cell]])) == ["\ufeffOtsikko\r\n", f"{told}\r\n"]


def test_numbers_of_a_workbook_can_be_summed():
    file = taulukot.xlsx_file("A" * 40, [Column("Luku")], [[7], [Decimal("1.5")], ["=1"], [10**18]])
    with zipfile.ZipFile(io.BytesIO(file.read())) as files:
        cells = list(ET.fromstring(files.read("xl/worksheets/sheet1.xml")).iter(f"{CELL}c"))
    assert [cell.get("t") for cell in cells] == ["inlineStr", None, None, "inlineStr", "inlineStr"]
    assert [cell.findtext(f"{CELL}v") for cell in cells[1:3]] == ["7", "1.5"]
