"""Hand entry in a real browser: a whole plan, two tabs, the keyboard alone, no JavaScript, a session that ends."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from hoks import plan, services
from hoks.drafts import store
from hoks.models import Hoks, Kanava, Luonnos
from tests import payloads
from tests.axe import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KOODISTOT = sorted(Path(settings.BASE_DIR, "hoks", "data", "koodistot").glob("*.json"))
HATOT = "hankittavat-ammat-tutkinnon-osat"


@pytest.fixture
def koodistot(db):
    call_command("import_koodistot", *KOODISTOT, verbosity=0)


@pytest.fixture
def open_page(browser, live_server, virkailija):
    """open_page(**context options) -> a page of the signed-in official."""
    contexts = []

    def make(**options) -> Page:
        options = {"locale": "fi-FI", "viewport": {"width": 1280, "height": 900}} | options
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()
        sign_in(page)
        return page

    yield make
    for context in contexts:
        context.close()


def sign_in(page: Page, address: str = "/kirjaudu/") -> None:
    page.goto(address)
    page.fill("[name=username]", "virkailija")
    page.fill("[name=password]", "salasana-testissa")
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile(r"^(?!.*kirjaudu)"))


def url(name: str, *args) -> str:
    return reverse(f"virkailija:{name}", args=args)


@pytest.fixture
def right(make_opiskeluoikeus, make_oppija):
    return make_opiskeluoikeus(
        make_oppija("Aino Maria", "Öhman"),
        alkamispaiva=dt.date(2024, 8, 1),
        arvioitu_paattymispaiva=dt.date(2030, 5, 31),
    )


@pytest.fixture
def draft(right, make_hoks, virkailija) -> Luonnos:
    """A draft of a plan with every field."""
    return store.open_existing(make_hoks(right, payloads.rich(right)), by=virkailija)


# --- Steps ---------------------------------------------------------------------------------


def add(page: Page, button: str, within: str = "main") -> None:
    """Press a button that adds a node, and be on its form."""
    page.locator(within).get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_url("**/osat/*/")


def box(page: Page, label: str):
    """The first input of the label."""
    return page.get_by_label(label).and_(page.locator("input, textarea, select")).first


def called(verb: str, what: str) -> re.Pattern:
    """Name of a button whose object only those hear who don't see it."""
    return re.compile(rf"{verb}\W+{what}")


def pick(page: Page, label: str, words: str) -> None:
    """Pick the first hit of a search."""
    search = box(page, label)
    search.fill(words)
    page.locator("[role=option]").first.click()
    expect(search).not_to_have_value(words)


def done(page: Page) -> None:
    """Press Valmis of a form on its own page, and be back in the draft."""
    page.locator(".editor-form .button-row").get_by_role("button", name="Valmis").click()
    page.wait_for_url(re.compile(r"/luonnokset/\d+/(#|$)"))


def period(page: Page) -> None:
    """Type the dates of a node."""
    box(page, "Alkupäivä").fill("1.9.2026")
    box(page, "Loppupäivä").fill("18.12.2026")


def osio(page: Page, name: str):
    return page.locator("section", has=page.locator(f"#{name}"))


def is_saved(page: Page) -> None:
    expect(page.locator(".editor-saved")).to_contain_text("Tallennettu luonnokseen")


# --- Journeys ------------------------------------------------------------------------------


