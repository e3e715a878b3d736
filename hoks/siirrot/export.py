"""The transfer desk's list as a file for a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hoks.models import Siirto
from hoks.siirrot.listing import with_marks
from hoks.siirrot.rows import Rivi, accounts_of, table_rows

MOST_ROWS = 20_000
BATCH = 500
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = re.compile(r"[=+\-@\t\r\n]")
# No cell of a workbook can hold more.
LONGEST_CELL = 32_000
WIDTHS = (17, 10, 30, 14, 40, 50, 50, 25, 30, 20, 32, 32, 30, 12, 17)


def headings() -> list[str]:
    """Of the columns, in order."""
    return [
        _("Aika"),
        _("HTTP-koodi"),
        _("Mitä koodi tarkoittaa"),
        _("Tulos"),
        _("Mitä meni vikaan"),
        _("Missä kohdassa"),
        _("Mitä tehdä"),
        _("Kuka korjaa"),
        _("Lähettäjä"),
        _("Tunnus"),
        _("Opiskeluoikeus"),
        _("Oppija"),
        _("Nimi"),
        _("Virheitä"),
        _("Ratkaistu"),
    ]


def rows(user, found: QuerySet[Siirto]) -> Iterator[list[str]]:
    """The list's rows, newest first, at most MOST_ROWS; then a sentence if there are more. Constant memory."""
    keys = found.order_by("-aika", "-pk").values_list("pk", flat=True)[: MOST_ROWS + 1]
    wanted = list(keys)
    for start in range(0, len(wanted[:MOST_ROWS]), BATCH):
        some = wanted[start : min(start + BATCH, MOST_ROWS)]
        transfers = list(with_marks(user).filter(pk__in=some).order_by("-aika", "-pk"))
        accounts = accounts_of(siirto.kayttaja_id for siirto in transfers)
        yield from map(_row, table_rows(user, transfers, accounts))
    if len(wanted) > MOST_ROWS:
        yield [too_many()]


def most_rows() -> str:
    """MOST_ROWS as people write it."""
    return f"{MOST_ROWS:,}".replace(",", "\N{NO-BREAK SPACE}")


def too_many() -> str:
    """What is said where the file ends before the list does."""
    return _("Tiedostossa on enintään %(most)s riviä. Rajaa hakua, niin saat loput.") % {"most": most_rows()}


def _row(row: Rivi) -> list[str]:
    siirto, right, told = row.siirto, row.opiskeluoikeus, row.problems
    oppija_oid = right.oppija_id if right else siirto.oppija_oid if siirto.avoin else ""
    return [
        _moment(siirto.aika),
        str(siirto.status),
        row.title,
        row.tulos[0],
        _distinct(problem.explanation.title for problem in told),
        _distinct(f"{problem.where} ({problem.pointer})" for problem in told if problem.pointer),
        _distinct(problem.explanation.todo for problem in told),
        row.tekija,
        row.lahettaja,
        row.tunnus,
        row.opiskeluoikeus_oid,
        oppija_oid,
        right.oppija.lajittelunimi if right else "",
        str(len(told) + row.more) if told else "",
        _moment(row.ratkaistu) if row.ratkaistu else "",
    ]


def _distinct(texts: Iterable[Any]) -> str:
    return " / ".join(dict.fromkeys(str(text) for text in texts))


def _moment(moment) -> str:
    local = timezone.localtime(moment)
    return f"{local.day}.{local.month}.{local.year} {local.hour}.{local.minute:02}"


def csv_lines(table: Iterable[list[str]]) -> Iterator[str]:
    """The table as text that Finnish spreadsheets open as it is: byte order mark, semicolons; no cell is a formula."""
    yield "\N{BYTE ORDER MARK}" + _csv_line(headings())
    for row in table:
        yield _csv_line(row)


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def xlsx_file(table: Iterable[list[str]]) -> io.BytesIO:
    """The table as a workbook, to be read from its beginning; every cell is text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(_("Tiedonsiirrot"))
        bold = workbook.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, text in enumerate(headings()):
            sheet.write_string(0, column, text, bold)
        for number, row in enumerate(table, 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text[:LONGEST_CELL])
    file.seek(0)
    return file
