"""Accounts: an official of every school, a system of every provider, and those that a benchmark signs in as."""

from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Kayttooikeus, User
from accounts.permissions import OPH_OID
from hoks.maa.arvot import oppija_oid
from hoks.maa.lohkot import Tekijat
from hoks.maa.lokit import Kirjoittaja
from hoks.maa.nimet import henkilo
from hoks.maa.organisaatiot import Koulu, Maanorganisaatiot
from hoks.oids import ibm_137_check_digit

PREFIX = "maa-"
# Learners are numbered from one (hoks.maa.lohkot).
OPPIJA = 1


@transaction.atomic
def make_accounts(seed: str, organisaatiot: Maanorganisaatiot, password: str) -> tuple[Tekijat, ...]:
    """Make every account anew, all with the same password; returns who writes in each school, in their order."""
    User.objects.filter(username__startswith=PREFIX).delete()
    # One slow hash serves all accounts.
    maker = _Maker(Random(f"{seed} käyttäjät"), make_password(password))
    named = {organisaatiot.suuri.oid: "suuri", organisaatiot.keski.oid: "keski", organisaatiot.pieni.oid: "pieni"}
    systems: dict[str, User] = {}
    tekijat = []
    for number, koulu in enumerate(organisaatiot.koulut, 1):
        if koulu.toimija_oid not in systems:
            username = "palvelu" if koulu == organisaatiot.suuri else f"palvelu-{len(systems):03}"
            systems[koulu.toimija_oid] = maker.make(username, User.Tyyppi.PALVELU, koulu.toimija_oid, system_of=koulu)
        official = maker.make(named.get(koulu.oid, f"koulu-{number:03}"), User.Tyyppi.VIRKAILIJA, koulu.oid)
        tekijat.append(
            Tekijat(kirjoittaja(official, koulu.oid), kirjoittaja(systems[koulu.toimija_oid], koulu.toimija_oid))
        )
    maker.make("paakayttaja", User.Tyyppi.VIRKAILIJA, OPH_OID, "OPHPAAKAYTTAJA")
    maker.make("katselija", User.Tyyppi.VIRKAILIJA, organisaatiot.suuri.oid, "READ")
    maker.make("oppija", User.Tyyppi.OPPIJA, oid_henkilo=oppija_oid(seed, OPPIJA))
    return tuple(tekijat)


def kirjoittaja(user: User, organisaatio_oid: str) -> Kirjoittaja:
    """The account as the logs know it."""
    return Kirjoittaja(user.pk, user.username, user.oid_henkilo or "", user.kayttaja_tyyppi, organisaatio_oid)


class _Maker:
    def __init__(self, rng: Random, password: str):
        self.rng, self.password = rng, password

    def make(
        self,
        name: str,
        tyyppi: User.Tyyppi,
        organisaatio_oid: str = "",
        oikeus: str = "CRUD",
        *,
        oid_henkilo: str = "",
        system_of: Koulu | None = None,
    ) -> User:
        nimi = henkilo(self.rng)
        digits = str(self.rng.randrange(10**9, 10**10))
        told = {"etunimet": nimi.etunimet, "sukunimi": nimi.sukunimi}
        if system_of is not None:
            told = {"sukunimi": f"{next(iter(system_of.toimija_nimi.values()))}, opiskelijahallinto"}
        user = User.objects.create(
            username=f"{PREFIX}{name}",
            password=self.password,
            kayttaja_tyyppi=tyyppi,
            oid_henkilo=oid_henkilo or f"1.2.246.562.24.{digits}{ibm_137_check_digit(digits)}",
            **told,
        )
        if organisaatio_oid:
            Kayttooikeus.objects.create(user=user, organisaatio_oid=organisaatio_oid, oikeus=oikeus)
        return user