def test_a_plan_with_a_unit_of_each_kind(open_page, right, koodistot):
    page = open_page()
    page.goto(url("luonnos-luo", right.pk))
    page.get_by_role("button", name="Aloita suunnitelma").click()

    page.get_by_role("link", name=called("Muokkaa", "Tavoite")).click()
    form = page.locator("#lomake-perustiedot")
    form.get_by_label("Kyllä").check()
    form.get_by_label("Jatko-opinnot").check()
    is_saved(page)
    form.locator(".button-row").get_by_role("button", name="Valmis").click()
    expect(form).to_have_count(0)
    expect(page.locator("#osa-perustiedot")).to_contain_text("Jatko-opinnot")

    aiemmin = "section:has(#aiemmin-hankittu)"
    for button, koodi in (("Lisää ammatillinen tutkinnon osa", True), ("Lisää paikallinen tutkinnon osa", False)):
        add(page, button, aiemmin)
        if koodi:
            pick(page, "Tutkinnon osa", "asiakas")
        else:
            box(page, "Tutkinnon osan nimi").fill("Paikallinen aiempi osa")
        page.get_by_label("Todentaminen suoraan asiakirjojen perusteella").check()
        done(page)
    add(page, "Lisää yhteinen tutkinnon osa", aiemmin)
    pick(page, "Tutkinnon osa", "400012")
    done(page)
    add(page, "Lisää yhteisen tutkinnon osan osa-alue", aiemmin)
    pick(page, "Osa-alue", "viestintä")
    page.get_by_label("Todentaminen suoraan asiakirjojen perusteella").check()
    done(page)

    hankittava = "section:has(#hankittava)"
    add(page, "Lisää ammatillinen tutkinnon osa", hankittava)
    pick(page, "Tutkinnon osa", "asiakas")
    done(page)
    add(page, "Lisää osaamisen hankkimistapa", hankittava)
    page.get_by_label("Koulutussopimus").check()
    box(page, "Työpaikan nimi").fill("Leipomo Rukiinen Oy")
    period(page)
    box(page, "Työpaikan Y-tunnus").fill("1234567-1")
    box(page, "Työpaikkaohjaajan nimi").fill("Ossi Ohjaaja")
    box(page, "Keskeiset työtehtävät, uusi rivi").fill("Leipominen")
    box(page, "Osa-aikaisuus").fill("100")
    page.get_by_role("button", name=called("Lisää", "Keskeytykset")).click()
    box(page, "Keskeytyksen alkupäivä").fill("1.10.2026")
    box(page, "Keskeytyksen loppupäivä").fill("5.10.2026")
    done(page)
    add(page, "Lisää osaamisen osoittaminen", hankittava)
    period(page)
    box(page, "Näyttöympäristön nimi").fill("Leipomo Rukiinen Oy")
    box(page, "Näytön sisältö, uusi rivi").fill("Taikinan valmistus")
    page.get_by_role("button", name=called("Lisää", "Työelämän arvioijat")).click()
    box(page, "Arvioijan nimi").fill("Leevi Leipuri")
    box(page, "Työpaikan tai organisaation nimi").fill("Leipomo Rukiinen Oy")
    done(page)
    add(page, "Lisää yhteinen tutkinnon osa", hankittava)
    pick(page, "Tutkinnon osa", "400012")
    done(page)
    add(page, "Lisää yhteisen tutkinnon osan osa-alue", hankittava)
    pick(page, "Osa-alue", "viestintä")
    done(page)
    add(page, "Lisää paikallinen tutkinnon osa", hankittava)
    box(page, "Tutkinnon osan nimi").fill("Kylän leivät")
    box(page, "Laajuus").fill("5")
    done(page)

    add(page, "Lisää oppimisen tuki")
    page.get_by_label("Tukiopetus").check()
    period(page)
    page.locator("[name=tutkinnon-osan-tyyppi-koodi-uri][value$='_1']").check()
    done(page)
    add(page, "Lisää opiskeluvalmiuksia tukeva opinto")
    box(page, "Opinnon nimi").fill("Opiskelutaidot")
    box(page, "Kuvaus").fill("Muistiinpanot")
    period(page)
    done(page)

    page.get_by_role("link", name="Tarkista ja tallenna").first.click()
    page.get_by_role("button", name="Tallenna suunnitelma").click()
    page.wait_for_url("**/hoksit/*/")

    hoks = Hoks.objects.get(opiskeluoikeus=right)
    told = plan.load(hoks)
    assert {name: len(value) for name, value in told.items() if isinstance(value, list)} == {
        "aiemmin-hankitut-ammat-tutkinnon-osat": 1,
        "aiemmin-hankitut-yhteiset-tutkinnon-osat": 1,
        "aiemmin-hankitut-paikalliset-tutkinnon-osat": 1,
        HATOT: 1,
        "hankittavat-yhteiset-tutkinnon-osat": 1,
        "hankittavat-paikalliset-tutkinnon-osat": 1,
        "hankittavat-koulutuksen-osat": 0,
        "oppimisen-tuki": 1,
        "opiskeluvalmiuksia-tukevat-opinnot": 1,
    }
    tyopaikka = told[HATOT][0]["osaamisen-hankkimistavat"][0]["tyopaikalla-jarjestettava-koulutus"]
    assert tyopaikka == {
        "tyopaikan-nimi": "Leipomo Rukiinen Oy",
        "tyopaikan-y-tunnus": "1234567-1",
        "vastuullinen-tyopaikka-ohjaaja": {"nimi": "Ossi Ohjaaja"},
        "keskeiset-tyotehtavat": ["Leipominen"],
    }
    expect(page.locator("main")).to_contain_text("Kylän leivät")


