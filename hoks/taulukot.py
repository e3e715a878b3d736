"""Tables as files for a spreadsheet: CSV that Finnish spreadsheets open as it is, and workbooks."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

# Numbers stay numbers, days and moments are told as Finns write them, None is an empty cell.
Cell = str | int | Decimal | dt.date | dt.datetime | None

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet takes a text that begins so for a formula.
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
# No cell of a workbook can hold more.
_LONGEST_CELL = 32_000
# Nor an exact number of more digits.
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Column:
    """A heading, and how wide its column is in a workbook, in characters."""

    text: str
    width: int = 20


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table line by line: byte order mark, semicolons, decimal commas; no cell is a formula."""
    yield "\N{BYTE ORDER MARK}" + _csv_line([column.text for column in columns])
    for row in rows:
        yield _csv_line(row)


def write_xlsx(file, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """Write the table into the binary file as a workbook whose sheet has the title; constant memory."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        bold = workbook.add_format({"bold": True})
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.text, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, 1):
            for number, cell in enumerate(row):
                if isinstance(cell, int | Decimal) and len(str(cell)) <= _MOST_DIGITS:
                    sheet.write_number(line, number, cell)
                else:
                    sheet.write_string(line, number, text(cell)[:_LONGEST_CELL])


def xlsx_file(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> io.BytesIO:
    """The table as a workbook in memory, to be read from its beginning."""
    file = io.BytesIO()
    write_xlsx(file, title, columns, rows)
    file.seek(0)
    return file


def _csv_line(cells: Iterable[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow(map(_harmless, cells))
    return line.getvalue()


def _harmless(cell: Cell) -> str:
    told = text(cell)
    return f"'{told}" if _FORMULA.match(told) and not isinstance(cell, int | Decimal) else told


def text(cell: Cell) -> str:
    """The cell as a Finn reads it: 1.8.2026, 7,5; None is empty."""
    match cell:
        case None:
            return ""
        case dt.datetime():
            local = timezone.localtime(cell)
            return f"{local.day}.{local.month}.{local.year} {local.hour}.{local.minute:02}"
        case dt.date():
            return f"{cell.day}.{cell.month}.{cell.year}"
        case Decimal():
            return f"{cell:f}".replace(".", ",")
        case _:
            return str(cell)
