"""A small country without a database, and one in it."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection

from hoks import osiot
from hoks.maa.lohkot import Maa, Tekijat
from hoks.maa.lokit import Kirjoittaja
from hoks.maa.mallit import mallit
from hoks.maa.organisaatiot import organisaatiot
from hoks.models import Siirto, Tapahtuma

TODAY = dt.date(2026, 11, 23)
HOKSIT = 260
SALASANA = "maan testisalasana"
LOGS = (Tapahtuma, Siirto)


def generate(*, hoksit: int = HOKSIT, seed: str = "testi", osuus: float = 50, workers: int = 2) -> None:
    """Fill the test's database with a small country."""
    call_command("generate_maa", hoksit=hoksit, seed=seed, osuus=osuus, workers=workers, salasana=SALASANA, verbosity=0)


@pytest.fixture(scope="session")
def templates():
    """Templates with and without a plan."""
    return mallit("testi", TODAY, 60, 12)


@pytest.fixture
def make_maa(templates):
    """make_maa(hoksit=…, osuus=…, seed=…) -> Maa"""
    koulut = organisaatiot().koulut
    official = Kirjoittaja(1, "maa-koulu", "1.2.246.562.24.1", "VIRKAILIJA", koulut[0].oid)
    system = Kirjoittaja(2, "maa-palvelu", "1.2.246.562.24.2", "PALVELU", koulut[0].toimija_oid)
    tekijat = tuple(Tekijat(official, system) for _ in koulut)

    def make(*, hoksit: int = 500, osuus: float = 1.0, seed: str = "testi") -> Maa:
        return Maa(seed, TODAY, hoksit, osuus, koulut, tekijat, system, *templates)

    return make


@pytest.fixture(scope="module")
def emptied(django_db_setup, django_db_blocker):
    """The database, emptied afterwards; partitions that were made go too, for other tests look at them."""
    with django_db_blocker.unblock():
        before = {part.table for model in LOGS for part in osiot.partitions(model)}
        yield
        call_command("flush", interactive=False, verbosity=0)
        made = [part.table for model in LOGS for part in osiot.partitions(model)]
        with connection.cursor() as cursor:
            for table in sorted({*made} - before):
                cursor.execute(f"DROP TABLE {table}")


@pytest.fixture(scope="module")
def maa(emptied):
    """A country of two blocks in the database; half of the plans whole."""
    generate()
