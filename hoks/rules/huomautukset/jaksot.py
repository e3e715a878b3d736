"""Warnings of how periods, their interruptions and demonstrations stand in time."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from hoks.contract import OsaamisenHankkimistapa
from hoks.contract.nodes import Hankittava
from hoks.rules.huomautukset.registry import Tilanne, day, huomauttaa, oliot
from hoks.tree import TreeNode
from hoks.violations import Path

HANKKIMISTAVAT, NAYTOT = "osaamisen-hankkimistavat", "osaamisen-osoittaminen"
KESKEYTYKSET = "keskeytymisajanjaksot"


@huomauttaa(
    "naytto-ennen-jaksoja",
    node=Hankittava,
    nimi=_("Näyttö ennen jaksoja"),
    kuvaus=_("Näyttö alkaa ennen tutkinnon osan tai osa-alueen ensimmäistä jaksoa."),
    teksti=_("Näyttö alkaa ennen kuin yksikään osan jaksoista on alkanut. Tarkista näytön ja jaksojen päivät."),
)
def naytto_before_periods(osa: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """What is shown has been acquired first; without periods there is nothing to compare with."""
    starts = [alku for _place, jakso in oliot(osa.data, HANKKIMISTAVAT) if (alku := day(jakso, "alku"))]
    if not starts:
        return
    first = min(starts)
    for place, naytto in oliot(osa.data, NAYTOT):
        alku = day(naytto, "alku")
        if alku and alku < first:
            yield (NAYTOT, place, "alku")


def stretch(data: dict) -> tuple[dt.date, dt.date] | None:
    """First and last day, when both are there and in this order."""
    alku, loppu = day(data, "alku"), day(data, "loppu")
    return (alku, loppu) if alku and loppu and alku <= loppu else None


@huomauttaa(
    "jakso-keskeytyksessa",
    node=OsaamisenHankkimistapa,
    nimi=_("Jakso kokonaan keskeytyksessä"),
    kuvaus=_(
        "Jakso on kokonaan oman päättyneen keskeytyksensä tai opiskeluoikeuden päättyneen väliaikaisen keskeytyksen "
        "aikana."
    ),
    teksti=_("Jakso on kokonaan keskeytyksen aikana. Tarkista jakson ja keskeytyksen päivät."),
)
def jakso_in_interruption(oht: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """Some of a period is left outside each closed interruption, its own or the study right's (domain.md 1.2, 1.5)."""
    jakso = stretch(oht.data)
    if jakso is None:
        return
    alku, loppu = jakso
    for place, keskeytys in oliot(oht.data, KESKEYTYKSET):
        own = stretch(keskeytys)
        if own and own[0] <= alku and loppu <= own[1]:
            yield (KESKEYTYKSET, place, "alku")
            return
    if any(first <= alku and loppu <= last for first, last in tilanne.keskeytykset):
        yield ()


@huomauttaa(
    "keskeytys-jakson-ulkopuolella",
    node=OsaamisenHankkimistapa,
    nimi=_("Keskeytys jakson ulkopuolella"),
    kuvaus=_("Keskeytys on kokonaan jaksonsa ulkopuolella, tai sen loppupäivä on ennen alkupäivää."),
    teksti=_(
        "Keskeytys ei osu jakson ajalle, tai sen päivät ovat väärin päin. Tarkista keskeytyksen ja jakson päivät."
    ),
)
def keskeytys_outside_period(oht: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """An interruption interrupts its period; the rules compare interruptions with each other only (domain.md 2.4)."""
    alku, loppu = day(oht.data, "alku"), day(oht.data, "loppu")
    for place, keskeytys in oliot(oht.data, KESKEYTYKSET):
        keskeytyi, jatkui = day(keskeytys, "alku"), day(keskeytys, "loppu")
        backwards = keskeytyi and jatkui and jatkui < keskeytyi
        too_late = keskeytyi and loppu and keskeytyi > loppu
        too_early = jatkui and alku and jatkui < alku
        if backwards or too_late or too_early:
            yield (KESKEYTYKSET, place, "alku")
