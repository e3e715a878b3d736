"""The officials' list: who sees which rows, what they say, and what a request costs."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from accounts.permissions import privileges
from accounts.sign_in import SESSION_SEEN
from hoks import search, services
from hoks.models import Hoks, Luonnos
from hoks.presentation.opiskelijat import rivi
from hoks.search import Haku, HoksTila, Jarjestys, Rajaus
from hoks.tulokset import Tulos
from tests import payloads
from tests.conftest import JARJESTAJA, KOULU, SISARKOULU, TOINEN_KOULU
from tests.virkailija.listing import URL, link, make_plan, rows, total


def shown(user, oppilaitos, rajaus) -> list[Tulos]:
    """The first page of the school's list, by name."""
    haku = Haku(rajaus=rajaus)
    return search.find_page(user, oppilaitos, haku, Jarjestys.NIMI, descending=False, cursor="", size=25).page.rows


class TestWhoSeesWhat:
    def test_own_school_only(self, signed_in, people):
        people("Öhman Aino")
        people("Vieras Ville", oppilaitos_oid=TOINEN_KOULU)
        people("Sisar Saara", oppilaitos_oid=SISARKOULU)
        assert rows(signed_in.get(URL)) == ["Öhman, Aino"]

    @pytest.mark.parametrize("oid", [SISARKOULU, TOINEN_KOULU, JARJESTAJA, "1.2.3"])
    def test_other_school_is_not_found(self, signed_in, oid):
        assert signed_in.get(URL, {"oppilaitos": oid}).status_code == 404

    def test_provider_s_official_chooses_among_its_schools(self, client, make_user, people):
        client.force_login(make_user("kuntayhtyma", "VIRKAILIJA", (JARJESTAJA, "CRUD")))
        people("Sisar Saara", oppilaitos_oid=SISARKOULU)
        people("Öhman Aino")
        # Hirvijoen aikuisopisto comes before Hirvijoen ammattiopisto.
        assert rows(client.get(URL)) == ["Sisar, Saara"]
        assert rows(client.get(URL, {"oppilaitos": KOULU})) == ["Öhman, Aino"]
        assert rows(client.get(URL)) == ["Öhman, Aino"]
        assert '<select class="input input--select" id="oppilaitos"' in client.get(URL).content.decode()

    def test_official_without_a_school_is_told_so(self, client, make_user):
        client.force_login(make_user("uusi"))
        assert "Sinulla ei ole katseluoikeutta" in client.get(URL).content.decode()

    @pytest.mark.parametrize("persona", ["oppija", "palvelukayttaja"])
    @pytest.mark.parametrize("url", ["/virkailija/", URL, URL + "oppilaitokset/"])
    def test_others_are_refused(self, client, request, persona, url):
        client.force_login(request.getfixturevalue(persona))
        assert client.get(url).status_code == 403

    def test_anonymous_signs_in_first(self, client, db):
        assert client.get(URL).headers["Location"] == "/kirjaudu/?next=/virkailija/opiskelijat/"

    def test_only_get(self, signed_in):
        assert signed_in.post(URL).status_code == 405


