"""An official's page of a plan: all of it, to those who may, whatever it holds; and its deletion."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from hoks import plan, services
from hoks.models import Hoks, Kanava, Opiskeluoikeus, Tapahtuma
from tests import payloads
from tests.conftest import SISARKOULU, TOINEN_KOULU
from tests.presentation.unique import Filler

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"


def url(hoks, name="hoks"):
    return reverse(f"virkailija:{name}", args=[hoks.pk])


@pytest.fixture
def rich(make_hoks, make_opiskeluoikeus, make_oppija):
    right = make_opiskeluoikeus(make_oppija("Aino Maria", "Öhman"))
    return make_hoks(right, payloads.rich(right))


class TestWhoSees:
    def test_anonymous_signs_in_first(self, client, rich):
        response = client.get(url(rich))
        assert response.status_code == 302 and response.url.startswith("/kirjaudu/")

    @pytest.mark.parametrize(
        ("who", "status"),
        [("virkailija", 200), ("katselija", 200), ("paakayttaja", 200), ("toisen_koulun_virkailija", 404)],
    )
    def test_officials(self, client, rich, request, who, status):
        client.force_login(request.getfixturevalue(who))
        for name in ("hoks", "hoks-versiot"):
            assert client.get(url(rich, name)).status_code == status

    def test_learner_has_no_business_here(self, client, rich, oppija):
        client.force_login(oppija)
        assert client.get(url(rich)).status_code == 403

    @pytest.mark.parametrize("number", ["999999", "99999999999999999999999"])
    def test_unknown(self, client, virkailija, number):
        client.force_login(virkailija)
        assert client.get(f"/virkailija/hoksit/{number}/").status_code == 404

    def test_only_reading(self, client, rich, virkailija):
        client.force_login(virkailija)
        assert client.post(url(rich)).status_code == 405


class TestWhatIsShown:
    def test_page(self, client, rich, virkailija):
        client.force_login(virkailija)
        page = client.get(url(rich)).text
        assert "<title>HOKS: Aino Maria Öhman – eHOKS</title>" in page
        assert page.count("<h1>") == 1
        for words in ("Elintarvikealan perustutkinto", "Hirvijoen ammattiopisto", "Käsin syöttänyt", "Voimassa"):
            assert words in page

    def test_every_field_of_the_write_variants(self, client, rich, virkailija, monkeypatch):
        unique = Filler().document()
        monkeypatch.setattr(plan, "load", lambda hoks: unique.document)
        client.force_login(virkailija)
        page = client.get(url(rich)).text
        missing = {path: words for words, path in (unique.told | unique.internal).items() if words not in page}
        assert missing == {}

    def test_identifiers_come_last(self, client, rich, virkailija):
        client.force_login(virkailija)
        main = client.get(url(rich)).text.partition("<main")[2]
        before, _heading, after = main.partition('id="tunnisteet"')
        for oid in (rich.opiskeluoikeus_id, rich.opiskeluoikeus.oppija_id):
            assert oid not in before and oid in after

    def test_statements(self, client, rich, virkailija, statements):
        client.force_login(virkailija)
        with statements(18):
            client.get(url(rich))

    def test_statements_do_not_grow_with_the_plan(self, client, make_hoks, make_opiskeluoikeus, virkailija, statements):
        right = make_opiskeluoikeus()
        document = payloads.rich(right)
        osat = document["hankittavat-paikalliset-tutkinnon-osat"]
        osa = osat[0] | {"osaamisen-hankkimistavat": [], "osaamisen-osoittaminen": [payloads.naytto()]}
        osat += [osa | {"nimi": f"Osa {number}"} for number in range(40)]
        hoks = make_hoks(right, document)
        client.force_login(virkailija)
        with statements(18):
            assert "Osa 39" in client.get(url(hoks)).text

    def test_the_read_is_recorded(self, client, rich, virkailija):
        client.force_login(virkailija)
        client.get(url(rich))
        event = Tapahtuma.objects.filter(toiminto=Tapahtuma.Toiminto.LUETTU).get()
        assert (event.hoks_id, event.kayttaja_id, event.tulos) == (rich.pk, virkailija.pk, "succeeded")

    def test_other_plans_of_the_learner(self, client, rich, virkailija, make_hoks, make_opiskeluoikeus):
        elsewhere = make_hoks(
            make_opiskeluoikeus(
                rich.opiskeluoikeus.oppija, oppilaitos_oid=TOINEN_KOULU, tutkinto_nimi={"fi": "Verhoilijan tutkinto"}
            )
        )
        client.force_login(virkailija)
        page = client.get(url(rich)).text
        assert url(elsewhere) in page and "Saarilahden ammattikoulu" in page

    def test_buttons_are_for_those_who_can(self, client, rich, virkailija, katselija, poistaja):
        for user, deletes in ((katselija, False), (virkailija, False), (poistaja, True)):
            client.force_login(user)
            assert (url(rich, "hoks-poista") in client.get(url(rich)).text) is deletes

    def test_where_it_came_from(self, client, make_hoks, make_opiskeluoikeus, palvelukayttaja, virkailija):
        right = make_opiskeluoikeus()
        hoks = make_hoks(right, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        document = payloads.minimal(right) | {"id": hoks.pk, "sahkoposti": "a@example.org"}
        services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA)
        client.force_login(virkailija)
        page = client.get(url(hoks)).text
        assert "Tiedonsiirto järjestelmästä Palvelu" in page
        assert "Käsin syöttänyt Virkailija" in page

    @pytest.mark.parametrize("tila", ["valmistunut", "eronnut"])
    def test_ended(self, client, rich, virkailija, tila):
        Opiskeluoikeus.objects.update(tila=tila)
        client.force_login(virkailija)
        assert "Päättynyt" in client.get(url(rich)).text


EXTREME = [
    HOSTILE,
    "x" * 10_000,
    "\u202eoikealta vasemmalle \u05d0\u05d1",
    "\u200b\u200d",
    "rivi\r\nrivi\nrivi",
    "",
]


@pytest.mark.parametrize("text", EXTREME)
def test_texts_that_break_nothing(client, virkailija, make_hoks, make_opiskeluoikeus, make_oppija, text):
    right = make_opiskeluoikeus(
        make_oppija(text or "-", text or "-"), tutkinto_nimi={"fi": text}, osaamisala_nimi={"fi": text}
    )
    document = payloads.rich(right)
    osa = document["hankittavat-paikalliset-tutkinnon-osat"][0]
    tapa, naytto = osa["osaamisen-hankkimistavat"][0], osa["osaamisen-osoittaminen"][0]
    osa |= {"nimi": text, "tavoitteet-ja-sisallot": text, "vaatimuksista-tai-tavoitteista-poikkeaminen": text}
    tapa["ajanjakson-tarkenne"] = text
    tapa["tyopaikalla-jarjestettava-koulutus"] |= {"tyopaikan-nimi": text, "keskeiset-tyotehtavat": [text]}
    naytto["nayttoymparisto"] |= {"nimi": text, "kuvaus": text}
    naytto |= {"sisallon-kuvaus": [text], "yksilolliset-kriteerit": [text]}
    document["sahkoposti"] = text
    hoks = make_hoks(right, document)
    client.force_login(virkailija)
    page = client.get(url(hoks))
    assert page.status_code == 200
    assert "<script>alert" not in page.text and "<img src=x" not in page.text
    for name in ("hoks-versiot", "hoks-poista"):
        assert "<script>alert" not in client.get(url(hoks, name)).text


def test_numbers_and_dates_that_break_nothing(client, virkailija, make_hoks, make_opiskeluoikeus, monkeypatch):
    hoks = make_hoks()
    document = {
        "ensikertainen-hyvaksyminen": "0001-01-01",
        "hyvaksytty": "9999-12-31T23:59:59Z",
        "paivitetty": "ei aika",
        "hankittavat-ammat-tutkinnon-osat": [
            {
                "tutkinnon-osa-koodi-uri": "tutkinnonosat_1",
                "opetus-ja-ohjaus-maara": 1e308,
                "osaamisen-hankkimistavat": [
                    {"alku": "0001-01-01", "loppu": "9999-12-31"},
                    {"alku": "31.2.2026", "loppu": 7},
                ],
                "osaamisen-osoittaminen": [{"alku": "9999-12-31", "loppu": "9999-12-31", "nayttoymparisto": "teksti"}],
            }
        ],
        "hankittavat-koulutuksen-osat": [{"laajuus": "12,5 viikkoa", "loppu": "9999-12-31"}],
    }
    monkeypatch.setattr(plan, "load", lambda hoks: document)
    client.force_login(virkailija)
    page = client.get(url(hoks))
    assert page.status_code == 200
    for words in ("1e+308 tuntia", "31.2.2026", "1.1.0001–31.12.9999", "12,5 viikkoa", "ei aika"):
        assert words in page.text


def test_unknown_codes_are_marked(client, rich, virkailija):
    client.force_login(virkailija)
    page = client.get(url(rich)).text
    assert "tutkinnonosat_100002" in page and "nimi puuttuu" in page


class TestDelete:
    def test_form_asks_for_a_reason(self, client, rich, poistaja):
        client.force_login(poistaja)
        assert "Poiston syy" in client.get(url(rich, "hoks-poista")).text
        response = client.post(url(rich, "hoks-poista"), {"syy": "  "})
        assert response.status_code == 422
        assert "<title>Virhe:" in response.text and 'href="#id_syy"' in response.text
        rich.refresh_from_db()
        assert not rich.on_poistettu

    def test_deletes_and_says_so(self, client, rich, poistaja, oppija):
        client.force_login(poistaja)
        response = client.post(url(rich, "hoks-poista"), {"syy": "Aiheeton"}, follow=True)
        assert f"HOKS {rich.pk} (Aino Maria Öhman) on poistettu." in response.text
        rich.refresh_from_db()
        assert (rich.poiston_syy, rich.poistaja) == ("Aiheeton", poistaja)
        assert client.get(url(rich)).status_code == 404
        assert client.post(url(rich, "hoks-poista"), {"syy": "Uudelleen"}).status_code == 404

    @pytest.mark.parametrize("who", ["virkailija", "katselija"])
    def test_crud_is_not_enough(self, client, rich, request, who):
        client.force_login(request.getfixturevalue(who))
        assert client.get(url(rich, "hoks-poista")).status_code == 403
        assert client.post(url(rich, "hoks-poista"), {"syy": "x"}).status_code == 403
        assert Hoks.objects.get(pk=rich.pk).poistettu is None

    def test_right_in_another_school_is_not_enough(self, client, rich, make_user):
        client.force_login(make_user("sisar", "VIRKAILIJA", (SISARKOULU, "CRUD"), (SISARKOULU, "HOKS_DELETE")))
        assert client.get(url(rich, "hoks-poista")).status_code == 404

    def test_plan_of_ended_studies_stays(self, client, rich, poistaja):
        Opiskeluoikeus.objects.update(tila="valmistunut")
        client.force_login(poistaja)
        assert "ei voi poistaa" in client.get(url(rich, "hoks-poista")).text
        response = client.post(url(rich, "hoks-poista"), {"syy": "x"})
        assert response.status_code == 409 and "ei voi poistaa" in response.text
        assert Hoks.objects.get(pk=rich.pk).poistettu is None


class TestUndo:
    @pytest.fixture
    def deleted(self, rich, poistaja):
        services.delete_hoks(rich, by=poistaja, syy=HOSTILE)
        return rich

    def test_only_paakayttaja_sees_a_deleted_plan(self, client, deleted, poistaja, paakayttaja):
        client.force_login(poistaja)
        assert client.get(url(deleted)).status_code == 404
        assert client.get(url(deleted, "hoks-palauta")).status_code == 404
        client.force_login(paakayttaja)
        page = client.get(url(deleted)).text
        assert "Tämä suunnitelma on poistettu." in page and "Hapanjuuri" in page
        assert url(deleted, "hoks-palauta") in page and "<script>alert" not in page

    def test_paakayttaja_brings_it_back(self, client, deleted, paakayttaja, virkailija):
        client.force_login(paakayttaja)
        assert "Palauta poistettu HOKS" in client.get(url(deleted, "hoks-palauta")).text
        assert Hoks.objects.get(pk=deleted.pk).on_poistettu
        assert "Suunnitelma on palautettu." in client.post(url(deleted, "hoks-palauta"), follow=True).text
        client.force_login(virkailija)
        assert "Hapanjuuri" in client.get(url(deleted)).text

    def test_nothing_to_bring_back(self, client, rich, virkailija):
        client.force_login(virkailija)
        assert client.post(url(rich, "hoks-palauta")).status_code == 302
        assert Session.objects.exists()


def test_dates_of_the_study_right(client, virkailija, make_hoks, make_opiskeluoikeus):
    right = make_opiskeluoikeus(alkamispaiva=dt.date(2024, 8, 1), arvioitu_paattymispaiva=None)
    client.force_login(virkailija)
    assert "1.8.2024–" in client.get(url(make_hoks(right))).text


@pytest.mark.parametrize("persona", ["toisen_koulun_virkailija", "toinen_oppija"])
def test_a_refused_read_is_on_record(request, client, make_hoks, persona):
    hoks, user = make_hoks(), request.getfixturevalue(persona)
    client.force_login(user)
    official = persona == "toisen_koulun_virkailija"
    address = reverse("virkailija:hoks", args=[hoks.pk]) if official else reverse("oppija:hoks", args=[hoks.eid])
    assert client.get(address).status_code == 404
    event = Tapahtuma.objects.filter(kayttaja_id=user.pk).get()
    assert (event.toiminto, event.tulos, event.hoks_id) == ("read", "failed", hoks.pk)


def test_a_refused_deletion_is_on_record(client, make_hoks, virkailija):
    hoks = make_hoks()
    client.force_login(virkailija)
    assert client.post(reverse("virkailija:hoks-poista", args=[hoks.pk]), {"syy": "x"}).status_code == 403
    event = Tapahtuma.objects.filter(kayttaja_id=virkailija.pk).get()
    assert (event.toiminto, event.tulos, event.hoks_id) == ("delete", "failed", hoks.pk)
