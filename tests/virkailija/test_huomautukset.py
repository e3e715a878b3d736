"""Where second looks are shown and to whom; that they hinder nothing."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from hoks import services
from hoks.drafts import store
from hoks.models import Hoks, Kanava, Opiskeluoikeus, Oppija
from hoks.rules.huomautukset import KOODIT
from tests import payloads
from tests.conftest import TOINEN_KOULU
from tests.virkailija.editor.pages import form_of, node_url, save, url

pytestmark = pytest.mark.django_db

HATOT, HYTOT = "hankittavat-ammat-tutkinnon-osat", "hankittavat-yhteiset-tutkinnon-osat"
KESKEYTYNYT = {
    "tila": {
        "opiskeluoikeusjaksot": [
            {"alku": "2024-08-01", "tila": {"koodiarvo": "valiaikaisestikeskeytynyt"}},
            {"alku": "2026-01-01", "tila": {"koodiarvo": "lasna"}},
        ]
    }
}


@pytest.fixture
def right(make_opiskeluoikeus, make_oppija):
    return make_opiskeluoikeus(make_oppija("Aino Maria", "Öhman"))


@pytest.fixture
def odd(right):
    """A plan that holds, with a unit and a common unit twice and an address that can't be one."""
    document = payloads.rich(right)
    document[HATOT].append(document[HATOT][0] | {"osaamisen-hankkimistavat": []})
    alue = document[HYTOT][0]["osa-alueet"][0] | {"osaamisen-hankkimistavat": []}
    document[HYTOT].append(document[HYTOT][0] | {"osa-alueet": [alue]})
    return document | {"sahkoposti": "ei-osoite"}


@pytest.fixture
def hoks(make_hoks, right, odd):
    return make_hoks(right, odd)


def section(page: str) -> str:
    """The text of the page's second looks; empty when it has none."""
    lists = "".join(re.findall(r'<ul class="huomautukset">.*?</ul>', page, re.DOTALL))
    return re.sub(r"\s+", " ", strip_tags(lists.replace("<", " <"))).strip()


class TestEditor:
    @pytest.fixture
    def draft(self, hoks, virkailija):
        return store.open_existing(hoks, by=virkailija)

    @pytest.fixture
    def signed_in(self, client, virkailija):
        client.force_login(virkailija)
        return client

    def test_check_page_links_to_the_input(self, signed_in, draft):
        page = signed_in.get(url("luonnos-tarkista", draft.pk)).text
        assert "Tarkista vielä" in page and "Nämä eivät estä tallentamista." in page
        assert section(page).count("Tarkista, onko se lisätty vahingossa kahdesti.") == 2
        links = re.findall(r'<ul class="huomautukset">.*</ul>', page, re.DOTALL)[0]
        for address, anchor in re.findall(r'href="([^"#]+)#([^"]+)"', links):
            assert f'id="{anchor}"' in signed_in.get(address).text
        assert node_url(draft, draft.dokumentti[HATOT][2]["_key"]) in links

    def test_hinders_nothing(self, signed_in, draft, hoks):
        posted = {"revisio": draft.revisio, "opiskeluoikeus": draft.opiskeluoikeus_id}
        assert "Tallenna suunnitelma" in signed_in.get(url("luonnos-tarkista", draft.pk)).text
        assert signed_in.post(url("luonnos-tarkista", draft.pk), posted).url == url("hoks", hoks.pk)

    def test_card_says_it_when_the_node_is_finished(self, signed_in, draft):
        assert save(signed_in, draft, sahkoposti="yhä väärin").status_code == 302
        page = signed_in.get(url("luonnos", draft.pk)).text
        card = page.partition('id="osa-perustiedot"')[2].partition("</article>")[0]
        assert "Opiskelijan sähköposti ei näytä sähköpostiosoitteelta." in card
        assert "Valmis" in card and "Korjaa" not in card
        save(signed_in, draft, sahkoposti="aino@example.org")
        assert "ei näytä sähköpostiosoitteelta" not in signed_in.get(url("luonnos", draft.pk)).text

    def test_card_says_it_in_place(self, signed_in, draft):
        posted = form_of(signed_in, draft) | {"toiminto": "valmis", "paikallaan": "1", "sahkoposti": "yhä väärin"}
        headers = {"HX-Request": "true", "HX-Target": "osa-perustiedot-sisus"}
        card = signed_in.post(node_url(draft), posted, headers=headers).text
        assert "Tarkista vielä:" in card and "ei näytä sähköpostiosoitteelta" in card

    def test_fine_draft_says_nothing(self, signed_in, make_opiskeluoikeus, make_hoks, virkailija):
        right = make_opiskeluoikeus()
        draft = store.open_existing(make_hoks(right, payloads.rich(right)), by=virkailija)
        assert "Tarkista vielä" not in signed_in.get(url("luonnos-tarkista", draft.pk)).text

    def test_interruption_of_the_study_right(self, signed_in, draft, statements):
        address = url("luonnos-tarkista", draft.pk)
        assert "keskeytyksen aikana" not in signed_in.get(address).text
        Opiskeluoikeus.objects.update(koski=KESKEYTYNYT)
        with statements(12):
            assert "Jakso on kokonaan keskeytyksen aikana." in signed_in.get(address).text


