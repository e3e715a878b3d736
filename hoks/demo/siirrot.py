"""Transfers of the demo world: what a student system sent in the last weeks, what was refused and what was mended."""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hoks.demo.opiskeluoikeudet import Opinto
from hoks.demo.records import DemoHoks, Tallennus

Node = dict[str, Any]

API = "/ehoks-virkailija-backend/api/v1"
DAYS = 29
SENT_A_DAY = 4
OSAT, TAVAT = "hankittavat-ammat-tutkinnon-osat", "osaamisen-hankkimistavat"
OMA, VIERAS = "palvelu", "palvelu2"


@dataclass(frozen=True)
class DemoSiirto:
    """One request. paivia: days ago; kello: hour and minute in Finland; kayttaja: a username, or None for nobody's.

    opiskeluoikeus_oid: of the plan it is about, "" for none; text: its body, "" for none. koodit: of a refusal before
    the body was judged; without them the service judges the body.
    """

    paivia: int
    kello: tuple[int, int]
    kayttaja: str | None
    menetelma: str = "PUT"
    polku: str = f"{API}/hoks"
    opiskeluoikeus_oid: str = ""
    text: str = ""
    status: int = 204
    koodit: tuple[str, ...] = ()
    muutti: bool = False
    tunnus: str = ""


# --- What goes wrong -----------------------------------------------------------------------


def _jaksot(document: Node) -> Iterator[Node]:
    return (jakso for osa in document.get(OSAT, []) for jakso in osa.get(TAVAT, []))


def _tyopaikkajakso(document: Node) -> Node:
    return next(jakso for jakso in _jaksot(document) if "tyopaikalla-jarjestettava-koulutus" in jakso)


def ilman_osa_aikaisuutta(document: Node) -> None:
    del _tyopaikkajakso(document)["osa-aikaisuustieto"]


def paivat_vaarin_pain(document: Node) -> None:
    jakso = next(_jaksot(document))
    jakso["alku"], jakso["loppu"] = jakso["loppu"], jakso["alku"]


def vaara_y_tunnus(document: Node) -> None:
    _tyopaikkajakso(document)["tyopaikalla-jarjestettava-koulutus"]["tyopaikan-y-tunnus"] = "1234567-8"


def ilman_tunnistetta(document: Node) -> None:
    for jakso in _jaksot(document):
        jakso.pop("yksiloiva-tunniste", None)


def vaara_paiva(document: Node) -> None:
    next(_jaksot(document))["loppu"] = "31.12.2026"


def tuntematon_kentta(document: Node) -> None:
    document["opettajan-muistiinpanot"] = "Soitettava kotiin"
    next(_jaksot(document))["loppu"] = ""


# (days ago, what was wrong, days after which it was mended or None)
HYLATYT: tuple[tuple[int, Callable[[Node], None], int | None], ...] = (
    (26, ilman_osa_aikaisuutta, 2),
    (24, paivat_vaarin_pain, 1),
    (19, vaara_y_tunnus, 5),
    (18, vaara_paiva, None),
    (12, ilman_osa_aikaisuutta, 3),
    (9, ilman_tunnistetta, None),
    (6, paivat_vaarin_pain, None),
    (5, ilman_osa_aikaisuutta, None),
    (3, tuntematon_kentta, None),
    (2, vaara_y_tunnus, None),
    (1, ilman_osa_aikaisuutta, None),
)


def siirrot(made: Sequence[tuple[Opinto, DemoHoks]], seed: int) -> tuple[DemoSiirto, ...]:
    """The requests in the order they came; made: study rights with their plans."""
    rng = Random(f"{seed} siirrot")
    sent = [
        hoks
        for opinto, hoks in made
        if opinto.suunnitelma.oppilaitos == "ammattiopisto" and can_be_sent(hoks) and not opinto.paattyi
    ]
    resent = [hoks for hoks in sent if is_replaced(hoks)]
    broken = [hoks for hoks in sent if hoks not in resent and _has_workplace(hoks)][: len(HYLATYT)]
    plain = [hoks for hoks in sent if hoks not in resent and hoks not in broken]
    found = [*_nightly(plain, rng), *_refused(broken), *_strangers(plain), *_accounts(plain)]
    found += [_request(hoks, 0, (6, 15), muutti=True) for hoks in resent]
    return tuple(sorted(found, key=lambda siirto: (-siirto.paivia, siirto.kello)))


