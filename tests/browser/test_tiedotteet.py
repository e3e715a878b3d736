"""News in a real browser: written, previewed, published, read, dismissed; by keyboard, without JavaScript."""

import pytest
from playwright.sync_api import expect

from hoks.models import Tiedote, TiedoteLuettu
from hoks.tiedotteet import kiireelliset, kirjoitus
from tests.conftest import JARJESTAJA, OPH
from tests.hostile import INVISIBLE, MARKUP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTA, HALLINTA = "/virkailija/tiedotteet/", "/virkailija/tiedotteet/hallinta/"


@pytest.fixture
def urgent(paakayttaja):
    """urgent(nimi) -> an urgent announcement to all."""

    def make(nimi: str) -> Tiedote:
        sisalto = kirjoitus.Sisalto({"fi": nimi}, {"fi": "Teksti"}, "kaikki", kiireellinen=True)
        return kirjoitus.create(sisalto, by=paakayttaja, publish=True)

    return make


def test_written_previewed_published_and_read(visitor, paakayttaja, virkailija, toisen_koulun_virkailija, oppija):
    visit = visitor(paakayttaja)
    page = visit.page
    visit.see(LISTA)
    page.get_by_role("link", name="Hallitse tiedotteita").click()
    visit.look("empty")
    page.get_by_role("link", name="Kirjoita tiedote").click()
    visit.look()
    page.get_by_role("button", name="Julkaise").click()
    expect(page.locator(".error-summary")).to_be_focused()
    visit.look("refused")
    page.get_by_role("link", name="Kirjoita otsikko suomeksi.").click()
    expect(page.get_by_label("Otsikko suomeksi")).to_be_focused()
    page.keyboard.type("Uusi lomake käyttöön")
    page.get_by_label("Teksti suomeksi").fill("# Mitä muuttuu\n\n- **lomake**\n- [ohje](https://www.oph.fi/)")
    page.locator("summary").filter(has_text="Ruotsiksi").click()
    page.get_by_label("Otsikko ruotsiksi").fill("Ny blankett")
    page.get_by_label("Teksti ruotsiksi").fill("Blanketten är *ny*.")
    page.get_by_label("Yhden koulutuksen järjestäjän virkailijat").check()
    page.get_by_label("Koulutuksen järjestäjä", exact=False).locator("visible=true").last.select_option(JARJESTAJA)
    page.get_by_role("button", name="Esikatsele").click()
    expect(page.locator("#esikatselu")).to_be_focused()
    expect(page.locator("#esikatselu strong")).to_have_text("lomake")
    expect(page.locator("#esikatselu [lang=sv] em")).to_have_text("ny")
    expect(page.get_by_label("Otsikko suomeksi")).to_have_value("Uusi lomake käyttöön")
    visit.look("preview")
    assert not Tiedote.objects.exists()
    page.get_by_role("button", name="Tallenna luonnos").click()
    expect(page.locator("main .tag").first).to_have_text("Luonnos")
    visit.look("draft")
    page.get_by_role("button", name="Julkaise").click()
    expect(page.locator("main .tag").first).to_have_text("Näkyvillä")
    visit.look("published")
    visit.see(HALLINTA)
    assert visit.found == []

    reader = visitor(virkailija)
    reader.see(LISTA)
    reader.page.get_by_role("link", name="Uusi lomake käyttöön").click()
    expect(reader.page.get_by_role("heading", level=2)).to_have_text("Mitä muuttuu")
    expect(reader.page.get_by_role("link", name="ohje")).to_have_attribute("href", "https://www.oph.fi/")
    reader.look()
    reader.page.get_by_role("link", name="Svenska").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Ny blankett")
    reader.look("in Swedish")
    reader.page.goto(LISTA)
    expect(reader.page.locator("main")).to_contain_text("Olet lukenut kaikki tiedotteet.")
    assert reader.found == []
    for user, address in ((toisen_koulun_virkailija, LISTA), (oppija, "/oppija/tiedotteet/")):
        other = visitor(user)
        other.see(address)
        expect(other.page.locator("main")).to_contain_text("Tiedotteita ei ole.")
        assert other.found == []


def test_banner_is_dismissed_where_one_is_and_nothing_typed_is_lost(visitor, virkailija, urgent):
    urgent("Huoltokatko huomenna")
    visit = visitor(virkailija)
    page = visit.page
    visit.see("/virkailija/opiskelijat/")
    page.get_by_label("Tutkinto tai koulutus").fill("kesken")
    page.get_by_role("button", name="Merkitse luetuksi").click()
    expect(page.locator(".banner--urgent")).to_have_count(0)
    expect(page.locator("#ilmoitukset")).to_have_text("Tiedote on merkitty luetuksi.")
    expect(page.get_by_label("Tutkinto tai koulutus")).to_have_value("kesken")
    assert TiedoteLuettu.objects.get().user == virkailija
    page.reload()
    expect(page.locator(".banner--urgent")).to_have_count(0)
    assert visit.found == []