class TestPlan:
    def test_who_may_edit_is_told(self, client, virkailija, hoks):
        client.force_login(virkailija)
        page = client.get(reverse("virkailija:hoks", args=[hoks.pk])).text
        assert "Tarkista 3 kohtaa" in page
        links = re.findall(r'<ul class="huomautukset">.*?</ul>', page, re.DOTALL)[0]
        anchors = re.findall(r'href="#([^"]+)"', links)
        assert len(anchors) == 3 and anchors[0] == "perustiedot"
        for anchor in anchors:
            assert f'id="{anchor}"' in page

    def test_who_may_only_read_is_not(self, client, katselija, hoks):
        client.force_login(katselija)
        assert section(client.get(reverse("virkailija:hoks", args=[hoks.pk])).text) == ""

    def test_deleted_plan_is_past_mending(self, client, poistaja, paakayttaja, hoks):
        services.delete_hoks(hoks, by=poistaja, syy="Väärä")
        client.force_login(paakayttaja)
        page = client.get(reverse("virkailija:hoks", args=[hoks.pk]))
        assert page.status_code == 200 and section(page.text) == ""

    def test_interruption_of_the_study_right(self, client, virkailija, hoks, statements):
        Opiskeluoikeus.objects.update(koski=KESKEYTYNYT)
        client.force_login(virkailija)
        address = reverse("virkailija:hoks", args=[hoks.pk])
        client.get(address)
        with statements(12):
            page = client.get(address).text
        assert "Jakso on kokonaan keskeytyksen aikana." in page

    def test_learner_is_not_bothered(self, client, oppija, make_opiskeluoikeus, make_hoks):
        right = make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo))
        hoks = make_hoks(right, payloads.minimal(right) | {"sahkoposti": "ei-osoite"})
        client.force_login(oppija)
        page = client.get(reverse("oppija:hoks", args=[hoks.eid])).text
        assert "ei-osoite" in page and "ei näytä sähköpostiosoitteelta" not in page


