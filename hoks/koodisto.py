"""National code lists: names for pages, search for pickers, and reading the koodisto service's records."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoks.models.koodi import Koodi
from hoks.names import search_words

FALLBACK_LANGUAGES = ("fi", "sv")


class KoodiNimi(str):
    """A code's name as shown on a page; tuntematon marks a code that is shown bare because it has no known name.

    laajuus_osp is the unit's extent in competence points when the code list tells it.
    """

    tuntematon: bool
    laajuus_osp: Decimal | None

    def __new__(cls, text: str, *, tuntematon: bool = False, laajuus_osp: Decimal | None = None) -> "KoodiNimi":
        name = super().__new__(cls, text)
        name.tuntematon = tuntematon
        name.laajuus_osp = laajuus_osp
        return name


class InvalidKoodi(ValueError):
    """A record that is not a code; the message says in Finnish what is wrong with it."""


def names(uris: Iterable[str]) -> dict[str, KoodiNimi]:
    """Name of every given code, in one statement for a whole page.

    In the current language, else Finnish, else Swedish; a code without any, or not in the code lists at all, stands
    for itself with tuntematon set. Codes no longer in force are named too: plans keep them. Empty uris are left out.
    """
    wanted = {uri for uri in uris if uri}
    if not wanted:
        return {}
    latest = Koodi.objects.filter(koodi_uri__in=wanted).order_by("koodi_uri", "-versio").distinct("koodi_uri")
    found = {koodi.koodi_uri: koodi for koodi in latest.only("koodi_uri", "nimi", "laajuus_osp")}
    return {uri: name_of(found[uri]) if uri in found else KoodiNimi(uri, tuntematon=True) for uri in wanted}


def name_of(koodi: Koodi) -> KoodiNimi:
    """The name of one code by the same fallback as names()."""
    for language in ((get_language() or "fi")[:2], *FALLBACK_LANGUAGES):
        if text := koodi.nimi.get(language):
            return KoodiNimi(text, laajuus_osp=koodi.laajuus_osp)
    return KoodiNimi(koodi.koodi_uri, tuntematon=True, laajuus_osp=koodi.laajuus_osp)


def search(koodisto: str, q: str = "", limit: int = 20, suosi_tutkinto: str | None = None) -> list[Koodi]:
    """Codes to pick from: every word of q occurs in a name or in the number, in any order, accents and case apart.

    Only each code's latest version and only codes in force are offered. Codes whose number starts with q come first;
    before them, when suosi_tutkinto (the code of the learner's qualification) is given, that qualification's units.
    """
    found = in_force(koodisto)
    q = q.strip().removeprefix(f"{koodisto}_")
    for word in search_words(q):
        found = found.filter(haku__contains=word)
    first = []
    if suosi_tutkinto:
        first.append(_first_when(Q(tutkinnot__contains=[suosi_tutkinto])))
    if q:
        first.append(_first_when(Q(arvo__istartswith=q)))
    return list(found.order_by(*first, "haku", "koodi_uri")[:limit])


def in_force(koodisto: str) -> QuerySet[Koodi]:
    """The latest version of each code of a list, without those passive or past their last day."""
    latest = Koodi.objects.filter(koodisto=koodisto).order_by("koodi_uri", "-versio").distinct("koodi_uri")
    in_time = Q(voimassa_loppu=None) | Q(voimassa_loppu__gte=timezone.localdate())
    return Koodi.objects.filter(in_time, pk__in=latest.values("pk")).exclude(tila=Koodi.Tila.PASSIIVINEN)


def latest_version(koodi_uri: str) -> int | None:
    """The greatest version of a code, in force or not; None when the code is unknown."""
    return Koodi.objects.filter(koodi_uri=koodi_uri).order_by("-versio").values_list("versio", flat=True).first()


def koodi_from_record(record: dict[str, Any]) -> Koodi:
    """An unsaved Koodi from one record of the koodisto service (`codeelement` or an element of `/json/…/koodi`).

    The list is taken from koodisto.koodistoUri, or from koodiUri when the record leaves it out. laajuusOsp is not the
    service's: our own lists carry ePerusteet's extent in it. Raises InvalidKoodi.
    """
    koodi_uri = record.get("koodiUri")
    if not isinstance(koodi_uri, str) or "_" not in koodi_uri.strip("_"):
        raise InvalidKoodi(_("Anna koodiUri muodossa koodisto_arvo."))
    versio = record.get("versio")
    if not isinstance(versio, int) or isinstance(versio, bool) or not 0 <= versio < 2**31:
        raise InvalidKoodi(_("Anna versio kokonaislukuna."))
    tila = record.get("tila") or Koodi.Tila.HYVAKSYTTY
    if tila not in Koodi.Tila.values:
        raise InvalidKoodi(_("Tuntematon tila."))
    uri_koodisto, uri_arvo = koodi_uri.rsplit("_", 1)
    return Koodi(
        koodisto=_text(record.get("koodisto"), "koodistoUri") or uri_koodisto,
        arvo=str(record.get("koodiArvo") or uri_arvo),
        koodi_uri=koodi_uri,
        versio=versio,
        nimi=_nimi(record.get("metadata")),
        voimassa_alku=_date(record.get("voimassaAlkuPvm")),
        voimassa_loppu=_date(record.get("voimassaLoppuPvm")),
        tila=tila,
        laajuus_osp=_laajuus(record.get("laajuusOsp")),
        tutkinnot=_tutkinnot(record),
    )


def _first_when(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1))


def _text(holder: Any, key: str) -> str:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _nimi(metadata: Any) -> dict[str, str]:
    if not isinstance(metadata, list):
        raise InvalidKoodi(_("Anna metadata listana."))
    texts = {_text(entry, "kieli").lower(): _text(entry, "nimi").strip() for entry in metadata}
    return {language: text for language, text in texts.items() if language and text}


def _date(value: Any) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidKoodi(_("Anna voimassaolon päivämäärät muodossa vvvv-kk-pp.")) from None


def _laajuus(value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        laajuus = Decimal(str(value))
    except InvalidOperation:
        raise InvalidKoodi(_("Anna laajuusOsp lukuna.")) from None
    if not 0 <= laajuus < 100_000:
        raise InvalidKoodi(_("Anna laajuusOsp lukuna väliltä 0–99 999."))
    return laajuus


def _tutkinnot(record: dict[str, Any]) -> list[str]:
    """Codes of the qualifications a unit is related to now (`koulutus_…`, passive relations left out)."""
    lists = (record.get(key) for key in ("withinCodeElements", "includesCodeElements", "levelsWithCodeElements"))
    relations = [
        relation
        for relations in lists
        if isinstance(relations, list)
        for relation in relations
        if isinstance(relation, dict) and not relation.get("passive")
    ]
    uris = (_text(relation, "codeElementUri") for relation in relations)
    return sorted({uri.removeprefix("koulutus_") for uri in uris if uri.startswith("koulutus_")})
