"""Plans that reports tell of."""

import pytest

from hoks.luvut import jaksot
from hoks.models import OsaamisenHankkimistapa
from tests import payloads
from tests.virkailija.conftest import people, signed_in, visit  # noqa: F401


@pytest.fixture
def make_reported(make_hoks):
    """make_reported(right, hours=…, lacking=…, **period) -> a plan whose units' hours are told, with a workplace period
    of a local unit, which lacks its osa-aikaisuustieto when lacking."""

    def make(right, *hours: float, lacking: bool = False, **period):
        units = [
            {
                "tutkinnon-osa-koodi-uri": f"tutkinnonosat_10000{number}",
                "tutkinnon-osa-koodi-versio": 1,
                "opetus-ja-ohjaus-maara": told,
            }
            for number, told in enumerate(hours)
        ]
        local = {"nimi": "Paikallinen", "osaamisen-hankkimistavat": [payloads.hankkimistapa(**period)]}
        hoks = make_hoks(
            right,
            payloads.minimal(right)
            | {"hankittavat-ammat-tutkinnon-osat": units, "hankittavat-paikalliset-tutkinnon-osat": [local]},
        )
        if lacking:
            # The rules no longer let such be sent; an old plan may have it.
            OsaamisenHankkimistapa.objects.filter(hoks=hoks).update(osa_aikaisuustieto=None)
            jaksot.write([hoks.pk])
        return hoks

    return make
