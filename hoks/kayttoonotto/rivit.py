"""What a page of adoption is about, its table's rows, and the same as a file."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisaatio
from hoks.kayttoonotto.koulut import Koulu, Summa, summa
from hoks.models import Kanava
from hoks.names import sort_key
from hoks.taulukot import Cell, Column

# In place of a provider's OID: schools that have none.
ILMAN_TOIMIJAA = "muut"


class Jarjestys(models.TextChoices):
    """Columns the table can be ordered by."""

    NIMI = "nimi", gettext_lazy("Nimi")
    ENSIMMAINEN = "ensimmainen", gettext_lazy("Ensimmäinen siirto")
    VIIMEISIN = "viimeisin", gettext_lazy("Viimeisin siirto")
    HOKSIT = "hoksit", gettext_lazy("HOKSeja")
    KATTAVUUS = "kattavuus", gettext_lazy("Kattavuus")
    HYLATYT = "hylatyt", gettext_lazy("Hylätyt siirrot, 30 pv")


_VALUES: dict[Jarjestys, Callable[[Summa], Any]] = {
    Jarjestys.ENSIMMAINEN: lambda told: told.ensimmainen_siirto,
    Jarjestys.VIIMEISIN: lambda told: told.viimeisin_siirto,
    Jarjestys.HOKSIT: lambda told: told.hoksit,
    Jarjestys.KATTAVUUS: lambda told: told.kattavuus,
    Jarjestys.HYLATYT: lambda told: told.hylatyt,
}


@dataclass(frozen=True)
class Rivi:
    """A provider or a school in the table. avain: its OID or ILMAN_TOIMIJAA; merkinta: what is odd about it.

    on_valittavissa: a school that other pages, as the transfer desk, offer to choose.
    """

    avain: str
    nimi: str
    on_koulu: bool
    merkinta: str
    luvut: Summa
    on_valittavissa: bool = False


def rivit(koulut: Sequence[Koulu], jarjestys: Jarjestys, *, descending: bool) -> list[Rivi]:
    """Providers when the schools have several, else schools; in order, those without a value last either way."""
    told = [koulu for koulu in koulut if koulu.on_luvuissa]
    by_provider: defaultdict[str, list[Koulu]] = defaultdict(list)
    for koulu in told:
        by_provider[koulu.toimija.oid if koulu.toimija else ILMAN_TOIMIJAA].append(koulu)
    if len(by_provider) > 1:
        rows = [_of_provider(avain, own) for avain, own in by_provider.items()]
    else:
        rows = [_of_school(koulu) for koulu in told]
    rows.sort(key=lambda row: (sort_key(row.nimi), row.avain), reverse=descending and jarjestys is Jarjestys.NIMI)
    if jarjestys is Jarjestys.NIMI:
        return rows
    value = _VALUES[jarjestys]
    having = [row for row in rows if value(row.luvut) is not None]
    having.sort(key=lambda row: value(row.luvut), reverse=descending)
    return [*having, *(row for row in rows if value(row.luvut) is None)]


def _of_provider(avain: str, own: Sequence[Koulu]) -> Rivi:
    provider = own[0].toimija
    name = provider.display_name if provider else _("Ilman koulutustoimijaa")
    return Rivi(avain, name, False, _closed(provider), summa(own))


def _of_school(koulu: Koulu) -> Rivi:
    oddity = _closed(koulu.organisaatio) if koulu.tunnetaan else _("Tuntematon oppilaitos")
    chosen = Organisaatio.OPPILAITOS in koulu.organisaatio.tyypit
    return Rivi(koulu.oid, koulu.organisaatio.display_name, True, oddity, summa([koulu]), chosen)


def _closed(organisaatio: Organisaatio | None) -> str:
    return _("Ei toiminnassa") if organisaatio and not organisaatio.on_toiminnassa else ""


# --- As a file -----------------------------------------------------------------------------


def tiedoston_sarakkeet() -> list[Column]:
    """In order."""
    return [
        Column(_("Koulutustoimija"), 35),
        Column(_("Koulutustoimijan OID"), 30),
        Column(_("Oppilaitos"), 35),
        Column(_("Oppilaitoksen OID"), 30),
        Column(_("Aloittanut"), 10),
        Column(_("Ensimmäinen siirto"), 18),
        Column(_("Viimeisin siirto"), 18),
        Column(_("HOKSeja"), 10),
        *(Column(str(kanava.label), 14) for kanava in Kanava),
        Column(_("Tehty tässä kuussa"), 18),
        Column(_("Opiskeluoikeuksia"), 18),
        Column(_("Niistä HOKS"), 12),
        Column(_("Kattavuus, %"), 12),
        Column(_("Hylätyt siirrot, 30 pv"), 20),
        Column(_("Laskettu"), 18),
    ]


def tiedoston_rivit(koulut: Sequence[Koulu], laskettu: dt.datetime) -> Iterator[list[Cell]]:
    """A row for each school of which there is something to tell, by provider's and school's name."""
    told = [koulu for koulu in koulut if koulu.on_luvuissa]
    for koulu in sorted(told, key=_by_names):
        luvut = summa([koulu])
        kattavuus: Decimal | None = luvut.kattavuus
        yield [
            koulu.toimija.display_name if koulu.toimija else "",
            koulu.toimija.oid if koulu.toimija else "",
            koulu.organisaatio.display_name,
            koulu.oid,
            _("Kyllä") if luvut.on_aloittanut else _("Ei"),
            luvut.ensimmainen_siirto,
            luvut.viimeisin_siirto,
            luvut.hoksit,
            *luvut.kanavat.values(),
            luvut.kuukauden,
            luvut.oikeudet,
            luvut.katetut,
            kattavuus,
            luvut.hylatyt,
            laskettu,
        ]


def _by_names(koulu: Koulu) -> tuple:
    provider = koulu.toimija.display_name if koulu.toimija else ""
    return koulu.toimija is None, sort_key(provider), sort_key(koulu.organisaatio.display_name), koulu.oid
