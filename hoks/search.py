"""The officials' list: which study rights of a school are shown, found and in which order (docs/adr/0012)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import connections, models, router
from django.db.models import F, Lookup, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisaatio
from accounts.permissions import (
    Privilege,
    has_privilege_at_oph,
    is_paakayttaja,
    organisaatiot,
    privileges_along,
)
from hoks import tulokset
from hoks.models import Hakurivi, Hoks, Koulutusnimi, Opiskeluoikeus
from hoks.names import search_words, sort_key
from hoks.paging import DATE, INTEGER, KEYS, MOMENT, TEXT, Column, Page, Span, by_sorting, by_walking, paginate, walk
from hoks.tulokset import Tulos

# The index of letters knows them by three. Of a shorter word it knows where a name begins with it, and a search over
# the whole country needs a word this long.
LETTERS_AT_LEAST = 3
# Beyond this many hits in the country it is only told that there are more.
MOST_COUNTED = 1_000
# So many hits are found and sorted; more lie so thick that they are met while walking the order, mostly ...
FEW = 1_000
# ... within so many rows of a school, or of the country: where walking costs about as much as sorting would.
WALKED, WALKED_IN_COUNTRY = 3_000, 8_000


class HoksTila(models.TextChoices):
    """State of a study right's plan as lists show it."""

    PUUTTUU = "puuttuu", _("HOKS puuttuu")
    VOIMASSA = "voimassa", _("Voimassa")
    PAATTYNYT = "paattynyt", _("Päättynyt")
    POISTETTU = "poistettu", _("Poistettu")


class Rajaus(models.TextChoices):
    """Which states are listed."""

    AKTIIVISET = "aktiiviset", _("Aktiiviset")
    KAIKKI = "kaikki", _("Kaikki")
    PUUTTUU = "puuttuu", _("HOKS puuttuu")
    VOIMASSA = "voimassa", _("Voimassa")
    PAATTYNYT = "paattynyt", _("Päättynyt")
    POISTETTU = "poistettu", _("Poistettu")


class Jarjestys(models.TextChoices):
    """Columns the list can be ordered by."""

    NIMI = "nimi", _("Opiskelija")
    TUTKINTO = "tutkinto", _("Tutkinto tai koulutus")
    OSAAMISALA = "osaamisala", _("Osaamisala")
    HOKS_ID = "hoks_id", _("eHOKS-id")
    HYVAKSYTTY = "hyvaksytty", _("Ensikertainen hyväksyminen")
    PAIVITETTY = "paivitetty", _("Päivitetty")


COLUMNS = {
    Jarjestys.NIMI: Column("jarjestysnimi", TEXT, always=True, private=True, letters=sort_key),
    Jarjestys.TUTKINTO: Column("jarjestystutkinto", TEXT, private=True),
    Jarjestys.OSAAMISALA: Column("jarjestysosaamisala", TEXT, private=True),
    Jarjestys.HOKS_ID: Column("hoks_id", INTEGER),
    Jarjestys.HYVAKSYTTY: Column("ensikertainen_hyvaksyminen", DATE),
    Jarjestys.PAIVITETTY: Column("paivitetty", MOMENT),
}
# A deleted plan has no values in Hakurivi: where such plans alone are listed, their own are asked for.
_COLUMNS_OF_DELETED = {
    Jarjestys.HOKS_ID: Column("poistetun_hoks_id", INTEGER),
    Jarjestys.HYVAKSYTTY: Column("poistetun_hyvaksyminen", DATE),
    Jarjestys.PAIVITETTY: Column("poistetun_paivitetty", MOMENT),
}
_PLAN = "opiskeluoikeus__hoks__"
_VALUES_OF_DELETED = {
    "poistetun_hoks_id": F(f"{_PLAN}id"),
    "poistetun_hyvaksyminen": F(f"{_PLAN}ensikertainen_hyvaksyminen"),
    "poistetun_paivitetty": Coalesce(f"{_PLAN}paivitetty", f"{_PLAN}muokattu"),
}
_BROAD = {Rajaus.AKTIIVISET, Rajaus.KAIKKI, Rajaus.VOIMASSA, Rajaus.PAATTYNYT}
_TILA = Hakurivi.Tila
_PUUTTUVAT, _POISTETUT = (_TILA.PUUTTUU, _TILA.PAATTYNEEN_PUUTTUU), (_TILA.POISTETTU, _TILA.PAATTYNEEN_POISTETTU)
_VAIN_POISTETUT = (_TILA.VAIN_POISTETTU, _TILA.PAATTYNEEN_VAIN_POISTETTU)


@dataclass(frozen=True)
class Haku:
    """What the official looks for; empty finds everything."""

    nimi: str = ""
    tutkinto: str = ""
    osaamisala: str = ""
    hoks_id: int | None = None
    rajaus: Rajaus = Rajaus.AKTIIVISET

    @property
    def words(self) -> dict[str, list[str]]:
        """Words looked for, by field."""
        return {field: search_words(getattr(self, field)) for field in ("nimi", "tutkinto", "osaamisala")}

    @property
    def is_narrow(self) -> bool:
        """Narrow enough to be looked for in the whole country."""
        longest = max((len(word) for words in self.words.values() for word in words), default=0)
        return self.hoks_id is not None or longest >= LETTERS_AT_LEAST


