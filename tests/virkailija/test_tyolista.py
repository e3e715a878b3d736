"""The worklist: who is on it and why, what the row leads to, and that other schools' rows are nowhere."""

import datetime as dt
import re

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import expect

from hoks import services, tyolista
from hoks.drafts import store
from hoks.models import Hakurivi, Hoks, Luonnos, Tapahtuma
from hoks.tyolista import Haku, Syy
from tests import payloads
from tests.axe import findings
from tests.conftest import JARJESTAJA, KOULU, SISARKOULU, TOINEN_KOULU
from tests.siirrot.test_desk_export import csv_rows, xlsx_rows
from tests.virkailija.listing import link, rows

URL = "/virkailija/tyolista/"
OSAT = "hankittavat-ammat-tutkinnon-osat"


def whole(right) -> dict:
    """A plan that lacks nothing."""
    unit = {
        "tutkinnon-osa-koodi-uri": "tutkinnonosat_100001",
        "tutkinnon-osa-koodi-versio": 1,
        "osaamisen-hankkimistavat": [payloads.hankkimistapa()],
        "osaamisen-osoittaminen": [payloads.naytto()],
    }
    told = payloads.minimal(right) | {"sahkoposti": "aino@opiskelija.example"}
    return told | {"hankittavat-ammat-tutkinnon-osat": [unit]}


@pytest.fixture
def make_saved(make_hoks):
    """make_saved(right, change=None, age=0) -> its plan, whole but for the change, saved so many days ago."""

    def make(right, change=None, *, age: int = 0) -> Hoks:
        document = whole(right)
        if change:
            change(document)
        hoks = make_hoks(right, document)
        moment = timezone.now() - dt.timedelta(days=age)
        Hakurivi.objects.filter(pk=right.pk).update(paivitetty=moment)
        return hoks

    return make


def reasons(user, koulu, **looked_for) -> dict[str, set[Syy]]:
    """Reasons of each row by surname; agrees with the numbers, which PostgreSQL counts."""
    haku = Haku(**looked_for)
    found = tyolista.page(tyolista.listed(user, koulu, haku), cursor="", size=100).rows
    told = {row.opiskeluoikeus.oppija.sukunimi: set(tyolista.reasons_of(row)) for row in found}
    if not haku.syy:
        counts = tyolista.counts(user, koulu, haku)
        assert counts[None] == len(found)
        listed = {syy: sum(syy in each for each in told.values()) for syy in Syy if syy is not Syy.HUOMAUTUS}
        assert {syy: counts[syy] for syy in listed} == listed
    return told


class TestWhoIsOnIt:
    def test_reasons(self, virkailija, organisaatiot, people, make_saved, poistaja):
        koulu = organisaatiot[KOULU]
        ok, bare, old, fresh, odd, _none, draft, gone = people(
            "Kunnossa A", "Paljas A", "Vanha A", "Tuore A", "Outo A", "Ilman A", "Luonnos A", "Poistettu A"
        )
        make_saved(ok)
        make_saved(bare, lambda told: [told.pop("sahkoposti"), told.pop("hankittavat-ammat-tutkinnon-osat")])
        make_saved(old, age=250)
        make_saved(fresh, age=150)
        make_saved(odd, lambda told: told.update(sahkoposti="aino(at)opiskelija"))
        store.open_existing(make_saved(draft), by=virkailija)
        services.delete_hoks(make_saved(gone), by=poistaja, syy="Väärä")
        expected = {
            "Paljas": {Syy.EI_OSIA, Syy.EI_SAHKOPOSTIA},
            "Vanha": {Syy.VANHA},
            "Ilman": {Syy.EI_HOKSIA},
            "Luonnos": {Syy.LUONNOS},
            "Poistettu": {Syy.EI_HOKSIA},
        }
        assert reasons(virkailija, koulu) == expected
        assert reasons(virkailija, koulu, syy=Syy.HUOMAUTUS) == {"Outo": {Syy.HUOMAUTUS}}
        for syy in Syy:
            if syy is not Syy.HUOMAUTUS:
                assert reasons(virkailija, koulu, syy=syy) == {
                    name: told for name, told in expected.items() if syy in told
                }

    def test_units_that_lack(self, virkailija, organisaatiot, people, make_saved):
        first, second = people("Jaksoton A", "Näytötön A")
        unit = "hankittavat-ammat-tutkinnon-osat"
        make_saved(first, lambda told: told[unit][0].update({"osaamisen-hankkimistavat": []}))
        make_saved(second, lambda told: told[unit][0].update({"osaamisen-osoittaminen": []}))
        assert reasons(virkailija, organisaatiot[KOULU]) == {"Jaksoton": {Syy.EI_JAKSOA}, "Näytötön": {Syy.EI_NAYTTOA}}

    def test_half_a_year_to_the_day(self, virkailija, organisaatiot, people, make_saved):
        first, second = people("Päivälleen A", "Päivää A")
        edge = tyolista.start_of(services.today() - relativedelta(months=6))
        for right, moment in ((first, edge), (second, edge - dt.timedelta(seconds=1))):
            make_saved(right)
            Hakurivi.objects.filter(pk=right.pk).update(paivitetty=moment)
        assert reasons(virkailija, organisaatiot[KOULU]) == {"Päivää": {Syy.VANHA}}

    def test_ended_are_listed_when_asked_for(self, virkailija, organisaatiot, people):
        people("Päättynyt A", tila="valmistunut", voimassa_loppu=dt.date(2025, 5, 31))
        koulu = organisaatiot[KOULU]
        assert reasons(virkailija, koulu) == {}
        assert reasons(virkailija, koulu, paattyneet=True) == {"Päättynyt": {Syy.EI_HOKSIA}}

    def test_out_of_scope_is_nowhere(self, virkailija, organisaatiot, people):
        people("Lukio A", tyyppi="lukiokoulutus")
        assert reasons(virkailija, organisaatiot[KOULU], paattyneet=True) == {}

    def test_by_month_and_tutkinto(self, virkailija, organisaatiot, people):
        people("Elokuu A", alkamispaiva=dt.date(2025, 8, 31))
        people("Syyskuu A", alkamispaiva=dt.date(2025, 9, 1), tutkinto_nimi={"fi": "Leipurin ammattitutkinto"})
        people("Tuntematon A", alkamispaiva=None)
        koulu = organisaatiot[KOULU]
        assert set(reasons(virkailija, koulu, kuukausi=dt.date(2025, 8, 1))) == {"Elokuu"}
        assert set(reasons(virkailija, koulu, tutkinto="leipur")) == {"Syyskuu"}
        # The longest waiting first, the unknown last.
        assert list(reasons(virkailija, koulu)) == ["Elokuu", "Syyskuu", "Tuntematon"]