class TestRows:
    def test_out_of_scope_without_a_plan_is_left_out(self, signed_in, people):
        people("Lukio Lauri", tyyppi="lukiokoulutus")
        people("Vanha Veera", voimassa_loppu=dt.date(2018, 5, 31))
        people("Sisään Sami", sisaltyy_opiskeluoikeuteen="1.2.246.562.15.20000000008")
        people("Öhman Aino")
        assert rows(signed_in.get(URL, {"tila": "kaikki"})) == ["Öhman, Aino"]

    def test_out_of_scope_with_a_plan_is_there(self, signed_in, people):
        [right] = people("Vanha Veera", voimassa_loppu=dt.date(2018, 5, 31), tila="valmistunut")
        make_plan(right, ensikertainen_hyvaksyminen=dt.date(2017, 5, 1))
        assert rows(signed_in.get(URL, {"tila": "kaikki"})) == ["Vanha, Veera"]

    def test_what_a_row_says(self, signed_in, make_hoks, people):
        [right] = people("Öhman Aino Maria", suoritustyypit=["ammatillinentutkintoosittainen"])
        hoks = make_hoks(right)
        moment = dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC)
        Hoks.objects.filter(pk=hoks.pk).update(paivitetty=moment)
        page = signed_in.get(URL).content.decode()
        for said in (
            f'<a href="/virkailija/hoksit/{hoks.pk}/"><bdi>Öhman, Aino Maria</bdi></a>',
            "Elintarvikealan perustutkinto, osittainen",
            "Leipomoalan osaamisala",
            f">{hoks.pk}<",
            ">15.8.2024<",
            ">1.1.2026<",  # Finnish time
            ">Voimassa<",
        ):
            assert said in page

    def test_last_moment_of_the_calendar_breaks_nothing(self, signed_in, make_hoks):
        hoks = make_hoks()
        Hoks.objects.filter(pk=hoks.pk).update(paivitetty=dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC))
        assert ">31.12.9999<" in signed_in.get(URL, {"jarjesta": "-paivitetty"}).content.decode()

    def test_hostile_names_are_text(self, signed_in, people):
        people("<script>alert(1)</script> <b>")
        page = signed_in.get(URL, {"tutkinto": '"><script>'}).content.decode()
        assert "<script>alert" not in page
        assert '"><script>' not in page
        assert "&lt;script&gt;alert" in signed_in.get(URL).content.decode()

    @pytest.mark.parametrize(("tila", "actions"), [("lasna", 1), ("eronnut", 0)])
    def test_actions_are_for_those_who_may_write_on_active_study_rights(
        self, people, organisaatiot, virkailija, katselija, tila, actions
    ):
        _without, with_plan = people("Ilman Irma", "Suunnitelma Suvi", tila=tila)
        make_plan(with_plan)
        for user, expected in ((virkailija, ["luo", "muokkaa"][: 2 * actions]), (katselija, [])):
            held = privileges(user, KOULU)
            told = [rivi(tulos, user, held).toiminto for tulos in shown(user, organisaatiot[KOULU], Rajaus.KAIKKI)]
            assert [toiminto for toiminto in told if toiminto] == expected

    def test_drafts_are_marked(self, signed_in, people, virkailija, toinen_virkailija):
        own, others = people("Oma Outi", "Toisen Tiina")
        Luonnos.objects.create(opiskeluoikeus=own, omistaja=virkailija, dokumentti={})
        assert signed_in.get(URL).content.decode().count("Luonnos kesken") == 1
        assert "toisella virkailijalla" not in signed_in.get(URL).content.decode()
        Luonnos.objects.create(opiskeluoikeus=others, omistaja=toinen_virkailija, dokumentti={})
        assert signed_in.get(URL).content.decode().count("Luonnos kesken") == 2
        assert "toisella virkailijalla" in signed_in.get(URL).content.decode()


class TestStates:
    @pytest.fixture
    def cases(self, people):
        """A study right of every kind: ended or not, without a plan, with one, with a deleted one."""
        rights = {}
        for tila in ("lasna", "valmistunut"):
            for plan in ("ilman", "kanssa", "poistettu"):
                [right] = people(f"{tila} {plan}", tila=tila)
                if plan != "ilman":
                    make_plan(right, deleted=plan == "poistettu")
                rights[right.pk] = (tila, plan)
        return rights

    @pytest.mark.parametrize("persona", ["virkailija", "paakayttaja"])
    @pytest.mark.parametrize("rajaus", Rajaus)
    def test_filter_agrees_with_the_state_shown(self, request, cases, persona, rajaus, organisaatiot):
        user = request.getfixturevalue(persona)
        sees_deleted = persona == "paakayttaja"

        def state(tila, plan):
            if plan == "poistettu" and sees_deleted:
                return HoksTila.POISTETTU
            if plan != "kanssa":
                return HoksTila.PUUTTUU
            return HoksTila.VOIMASSA if tila == "lasna" else HoksTila.PAATTYNYT

        expected = {
            pk: state(*case)
            for pk, case in cases.items()
            if rajaus == Rajaus.KAIKKI or (rajaus == Rajaus.AKTIIVISET and case[0] == "lasna") or rajaus == state(*case)
        }
        found = shown(user, organisaatiot[KOULU], rajaus)
        assert {tulos.pk: search.hoks_tila(tulos.opiskeluoikeus, tulos.hoks) for tulos in found} == expected

    def test_deleted_plan_is_shown_and_found_only_by_those_who_can_restore(
        self, client, cases, virkailija, paakayttaja
    ):
        hoks = Hoks.objects.filter(poistettu__isnull=False).first()
        for user, seen in ((virkailija, False), (paakayttaja, True)):
            client.force_login(user)
            page = client.get(URL, {"oppilaitos": KOULU, "tila": "kaikki"}).content.decode()
            assert (">Poistettu<" in page) is seen
            assert (f">{hoks.pk}<" in page) is seen
            assert ('<option value="poistettu">' in page) is seen
            found = client.get(URL, {"oppilaitos": KOULU, "tila": "kaikki", "hoks_id": hoks.pk})
            assert bool(rows(found)) is seen
        client.force_login(virkailija)
        assert total(client.get(URL, {"tila": "poistettu"})) == total(client.get(URL))

    def test_missing_plan_that_was_deleted_is_not_offered_to_be_made(self, signed_in, cases):
        page = signed_in.get(URL, {"tila": "puuttuu"}).content.decode()
        assert "Pyydä pääkäyttäjää palauttamaan poistettu HOKS." in page


