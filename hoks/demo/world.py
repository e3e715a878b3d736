"""The whole demo world in the import formats, for one day."""

import datetime as dt
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from django.conf import settings

from hoks.demo.huomautettavaa import with_mistakes
from hoks.demo.kesken import KESKEN, VANHAT, changed
from hoks.demo.names import person
from hoks.demo.opiskeluoikeudet import Opinto, before_end, opinnot, oppija_records
from hoks.demo.organisaatiot import Organisaatiot, organisaatiot
from hoks.demo.plans import document
from hoks.demo.records import DemoHoks, Tallennus
from hoks.demo.siirrot import DemoSiirto, can_be_sent, replaced, siirrot
from hoks.demo.tiedotteet import DemoTiedote, tiedotteet, webinaarisaanto
from hoks.demo.tunnisteet import OPH_OID, henkilo_oid

Node = dict[str, Any]

SEED = 20190820
PASSWORD = settings.DEMO_PASSWORD
JARJESTELMAT = {"palvelu": "Harjulanmaan opiskelijahallinto", "palvelu2": "Hopeasaariston opiskelijahallinto"}
HARJULANMAA = ("ammattiopisto", "aikuiskoulutus", "lukio")


@dataclass(frozen=True)
class LuonnosOsa:
    """A node added to a draft: the list it goes to, what has been typed of it, and the nodes below it."""

    lista: str
    arvot: Node
    osat: tuple["LuonnosOsa", ...] = ()


@dataclass(frozen=True)
class DemoLuonnos:
    """An open draft, of a new plan or over the saved one: what has been typed at its top level and added to it."""

    kayttaja: str
    opiskeluoikeus_oid: str
    perustiedot: Node
    osat: tuple[LuonnosOsa, ...] = ()


@dataclass(frozen=True)
class DemoWorld:
    """Records in the import formats, plans, drafts, transfers, news, and when webinars are.

    opiskeluoikeudet are as they are on the day; alkuperaiset are those of them that have ended as they were before,
    since a plan can be made only while its study right is active.
    """

    organisaatiot: tuple[Node, ...]
    oppijat: tuple[Node, ...]
    opiskeluoikeudet: tuple[Node, ...]
    kayttajat: tuple[Node, ...]
    hoksit: tuple[DemoHoks, ...]
    luonnokset: tuple[DemoLuonnos, ...]
    siirrot: tuple[DemoSiirto, ...]
    tiedotteet: tuple[DemoTiedote, ...]
    webinaarisaanto: Node

    @property
    def alkuperaiset(self) -> tuple[Node, ...]:
        """The study rights before any of them ended."""
        return tuple(before_end(record) for record in self.opiskeluoikeudet)

    @property
    def koski404(self) -> tuple[str, ...]:
        """OIDs of the few study rights with a plan that Koski no longer knows."""
        plans = [hoks for hoks in self.hoksit if not hoks.poistaja]
        return tuple(hoks.tallennukset[0].document["opiskeluoikeus-oid"] for hoks in plans[::40])


def demo_world(today: dt.date, seed: int = SEED) -> DemoWorld:
    """The world as it is on the given day; who and where depend on the seed alone, dates on the day."""
    rng = Random(seed)
    places = organisaatiot(rng)
    kayttaja_rng = Random(f"{seed} käyttäjät")
    made = opinnot(today, rng, places)
    by_key = {opinto.suunnitelma.key: opinto for opinto in made if opinto.suunnitelma.key}
    planned = [(opinto, number) for number, opinto in enumerate(made) if opinto.suunnitelma.laji]
    hoksit = _with_one_replaced([(opinto, _hoks(opinto, number, today, places)) for opinto, number in planned])
    hoksit = _with_unfinished(hoksit, today)
    return DemoWorld(
        organisaatiot=places.records,
        oppijat=tuple(oppija_records(made)),
        opiskeluoikeudet=tuple(opinto.record for opinto in made),
        kayttajat=tuple(_kayttajat(kayttaja_rng, places, by_key)),
        hoksit=tuple(hoks for _opinto, hoks in hoksit),
        luonnokset=_luonnokset(by_key, today),
        siirrot=siirrot(hoksit, seed),
        tiedotteet=tiedotteet(places),
        webinaarisaanto=webinaarisaanto(today),
    )


