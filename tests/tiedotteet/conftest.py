"""Announcements and webinars to test with."""

import datetime as dt

import pytest
from django.utils import timezone

from hoks.models import Tiedote, Webinaarisaanto
from hoks.tiedotteet import kiireelliset


@pytest.fixture
def make_tiedote(db):
    """make_tiedote(nimi, alkoi=…, loppuu=…, **columns) -> a published announcement to all, seen since an hour.

    alkoi: how long ago it was first seen; loppuu: in how long it is seen no more.
    """

    def make(nimi: str = "Tiedote", /, *, alkoi=dt.timedelta(hours=1), loppuu=None, **columns) -> Tiedote:
        now = timezone.now()
        told = {
            "otsikko": {"fi": nimi},
            "teksti": {"fi": f"Teksti: {nimi}"},
            "kohderyhma": Tiedote.Kohderyhma.JARJESTAJA if columns.get("jarjestaja_oid") else Tiedote.Kohderyhma.KAIKKI,
            "tila": Tiedote.Tila.JULKAISTU,
            "nakyy_alkaen": now - alkoi,
            "nakyy_asti": None if loppuu is None else now + loppuu,
        }
        made = Tiedote.objects.create(**told | columns)
        kiireelliset.memory.forget()
        return made

    return make


@pytest.fixture
def make_saanto(db):
    """make_saanto(**columns) -> every second Tuesday from 12 to 13 since 1.9.2026."""

    def make(**columns) -> Webinaarisaanto:
        usual = {
            "otsikko": "eHOKS-webinaari",
            "linkki": "https://webinaari.example/ehoks",
            "viikonpaiva": 1,
            "vali_viikkoa": 2,
            "alkaa": dt.date(2026, 9, 1),
            "klo_alku": dt.time(12),
            "klo_loppu": dt.time(13),
        }
        return Webinaarisaanto.objects.create(**usual | columns)

    return make