def can_be_sent(hoks: DemoHoks) -> bool:
    """A plan that stands as a student system sent it."""
    return hoks.tallennukset[-1].kanava == "tiedonsiirto" and hoks.poistaja is None


def is_replaced(hoks: DemoHoks) -> bool:
    """A plan that was edited by hand and transferred again."""
    return [tallennus.kanava for tallennus in hoks.tallennukset][-2:] == ["virkailija", "tiedonsiirto"]


def replaced(hoks: DemoHoks) -> DemoHoks:
    """The transferred plan, edited by an official since, and then transferred again as the student system has it."""
    [sent] = hoks.tallennukset
    typed, again = deepcopy(sent.document), deepcopy(sent.document)
    typed |= {"sahkoposti": "uusi.osoite@opiskelija.example"}
    typed[OSAT][0]["vaatimuksista-tai-tavoitteista-poikkeaminen"] = "Lisätään kertausta ennen näyttöä."
    # What student systems have where nobody knows the address; it is accepted all the same.
    again["sahkoposti"] = "ei tiedossa"
    again["osaamisen-hankkimisen-tarve"] = not again["osaamisen-hankkimisen-tarve"]
    return replace(
        hoks, tallennukset=(sent, Tallennus(typed, "virkailija", "virkailija"), replace(sent, document=again))
    )


def _has_workplace(hoks: DemoHoks) -> bool:
    return any("osa-aikaisuustieto" in jakso for jakso in _jaksot(_last(hoks)))


def _last(hoks: DemoHoks) -> Node:
    return hoks.tallennukset[-1].document


def _request(hoks: DemoHoks, paivia: int, kello: tuple[int, int], **told: Any) -> DemoSiirto:
    return DemoSiirto(paivia, kello, OMA, opiskeluoikeus_oid=hoks.opiskeluoikeus_oid, **told)


def _nightly(plans: list[DemoHoks], rng: Random) -> Iterator[DemoSiirto]:
    """Every night a few plans come again, unchanged."""
    for paivia in range(1, DAYS + 1):
        for place, hoks in enumerate(rng.sample(plans, min(len(plans), rng.randint(1, SENT_A_DAY)))):
            yield _request(hoks, paivia, (2, place))


def _refused(plans: list[DemoHoks]) -> Iterator[DemoSiirto]:
    """Documents with a fault, tried again on the following nights until they were mended."""
    for hoks, (paivia, fault, mended) in zip(plans, HYLATYT, strict=False):
        document = deepcopy(_last(hoks))
        fault(document)
        text = json.dumps(document, ensure_ascii=False)
        tries = range(paivia, paivia - (2 if mended is None else mended), -1)
        for again in (day for day in tries if day >= 0):
            yield _request(hoks, again, (2, 30), text=text, status=400)
        if mended is not None:
            yield _request(hoks, paivia - mended, (2, 31))


def _strangers(plans: list[DemoHoks]) -> Iterator[DemoSiirto]:
    """Another provider's system that names this school's study right."""
    text = json.dumps({"opiskeluoikeus-oid": plans[0].opiskeluoikeus_oid})
    for paivia in (13, 12):
        told: Node = {"menetelma": "POST", "status": 401, "koodit": ("ei-oikeutta",), "text": text}
        yield DemoSiirto(paivia, (3, 40), VIERAS, opiskeluoikeus_oid=plans[0].opiskeluoikeus_oid, **told)


def _accounts(plans: list[DemoHoks]) -> Iterator[DemoSiirto]:
    """A changed password, a locked account, an official's own account, an old ticket, and a text that was cut."""
    tickets: Node = {"menetelma": "POST", "polku": "/cas/v1/tickets"}
    for minute in range(5):
        yield DemoSiirto(8, (2, minute), OMA, status=401, koodit=("tunnus-tai-salasana",), **tickets)
    for minute in (5, 6):
        yield DemoSiirto(8, (2, minute), OMA, status=423, koodit=("tunnus-lukittu",), **tickets)
    yield DemoSiirto(15, (14, 2), "virkailija", "POST", status=403, koodit=("vaara-kayttajatyyppi",))
    yield DemoSiirto(4, (2, 50), None, "POST", status=401, koodit=("lippu-ei-kelpaa",))
    yield DemoSiirto(10, (9, 12), None, status=401, koodit=("tunnus-tai-salasana",), tunnus="palvelu-vanha", **tickets)
    cut = json.dumps(_last(plans[0]), ensure_ascii=False)[:700]
    yield DemoSiirto(7, (2, 45), OMA, "POST", text=cut, status=400, koodit=("ei-json",))
