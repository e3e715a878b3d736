"""Check answers, publish, and conflicts."""

import re
import uuid

import pytest

from hoks import plan, services
from hoks.models import Hoks, Kanava
from tests.virkailija.editor.pages import HATOT, add, document, form_of, node_url, save, url

pytestmark = pytest.mark.django_db


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
        link = re.search(rf'href="({re.escape(node_url(draft, oht))})#(k-[^"]*)">(.*?)</a>', text)
        assert draft.dokumentti[HATOT][0]["tutkinnon-osa-koodi-uri"] in link[3]
        assert f'id="{link[2]}"' in signed_in.get(link[1]).text
        assert "Tallenna suunnitelma" not in text
        assert unit in text
        response = self.publish(signed_in, draft)
        assert response.status_code == 422

    def test_what_changes_is_told(self, signed_in, draft):
        save(signed_in, draft, sahkoposti="uusi@example.org")
        text = signed_in.get(url("luonnos-tarkista", draft.pk)).text
        assert "Mikä muuttuu" in text
        assert re.search(r"diff__old[^>]*>oppija@example.org<.*diff__new[^>]*>uusi@example.org<", text)

    def test_a_changed_period_is_told_with_its_unit(self, signed_in, draft):
        unit = draft.dokumentti[HATOT][0]
        save(
            signed_in, draft, unit["osaamisen-hankkimistavat"][0]["_key"], toiminto="kesken", ajanjakson_tarkenne="Nyt"
        )
        text = signed_in.get(url("luonnos-tarkista", draft.pk)).text
        where = re.search(r'<p class="diff__path">(.*?)</p>', text)[1]
        assert re.findall(r"<bdi>(.*?)</bdi>", where)[0] == unit["tutkinnon-osa-koodi-uri"]

    def test_what_comes_and_goes_is_told(self, signed_in, draft):
        gone, copied = draft.dokumentti[HATOT][0]["_key"], draft.dokumentti[HATOT][1]["_key"]
        signed_in.post(url("luonnos-osa-kopioi", draft.pk, copied), {"avain": str(uuid.uuid4())})
        signed_in.post(url("luonnos-osa-poista", draft.pk, gone))
        text = signed_in.get(url("luonnos-tarkista", draft.pk)).text
        assert "lisätty" in text and "poistettu" in text

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

    def test_removed_by_one_and_changed_by_the_other_is_chosen(self, signed_in, draft, rich, toinen_virkailija):
        key = draft.dokumentti[HATOT][0]["_key"]
        signed_in.post(url("luonnos-osa-poista", draft.pk, key))
        changed = plan.write_shape(plan.load(rich))
        changed[HATOT][0]["olennainen-seikka"] = not changed[HATOT][0].get("olennainen-seikka")
        services.replace_hoks(rich, changed, by=toinen_virkailija, kanava=Kanava.VIRKAILIJA)
        assert "Kumpi jää?" in signed_in.get(url("luonnos-ristiriita", draft.pk)).text

        posted = self.posted(draft, rich, **{f"valinta-{key}": "toisen"})
        assert signed_in.post(url("luonnos-ristiriita", draft.pk), posted).status_code == 302

        assert key in [unit["_key"] for unit in document(draft)[HATOT]]

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