def test_an_untouched_form_in_a_real_browser_changes_nothing(open_page, right, make_hoks, virkailija, koodistot):
    document = payloads.rich(right)
    unit = document[HATOT][0]
    unit["vaatimuksista-tai-tavoitteista-poikkeaminen"] = "\n eka\r\ntoka\rkolmas  \n"
    unit["osaamisen-hankkimistavat"][0]["ajanjakson-tarkenne"] = "rivi\ntoinen \u200b\u202e"
    unit["osaamisen-osoittaminen"][0]["sisallon-kuvaus"] = ["", "a\r\nb", "x" * 300, " reunat "]
    draft = store.open_existing(make_hoks(right, document), by=virkailija)
    before = draft.dokumentti
    page = open_page()
    keys = re.findall(r"'_key': '([^']*)'", str(before))
    for key in ["perustiedot", *keys]:
        page.goto(url("luonnos-osa", draft.pk, key))
        done(page)
    draft.refresh_from_db()
    assert draft.dokumentti == before
    assert draft.revisio == 1


def test_two_tabs_on_the_same_node(open_page, draft):
    page = open_page()
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(url("luonnos-osa", draft.pk, "perustiedot"))
    box(other, "Opiskelijan sähköposti").fill("toinen@example.org")
    other.keyboard.press("Tab")
    is_saved(other)

    box(page, "Opiskelijan sähköposti").fill("eka@example.org")
    page.keyboard.press("Tab")

    expect(page.get_by_text("Osa on muuttunut toisessa ikkunassa")).to_be_visible()
    expect(page.locator("form.editor-form table")).to_contain_text("toinen@example.org")
    expect(box(page, "Opiskelijan sähköposti")).to_have_value("eka@example.org")
    draft.refresh_from_db()
    assert draft.dokumentti["sahkoposti"] == "toinen@example.org"
    done(page)
    draft.refresh_from_db()
    assert draft.dokumentti["sahkoposti"] == "eka@example.org"


def test_two_tabs_on_different_nodes_do_not_disturb_each_other(open_page, draft):
    page = open_page()
    other = page.context.new_page()
    page.goto(url("luonnos-osa", draft.pk, "perustiedot"))
    other.goto(url("luonnos-osa", draft.pk, draft.dokumentti[HATOT][0]["_key"]))
    for tab, label in ((other, "Tutkinnon perusteen diaarinumero"), (page, "Opiskelijan puhelinnumero")):
        box(tab, label).fill("OPH-1")
        tab.keyboard.press("Tab")
        is_saved(tab)