class TestPage:
    def test_row_leads_to_the_very_place(self, signed_in, people, make_saved):
        missing, unit, address = people("Puuttuva A", "Jaksoton A", "Postiton A")
        plans = [
            make_saved(
                unit, lambda told: told["hankittavat-ammat-tutkinnon-osat"][0].update({"osaamisen-osoittaminen": []})
            ),
            make_saved(address, lambda told: told.pop("sahkoposti")),
        ]
        page = signed_in.get(URL).content.decode()
        assert f"/luonnokset/uusi/{missing.pk}/" in page
        for hoks, place in zip(plans, ("osa", "perustiedot"), strict=True):
            assert f"/luonnokset/muokkaa/{hoks.pk}/?kohta={place}" in page
        first, second = (
            signed_in.post(f"/virkailija/luonnokset/muokkaa/{hoks.pk}/?kohta={place}").headers["Location"]
            for hoks, place in zip(plans, ("osa", "perustiedot"), strict=True)
        )
        luonnos = Luonnos.objects.get(hoks=plans[0])
        key = luonnos.dokumentti["hankittavat-ammat-tutkinnon-osat"][0]["_key"]
        assert first == f"/virkailija/luonnokset/{luonnos.pk}/#osa-{key}"
        assert second.endswith("/osat/perustiedot/")
        # The draft that is there is opened at the same place.
        assert signed_in.get(f"/virkailija/luonnokset/muokkaa/{plans[0].pk}/?kohta=osa").headers["Location"] == first

    def test_who_may_not_write_looks(self, client, katselija, people, make_saved):
        [right] = people("Postiton A")
        hoks = make_saved(right, lambda told: told.pop("sahkoposti"))
        people("Puuttuva A")
        client.force_login(katselija)
        page = client.get(URL).content.decode()
        assert f'href="/virkailija/hoksit/{hoks.pk}/"' in page and "/luonnokset/uusi/" not in page

    @pytest.mark.parametrize("month", ["13.2026", "elokuu", "8.1999", "٨.2026", "8" * 200])
    def test_odd_month_is_told_at_its_field_and_kept(self, signed_in, people, month):
        people("Puuttuva A")
        response = signed_in.get(URL, {"kuukausi": month, "tutkinto": "leip"})
        page = response.content.decode()
        assert (
            response.status_code == 200
            and "field--error" in page
            and f'value="{month}"' in page
            and 'value="leip"' in page
        )
        assert signed_in.get(f"{URL}lista.csv", {"kuukausi": month}).status_code == 404

    def test_pages_by_keyset(self, signed_in, people):
        people(*(f"Aava{number:02} A" for number in range(30)), alkamispaiva=dt.date(2025, 8, 1))
        first = signed_in.get(URL)
        second = signed_in.get(link(first, "Seuraava sivu"))
        assert len(rows(first)) == 25 and len(rows(second)) == 5 and not set(rows(first)) & set(rows(second))
        assert rows(signed_in.get(link(second, "Edellinen sivu"))) == rows(first)

    @pytest.mark.parametrize("people_count", [1, 20])
    def test_statements(self, signed_in, people, statements, people_count):
        people(*(f"Aava{number:02} A" for number in range(people_count)))
        signed_in.get(URL)
        with statements(8):
            signed_in.get(URL, {"tutkinto": "perus"})