@dataclass(frozen=True)
class Loydot:
    """What was found: a page and how many there are; in the country MOST_COUNTED + 1 means more."""

    page: Page[Tulos]
    total: int


def readable_schools(user) -> QuerySet[Organisaatio]:
    """Schools whose study rights the user may read."""
    return organisaatiot(user, Privilege.READ).filter(tyypit__contains=[Organisaatio.OPPILAITOS])


def can_search_country(user) -> bool:
    """Whether the user may look in every school at once, those too that nobody has told us of."""
    return is_paakayttaja(user) and has_privilege_at_oph(user, Privilege.READ)


def has_short_words(haku: Haku) -> bool:
    """Whether beginnings of names are looked for."""
    return any(map(_is_short, haku.words["nimi"]))


def _is_short(word: str) -> bool:
    return len(word) < LETTERS_AT_LEAST


def listed(user, oppilaitos: Organisaatio | None, rajaus: Rajaus = Rajaus.KAIKKI) -> QuerySet[Hakurivi]:
    """The school's study rights that the list is about: those in scope or with a plan, of those the user may read.

    oppilaitos: None for the whole country; PermissionDenied when it isn't for the user.
    """
    return _readable(user, oppilaitos).filter(tila__in=states(user, rajaus))


def _readable(user, oppilaitos: Organisaatio | None) -> QuerySet[Hakurivi]:
    # Asked here of the school at hand, not in each of a request's statements.
    if oppilaitos is None:
        may_read = can_search_country(user)
    else:
        may_read = Privilege.READ in privileges_along(user, oppilaitos.polku)
    if not may_read:
        raise PermissionDenied
    return Hakurivi.objects.filter(oppilaitos_oid=oppilaitos.oid) if oppilaitos else Hakurivi.objects.all()


def find(user, oppilaitos: Organisaatio | None, haku: Haku) -> QuerySet[Hakurivi]:
    """Those of the listed study rights that match everything that is looked for."""
    found = _matching(_readable(user, oppilaitos), user, haku)
    if haku.hoks_id is not None:
        plans = Hoks.objects.filter(pk=haku.hoks_id)
        if not is_paakayttaja(user):
            plans = plans.filter(poistettu=None)
        found = found.filter(pk__in=plans.values("opiskeluoikeus"))
    return found


def find_page(
    user, oppilaitos: Organisaatio | None, haku: Haku, jarjestys: Jarjestys, *, descending: bool, cursor: str, size: int
) -> Loydot:
    """One page of what is found, and how many there are. At most three statements."""
    found = find(user, oppilaitos, haku)
    total = found.count() if oppilaitos else _count_capped(found)
    if not total:
        return Loydot(Page([], "", ""), 0)
    by_deleted = haku.rajaus is Rajaus.POISTETTU
    searched = haku.hoks_id is not None or any(haku.words.values())
    find_keys: Callable[[QuerySet, Span], Any] = by_walking
    if by_deleted:
        found, find_keys = found.annotate(**_VALUES_OF_DELETED), by_sorting
    elif searched:
        find_keys = by_sorting if total <= FEW else partial(_walking_first, user, oppilaitos, haku)
    column = _column(haku, jarjestys)
    page = paginate(
        found,
        column,
        edges=listed(user, oppilaitos),
        shown=partial(tulokset.read, user, oppilaitos=oppilaitos is None),
        descending=descending,
        cursor=cursor,
        size=size,
        find=find_keys,
    )
    return Loydot(page, total)


def _column(haku: Haku, jarjestys: Jarjestys) -> Column:
    """What to order by; a state may tell whether there is a plan, and so a value."""
    column = COLUMNS[jarjestys]
    if jarjestys not in _COLUMNS_OF_DELETED:
        return column
    match haku.rajaus:
        case Rajaus.POISTETTU:
            return _COLUMNS_OF_DELETED[jarjestys]
        case Rajaus.PUUTTUU:
            return replace(column, never=True)
        case Rajaus.VOIMASSA | Rajaus.PAATTYNYT:
            return replace(column, always=True)
        case _:
            return column


def _count_capped(found: QuerySet[Hakurivi]) -> int:
    """How many, at most MOST_COUNTED + 1.

    PostgreSQL plans the inner query as for all rows, by the index of letters, and stops it at the limit. If it knew
    of the limit it would read the table from its beginning, hoping to meet enough.
    """
    # The state is in the indexes that count.
    sql, params = found.values("tila").query.sql_with_params()
    with connections[router.db_for_read(Hakurivi)].cursor() as cursor:
        cursor.execute(
            f"WITH osumat AS MATERIALIZED ({sql}) SELECT count(*) FROM (SELECT FROM osumat LIMIT %s) laskettavat",
            (*params, MOST_COUNTED + 1),
        )
        return cursor.fetchone()[0]