def test_two_officials_conflict(open_page, draft, right, toinen_virkailija):
    page = open_page()
    page.goto(url("luonnos-osa", draft.pk, "perustiedot"))
    box(page, "Opiskelijan sähköposti").fill("oma@example.org")
    done(page)
    hoks = Hoks.objects.get(opiskeluoikeus=right)
    changed = plan.write_shape(plan.load(hoks)) | {"sahkoposti": "toinen@example.org"}
    services.replace_hoks(hoks, changed, by=toinen_virkailija, kanava=Kanava.VIRKAILIJA)

    page.get_by_role("link", name="Tarkista ja tallenna").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Suunnitelma on muuttunut")
    page.get_by_label("Pidä omani").check()
    page.get_by_role("button", name="Yhdistä ja tarkista").click()
    page.get_by_role("button", name="Tallenna suunnitelma").click()
    page.wait_for_url("**/hoksit/*/")
    hoks.refresh_from_db()
    assert hoks.sahkoposti == "oma@example.org"


def test_a_session_that_ends_loses_at_most_the_field_being_typed(open_page, draft):
    page = open_page()
    page.goto(url("luonnos-osa", draft.pk, "perustiedot"))
    box(page, "Opiskelijan sähköposti").fill("ehti@example.org")
    page.keyboard.press("Tab")
    is_saved(page)
    Session.objects.all().delete()

    box(page, "Opiskelijan puhelinnumero").fill("040 1")
    page.keyboard.press("Tab")

    page.wait_for_url("**/kirjaudu/**")
    sign_in(page, page.url)
    assert page.url.endswith(url("luonnos-osa", draft.pk, "perustiedot"))
    expect(box(page, "Opiskelijan sähköposti")).to_have_value("ehti@example.org")


def test_lost_network_is_told_and_the_next_change_saves_all(open_page, draft):
    page = open_page()
    page.goto(url("luonnos-osa", draft.pk, "perustiedot"))
    page.context.set_offline(True)
    box(page, "Opiskelijan sähköposti").fill("poikki@example.org")
    page.keyboard.press("Tab")
    expect(page.locator(".editor-saved")).to_contain_text("Ei tallennettu")
    page.context.set_offline(False)
    box(page, "Opiskelijan puhelinnumero").fill("040 1")
    page.keyboard.press("Tab")
    is_saved(page)
    draft.refresh_from_db()
    assert draft.dokumentti["sahkoposti"] == "poikki@example.org"


