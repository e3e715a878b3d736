"""The editor's pages: one's own drafts, one node's form, check answers, conflicts; with and without htmx."""

import re
import uuid

import pytest
from django.urls import reverse

from hoks import plan, services
from hoks.drafts import store
from hoks.models import Hoks, Kanava, Koodi, Luonnos, Tapahtuma
from tests import payloads
from tests.conftest import KOULU
from tests.forms.browser_form import untouched

pytestmark = pytest.mark.django_db

HATOT = "hankittavat-ammat-tutkinnon-osat"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"


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


def url(name: str, *args) -> str:
    return reverse(f"virkailija:{name}", args=args)


def node_url(draft: Luonnos, key: str = "perustiedot") -> str:
    return url("luonnos-osa", draft.pk, key)


def form_of(client, draft: Luonnos, key: str = "perustiedot") -> dict[str, str]:
    """What a browser would post of a node's untouched form."""
    return untouched(client.get(node_url(draft, key)).text, f"lomake-{key}")


def save(client, draft: Luonnos, key: str = "perustiedot", toiminto: str = "valmis", htmx: bool = False, **typed):
    """Post a node's form with these inputs typed."""
    names = {name.replace("__", ".").replace("_", "-"): text for name, text in typed.items()}
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(
        node_url(draft, key), form_of(client, draft, key) | {"toiminto": toiminto} | names, headers=headers
    )


def add(client, draft: Luonnos, parent: str, wire: str) -> str:
    """A new node; its key."""
    key = str(uuid.uuid4())
    client.post(url("luonnos-osa-uusi", draft.pk), {"vanhempi": parent, "lista": wire, "avain": key})
    return key


def document(draft: Luonnos) -> dict:
    draft.refresh_from_db()
    return draft.dokumentti


