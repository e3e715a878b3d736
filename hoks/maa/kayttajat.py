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
from hoks.maa.organisaatiot import Maanorganisaatiot
from hoks.oids import ibm_137_check_digit

PREFIX = "maa-"
# Learners are numbered from one (hoks.maa.lohkot).
OPPIJA = 1


@transaction.atomic
def make_accounts(seed: str, organisaatiot: Maanorganisaatiot, password: str) -> tuple[Tekijat, ...]:
    """Make every account anew, all with the same password; returns who writes in each school, in their order."""
    User.objects.filter(username__startswith=PREFIX).delete()
    # One slow hash serves all accounts.
    accounts = _Accounts(Random(f"{seed} käyttäjät"), make_password(password))
    koulut, systems, officials = organisaatiot.koulut, dict[str, User](), dict[str, User]()
    named = {organisaatiot.suuri.oid: "suuri", organisaatiot.keski.oid: "keski", organisaatiot.pieni.oid: "pieni"}
    for number, koulu in enumerate(koulut, 1):
        if koulu.toimija_oid not in systems:
            name = f"palvelu-{len(systems):03}" if systems else "palvelu"
            toimija = next(iter(koulu.toimija_nimi.values()))
            told = {"etunimet": "", "sukunimi": f"{toimija}, opiskelijahallinto"}
            systems[koulu.toimija_oid] = accounts.add(name, User.Tyyppi.PALVELU, koulu.toimija_oid, **told)
        name = named.get(koulu.oid, f"koulu-{number:03}")
        officials[koulu.oid] = accounts.add(name, User.Tyyppi.VIRKAILIJA, koulu.oid)
    accounts.add("paakayttaja", User.Tyyppi.VIRKAILIJA, OPH_OID, "OPHPAAKAYTTAJA")
    accounts.add("katselija", User.Tyyppi.VIRKAILIJA, organisaatiot.suuri.oid, "READ")
    accounts.add("oppija", User.Tyyppi.OPPIJA, oid_henkilo=oppija_oid(seed, OPPIJA))
    accounts.save()
    return tuple(
        Tekijat(
            kirjoittaja(officials[koulu.oid], koulu.oid), kirjoittaja(systems[koulu.toimija_oid], koulu.toimija_oid)
        )
        for koulu in koulut
    )


def kirjoittaja(user: User, organisaatio_oid: str) -> Kirjoittaja:
    """The account as the logs know it."""
    return Kirjoittaja(user.pk, user.username, user.oid_henkilo or "", user.kayttaja_tyyppi, organisaatio_oid)


class _Accounts:
    """Accounts with their rights, saved together."""

    def __init__(self, rng: Random, password: str):
        self.rng, self.password = rng, password
        self.users: list[User] = []
        self.rights: list[Kayttooikeus] = []

    def add(
        self, name: str, tyyppi: User.Tyyppi, organisaatio_oid: str = "", oikeus: str = "CRUD", **told: str
    ) -> User:
        """One account; told: what is not as its name, drawn at random, and a number have it."""
        nimi, digits = henkilo(self.rng), str(self.rng.randrange(10**9, 10**10))
        fields = {
            "etunimet": nimi.etunimet,
            "sukunimi": nimi.sukunimi,
            "oid_henkilo": f"1.2.246.562.24.{digits}{ibm_137_check_digit(digits)}",
        }
        user = User(username=PREFIX + name, password=self.password, kayttaja_tyyppi=tyyppi, **fields | told)
        self.users.append(user)
        if organisaatio_oid:
            self.rights.append(Kayttooikeus(user=user, organisaatio_oid=organisaatio_oid, oikeus=oikeus))
        return user

    def save(self) -> None:
        """Save them all; their keys are then known."""
        User.objects.bulk_create(self.users)
        Kayttooikeus.objects.bulk_create(self.rights)
