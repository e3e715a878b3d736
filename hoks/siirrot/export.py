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

from accounts.models import User
from hoks.models import Siirto
from hoks.models.opiskeluoikeus import localized
from hoks.siirrot.listing import study_rights, with_marks
from hoks.siirrot.problems import Problem, problems, status_title

MOST_ROWS = 20_000
BATCH = 500
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = re.compile(r"[=+\-@\t\r\n]")
# No cell of a workbook can hold more.
LONGEST_CELL = 32_000
WIDTHS = (17, 10, 30, 40, 50, 50, 25, 30, 20, 32, 32, 30, 12, 17)


def headings() -> list[str]:
    """Of the columns, in order."""
    return [
        _("Aika"),
        _("HTTP-koodi"),
        _("Mitä koodi tarkoittaa"),
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
        accounts = User.objects.in_bulk([siirto.kayttaja_id for siirto in transfers if siirto.kayttaja_id])
        rights = study_rights(user, transfers)
        for siirto in transfers:
            yield _row(siirto, accounts.get(siirto.kayttaja_id), rights.get(siirto.opiskeluoikeus_oid))
    if len(wanted) > MOST_ROWS:
        yield [too_many()]


def too_many() -> str:
    """What is said where the file ends before the list does."""
    return _("Tiedostossa on enintään %(most)s riviä. Rajaa hakua, niin saat loput.") % {"most": MOST_ROWS}


def _row(siirto: Any, account: User | None, right: Any) -> list[str]:
    told = problems(siirto, siirto.alkuvirheet, is_open=siirto.avoin)
    return [
        _moment(siirto.aika),
        str(siirto.status),
        status_title(siirto.status) if not siirto.onnistui else _("Onnistui"),
        _distinct(problem.explanation.title for problem in told),
        _distinct(f"{problem.where} ({problem.pointer})" for problem in told if problem.pointer),
        _distinct(problem.explanation.todo for problem in told),
        _distinct(problem.explanation.tekija.label for problem in told),
        localized(siirto.lahettaja, siirto.lahettaja_oid),
        account.username if account else siirto.kayttajatunnus,
        right.pk if right else siirto.opiskeluoikeus_oid if siirto.avoin else "",
        right.oppija_id if right else siirto.oppija_oid if siirto.avoin else "",
        right.oppija.lajittelunimi if right else "",
        _count(siirto, told),
        _moment(siirto.ratkaistu) if siirto.ratkaistu else "",
    ]


def _count(siirto: Any, told: list[Problem]) -> str:
    more = siirto.virheita if siirto.avoin else 0
    return str(max(more, len(told))) if not siirto.onnistui else ""


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
