"""Warnings of what is in a plan twice, and of dates the wrong way round where the rules don't compare them."""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from hoks.contract import (
    AiemminHankittuYhteinen,
    HankittavaKoulutuksenOsa,
    HankittavaYhteinen,
    OpiskeluvalmiuksiaTukevaOpinto,
    OppimisenTuki,
    OsaamisenHankkimistapa,
    OsaamisenOsoittaminen,
)
from hoks.contract.hoks import Osat
from hoks.rules.huomautukset.registry import Tilanne, day, huomauttaa, oliot, text
from hoks.tree import TreeNode
from hoks.violations import Path

# Lists of units that are known by a code of the code lists, and the code's field.
KOODILLISET = {
    "aiemmin-hankitut-ammat-tutkinnon-osat": "tutkinnon-osa-koodi-uri",
    "aiemmin-hankitut-yhteiset-tutkinnon-osat": "tutkinnon-osa-koodi-uri",
    "hankittavat-ammat-tutkinnon-osat": "tutkinnon-osa-koodi-uri",
    "hankittavat-yhteiset-tutkinnon-osat": "tutkinnon-osa-koodi-uri",
}
PAIKALLISET = ("aiemmin-hankitut-paikalliset-tutkinnon-osat", "hankittavat-paikalliset-tutkinnon-osat")
KOULUTUKSEN_OSAT, KOULUTUKSEN_OSA_KOODI = "hankittavat-koulutuksen-osat", "koulutuksen-osa-koodi-uri"
OSA_ALUEET, OSA_ALUE_KOODI = "osa-alueet", "osa-alue-koodi-uri"
TUNNISTE = "yksiloiva-tunniste"


def repeated(values: Iterable[tuple[Path, Hashable]]) -> Iterator[Path]:
    """Where a value stands that was there before; empty values are no values."""
    seen = set()
    for path, value in values:
        if not value:
            continue
        if value in seen:
            yield path
        seen.add(value)


@huomauttaa(
    "tutkinnon-osa-kahdesti",
    node=Osat,
    nimi=_("Sama osa kahdesti"),
    kuvaus=_(
        "Sama tutkinnon osa on kahdesti hankittavana tai kahdesti aiemmin hankittuna. Paikalliset tutkinnon osat "
        "tunnistetaan nimestä. Samasta koulutuksen osasta huomautetaan, jos sen ajat menevät limittäin."
    ),
    teksti=_("Sama osa on suunnitelmassa jo aiemmin. Tarkista, onko se lisätty vahingossa kahdesti."),
)
def osa_twice(hoks: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """A unit is once to be acquired and once acquired: parts of the same one may be acquired already."""
    for osat, koodi in KOODILLISET.items():
        yield from repeated(((osat, place, koodi), text(osa, koodi)) for place, osa in oliot(hoks.data, osat))
    for osat in PAIKALLISET:
        # Names are typed by hand: neither capitals nor blanks tell two units apart.
        yield from repeated(
            ((osat, place, "nimi"), " ".join(text(osa, "nimi").casefold().split()))
            for place, osa in oliot(hoks.data, osat)
        )
    yield from _koulutuksen_osat_twice(hoks)


def _koulutuksen_osat_twice(hoks: TreeNode) -> Iterator[Path]:
    """A unit of TUVA has one stretch of time only, so one that goes on later is there again by right."""
    latest: dict[str, dt.date] = {}
    dated = [
        (alku, loppu, place, text(osa, KOULUTUKSEN_OSA_KOODI))
        for place, osa in oliot(hoks.data, KOULUTUKSEN_OSAT)
        if (alku := day(osa, "alku")) and (loppu := day(osa, "loppu"))
    ]
    for alku, loppu, place, koodi in sorted(dated):
        if not koodi:
            continue
        if koodi in latest and alku <= latest[koodi]:
            yield (KOULUTUKSEN_OSAT, place, KOULUTUKSEN_OSA_KOODI)
        latest[koodi] = max(loppu, latest.get(koodi, loppu))


@huomauttaa(
    "osa-alue-kahdesti",
    node=(AiemminHankittuYhteinen, HankittavaYhteinen),
    nimi=_("Sama osa-alue kahdesti"),
    kuvaus=_("Sama osa-alue on kahdesti samassa yhteisessä tutkinnon osassa."),
    teksti=_("Sama osa-alue on tutkinnon osassa jo aiemmin. Tarkista, onko se lisätty vahingossa kahdesti."),
)
def osa_alue_twice(osa: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """A sub-area is once in its unit."""
    yield from repeated(
        ((OSA_ALUEET, place, OSA_ALUE_KOODI), text(osa_alue, OSA_ALUE_KOODI))
        for place, osa_alue in oliot(osa.data, OSA_ALUEET)
    )


@huomauttaa(
    "yksiloiva-tunniste-kahdesti",
    node=Osat,
    nimi=_("Sama yksilöivä tunniste kahdesti"),
    kuvaus=_("Kahdella jaksolla on sama yksilöivä tunniste."),
    teksti=_(
        "Toisella jaksolla on sama yksilöivä tunniste. Tarkista tunniste: samalla tunnisteella jaksoja ei voi erottaa "
        "palautekyselyissä."
    ),
)
def tunniste_twice(hoks: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """No two periods of a plan have the same identifier (nobody else asks: domain.md 2.3)."""
    yield from repeated(
        ((*node.path, TUNNISTE), text(node.data, TUNNISTE))
        for node in hoks.walk()
        if node.cls is OsaamisenHankkimistapa
    )


@huomauttaa(
    "loppu-ennen-alkua",
    node=(OsaamisenOsoittaminen, HankittavaKoulutuksenOsa, OppimisenTuki, OpiskeluvalmiuksiaTukevaOpinto),
    nimi=_("Loppupäivä ennen alkupäivää"),
    kuvaus=_(
        "Näytön, koulutuksen osan, tukiopetuksen tai opiskeluvalmiuksia tukevan opinnon loppupäivä on ennen alkupäivää."
    ),
    teksti=_("Loppupäivä on ennen alkupäivää. Tarkista, ovatko päivät oikein päin."),
)
def loppu_before_alku(node: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """What has a first and a last day has them in this order; of periods the rules ask it."""
    alku, loppu = day(node.data, "alku"), day(node.data, "loppu")
    if alku and loppu and loppu < alku:
        yield ("loppu",)