def _walking_first(user, oppilaitos: Organisaatio | None, haku: Haku, found: QuerySet[Hakurivi], span: Span) -> RawSQL:
    """Keys of the span when much is found: by walking a while, and by sorting everything if that isn't enough.

    What is frequent is met soon, unless it lies elsewhere in the order, as a surname in the order of names. PostgreSQL
    can't know which: it would walk to the end, or sort what it needn't. It runs the second part only when the first
    has given too little (a condition on no row is asked before any is read).
    """
    columns = ("opiskeluoikeus_id", "tila", "hakunimi", "tutkinto_avain", "osaamisala_avain", span.column.expression)
    table = Hakurivi._meta.db_table
    walked = WALKED if oppilaitos else WALKED_IN_COUNTRY
    near, near_params = walk(_readable(user, oppilaitos), span, columns, walked).query.sql_with_params()
    matching = _matching(Hakurivi.objects.annotate(edge=span.key), user, haku).values(*KEYS)[: span.limit]
    match, match_params = matching.query.sql_with_params()
    sort, sort_params = by_sorting(found, span).query.sql_with_params()
    # Inside, the table's name means what was walked.
    return RawSQL(
        f"""
        WITH lahella AS MATERIALIZED (WITH {table} AS ({near}) {match})
        SELECT * FROM lahella WHERE (SELECT count(*) FROM lahella) = {span.limit}
        UNION ALL
        SELECT * FROM ({sort}) kaikki WHERE (SELECT count(*) FROM lahella) < {span.limit}
        """,
        (*near_params, *match_params, *sort_params),
    )


def _matching(rows: QuerySet[Hakurivi], user, haku: Haku) -> QuerySet[Hakurivi]:
    """Those of the rows in such a state that have every word looked for.

    A short word is looked for at the beginning of a name, others anywhere.
    """
    wanted = states(user, haku.rajaus)
    if any(haku.words.values()) and haku.rajaus in _BROAD:
        # Not by an index: it would give most of a school, to be joined with the few that a word gives.
        rows = rows.filter(In(F("tila") + 0, wanted))
    else:
        rows = rows.filter(tila__in=wanted)
    for word in haku.words["nimi"]:
        if _is_short(word):
            rows = rows.filter(hakunimi__regex=f"[ -]{re.escape(word)}")
        else:
            rows = rows.filter(hakunimi__contains=word)
    for field in ("tutkinto", "osaamisala"):
        rows = _with_words(rows, field, haku.words[field])
    return rows


def with_tutkinto(rows: QuerySet[Any], text: str, of: str = "") -> QuerySet[Any]:
    """Those of the rows whose tutkinto has every word of the text in its name; all when it has no words.

    of: the way from a row to its Hakurivi, ending in "__"; empty when the rows are such
    """
    return _with_words(rows, f"{of}tutkinto", search_words(text))


def _with_words(rows: QuerySet[Any], field: str, words: list[str]) -> QuerySet[Any]:
    return rows.filter(_AnyOf(F(f"{field}_avain"), ArraySubquery(_named(words)))) if words else rows


def _named(words: list[str]) -> QuerySet:
    names = Koulutusnimi.objects.values("avain")
    for word in words:
        names = names.filter(haku__contains=word)
    return names


class _AnyOf(Lookup):
    """Is one of an array's: names are looked up once, before any row is read; joined they would be so for each."""

    prepare_rhs = False

    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} = ANY({rhs})", (*lhs_params, *rhs_params)


def hoks_tila(opiskeluoikeus: Opiskeluoikeus, hoks: Any) -> HoksTila:
    """State of the plan; hoks is the study right's plan as far as the user sees one."""
    if hoks is None:
        return HoksTila.PUUTTUU
    if hoks.on_poistettu:
        return HoksTila.POISTETTU
    return HoksTila.VOIMASSA if opiskeluoikeus.on_aktiivinen else HoksTila.PAATTYNYT


def states(user, rajaus: Rajaus) -> list[int]:
    """Values of Hakurivi.tila that the user lists so; agrees with hoks_tila."""
    sees_deleted = is_paakayttaja(user)
    missing = _PUUTTUVAT if sees_deleted else (*_PUUTTUVAT, *_POISTETUT)
    deleted = (*_POISTETUT, *_VAIN_POISTETUT) if sees_deleted else ()
    every = sorted({*missing, *deleted, _TILA.VOIMASSA, _TILA.PAATTYNYT})
    match rajaus:
        case Rajaus.AKTIIVISET:
            return [tila for tila in every if tila < _TILA.PAATTYNEEN_PUUTTUU]
        case Rajaus.PUUTTUU:
            return sorted(missing)
        case Rajaus.VOIMASSA:
            return [_TILA.VOIMASSA]
        case Rajaus.PAATTYNYT:
            return [_TILA.PAATTYNYT]
        case Rajaus.POISTETTU:
            return sorted(deleted)
        case _:
            return every