def test_keyboard_without_javascript_and_dark(browser, live_server, visitor, virkailija, urgent):
    for number, options in enumerate(({"java_script_enabled": False}, {"color_scheme": "dark"})):
        urgent(f"Katko {number}")
        visit = visitor(virkailija)
        state = visit.page.context.storage_state()
        context = browser.new_context(base_url=live_server.url, locale="fi-FI", storage_state=state, **options)
        page = context.new_page()
        page.goto("/virkailija/luonnokset/")
        if "color_scheme" in options:
            visit.page = page
            visit.look("dark")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=f"Katko {number}")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".banner--urgent")).to_have_count(0)
        assert page.url == f"{live_server.url}/virkailija/luonnokset/"
        if "java_script_enabled" in options:
            expect(page.locator("#viestit")).to_contain_text("Tiedote on merkitty luetuksi.")
        else:
            expect(page.locator("#kiireelliset")).to_be_focused()
        context.close()
        assert visit.found == []


def test_writing_without_javascript(browser, live_server, visitor, paakayttaja):
    state = visitor(paakayttaja).page.context.storage_state()
    context = browser.new_context(
        base_url=live_server.url, locale="fi-FI", storage_state=state, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(HALLINTA + "uusi/")
    page.get_by_label("Otsikko suomeksi").focus()
    page.keyboard.type("Näppäimin")
    page.keyboard.press("Tab")
    page.keyboard.type("Teksti")
    page.get_by_role("button", name="Esikatsele").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#esikatselu")).to_contain_text("Näppäimin")
    page.get_by_role("button", name="Julkaise").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main .tag").first).to_have_text("Näkyvillä")
    page.get_by_role("button", name="Vedä pois").click()
    page.get_by_role("link", name="Poista").click()
    page.get_by_role("button", name="Poista tiedote").click()
    expect(page.locator("#viestit")).to_contain_text("Tiedote on poistettu.")
    context.close()


def test_two_writers(visitor, paakayttaja, make_user, urgent):
    tiedote = urgent("Alku")
    visit, other = visitor(paakayttaja), visitor(make_user("kollega", "VIRKAILIJA", (OPH, "OPHPAAKAYTTAJA")))
    for each, text in ((visit, "Oma"), (other, "Kollegan")):
        each.page.goto(f"{HALLINTA}{tiedote.pk}/muokkaa/")
        each.page.get_by_label("Otsikko suomeksi").fill(text)
    for each in (other, visit):
        each.page.get_by_role("button", name="Tallenna muutokset").click()
    expect(visit.page.locator("#ristiriita")).to_contain_text("Mitään ei tallennettu")
    row = visit.page.get_by_role("row").filter(has_text="Otsikko suomeksi")
    expect(row).to_contain_text("Kollegan")
    expect(row).to_contain_text("Oma")
    visit.look("conflict")
    visit.page.get_by_role("button", name="Tallenna muutokset").click()
    tiedote.refresh_from_db()
    assert tiedote.otsikko == {"fi": "Oma"}
    assert visit.found == other.found == []


def test_webinars(visitor, paakayttaja, virkailija):
    visit = visitor(paakayttaja)
    page = visit.page
    visit.see("/virkailija/tiedotteet/webinaarit/")
    page.get_by_role("button", name="Tallenna").click()
    visit.look("refused")
    page.get_by_label("Webinaarin nimi").fill("eHOKS-webinaari")
    page.get_by_label("Alkaa klo", exact=True).first.fill("12")
    page.get_by_label("Päättyy klo", exact=True).first.fill("13")
    page.get_by_label("Alkaen", exact=True).fill("1.9.2026")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.locator("main")).to_contain_text("joka toinen tiistai klo 12–13")
    page.get_by_label("Mikä webinaari").select_option(index=1)
    page.get_by_label("Perutaan").check()
    page.get_by_role("button", name="Tallenna muutos").click()
    expect(page.get_by_role("table")).to_contain_text("Peruttu")
    visit.look("with an exception")
    page.get_by_role("button", name="Palauta säännön mukaiseksi").click()
    expect(page.locator("#viestit")).to_contain_text("säännön mukaan")
    assert visit.found == []
    reader = visitor(virkailija)
    reader.see(LISTA)
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="Lataa webinaarit kalenteriin").click()
    assert download.value.suggested_filename == "ehoks-webinaarit.ics"
    assert reader.found == []


def test_odd_texts_break_no_page(visitor, paakayttaja, virkailija):
    text = MARKUP + "x" * 3_000 + "👩🏽‍🍳" * 300 + INVISIBLE
    titles = {"fi": text, "sv": text, "en": text}
    tiedote = Tiedote.objects.create(
        otsikko=titles,
        teksti={
            kieli: f"# {text}\n\n- {text}\n  1. [{text}](https://a.fi/{'x' * 500})\n\n###### {text}" for kieli in titles
        },
        kohderyhma="kaikki",
        nakyy_alkaen="2026-01-01T00:00:00Z",
        tila="julkaistu",
        kiireellinen=True,
    )
    kiireelliset.memory.forget()
    for user, addresses in (
        (paakayttaja, ["", f"{tiedote.pk}/", f"{tiedote.pk}/muokkaa/", f"{tiedote.pk}/poista/"]),
        (virkailija, ["/virkailija/luonnokset/", LISTA, f"{LISTA}{tiedote.pk}/", f"{LISTA}{tiedote.pk}/?kieli=sv"]),
    ):
        visit = visitor(user)
        for address in addresses:
            visit.see(address if address.startswith("/") else HALLINTA + address)
        assert visit.found == []
