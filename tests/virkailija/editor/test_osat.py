"""One node's form, with htmx and without, and what its buttons do."""

import re
import uuid

import pytest

from tests.conftest import KOULU
from tests.forms.browser_form import untouched
from tests.virkailija.editor.pages import HATOT, add, document, form_of, node_url, save, url

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"

pytestmark = pytest.mark.django_db


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

    def test_a_version_that_is_not_asked_yet_comes_and_goes_with_its_code(self, signed_in, draft, koodit):
        unit = draft.dokumentti[HATOT][0]["_key"]
        key = add(signed_in, draft, unit, "osaamisen-hankkimistavat")
        perusta = 'name="oppisopimuksen-perusta-koodi-versio"'
        for tapa, is_asked in (("oppisopimus", True), ("koulutussopimus", False)):
            posted = form_of(signed_in, draft, key)
            posted["osaamisen-hankkimistapa-koodi-uri"] = f"osaamisenhankkimistapa_{tapa}"
            text = signed_in.post(node_url(draft, key) + "?kentta", posted, headers={"HX-Request": "true"}).text
            assert (perusta in text) == is_asked
            assert f'id="k-{key[:13]}-oppisopimuksen-perusta-koodi-versio-paikka"' in text

    def test_what_is_seldom_typed_is_at_the_end_and_open_for_an_error(self, signed_in, draft):
        details = re.compile(r'<details class="details"( open)?>.*?Lisätiedot')
        form = signed_in.get(node_url(draft)).text
        assert details.search(form)[1] is None
        rest = form[details.search(form).start() :]
        assert 'name="hyvaksytty"' in rest and 'name="urasuunnitelma-koodi-versio"' in rest
        assert 'name="tuva-opiskeluoikeus-oid"' in rest and 'name="sahkoposti"' not in rest
        assert details.search(save(signed_in, draft, versio="x").text)[1]

    def test_done_in_place_gives_the_card_and_the_tasks(self, signed_in, draft):
        posted = form_of(signed_in, draft) | {"paikallaan": "1", "toiminto": "valmis", "sahkoposti": "u@example.org"}
        text = signed_in.post(node_url(draft), posted, headers={"HX-Request": "true"}).text
        assert text.strip().startswith('<div class="editor-card__inside" id="osa-perustiedot-sisus" data-announce=')
        assert 'id="tehtavat"' in text and "u@example.org" in text

    def test_done_on_its_own_page_goes_back_to_the_draft(self, signed_in, draft):
        response = save(signed_in, draft, htmx=True)
        assert response["HX-Redirect"] == url("luonnos", draft.pk) + "#osa-perustiedot"

    def test_rows_come_and_go_in_place(self, signed_in, draft):
        key = draft.dokumentti[HATOT][0]["osaamisen-hankkimistavat"][0]["_key"]
        added = save(signed_in, draft, key, toiminto="lisaa:keskeytymisajanjaksot", htmx=True)
        assert added["HX-Retarget"] == f"#lomake-{key}" and "<html" not in added.text
        assert 'name="keskeytymisajanjaksot.2.alku"' in added.text
        assert re.search(r'<fieldset class="editor-row stack" tabindex="-1" data-take-focus>', added.text)
        removed = save(signed_in, draft, key, toiminto="poista:keskeytymisajanjaksot.2", htmx=True)
        assert 'name="keskeytymisajanjaksot.2.alku"' not in removed.text
        assert re.search(r'value="lisaa:keskeytymisajanjaksot" data-take-focus', removed.text)

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

    def test_what_is_gone_is_not_copied_or_removed_again(self, signed_in, draft):
        key = draft.dokumentti[HATOT][0]["_key"]
        signed_in.post(url("luonnos-osa-poista", draft.pk, key))
        before = document(draft)
        assert signed_in.post(url("luonnos-osa-kopioi", draft.pk, key), {"avain": str(uuid.uuid4())}).status_code == 404
        assert signed_in.get(url("luonnos-osa-poista", draft.pk, key)).status_code == 404
        assert signed_in.post(url("luonnos-osa-poista", draft.pk, key)).url == url("luonnos", draft.pk)
        assert document(draft) == before

    def test_removing_is_asked(self, signed_in, draft):
        key = draft.dokumentti[HATOT][0]["_key"]
        assert "siihen kuuluvaa osaa" in signed_in.get(url("luonnos-osa-poista", draft.pk, key)).text
        assert key in str(document(draft))
        signed_in.post(url("luonnos-osa-poista", draft.pk, key))
        assert key not in str(document(draft))