class TestFragment:
    def test_fragment_is_the_same_region_of_the_page(self, signed_in, people):
        people("Ahtola Eetu", "Öhman Aino")
        for query in ({}, {"nimi": "öh", "tila": "kaikki"}, {"hoks_id": "x"}, {"nimi": "ei ketään"}):
            page = signed_in.get(URL, query).content.decode()
            fragment = signed_in.get(URL, query, headers={"HX-Request": "true"})
            region = page[page.index('<section id="tulokset"') : page.index("</section>") + len("</section>")]
            assert fragment.content.decode().strip() == region
            assert "HX-Request" in fragment.headers["Vary"]

    def test_address_follows_without_what_is_empty(self, signed_in):
        typed = {"oppilaitos": KOULU, "nimi": "aino ö", "tutkinto": "", "hoks_id": "", "tila": "aktiiviset"}
        current = f"http://testserver{URL}?oppilaitos={KOULU}"
        response = signed_in.get(URL, typed, headers={"HX-Request": "true", "HX-Current-URL": current})
        assert response.headers["HX-Push-Url"] == f"{URL}?oppilaitos={KOULU}&nimi=aino+%C3%B6"

    def test_address_that_is_the_same_is_not_pushed_again(self, signed_in):
        current = f"http://testserver{URL}?oppilaitos={KOULU}&nimi=aino"
        headers = {"HX-Request": "true", "HX-Current-URL": current}
        assert "HX-Push-Url" not in signed_in.get(URL, {"nimi": "aino"}, headers=headers).headers

    def test_history_gets_the_whole_page(self, signed_in):
        headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
        assert "<html" in signed_in.get(URL, headers=headers).content.decode()


class TestStatements:
    @pytest.mark.parametrize("jarjestys", Jarjestys)
    def test_at_most_eight_whatever_the_rows(self, client, make_user, people, statements, jarjestys):
        user = make_user("kuntayhtyma", "VIRKAILIJA", (JARJESTAJA, "CRUD"), (KOULU, "READ"))
        client.force_login(user)
        rights = people(*(f"Virtanen {number}" for number in range(60)))
        for right in rights[::2]:
            make_plan(right)
            Luonnos.objects.create(opiskeluoikeus=right, omistaja=user, dokumentti={})
        second = link(client.get(URL, {"oppilaitos": KOULU, "jarjesta": jarjestys}), "Seuraava sivu")
        # The dearest request: another school than last, on its second page, and the session's clock is written.
        client.get(URL, {"oppilaitos": SISARKOULU})
        session = client.session
        session[SESSION_SEEN] -= 120
        session.save()
        with statements(8):
            assert len(rows(client.get(second + "&nimi=virtanen"))) == 25

    def test_session_is_written_only_when_the_school_changes(self, signed_in, people):
        signed_in.get(URL)
        before = Session.objects.get().session_data
        signed_in.get(URL, {"oppilaitos": KOULU})
        assert Session.objects.get().session_data == before


def test_deleted_through_the_service_is_gone_from_the_list(client, make_hoks, poistaja, people):
    [right] = people("Öhman Aino")
    hoks = make_hoks(right, payloads.minimal(right))
    services.delete_hoks(hoks, by=poistaja, syy="Aiheeton")
    client.force_login(poistaja)
    page = client.get(URL).content.decode()
    assert f"/virkailija/hoksit/{hoks.pk}/" not in page
    assert "HOKS puuttuu" in page
