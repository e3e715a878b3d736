"""Plans and drafts of the editor's tests."""

import pytest

from hoks.drafts import store
from hoks.models import Koodi, Luonnos
from tests import payloads


@pytest.fixture
def koodit(db):
    for koodisto, arvo, nimi in (
        ("tutkinnonosat", "100031", "Asentaminen"),
        ("tutkinnonosat", "100032", "Asentaminen ja huolto"),
        ("osaamisenhankkimistapa", "koulutussopimus", "Koulutussopimus"),
        ("osaamisenhankkimistapa", "oppilaitosmuotoinenkoulutus", "Oppilaitosmuotoinen koulutus"),
        ("urasuunnitelma", "0001", "Jatko-opinnot"),
    ):
        Koodi.objects.create(koodisto=koodisto, arvo=arvo, koodi_uri=f"{koodisto}_{arvo}", versio=3, nimi={"fi": nimi})


@pytest.fixture
def rich(make_hoks, make_opiskeluoikeus, make_oppija):
    right = make_opiskeluoikeus(make_oppija("Aino Maria", "Öhman"))
    return make_hoks(right, payloads.rich(right))


@pytest.fixture
def draft(rich, virkailija) -> Luonnos:
    return store.open_existing(rich, by=virkailija)


@pytest.fixture
def new_draft(make_opiskeluoikeus, virkailija) -> Luonnos:
    return store.open_new(make_opiskeluoikeus(), by=virkailija)
