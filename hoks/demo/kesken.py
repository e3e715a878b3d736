"""What an official has left undone: demo plans that hold, but lack what deadlines and the worklist tell of."""

import datetime as dt
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from hoks.demo.huomautettavaa import KOULUTUS, NAYTOT, OHJAAJA, OSAT, TAVAT
from hoks.rules.osaamisen_hankkimistapa import OSA_AIKAISUUSTIETO_ALKAEN

Node = dict[str, Any]
Change = Callable[[Node, dt.date], Node | None]

PAIKALLISET, YHTEISET = "hankittavat-paikalliset-tutkinnon-osat", "hankittavat-yhteiset-tutkinnon-osat"


def jakso_paattyy(days: int) -> Change:
    """A workplace period that ends in so many days (ended, when fewer than 0), whose instructor nobody can reach."""

    def change(document: Node, today: dt.date) -> Node | None:
        loppu = today + dt.timedelta(days=days)
        for jakso in _tyopaikkajaksot(document):
            if jakso["alku"] < loppu.isoformat() and "keskeytymisajanjaksot" not in jakso:
                jakso["loppu"] = loppu.isoformat()
                jakso[KOULUTUS][OHJAAJA] = {"nimi": jakso[KOULUTUS][OHJAAJA]["nimi"]}
                return document
        return None

    return change


def naytto_tulossa(days: int) -> Change:
    """A demonstration that begins in so many days."""

    def change(document: Node, today: dt.date) -> Node | None:
        alku, loppu = (today + dt.timedelta(days=days + more) for more in (0, 2))
        for osa in document[OSAT]:
            if osa.get(NAYTOT) and all(jakso["alku"] < alku.isoformat() for jakso in osa.get(TAVAT, [])):
                osa[NAYTOT][0] |= {"alku": alku.isoformat(), "loppu": loppu.isoformat()}
                return document
        return None

    return change


def nayttotyot_tehty(document: Node, today: dt.date) -> Node | None:
    """Units that have all been shown, the achievement not yet marked."""
    past = today.isoformat()
    done = [osa for osa in document[OSAT] if osa.get(NAYTOT) and all(each["loppu"] < past for each in osa[NAYTOT])]
    document[OSAT] = done
    for lista in (PAIKALLISET, YHTEISET):
        document.pop(lista, None)
    return document if done else None


def ei_sahkopostia(document: Node, today: dt.date) -> Node | None:
    """Nowhere to send feedback to."""
    del document["sahkoposti"]
    return document


def ei_osia(document: Node, today: dt.date) -> Node | None:
    """Approved, but nothing to acquire in it yet."""
    for lista in (OSAT, PAIKALLISET, YHTEISET):
        document.pop(lista, None)
    return document


def vanha_jakso(document: Node, today: dt.date) -> Node | None:
    """A workplace period of the time before osa-aikaisuustieto was asked for, in a study right of those days."""
    loppu = OSA_AIKAISUUSTIETO_ALKAEN - dt.timedelta(days=20)
    for osa in document.get(OSAT, []):
        for jakso in osa.get(TAVAT, []):
            if KOULUTUS in jakso and "keskeytymisajanjaksot" not in jakso:
                jakso |= {"alku": (loppu - dt.timedelta(days=80)).isoformat(), "loppu": loppu.isoformat()}
                jakso.pop("osa-aikaisuustieto", None)
                # What was shown of the unit may have been before.
                osa.pop(NAYTOT, None)
                return document
    return None


def changed(change: Change, document: Node, today: dt.date) -> Node | None:
    """The plan as the change leaves it, a copy; None when it can't be made of this one."""
    return change(deepcopy(document), today)


def _tyopaikkajaksot(document: Node) -> Iterator[Node]:
    for osa in document.get(OSAT, []):
        yield from (jakso for jakso in osa.get(TAVAT, []) if KOULUTUS in jakso)


KESKEN: tuple[Change, ...] = (
    jakso_paattyy(9),
    jakso_paattyy(1),
    jakso_paattyy(-6),
    naytto_tulossa(2),
    naytto_tulossa(15),
    nayttotyot_tehty,
    nayttotyot_tehty,
    ei_sahkopostia,
    ei_osia,
)
# Of a plan that is itself of those days.
VANHAT: tuple[Change, ...] = (vanha_jakso,)