def _with_one_replaced(hoksit: list[tuple[Opinto, DemoHoks]]) -> list[tuple[Opinto, DemoHoks]]:
    """The plans, the school's first transferred one edited by hand and transferred again."""
    first = next(
        place
        for place, (opinto, hoks) in enumerate(hoksit)
        if opinto.suunnitelma.oppilaitos == "ammattiopisto" and can_be_sent(hoks) and not opinto.paattyi
    )
    opinto, hoks = hoksit[first]
    return [*hoksit[:first], (opinto, replaced(hoks)), *hoksit[first + 1 :]]


def _with_unfinished(hoksit: list[tuple[Opinto, DemoHoks]], today: dt.date) -> list[tuple[Opinto, DemoHoks]]:
    """The plans, some of the school's hand-entered ones left undone, each in its way; what is old has an old period."""
    hoksit, left, old = list(hoksit), [*KESKEN], [*VANHAT]
    for place, (opinto, hoks) in enumerate(hoksit):
        suunnitelma, [save, *others] = opinto.suunnitelma, hoks.tallennukset
        if suunnitelma.oppilaitos != "ammattiopisto" or save.kanava != "virkailija" or others or opinto.paattyi:
            continue
        if suunnitelma.laji not in ("tavallinen", "vanha") or suunnitelma.key not in ("", "vanha"):
            continue
        ways = old if suunnitelma.key else left
        for way in ways:
            unfinished = changed(way, save.document, today)
            if unfinished is not None:
                hoksit[place] = opinto, replace(hoks, tallennukset=(replace(save, document=unfinished),))
                ways.remove(way)
                break
    return hoksit


def _kayttajat(rng: Random, places: Organisaatiot, by_key: dict[str, Opinto]) -> list[Node]:
    """The demo accounts (README lists them)."""
    koulu, toimija = places.oid("ammattiopisto"), places.oid("harjulanmaa")
    virkailijat = [
        ("virkailija", "VIRKAILIJA", koulu, ("CRUD",)),
        ("koulutustoimija", "VIRKAILIJA", toimija, ("CRUD",)),
        ("katselija", "VIRKAILIJA", koulu, ("READ",)),
        ("poistaja", "VIRKAILIJA", koulu, ("CRUD", "HOKS_DELETE")),
        ("paakayttaja", "VIRKAILIJA", OPH_OID, ("OPHPAAKAYTTAJA",)),
        ("palvelu", "PALVELU", toimija, ("CRUD",)),
        ("palvelu2", "PALVELU", places.oid("rannikko"), ("CRUD",)),
    ]
    records: list[Node] = []
    for username, tyyppi, oid, oikeudet in virkailijat:
        nimi = person(rng)
        names = {"etunimet": nimi.etunimet, "sukunimi": nimi.sukunimi}
        if tyyppi == "PALVELU":
            names = {"sukunimi": JARJESTELMAT[username]}
        records.append(
            {
                "oidHenkilo": henkilo_oid(rng),
                "username": username,
                "kayttajaTyyppi": tyyppi,
                "password": PASSWORD,
                **names,
                "organisaatiot": [
                    {
                        "organisaatioOid": oid,
                        "kayttooikeudet": [{"palvelu": "EHOKS", "oikeus": oikeus} for oikeus in oikeudet],
                    }
                ],
            }
        )
    for username in ("oppija", "oppija2"):
        opinto = by_key[username]
        records.append(
            {
                "oidHenkilo": opinto.oppija_oid,
                "username": username,
                "kayttajaTyyppi": "OPPIJA",
                "password": PASSWORD,
                "etunimet": opinto.nimi.etunimet,
                "sukunimi": opinto.nimi.sukunimi,
                "organisaatiot": [],
            }
        )
    return records


