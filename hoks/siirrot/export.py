"""The transfer desk's list as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hoks.models import Siirto
from hoks.siirrot.listing import with_marks
from hoks.siirrot.rows import Rivi, accounts_of, table_rows
from hoks.taulukot import Cell, Column

MOST_ROWS = 20_000
BATCH = 500


def columns() -> list[Column]:
    """In order."""
    return [
        Column(_("Aika"), 17),
        Column(_("HTTP-koodi"), 10),
        Column(_("Mitä koodi tarkoittaa"), 30),
        Column(_("Tulos"), 14),
        Column(_("Mitä meni vikaan"), 40),
        Column(_("Missä kohdassa"), 50),
        Column(_("Mitä tehdä"), 50),
        Column(_("Kuka korjaa"), 25),
        Column(_("Lähettäjä"), 30),
        Column(_("Tunnus"), 20),
        Column(_("Opiskeluoikeus"), 32),
        Column(_("Oppija"), 32),
        Column(_("Nimi"), 30),
        Column(_("Virheitä"), 12),
        Column(_("Ratkaistu"), 17),
    ]


def rows(user, found: QuerySet[Siirto]) -> Iterator[list[Cell]]:
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


def _row(row: Rivi) -> list[Cell]:
    siirto, right, told = row.siirto, row.opiskeluoikeus, row.problems
    oppija_oid = right.oppija_id if right else siirto.oppija_oid if siirto.avoin else ""
    return [
        siirto.aika,
        siirto.status,
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
        len(told) + row.more if told else None,
        row.ratkaistu,
    ]


def _distinct(texts: Iterable[Any]) -> str:
    return " / ".join(dict.fromkeys(str(text) for text in texts))
