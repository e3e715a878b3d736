"""The saves of a plan."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from hoks import plan, services
from hoks.contact_details import erase_contact_details, fill_erased, versio_document
from hoks.models import Hoks, HoksVersio, Kanava, Opiskeluoikeus
from hoks.views.virkailija.versiot import keys, restorable
from tests import payloads

pytestmark = pytest.mark.django_db


def url(hoks, name, *numbers):
    return reverse(f"virkailija:{name}", args=[hoks.pk, *numbers])


@pytest.fixture
def hoks(make_hoks, make_opiskeluoikeus, virkailija):
    """A plan of three versions."""
    right = make_opiskeluoikeus()
    hoks = make_hoks(right, payloads.rich(right))
    for changes in ({"sahkoposti": "toinen@example.org"}, {"hankittavat-paikalliset-tutkinnon-osat": []}):
        document = plan.write_shape(plan.load(hoks)) | changes
        services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA, syy=f"Muutos {len(changes)}")
    return hoks


def test_list(client, hoks, katselija, statements):
    client.force_login(katselija)
    with statements(9):
        page = client.get(url(hoks, "hoks-versiot")).text
    for words in ("Versio 3", "Versio 1", "Käsin syötetty", "Muutos 1", "Mitä muuttui"):
        assert words in page


def test_one_version_as_a_plan(client, hoks, katselija):
    client.force_login(katselija)
    page = client.get(url(hoks, "hoks-versio", 1)).text
    assert "oppija@example.org" in page and "Hapanjuuri" in page
    assert "vanha versio" in page and "Palauta tämä versio" not in page
    assert client.get(url(hoks, "hoks-versio", 4)).status_code == 404


def test_comparison(client, hoks, katselija):
    client.force_login(katselija)
    page = client.get(url(hoks, "hoks-vertailu")).text
    assert "versiosta 2 versioon 3" in page and "Hapanjuuri" in page
    page = client.get(url(hoks, "hoks-vertailu"), {"vanha": "2", "uusi": "1"}).text
    assert "versiosta 1 versioon 2" in page
    assert "oppija@example.org" in page and "toinen@example.org" in page
    assert "Mitään ei ole muuttunut" in client.get(url(hoks, "hoks-vertailu"), {"vanha": "2", "uusi": "2"}).text


@pytest.mark.parametrize("typed", ["0", "99", "x", "", "-1", "9" * 40, "²"])
def test_comparison_with_what_is_not_there(client, hoks, katselija, typed):
    client.force_login(katselija)
    assert client.get(url(hoks, "hoks-vertailu"), {"vanha": typed}).status_code == 404


def test_erased_contact_details_are_told(client, hoks, katselija):
    erase_contact_details(hoks, oppija=True)
    client.force_login(katselija)
    page = client.get(url(hoks, "hoks-versio", 1)).text
    assert "oppija@example.org" not in page
    assert "Tästä versiosta on poistettu yhteystietoja." in page
    assert ">poistettu</bdi>" in page


class TestRestore:
    def test_asks_with_what_changes(self, client, hoks, virkailija):
        client.force_login(virkailija)
        page = client.get(url(hoks, "hoks-versio-palauta", 1)).text
        assert "Hapanjuuri" in page and "lisätty" in page
        assert HoksVersio.objects.filter(hoks=hoks).count() == 3

    def test_saves_the_old_one_anew(self, client, hoks, virkailija):
        before = HoksVersio.objects.get(hoks=hoks, numero=1).dokumentti
        client.force_login(virkailija)
        response = client.post(url(hoks, "hoks-versio-palauta", 1), {"versio": "3"}, follow=True)
        assert "Versio 1 on palautettu." in response.text and "Hapanjuuri" in response.text
        saved = HoksVersio.objects.get(hoks=hoks, numero=4)
        assert (saved.tekija, saved.kanava, saved.syy) == (virkailija, "virkailija", "Palautettu versio 1")
        assert saved.dokumentti == before
        assert saved.yhteystiedot["/sahkoposti"] == "oppija@example.org"

    def test_contact_details_erased_from_it_stay_as_they_are_now(self, client, hoks, virkailija):
        erase_contact_details(hoks, oppija=True, ohjaajat_ennen=dt.date.max)
        bare = versio_document(HoksVersio.objects.get(hoks=hoks, numero=1))
        document = restorable(bare, hoks) | {"sahkoposti": "nyt@example.org", "osaamisen-hankkimisen-tarve": False}
        tapa = document["hankittavat-paikalliset-tutkinnon-osat"][0]["osaamisen-hankkimistavat"][0]
        ohjaaja = tapa["tyopaikalla-jarjestettava-koulutus"]["vastuullinen-tyopaikka-ohjaaja"]
        ohjaaja["sahkoposti"] = "ohjaaja@example.org"
        services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA, keys=keys(bare))
        client.force_login(virkailija)
        address = url(hoks, "hoks-versio-palauta", 1)
        assert "@example.org" not in client.get(address).text
        assert client.post(address, {"versio": "4"}).status_code == 302
        restored = plan.load(Hoks.objects.get(pk=hoks.pk))
        assert restored["osaamisen-hankkimisen-tarve"] is bare["osaamisen-hankkimisen-tarve"] is True
        assert restored["sahkoposti"] == "nyt@example.org" and "puhelinnumero" not in restored
        assert str(restored).count("ohjaaja@example.org") == 1

    def test_another_instructor_gets_no_ones_contact_details(self, hoks):
        then = HoksVersio.objects.get(hoks=hoks, numero=1)
        current = versio_document(then)
        erase_contact_details(hoks, ohjaajat_ennen=dt.date.max)
        then.refresh_from_db()
        assert fill_erased(then, current) == current
        renamed = json.loads(json.dumps(current).replace("Ossi Ohjaaja", "Muu Ohjaaja"))
        assert renamed != current and fill_erased(then, renamed) == versio_document(then)

    @pytest.mark.parametrize("versio", ["2", "", "x"])
    def test_stale_page_restores_nothing(self, client, hoks, virkailija, versio):
        client.force_login(virkailija)
        response = client.post(url(hoks, "hoks-versio-palauta", 1), {"versio": versio})
        assert response.status_code == 409 and "sillä välin" in response.text
        assert HoksVersio.objects.filter(hoks=hoks).count() == 3

    def test_refused_by_the_rules(self, client, hoks, virkailija):
        Opiskeluoikeus.objects.update(tyyppi="tuva")
        client.force_login(virkailija)
        response = client.post(url(hoks, "hoks-versio-palauta", 1), {"versio": "3"})
        assert response.status_code == 422 and "ei voi palauttaa" in response.text
        assert HoksVersio.objects.filter(hoks=hoks).count() == 3

    def test_reading_is_not_enough(self, client, hoks, katselija):
        client.force_login(katselija)
        assert client.get(url(hoks, "hoks-versio-palauta", 1)).status_code == 403
        assert client.post(url(hoks, "hoks-versio-palauta", 1), {"versio": "3"}).status_code == 403

    def test_other_school(self, client, hoks, toisen_koulun_virkailija):
        client.force_login(toisen_koulun_virkailija)
        for name, numbers in (("hoks-versio", [1]), ("hoks-vertailu", []), ("hoks-versio-palauta", [1])):
            assert client.get(url(hoks, name, *numbers)).status_code == 404