class TestOtherSchools:
    @pytest.fixture
    def others(self, people, make_saved):
        for koulu in (SISARKOULU, TOINEN_KOULU):
            rights = people("Vieras A", "Toinen A", oppilaitos_oid=koulu)
            make_saved(rights[1], lambda told: told.pop("sahkoposti"))

    @pytest.mark.parametrize("page", ["", "lista.csv", "lista.xlsx"])
    @pytest.mark.parametrize("oid", [SISARKOULU, TOINEN_KOULU, JARJESTAJA, "1.2.3"])
    def test_are_not_found(self, signed_in, others, page, oid):
        assert signed_in.get(URL + page, {"oppilaitos": oid}).status_code == 404

    def test_are_in_no_row_number_or_file(self, signed_in, others, people, virkailija, organisaatiot):
        people("Oma A")
        assert rows(signed_in.get(URL)) == ["Oma, A"]
        assert tyolista.maarat(virkailija, organisaatiot[KOULU])[Syy.EI_HOKSIA] == 1
        assert set(tyolista.by_school(virkailija)) == {KOULU}
        page = signed_in.get(f"{URL}oppilaitokset/").content.decode()
        assert "Hirvijoen ammattiopisto" in page and "Hirvijoen aikuisopisto" not in page and "Saarilahden" not in page
        for reader, extension in ((csv_rows, "csv"), (xlsx_rows, "xlsx")):
            table = reader(signed_in.get(f"{URL}lista.{extension}"))
            assert [row[0] for row in table] == ["Sukunimi", "Oma"]

    def test_paakayttaja_sees_each_with_its_provider(self, client, paakayttaja, others):
        client.force_login(paakayttaja)
        page = client.get(f"{URL}oppilaitokset/").content.decode()
        assert (
            page.index("Hirvijoen koulutuskuntayhtymä")
            < page.index("Hirvijoen aikuisopisto")
            < page.index("Saarilahden")
        )


class TestFile:
    def test_is_the_list_as_narrowed_and_put_on_record(self, signed_in, virkailija, people, make_saved):
        people("Puuttuva Åke")
        [right] = people("Postiton A")
        hoks = make_saved(right, lambda told: told.pop("sahkoposti"))
        [_headings, row] = csv_rows(signed_in.get(f"{URL}lista.csv", {"syy": "ei-sahkopostia"}))
        assert row[:3] == ["Postiton", "A", right.pk] and row[5] == str(hoks.pk) and row[-1] == "Sähköposti puuttuu"
        record = Tapahtuma.objects.filter(kayttaja_id=virkailija.pk).latest("aika")
        assert (record.toiminto, record.kohde) == (Tapahtuma.Toiminto.LUETTU, "tyolista")

    def test_ends_with_a_sentence_when_it_is_cut(self, signed_in, people, monkeypatch):
        people("Eka A", "Toka A", "Kolmas A")
        monkeypatch.setattr("hoks.views.virkailija.tyolista.MOST_ROWS", 2)
        table = csv_rows(signed_in.get(f"{URL}lista.csv"))
        assert len(table) == 4 and table[-1][0].startswith("Tiedostossa on enintään 2 riviä")


class TestWhomItConcerns:
    URL = f"{URL}ketka-kuuluvat/"

    def test_answer_of_a_study_right_with_its_reason(self, signed_in, people, virkailija):
        [right] = people("Aava Å", tila="valmistunut", voimassa_loppu=dt.date(2019, 4, 30))
        page = signed_in.get(self.URL, {"oid": f" {right.pk} "}).content.decode()
        assert "eHOKS ei koske opiskeluoikeutta" in page and "päättyi ennen 1.5.2019" in page
        assert Tapahtuma.objects.filter(kayttaja_id=virkailija.pk, opiskeluoikeus_oid=right.pk).exists()

    def test_other_school_s_is_as_if_there_were_none(self, signed_in, people):
        [right] = people("Vieras A", oppilaitos_oid=TOINEN_KOULU)
        pages = [signed_in.get(self.URL, {"oid": oid}).content.decode() for oid in (right.pk, "1.2.3", "\0", "")]
        assert all("Opiskeluoikeutta ei ole oppilaitoksissasi" in page for page in pages[:2])
        assert all("eHOKS koskee opiskeluoikeutta</" not in page for page in pages)

    def test_days_are_those_of_the_settings(self, signed_in, settings):
        settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN = dt.date(2020, 2, 3)
        page = signed_in.get(self.URL).content.decode()
        assert "3.2.2020" in page and "1.5.2019" not in re.sub(r"\s+", " ", page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_list_to_the_editor_by_keyboard(visit, people, make_saved, javascript):
    [right, *_others] = people("Postiton Pia", "Puuttuva A")
    make_saved(right, lambda told: told.pop("sahkoposti"))
    page = visit(URL, width=360, java_script_enabled=javascript)
    assert not javascript or findings(page) == []
    page.get_by_label("Syy", exact=True).select_option("ei-sahkopostia")
    page.get_by_role("button", name="Rajaa").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[scope=row]")).to_have_text(["Postiton, Pia"])
    page.get_by_role("link", name=re.compile("Korjaa.*Postiton")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Aloita muokkaus").press("Enter")
    expect(page.get_by_label("Sähköposti")).to_be_visible()