def _hoks(opinto: Opinto, number: int, today: dt.date, places: Organisaatiot) -> DemoHoks:
    """The plan of one study right, with the door it came in by."""
    key, koulu = opinto.suunnitelma.key, opinto.suunnitelma.oppilaitos
    siirto = koulu in HARJULANMAA and (key == "siirretty ja muokattu" or (not key and number % 4 == 0))
    final = document(opinto, today, muu_oppilaitos_oid=places.oid("merisatama"), tunnisteet=siirto)
    if key == "oppija":
        final["versio"] = 3
    elif key == "luonnos":
        final = with_mistakes(final)
    if siirto:
        kanava, kayttaja = "tiedonsiirto", "palvelu"
    elif koulu == "ammattiopisto":
        kanava, kayttaja = "virkailija", "virkailija"
    elif koulu in HARJULANMAA:
        kanava, kayttaja = "virkailija", "koulutustoimija"
    else:
        kanava, kayttaja = "tuonti", None
    saves = [save := Tallennus(final, kanava, kayttaja)]
    if key in ("versiot", "oppija"):
        saves = [*(Tallennus(early, kanava, kayttaja) for early in _earlier(final)), save]
    elif key == "siirretty ja muokattu":
        saves.append(Tallennus(deepcopy(final) | {"puhelinnumero": "040 555 0199"}, "virkailija", "virkailija"))
    deleted = key.startswith("poistettu")
    return DemoHoks(
        opinto.oid,
        tuple(saves),
        katsojat=("virkailija", "koulutustoimija", "katselija") if key in ("oppija", "oppija2") else (),
        poistaja="poistaja" if deleted else None,
        poiston_syy="HOKS tallennettiin väärälle opiskeluoikeudelle." if deleted else "",
    )


def _earlier(final: Node) -> list[Node]:
    """The plan as it was first approved and as it was once after that: fewer units, another goal, another address."""
    osat = final["hankittavat-ammat-tutkinnon-osat"]
    first, second = deepcopy(final), deepcopy(final)
    first |= {
        "urasuunnitelma-koodi-uri": "urasuunnitelma_0001",
        "sahkoposti": "vanha.osoite@opiskelija.example",
        "hankittavat-ammat-tutkinnon-osat": deepcopy(osat[:1]),
    }
    first.pop("hankittavat-paikalliset-tutkinnon-osat", None)
    second["hankittavat-ammat-tutkinnon-osat"] = deepcopy(osat[:-1])
    return [first, second]


def _luonnokset(by_key: dict[str, Opinto], today: dt.date) -> tuple[DemoLuonnos, ...]:
    """Drafts left open: a change to a saved plan, and two new plans that are not complete yet."""
    muutettava, uusi, toisen = (by_key[key].oid for key in ("luonnos", "luonnos ilman", "luonnos toisen"))
    lista = "hankittavat-ammat-tutkinnon-osat"
    jakso = {
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_koulutussopimus",
        "osaamisen-hankkimistapa-koodi-versio": 1,
        "alku": f"31.2.{today.year + 1}",
    }
    return (
        DemoLuonnos(
            "virkailija",
            muutettava,
            {"sahkoposti": "uusi.osoite@opiskelija.example"},
            (LuonnosOsa(lista, _unit("990014")),),
        ),
        DemoLuonnos(
            "virkailija",
            uusi,
            {
                "osaamisen-hankkimisen-tarve": True,
                "urasuunnitelma-koodi-uri": "urasuunnitelma_0002",
                "urasuunnitelma-koodi-versio": 1,
            },
            (LuonnosOsa(lista, _unit("910001"), (LuonnosOsa("osaamisen-hankkimistavat", jakso),)),),
        ),
        DemoLuonnos("koulutustoimija", toisen, {}),
    )


def _unit(arvo: str) -> Node:
    return {"tutkinnon-osa-koodi-uri": f"tutkinnonosat_{arvo}", "tutkinnon-osa-koodi-versio": 1}