class TestPicking:
    @pytest.mark.parametrize(
        ("words", "uri"),
        [
            ("100032", "tutkinnonosat_100032"),
            ("asentaminen ja HUOLTO", "tutkinnonosat_100032"),
            ("Asentaminen ja huolto (100032)", "tutkinnonosat_100032"),
            ("Asentaminen", "tutkinnonosat_100031"),
            ("asentam", "asentam"),
            ("tutkinnonosat_5", "tutkinnonosat_5"),
        ],
    )
    def test_words_that_name_one_code_are_that_code(self, signed_in, new_draft, koodit, words, uri):
        key = add(signed_in, new_draft, "perustiedot", HATOT)
        posted = form_of(signed_in, new_draft, key) | {"tutkinnon-osa-koodi-uri_haku": words}
        signed_in.post(node_url(new_draft, key), posted)
        assert document(new_draft)[HATOT][0]["tutkinnon-osa-koodi-uri"] == uri

    @pytest.mark.parametrize(
        ("words", "held"), [("hirvijoen AMMATTIOPISTO", KOULU), ("Hirvijoen", "Hirvijoen"), ("", None)]
    )
    def test_a_school_is_found_by_its_name(self, signed_in, draft, words, held):
        key = draft.dokumentti[HATOT][0]["_key"]
        posted = form_of(signed_in, draft, key) | {"koulutuksen-jarjestaja-oid_haku": words}
        posted["koulutuksen-jarjestaja-oid"] = ""
        signed_in.post(node_url(draft, key), posted)
        assert document(draft)[HATOT][0].get("koulutuksen-jarjestaja-oid") == held

    def test_the_learners_other_tuva_right_is_picked(self, signed_in, make_opiskeluoikeus, new_draft):
        oppija = new_draft.opiskeluoikeus.oppija
        tuva = make_opiskeluoikeus(oppija, tyyppi="tuva")
        make_opiskeluoikeus(tyyppi="tuva")
        page = signed_in.get(node_url(new_draft)).text
        assert page.count("Hirvijoen ammattiopisto, 1.8.2024") == 1
        save(signed_in, new_draft, toiminto="kesken", tuva_opiskeluoikeus_oid=tuva.oid)
        assert document(new_draft)["tuva-opiskeluoikeus-oid"] == tuva.oid

    def test_an_unknown_tuva_right_stays(self, signed_in, make_opiskeluoikeus, draft):
        make_opiskeluoikeus(draft.opiskeluoikeus.oppija, tyyppi="tuva")
        before = draft.dokumentti["tuva-opiskeluoikeus-oid"]
        save(signed_in, draft, sahkoposti="x@example.org")
        assert document(draft)["tuva-opiskeluoikeus-oid"] == before


def test_statements_of_saving(signed_in, draft, koodit, statements):
    key = draft.dokumentti[HATOT][0]["osaamisen-hankkimistavat"][0]["_key"]
    posted = form_of(signed_in, draft, key) | {"loppu": "13.12.2024"}
    with statements(15):
        signed_in.post(node_url(draft, key) + "?kentta", posted, headers={"HX-Request": "true"})
    posted = form_of(signed_in, draft, key) | {"toiminto": "valmis"}
    with statements(15):
        assert signed_in.post(node_url(draft, key), posted).status_code == 302