def tab_to(page: Page, text: str, most: int = 80) -> None:
    """Press Tab until the focus is on what is called so."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.textContent || document.activeElement.value || ''"):
            return
    raise AssertionError(f"{text} is not reached by Tab")


def test_keyboard_alone(open_page, right, virkailija, koodistot):
    draft = store.open_new(right, by=virkailija)
    page = open_page()
    page.goto(url("luonnos", draft.pk))
    tab_to(page, "Muokkaa: Tavoite")
    page.keyboard.press("Enter")
    expect(box(page, "Ensikertainen hyväksyminen")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("31.2.2026")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box(page, "Ensikertainen hyväksyminen")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("1.8.2026")
    for _press in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("Space")
    is_saved(page)
    page.keyboard.press("Enter")
    expect(page.locator("#lomake-perustiedot")).to_have_count(0)
    expect(page.get_by_role("link", name=called("Muokkaa", "Tavoite"))).to_be_focused()

    tab_to(page, "Lisää ammatillinen tutkinnon osa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/osat/*/")
    box(page, "Tutkinnon osa").focus()
    page.keyboard.type("asiakas")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    is_saved(page)
    draft.refresh_from_db()
    assert draft.dokumentti["ensikertainen-hyvaksyminen"] == "2026-08-01"
    assert draft.dokumentti["osaamisen-hankkimisen-tarve"] is True
    assert draft.dokumentti["aiemmin-hankitut-ammat-tutkinnon-osat"][0]["tutkinnon-osa-koodi-uri"]


def test_without_javascript(open_page, right, koodistot):
    page = open_page(java_script_enabled=False)
    page.goto(url("luonnos-luo", right.pk))
    page.get_by_role("button", name="Aloita suunnitelma").click()
    page.get_by_role("link", name=called("Muokkaa", "Tavoite")).click()
    page.get_by_label("Kyllä").check()
    done(page)

    add(page, "Lisää ammatillinen tutkinnon osa", "section:has(#hankittava)")
    box(page, "Tutkinnon osa").fill("asiakas")
    page.get_by_role("button", name=called("Hae", "Tutkinnon osa")).click()
    page.locator("[name=tutkinnon-osa-koodi-uri][type=radio]").first.check()
    done(page)

    add(page, "Lisää osaamisen hankkimistapa")
    page.get_by_label("Koulutussopimus").check()
    period(page)
    page.locator(".editor-form .button-row").get_by_role("button", name="Valmis").click()
    box(page, "Työpaikan nimi").fill("Leipomo Rukiinen Oy")
    box(page, "Työpaikan Y-tunnus").fill("1234567-1")
    box(page, "Työpaikkaohjaajan nimi").fill("Ossi Ohjaaja")
    box(page, "Osa-aikaisuus").fill("100")
    page.get_by_role("button", name=called("Lisää", "Keskeytykset")).click()
    box(page, "Keskeytyksen alkupäivä").fill("1.10.2026")
    done(page)

    page.get_by_role("link", name="Tarkista ja tallenna").first.click()
    page.get_by_role("button", name="Tallenna suunnitelma").click()
    page.wait_for_url("**/hoksit/*/")
    period_ = plan.load(Hoks.objects.get(opiskeluoikeus=right))[HATOT][0]["osaamisen-hankkimistavat"][0]
    assert period_["osa-aikaisuustieto"] == 100
    assert period_["keskeytymisajanjaksot"] == [{"alku": "2026-10-01"}]


# --- Every page state ----------------------------------------------------------------------


def states(page: Page, draft: Luonnos, right, other_right):
    """Bring the page into each state of the editor in turn; yields its name."""
    unit = draft.dokumentti[HATOT][0]
    oht = unit["osaamisen-hankkimistavat"][0]["_key"]
    addresses = {
        "luonnokset": url("luonnokset"),
        "luo": url("luonnos-luo", other_right.pk),
        "luonnos": url("luonnos", draft.pk),
        "perustiedot": url("luonnos-osa", draft.pk, "perustiedot"),
        "tutkinnon osa": url("luonnos-osa", draft.pk, unit["_key"]),
        "hankkimistapa": url("luonnos-osa", draft.pk, oht),
        "näyttö": url("luonnos-osa", draft.pk, unit["osaamisen-osoittaminen"][0]["_key"]),
        "poista": url("luonnos-osa-poista", draft.pk, oht),
        "tarkista": url("luonnos-tarkista", draft.pk),
        "hylkää": url("luonnos-hylkaa", draft.pk),
    }
    for name, address in addresses.items():
        page.goto(address)
        yield name
    page.goto(addresses["luonnos"])
    page.get_by_role("link", name=called("Muokkaa", "Tavoite")).click()
    expect(page.locator("#lomake-perustiedot")).to_be_visible()
    yield "lomake paikallaan"
    page.goto(addresses["hankkimistapa"])
    box(page, "Alkupäivä").fill("31.2.2026")
    box(page, "Osa-aikaisuus").fill("kaikki")
    page.locator(".editor-form .button-row").get_by_role("button", name="Valmis").click()
    expect(page.locator(".error-summary")).to_be_focused()
    yield "virheet lomakkeella"
    page.goto(addresses["tarkista"])
    expect(page.locator(".error-summary")).to_be_focused()
    yield "virheet tarkistuksessa"
    page.goto(addresses["tutkinnon osa"])
    box(page, "Tutkinnon osa").fill("asiakas")
    expect(page.locator("[role=option]").first).to_be_visible()
    yield "avoin haku"


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_and_narrow_screens(open_page, draft, right, make_opiskeluoikeus, koodistot, width):
    page = open_page(viewport={"width": width, "height": 800})
    found = []
    for name in states(page, draft, right, make_opiskeluoikeus()):
        # What axe judges is the same at any width, but for the narrow cards of tests/test_look.py.
        if width == 1280:
            found += [f"{name}: {rule} {html}" for rule, html in findings(page)]
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            found.append(f"{name}: {overflow} px too wide")
    assert not found, "\n".join(found)
