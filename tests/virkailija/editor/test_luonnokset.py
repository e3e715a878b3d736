"""One's own drafts: beginning one, the list, its page."""

import re

import pytest

from hoks import services
from hoks.drafts import store
from hoks.models import Kanava, Luonnos, Tapahtuma
from tests.virkailija.editor.pages import HATOT, document, node_url, save, url

pytestmark = pytest.mark.django_db


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

    def test_from_a_plan_to_a_draft_of_it(self, signed_in, rich, virkailija):
        assert "Aloita muokkaus" in signed_in.get(url("luonnos-muokkaa", rich.pk)).text
        assert not Luonnos.objects.exists()
        response = signed_in.post(url("luonnos-muokkaa", rich.pk))
        assert response.url == url("luonnos", Luonnos.objects.get(omistaja=virkailija).pk)
        assert signed_in.post(url("luonnos-muokkaa", rich.pk)).url == response.url

    def test_a_draft_of_a_new_plan_is_gone_on_with_when_a_colleague_made_the_plan(
        self, signed_in, new_draft, make_hoks
    ):
        hoks = make_hoks(new_draft.opiskeluoikeus)
        assert signed_in.post(url("luonnos-muokkaa", hoks.pk)).url == url("luonnos", new_draft.pk)
        assert "Suunnitelma on muuttunut" in signed_in.get(url("luonnos", new_draft.pk)).text

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


def test_refused_editing_is_on_record(client, make_hoks, katselija):
    hoks = make_hoks()
    client.force_login(katselija)
    assert client.post(url("luonnos-muokkaa", hoks.pk)).status_code == 403
    event = Tapahtuma.objects.filter(kayttaja_id=katselija.pk).get()
    assert (event.toiminto, event.tulos, event.hoks_id) == ("overwrite", "failed", hoks.pk)