class TestTransfer:
    @pytest.fixture
    def saved(self, make_siirto, right, make_hoks, odd, palvelukayttaja):
        hoks = make_hoks(right, odd, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        return make_siirto(right, status=200, hoks_id=hoks.pk, versionumero=1)

    @pytest.fixture
    def refused(self, make_siirto, right, odd):
        return make_siirto(
            right,
            koodit=["pakollinen"],
            virheet=[{"path": "/oppija-oid", "code": "pakollinen", "message": {"fi": "Täytä."}}],
            dokumentti=json.dumps(odd),
            dokumentti_asti=timezone.now() + dt.timedelta(days=1),
        )

    def page(self, client, user, siirto) -> str:
        client.force_login(user)
        return client.get(reverse("virkailija:tiedonsiirto", args=[siirto.pk])).text

    def test_saved_version(self, client, katselija, saved, statements):
        client.force_login(katselija)
        address = reverse("virkailija:tiedonsiirto", args=[saved.pk])
        client.get(address)
        with statements(12):
            page = client.get(address).text
        assert "Hankittava ammatillinen tutkinnon osa 3 › tutkinnon osa" in section(page)
        assert "/saannot/#sahkoposti-virheellinen" in page
        assert "ei-osoite" not in page

    def test_the_version_that_it_saved_not_a_later_one(self, client, virkailija, saved, odd, palvelukayttaja):
        hoks = Hoks.objects.get()
        fine = payloads.rich(hoks.opiskeluoikeus) | {"id": hoks.pk}
        services.replace_hoks(hoks, fine, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        assert section(self.page(client, virkailija, saved))

    def test_unchanged_plan_as_it_was_then(self, client, virkailija, saved, make_siirto, palvelukayttaja):
        hoks = Hoks.objects.get()
        before = make_siirto(hoks.opiskeluoikeus, status=204, hoks_id=hoks.pk)
        fine = payloads.rich(hoks.opiskeluoikeus) | {"id": hoks.pk}
        services.replace_hoks(hoks, fine, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        after = make_siirto(hoks.opiskeluoikeus, status=204, hoks_id=hoks.pk)
        assert section(self.page(client, virkailija, before))
        assert not section(self.page(client, virkailija, after))

    def test_refused_document_while_it_is_kept(self, client, virkailija, refused):
        assert "Opiskelijan sähköposti ei näytä sähköpostiosoitteelta." in section(
            self.page(client, virkailija, refused)
        )
        refused.dokumentti_asti = timezone.now()
        refused.save()
        assert section(self.page(client, virkailija, refused)) == ""

    @pytest.mark.parametrize("text", ["", "[]", "null", "{", "ei json", "[" * 5000, '{"a": 1, "a": 2}'])
    def test_refused_document_of_any_kind(self, client, virkailija, refused, text):
        refused.dokumentti = text
        refused.save()
        assert section(self.page(client, virkailija, refused)) == ""

    def test_stranger_who_tried_is_told_nothing(self, client, toisen_koulun_virkailija, saved):
        client.force_login(toisen_koulun_virkailija)
        assert client.get(reverse("virkailija:tiedonsiirto", args=[saved.pk])).status_code == 404

    def test_thousands_are_counted(self, client, virkailija, refused, odd):
        refused.dokumentti = json.dumps(odd | {HATOT: [{"tutkinnon-osa-koodi-uri": "tutkinnonosat_1"}] * 1001})
        refused.save()
        page = self.page(client, virkailija, refused)
        assert page.count("<li><strong><bdi>") == 100 and "Lisäksi 902 muuta huomautusta." in page


class TestBeforehand:
    URL = "/virkailija/tiedonsiirrot/tarkista/"

    def ask(self, client, user, document) -> str:
        client.force_login(user)
        text = json.dumps(document, ensure_ascii=False, indent=1)
        return client.post(self.URL, {"teksti": text, "tapa": "POST"}).text

    def test_accepted_and_told_with_the_line(self, client, virkailija, odd):
        page = self.ask(client, virkailija, odd)
        lines = json.dumps(odd, ensure_ascii=False, indent=1).splitlines()
        number = next(number for number, line in enumerate(lines, 1) if "ei-osoite" in line)
        assert "Rajapinta hyväksyisi: 200" in page
        assert f"Opiskelijan sähköposti rivi {number} " in section(page)

    def test_told_beside_faults(self, client, virkailija, odd):
        page = self.ask(client, virkailija, odd | {"versio": "x"})
        assert "Rajapinta hylkäisi: 400" in page and "ei näytä sähköpostiosoitteelta" in section(page)

    def test_dates_of_a_foreign_study_right_are_not_told(self, client, virkailija, make_opiskeluoikeus):
        foreign = make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU)
        document = payloads.minimal(foreign) | {"ensikertainen-hyvaksyminen": "1999-01-01"}
        assert section(self.ask(client, virkailija, document)) == ""
        assert section(self.ask(client, virkailija, document | {"versio": "x"})) == ""
        own = payloads.minimal(make_opiskeluoikeus()) | {"ensikertainen-hyvaksyminen": "1999-01-01"}
        assert "ennen opiskeluoikeuden alkua" in section(self.ask(client, virkailija, own))


def test_states_come_along_with_a_study_right(right, statements):
    """The write door and its lists need no statement more, and not the whole of Koski's record."""
    Opiskeluoikeus.objects.update(koski=KESKEYTYNYT)
    with statements(1):
        found = services.named_opiskeluoikeus({"opiskeluoikeus-oid": right.pk})
        assert found.paattyneet_keskeytykset() == [(dt.date(2024, 8, 1), dt.date(2025, 12, 31))]
    assert found.get_deferred_fields() == {"koski"}
    whole = Opiskeluoikeus.objects.get(pk=right.pk)
    assert whole.paattyneet_keskeytykset() == found.paattyneet_keskeytykset()


def test_page_of_rules_lists_each(client):
    page = client.get("/saannot/").text
    for koodi in KOODIT:
        assert f'<tr id="{koodi}">' in page


def test_interface_answers_as_ever(client, odd):
    """Old clients read a literal body (domain.md 3.1): a warning changes no answer."""
    answer = client.post(
        "/ehoks-virkailija-backend/api/v1/validointi",
        json.dumps(odd),
        content_type="application/json",
        headers={"caller-id": "1.2.246.562.10.1.testi"},
    )
    assert (answer.status_code, answer.json()) == (200, {"meta": {}, "data": {}})
