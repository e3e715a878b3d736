"""Schools and providers with what was counted of them, and which of them make the 161 of "82/161".

A school counts when it is in operation and gives education that eHOKS concerns as far as we know: somebody has an
active study right in scope there, or it has started. A provider counts when it is in operation and one of its schools
counts, and has started when one of those has. A school's provider is the nearest one above it in the organisation tree.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from accounts.models import Organisaatio
from accounts.permissions import OPH_OID
from hoks import search
from hoks.models import Kanava, Kayttoonottokoulu


@dataclass(frozen=True)
class Koulu:
    """A school, its provider if it has one, and what was counted of it; `tunnetaan`: we have been told of it."""

    organisaatio: Organisaatio
    toimija: Organisaatio | None
    luvut: Kayttoonottokoulu
    tunnetaan: bool = True

    @property
    def oid(self) -> str:
        return self.organisaatio.oid

    @property
    def on_luvuissa(self) -> bool:
        """There is anything to tell of it."""
        luvut = self.luvut
        return bool(luvut.oikeudet or luvut.hylatyt or luvut.on_aloittanut)

    @property
    def lasketaan(self) -> bool:
        """Whether it is one of all that might start."""
        luvut = self.luvut
        return self.tunnetaan and self.organisaatio.on_toiminnassa and bool(luvut.oikeudet or luvut.on_aloittanut)


@dataclass(frozen=True)
class Summa:
    """What some schools come to together. kanavat: plans by first door; oikeudet, katetut: active study rights in
    scope, and those of them with a plan; koulut, toimijat: (started, all that count)."""

    kanavat: dict[Kanava, int]
    kuukauden: int
    oikeudet: int
    katetut: int
    ensimmainen_siirto: dt.datetime | None
    viimeisin_siirto: dt.datetime | None
    hylatyt: int
    koulut: tuple[int, int]
    toimijat: tuple[int, int]

    @property
    def hoksit(self) -> int:
        return sum(self.kanavat.values())

    @property
    def on_aloittanut(self) -> bool:
        return self.hoksit > 0 or self.ensimmainen_siirto is not None

    @property
    def kattavuus(self) -> Decimal | None:
        """Study rights with a plan in percent, to one decimal downwards so that only all is 100; None of none."""
        if not self.oikeudet:
            return None
        return (Decimal(100 * self.katetut) / self.oikeudet).quantize(Decimal("0.1"), ROUND_DOWN)


def summa(koulut: Collection[Koulu]) -> Summa:
    """What the schools come to together."""
    luvut = [koulu.luvut for koulu in koulut]
    counted = [koulu for koulu in koulut if koulu.lasketaan]
    started = [koulu for koulu in counted if koulu.luvut.on_aloittanut]
    return Summa(
        kanavat={kanava: sum(getattr(each, kanava) for each in luvut) for kanava in Kanava},
        kuukauden=sum(each.kuukauden for each in luvut),
        oikeudet=sum(each.oikeudet for each in luvut),
        katetut=sum(each.katetut for each in luvut),
        ensimmainen_siirto=min((each.ensimmainen_siirto for each in luvut if each.ensimmainen_siirto), default=None),
        viimeisin_siirto=max((each.viimeisin_siirto for each in luvut if each.viimeisin_siirto), default=None),
        hylatyt=sum(each.hylatyt for each in luvut),
        koulut=(len(started), len(counted)),
        toimijat=(len(_toimijat(started)), len(_toimijat(counted))),
    )


def _toimijat(koulut: Iterable[Koulu]) -> set[str]:
    return {koulu.toimija.oid for koulu in koulut if koulu.toimija and koulu.toimija.on_toiminnassa}


def nahtavat(user) -> list[Koulu]:
    """The schools the user may be told of, those too of which there is nothing to tell. At most three statements."""
    if search.can_search_country(user):
        return kaikki()
    schools = list(search.readable_schools(user))
    above = {oid for school in schools for oid in school.polku}
    providers = Organisaatio.objects.filter(oid__in=above, tyypit__contains=[Organisaatio.KOULUTUSTOIMIJA])
    counted = Kayttoonottokoulu.objects.in_bulk([school.oid for school in schools])
    return _koulut(schools, {provider.oid: provider for provider in providers}, counted)


def kaikki() -> list[Koulu]:
    """Every school, those too that have plans but that nobody has told us of. Two statements."""
    types = [Organisaatio.KOULUTUSTOIMIJA, Organisaatio.OPPILAITOS]
    known = {each.oid: each for each in Organisaatio.objects.filter(tyypit__overlap=types)}
    counted = Kayttoonottokoulu.objects.in_bulk()
    schools = [each for each in known.values() if Organisaatio.OPPILAITOS in each.tyypit or each.oid in counted]
    providers = {oid: each for oid, each in known.items() if Organisaatio.KOULUTUSTOIMIJA in each.tyypit}
    unknown = [
        Koulu(Organisaatio(oid=oid, polku=[oid]), None, luvut, tunnetaan=False)
        for oid, luvut in counted.items()
        if oid not in known
    ]
    return [*_koulut(schools, providers, counted), *unknown]


def _koulut(
    schools: Iterable[Organisaatio], providers: dict[str, Organisaatio], counted: dict[str, Kayttoonottokoulu]
) -> list[Koulu]:
    return [
        Koulu(school, _toimija(school.polku, providers), counted.get(school.oid) or Kayttoonottokoulu(school.oid))
        for school in schools
    ]


def _toimija(polku: Sequence[str], providers: dict[str, Organisaatio]) -> Organisaatio | None:
    # The root may be of a provider's type; it is nobody's.
    return next((providers[oid] for oid in reversed(polku) if oid in providers and oid != OPH_OID), None)