class TestBeginning:
    def test_from_a_study_right_to_a_draft(self, signed_in, make_opiskeluoikeus, virkailija):
        right = make_opiskeluoikeus()
        assert "Aloita suunnitelma" in signed_in.get(url("luonnos-luo", right.pk)).text
        assert not Luonnos.objects.exists()

        response = signed_in.post(url("luonnos-luo", right.pk))

        assert response.url == url("luonnos", Luonnos.objects.get(omistaja=virkailija).pk)
        assert signed_in.get(url("luonnos-luo", right.pk)).url == response.url

    def test_a_study_right_with_a_plan_leads_to_it(self, signed_in, rich):
        assert signed_in.get(url("luonnos-luo", rich.opiskeluoikeus_id)).url == url("luonnos-muokkaa", rich.pk)

    def test_a_deleted_plan_bars_a_new_one(self, signed_in, rich, poistaja):
        services.delete_hoks(rich, by=poistaja, syy="Väärä")
        response = signed_in.post(url("luonnos-luo", rich.opiskeluoikeus_id))
        assert response.status_code == 200
        assert "pyydä pääkäyttäjää palauttamaan" in response.text
        assert not Luonnos.objects.exists()

    def test_editing_a_transferred_plan_stands_under_a_notice(
        self, signed_in, make_opiskeluoikeus, make_hoks, palvelukayttaja, virkailija
    ):
        right = make_opiskeluoikeus()
        hoks = make_hoks(right, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        draft = store.open_existing(hoks, by=virkailija)
        for page in (url("luonnos-muokkaa", hoks.pk), url("luonnos", draft.pk), url("luonnos-tarkista", draft.pk)):
            text = signed_in.get(page, follow=True).text
            assert palvelukayttaja.nimi in text
            assert "seuraava tiedonsiirto korvaa käsin tehdyt muutokset" in text

    def test_two_officials_are_told_of_each_other(self, signed_in, client, draft, rich, toinen_virkailija):
        store.open_existing(rich, by=toinen_virkailija)
        assert f"{toinen_virkailija.nimi} muokkaa samaa suunnitelmaa" in signed_in.get(url("luonnos", draft.pk)).text


class TestList:
    def test_own_drafts_with_learner_age_and_progress(self, signed_in, draft, toinen_virkailija, rich):
        store.open_existing(rich, by=toinen_virkailija)
        text = signed_in.get(url("luonnokset")).text
        assert text.count("Öhman, Aino Maria") == 1
        assert "Täytetty 5/5 osiota" in text
        assert "Muutoksia tallennettuun suunnitelmaan" in text

    def test_none(self, signed_in):
        assert "Sinulla ei ole keskeneräisiä luonnoksia" in signed_in.get(url("luonnokset")).text

    def test_discarding_is_asked_once(self, signed_in, draft):
        assert "Haluatko varmasti" in signed_in.get(url("luonnos-hylkaa", draft.pk)).text
        assert signed_in.post(url("luonnos-hylkaa", draft.pk)).url == url("luonnokset")
        assert not Luonnos.objects.exists()


class TestPage:
    def test_task_list_and_every_node(self, signed_in, draft):
        text = signed_in.get(url("luonnos", draft.pk)).text
        assert re.findall(r'class="tag tag--(\w+)">Valmis', text)
        for key in re.findall(r"'_key': '([^']*)'", str(draft.dokumentti)):
            assert f'id="osa-{key}"' in text
            assert node_url(draft, key) in text

    @pytest.mark.parametrize(("typed", "status"), [({}, "Kesken"), ({"osaamisen_hankkimisen_tarve": "true"}, "Valmis")])
    def test_statuses_follow_what_is_missing(self, signed_in, new_draft, typed, status):
        save(signed_in, new_draft, toiminto="kesken", **typed)
        first_task = signed_in.get(url("luonnos", new_draft.pk)).text.split("tehtava-1-tila")[2]
        assert first_task.split("</span>")[0].endswith(status)

    def test_what_is_wrong_is_to_be_checked(self, signed_in, new_draft):
        save(signed_in, new_draft, toiminto="kesken", ensikertainen_hyvaksyminen="31.2.2026")
        assert ">Tarkista</span>" in signed_in.get(url("luonnos", new_draft.pk)).text

    def test_an_ended_study_right_is_told_at_once(self, signed_in, draft, rich):
        rich.opiskeluoikeus.tila = "valmistunut"
        rich.opiskeluoikeus.save()
        assert "notification--error" in signed_in.get(url("luonnos", draft.pk)).text

    def test_tuva_asks_for_what_tuva_has(self, signed_in, make_opiskeluoikeus, virkailija):
        draft = store.open_new(make_opiskeluoikeus(tyyppi="tuva"), by=virkailija)
        text = signed_in.get(url("luonnos", draft.pk)).text
        assert "Lisää koulutuksen osa" in text
        assert "Lisää ammatillinen tutkinnon osa" not in text

    def test_reading_a_draft_is_a_read_of_the_plan(self, signed_in, draft):
        Tapahtuma.objects.all().delete()
        signed_in.get(url("luonnos", draft.pk))
        assert Tapahtuma.objects.filter(toiminto="read", hoks_id=draft.hoks_id).count() == 1

    def test_statements(self, signed_in, draft, statements):
        oht = draft.dokumentti[HATOT][0]["osaamisen-hankkimistavat"][0]["_key"]
        for page in (
            url("luonnos", draft.pk),
            url("luonnos-tarkista", draft.pk),
            node_url(draft, oht),
            node_url(draft),
        ):
            with statements(18):
                assert signed_in.get(page).status_code == 200
        with statements(10):
            signed_in.get(url("luonnokset"))

    @pytest.mark.parametrize("name", ["luonnos", "luonnos-tarkista", "luonnos-hylkaa", "luonnos-ristiriita"])
    def test_others_drafts_are_not_found(self, client, draft, toinen_virkailija, name):
        client.force_login(toinen_virkailija)
        assert client.get(url(name, draft.pk)).status_code == 404
        assert client.get(node_url(draft)).status_code == 404
        assert client.post(node_url(draft), {"sahkoposti": "x"}).status_code == 404
        assert "sahkoposti" not in document(draft) or document(draft)["sahkoposti"] != "x"


class TestForm:
    def test_opening_and_saving_every_node_untouched_changes_nothing(self, signed_in, draft, koodit):
        before = draft.dokumentti
        for key in ["perustiedot", *re.findall(r"'_key': '([^']*)'", str(before))]:
            assert save(signed_in, draft, key).status_code == 302
        assert document(draft) == before
        assert draft.revisio == 1

    def test_valmis_says_what_is_wrong_and_keeps_what_was_typed(self, signed_in, new_draft):
        response = save(signed_in, new_draft, ensikertainen_hyvaksyminen="31.2.2026")

        assert response.status_code == 422
        text = response.text
        assert text.count("Anna oikea päivämäärä, esimerkiksi 1.8.2026: Ensikertainen hyväksyminen.") == 2
        assert 'href="#k-perustiedot-ensikertainen-hyvaksyminen"' in text
        assert 'id="k-perustiedot-ensikertainen-hyvaksyminen"' in text
        assert 'value="31.2.2026"' in text
        assert "<title>Virhe: " in text
        assert document(new_draft)["ensikertainen-hyvaksyminen"] == "31.2.2026"

    def test_jata_kesken_asks_nothing(self, signed_in, new_draft):
        response = save(signed_in, new_draft, toiminto="kesken", ensikertainen_hyvaksyminen="31.2.2026")
        assert response.url == url("luonnos", new_draft.pk) + "#osa-perustiedot"

    def test_one_message_for_a_missing_code(self, signed_in, new_draft):
        key = add(signed_in, new_draft, "perustiedot", HATOT)
        response = save(signed_in, new_draft, key)
        summary = response.text.split("error-summary__list")[1].split("</ul>")[0]
        assert summary.count("<li>") == 1
        assert "Valitse luettelosta: Tutkinnon osa." in response.text

    def test_a_choice_that_brings_new_questions_asks_them(self, signed_in, draft, koodit):
        unit = draft.dokumentti[HATOT][0]["_key"]
        key = add(signed_in, draft, unit, "osaamisen-hankkimistavat")
        assert "Työpaikan nimi" not in signed_in.get(node_url(draft, key)).text

        response = save(
            signed_in,
            draft,
            key,
            osaamisen_hankkimistapa_koodi_uri="osaamisenhankkimistapa_koulutussopimus",
            alku="1.9.2025",
            loppu="2.9.2025",
        )

        assert response.status_code in (200, 422)
        assert "Työpaikan nimi" in response.text

    def test_searching_without_javascript(self, signed_in, new_draft, koodit):
        key = add(signed_in, new_draft, "perustiedot", HATOT)
        name = "tutkinnon-osa-koodi-uri"
        posted = form_of(signed_in, new_draft, key) | {f"{name}_haku": "huolto", "hae": name}
        response = signed_in.post(node_url(new_draft, key), posted | {"tutkinnon-osan-perusteen-diaarinro": "OPH-1"})

        assert 'value="tutkinnonosat_100032"' in response.text
        assert "tutkinnonosat_100031" not in response.text
        assert name not in document(new_draft)[HATOT][0]
        assert document(new_draft)[HATOT][0]["tutkinnon-osan-perusteen-diaarinro"] == "OPH-1"

        picked = untouched(response.text, f"lomake-{key}") | {name: "tutkinnonosat_100032", "toiminto": "valmis"}
        assert signed_in.post(node_url(new_draft, key), picked).status_code == 302
        assert document(new_draft)[HATOT][0][name] == "tutkinnonosat_100032"
        assert document(new_draft)[HATOT][0]["tutkinnon-osa-koodi-versio"] == 3

    def test_a_search_without_hits_says_so(self, signed_in, new_draft, koodit):
        key = add(signed_in, new_draft, "perustiedot", HATOT)
        name = "tutkinnon-osa-koodi-uri"
        posted = form_of(signed_in, new_draft, key) | {f"{name}_haku": "zzz", "hae": name}
        assert "Haulla ei löytynyt mitään" in signed_in.post(node_url(new_draft, key), posted).text

    def test_rows_come_and_go_without_javascript(self, signed_in, draft):
        key = draft.dokumentti[HATOT][0]["osaamisen-hankkimistavat"][0]["_key"]
        before = len(draft.dokumentti[HATOT][0]["osaamisen-hankkimistavat"][0]["keskeytymisajanjaksot"])
        response = save(signed_in, draft, key, toiminto="lisaa:keskeytymisajanjaksot")
        assert response.status_code == 302
        assert f'name="keskeytymisajanjaksot.{before}.alku"' in signed_in.get(response.url).text

        save(signed_in, draft, key, toiminto="poista:keskeytymisajanjaksot.0")
        rows = document(draft)[HATOT][0]["osaamisen-hankkimistavat"][0]["keskeytymisajanjaksot"]
        assert rows == [{"alku": "2024-11-20"}, {}]

    def test_a_stale_form_is_shown_the_difference(self, signed_in, draft):
        posted = form_of(signed_in, draft) | {"sahkoposti": "omani@example.org", "toiminto": "valmis"}
        save(signed_in, draft, sahkoposti="toisessa@example.org")

        response = signed_in.post(node_url(draft), posted)

        assert response.status_code == 409
        assert "toisessa@example.org" in response.text and "omani@example.org" in response.text
        assert document(draft)["sahkoposti"] == "toisessa@example.org"
        again = untouched(response.text, "lomake-perustiedot") | {"toiminto": "valmis"}
        assert signed_in.post(node_url(draft), again).status_code == 302
        assert document(draft)["sahkoposti"] == "omani@example.org"

    def test_a_form_of_a_removed_node(self, signed_in, draft):
        key = draft.dokumentti[HATOT][0]["_key"]
        posted = form_of(signed_in, draft, key)
        signed_in.post(url("luonnos-osa-poista", draft.pk, key))
        response = signed_in.post(node_url(draft, key), posted)
        assert response.status_code == 404
        assert "Osa on poistettu luonnoksesta" in response.text
        gone = signed_in.post(node_url(draft, key), posted, headers={"HX-Request": "true"})
        assert gone["HX-Redirect"] == url("luonnos", draft.pk)

    def test_older_law_is_explained_where_it_applies(self, signed_in, draft, rich):
        assert "HOJKS" not in signed_in.get(node_url(draft)).text
        rich.opiskeluoikeus.alkamispaiva = "2017-12-31"
        rich.opiskeluoikeus.save()
        assert "HOJKS" in signed_in.get(node_url(draft)).text
        save(signed_in, draft, ensikertainen_hyvaksyminen="1.9.2016")
        assert document(draft)["ensikertainen-hyvaksyminen"] == "2016-09-01"

    @pytest.mark.parametrize("text", [HOSTILE, "a\0b", "x" * 100_000, "\u202eשלום", "rivi\r\ntoinen"])
    def test_any_text_is_kept_and_shown_as_text(self, signed_in, draft, text):
        key = draft.dokumentti[HATOT][0]["_key"]
        save(signed_in, draft, key, vaatimuksista_tai_tavoitteista_poikkeaminen=text)
        stored = document(draft)[HATOT][0]["vaatimuksista-tai-tavoitteista-poikkeaminen"]
        assert stored == text.replace("\0", "").replace("\r\n", "\n")
        for page in (node_url(draft, key), url("luonnos", draft.pk), url("luonnos-tarkista", draft.pk)):
            response = signed_in.get(page)
            assert response.status_code == 200
            assert "<script>alert" not in response.text and "<img src=x" not in response.text


class TestHtmx:
    def test_the_same_form_as_page_and_fragment(self, signed_in, draft):
        key = draft.dokumentti[HATOT][0]["_key"]
        page = signed_in.get(node_url(draft, key)).text
        fragment = signed_in.get(
            node_url(draft, key), headers={"HX-Request": "true", "HX-Target": f"osa-{key}-sisus"}
        ).text
        assert "<html" not in fragment
        in_page, in_place = (untouched(html, f"lomake-{key}") for html in (page, fragment))
        assert in_place.pop("csrfmiddlewaretoken") and in_page.pop("csrfmiddlewaretoken")
        assert in_place == in_page | {"paikallaan": "1"}

    def test_a_changed_field_is_saved_and_said(self, signed_in, draft):
        posted = form_of(signed_in, draft) | {"sahkoposti": "uusi@example.org"}
        response = signed_in.post(node_url(draft) + "?kentta", posted, headers={"HX-Request": "true"})
        assert response.status_code == 200
        assert "Tallennettu luonnokseen" in response.text
        assert document(draft)["sahkoposti"] == "uusi@example.org"
        fresh = re.search(r'name="tila" id="tila-perustiedot" value="(\w+)"', response.text)[1]
        assert fresh == form_of(signed_in, draft)["tila"]

    def test_a_picked_code_brings_its_version_and_its_questions(self, signed_in, draft, koodit):
        unit = draft.dokumentti[HATOT][0]["_key"]
        key = add(signed_in, draft, unit, "osaamisen-hankkimistavat")
        uri = "osaamisenhankkimistapa_koulutussopimus"
        posted = form_of(signed_in, draft, key) | {"osaamisen-hankkimistapa-koodi-uri": uri}
        text = signed_in.post(node_url(draft, key) + "?kentta", posted, headers={"HX-Request": "true"}).text
        assert 'name="osaamisen-hankkimistapa-koodi-versio" type="text" value="3"' in text
        assert 'name="tyopaikalla-jarjestettava-koulutus.tyopaikan-nimi"' in text

    def test_done_in_place_gives_the_card_and_the_tasks(self, signed_in, draft):
        posted = form_of(signed_in, draft) | {"paikallaan": "1", "toiminto": "valmis", "sahkoposti": "u@example.org"}
        text = signed_in.post(node_url(draft), posted, headers={"HX-Request": "true"}).text
        assert text.strip().startswith('<div class="editor-card__inside" id="osa-perustiedot-sisus">')
        assert 'id="tehtavat"' in text and "u@example.org" in text

    def test_done_on_its_own_page_goes_back_to_the_draft(self, signed_in, draft):
        response = save(signed_in, draft, htmx=True)
        assert response["HX-Redirect"] == url("luonnos", draft.pk) + "#osa-perustiedot"

    def test_errors_replace_the_form(self, signed_in, new_draft):
        response = save(signed_in, new_draft, htmx=True)
        assert response.status_code == 422
        assert response["HX-Retarget"] == "#lomake-perustiedot"
        assert "<html" not in response.text and "error-summary" in response.text

    def test_pickers(self, signed_in, new_draft, koodit):
        codes = signed_in.get(url("haku-koodit", new_draft.pk, "tutkinnonosat"), {"q": "huolto"}).text
        assert 'data-value="tutkinnonosat_100032"' in codes
        assert "Asentaminen ja huolto (100032)" in codes
        by_number = signed_in.get(url("haku-koodit", new_draft.pk, "tutkinnonosat"), {"q": "100031"}).text
        assert by_number.count("<li") == 1
        schools = signed_in.get(url("haku-organisaatiot"), {"q": "hirvi ammatti"}).text
        assert f'data-value="{KOULU}"' in schools


class TestNodes:
    def test_a_click_repeated_is_one_node(self, signed_in, new_draft):
        posted = {"vanhempi": "perustiedot", "lista": HATOT, "avain": str(uuid.uuid4())}
        for _click in range(2):
            signed_in.post(url("luonnos-osa-uusi", new_draft.pk), posted)
        assert len(document(new_draft)[HATOT]) == 1

    def test_a_key_that_is_none_is_replaced(self, signed_in, new_draft):
        signed_in.post(url("luonnos-osa-uusi", new_draft.pk), {"vanhempi": "perustiedot", "lista": HATOT, "avain": "x"})
        uuid.UUID(document(new_draft)[HATOT][0]["_key"])

    @pytest.mark.parametrize(("parent", "wire"), [("perustiedot", "ei-ole"), ("ei-ole", HATOT), ("", "")])
    def test_nothing_is_added_where_nothing_can_be(self, signed_in, new_draft, parent, wire):
        before = new_draft.dokumentti
        add(signed_in, new_draft, parent, wire)
        assert document(new_draft) == before

    def test_copying(self, signed_in, draft):
        key, copy = draft.dokumentti[HATOT][0]["_key"], str(uuid.uuid4())
        for _click in range(2):
            signed_in.post(url("luonnos-osa-kopioi", draft.pk, key), {"avain": copy})
        assert [unit["_key"] for unit in document(draft)[HATOT]][:2] == [key, copy]

    def test_removing_is_asked(self, signed_in, draft):
        key = draft.dokumentti[HATOT][0]["_key"]
        assert "siihen kuuluvaa osaa" in signed_in.get(url("luonnos-osa-poista", draft.pk, key)).text
        assert key in str(document(draft))
        signed_in.post(url("luonnos-osa-poista", draft.pk, key))
        assert key not in str(document(draft))


class TestChecking:
    def publish(self, client, draft, revisio=None):
        draft.refresh_from_db()
        posted = {"revisio": revisio or draft.revisio, "opiskeluoikeus": draft.opiskeluoikeus_id}
        return client.post(url("luonnos-tarkista", draft.pk), posted)

    def test_from_nothing_to_a_plan(self, signed_in, new_draft, koodit):
        save(signed_in, new_draft, osaamisen_hankkimisen_tarve="true")
        unit = add(signed_in, new_draft, "perustiedot", HATOT)
        uri, words = "tutkinnonosat_100031", "Asentaminen (100031)"
        posted = form_of(signed_in, new_draft, unit) | {"tutkinnon-osa-koodi-uri": uri}
        signed_in.post(node_url(new_draft, unit), posted | {"tutkinnon-osa-koodi-uri_haku": words})
        oht = add(signed_in, new_draft, unit, "osaamisen-hankkimistavat")
        save(
            signed_in,
            new_draft,
            oht,
            osaamisen_hankkimistapa_koodi_uri="osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
            alku="1.9.2025",
            loppu="01.10.2025",
        )
        assert "Tallenna suunnitelma" in signed_in.get(url("luonnos-tarkista", new_draft.pk)).text

        first = self.publish(signed_in, new_draft)
        second = signed_in.post(
            url("luonnos-tarkista", new_draft.pk), {"revisio": 1, "opiskeluoikeus": new_draft.opiskeluoikeus_id}
        )

        hoks = Hoks.objects.get(opiskeluoikeus=new_draft.opiskeluoikeus_id)
        assert first.url == second.url == url("hoks", hoks.pk)
        period = plan.load(hoks)[HATOT][0]["osaamisen-hankkimistavat"][0]
        assert period["module-id"] == oht
        assert (period["alku"], period["loppu"]) == ("2025-09-01", "2025-10-01")
        assert period["yksiloiva-tunniste"]

    def test_every_problem_is_a_link_to_its_input(self, signed_in, draft):
        unit = draft.dokumentti[HATOT][0]["_key"]
        oht = draft.dokumentti[HATOT][0]["osaamisen-hankkimistavat"][0]["_key"]
        save(signed_in, draft, oht, toiminto="kesken", loppu="1.1.2020")
        text = signed_in.get(url("luonnos-tarkista", draft.pk)).text
        link = re.search(rf'href="({re.escape(node_url(draft, oht))})#(k-[^"]*)"', text)
        assert f'id="{link[2]}"' in signed_in.get(link[1]).text
        assert "Tallenna suunnitelma" not in text
        assert unit in text
        response = self.publish(signed_in, draft)
        assert response.status_code == 422

    def test_what_changes_is_told(self, signed_in, draft):
        save(signed_in, draft, sahkoposti="uusi@example.org")
        text = signed_in.get(url("luonnos-tarkista", draft.pk)).text
        assert "Mikä muuttuu" in text
        assert re.search(r"<del[^>]*>oppija@example.org</del>.*<ins[^>]*>uusi@example.org</ins>", text)

    def test_nothing_changes(self, signed_in, draft):
        assert "Mikään ei muutu" in signed_in.get(url("luonnos-tarkista", draft.pk)).text

    def test_only_what_was_shown_is_saved(self, signed_in, draft):
        shown = draft.revisio
        save(signed_in, draft, sahkoposti="uusi@example.org")
        response = self.publish(signed_in, draft, revisio=shown)
        assert response.status_code == 422
        assert "Luonnos on muuttunut toisessa ikkunassa" in response.text

    @pytest.mark.parametrize("revisio", ["", "x", "-1", "9" * 30])
    def test_a_strange_revision(self, signed_in, draft, revisio):
        posted = {"revisio": revisio, "opiskeluoikeus": draft.opiskeluoikeus_id}
        assert signed_in.post(url("luonnos-tarkista", draft.pk), posted).status_code == 422


class TestConflict:
    @pytest.fixture
    def conflicting(self, signed_in, draft, rich, toinen_virkailija):
        save(signed_in, draft, sahkoposti="omani@example.org")
        changed = plan.write_shape(plan.load(rich))
        changed |= {"sahkoposti": "toisen@example.org", "opiskeluvalmiuksia-tukevat-opinnot": []}
        services.replace_hoks(rich, changed, by=toinen_virkailija, kanava=Kanava.VIRKAILIJA)
        rich.refresh_from_db()
        return draft

    def posted(self, draft, rich, **more):
        draft.refresh_from_db()
        return {"versionumero": rich.versionumero, "revisio": draft.revisio} | more

    def test_both_changes_side_by_side(self, signed_in, conflicting, toinen_virkailija):
        assert "Suunnitelma on muuttunut" in signed_in.get(url("luonnos", conflicting.pk)).text
        check = signed_in.get(url("luonnos-tarkista", conflicting.pk))
        assert check.url == url("luonnos-ristiriita", conflicting.pk)
        text = signed_in.get(check.url).text
        assert "omani@example.org" in text and "toisen@example.org" in text
        assert toinen_virkailija.nimi in text

    def test_what_only_one_side_changed_is_told_and_kept(self, signed_in, draft, rich, toinen_virkailija):
        save(signed_in, draft, sahkoposti="omani@example.org")
        changed = plan.write_shape(plan.load(rich)) | {"puhelinnumero": "040 999"}
        services.replace_hoks(rich, changed, by=toinen_virkailija, kanava=Kanava.VIRKAILIJA)
        text = signed_in.get(url("luonnos-ristiriita", draft.pk)).text
        assert "Vain sinä muutit" in text and "omani@example.org" in text
        assert "Vain toinen muutti" in text and "040 999" in text
        assert "Kumpi jää?" not in text

        signed_in.post(url("luonnos-ristiriita", draft.pk), self.posted(draft, rich))

        assert document(draft)["sahkoposti"] == "omani@example.org"
        assert document(draft)["puhelinnumero"] == "040 999"

    @pytest.mark.parametrize(("side", "kept"), [("oma", "omani@example.org"), ("toisen", "toisen@example.org")])
    @pytest.mark.parametrize("how", ["valinta-perustiedot", "kaikki"])
    def test_the_official_chooses(self, signed_in, conflicting, rich, side, kept, how):
        response = signed_in.post(
            url("luonnos-ristiriita", conflicting.pk), self.posted(conflicting, rich, **{how: side})
        )
        assert response.url == url("luonnos-tarkista", conflicting.pk)
        merged = document(conflicting)
        assert merged["sahkoposti"] == kept
        assert merged["opiskeluvalmiuksia-tukevat-opinnot"] == []
        assert signed_in.get(response.url).status_code == 200

    @pytest.mark.parametrize(
        "more", [{}, {"kaikki": "x"}, {"kaikki": "oma", "versionumero": 1}, {"kaikki": "oma", "revisio": 1}]
    )
    def test_nothing_is_joined_without_a_choice_on_what_is_true_now(self, signed_in, conflicting, rich, more):
        before = document(conflicting)
        posted = self.posted(conflicting, rich) | more
        response = signed_in.post(url("luonnos-ristiriita", conflicting.pk), posted)
        assert response.status_code == 422
        assert document(conflicting) == before

    def test_no_conflict_no_page(self, signed_in, draft):
        assert signed_in.get(url("luonnos-ristiriita", draft.pk)).url == url("luonnos", draft.pk)

    def test_publishing_into_a_conflict(self, signed_in, conflicting):
        conflicting.refresh_from_db()
        posted = {"revisio": conflicting.revisio, "opiskeluoikeus": conflicting.opiskeluoikeus_id}
        response = signed_in.post(url("luonnos-tarkista", conflicting.pk), posted)
        assert response.url == url("luonnos-ristiriita", conflicting.pk)

    def test_a_new_plan_when_a_colleague_was_first(self, signed_in, new_draft, make_hoks):
        save(signed_in, new_draft, osaamisen_hankkimisen_tarve="true")
        make_hoks(new_draft.opiskeluoikeus)
        new_draft.refresh_from_db()
        posted = {"revisio": new_draft.revisio, "opiskeluoikeus": new_draft.opiskeluoikeus_id}
        response = signed_in.post(url("luonnos-tarkista", new_draft.pk), posted)
        assert response.url == url("luonnos-ristiriita", new_draft.pk)
        assert "Molemmat muuttivat" in signed_in.get(response.url).text
