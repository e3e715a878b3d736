"""The transfer desk in a real browser, after a student system has tried and failed as student systems do."""

import datetime as dt
import json

import pytest
from playwright.sync_api import expect

from accounts import tickets
from hoks import plan, services
from hoks.models import Hoks, Kanava
from tests import payloads
from tests.conftest import JARJESTAJA, TOINEN_JARJESTAJA
from tests.hostile import INVISIBLE, MARKUP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URL = "/virkailija/tiedonsiirrot/"
OSAT = "hankittavat-ammat-tutkinnon-osat"


@pytest.fixture
def kuntayhtyma(make_user):
    """An official of the provider whose system sends."""
    return make_user("kuntayhtyma", "VIRKAILIJA", (JARJESTAJA, "CRUD"))


@pytest.fixture
def right(make_opiskeluoikeus, make_oppija):
    return make_opiskeluoikeus(make_oppija("Aino Maria", "Öhman"))


@pytest.fixture
def send(client):
    """send(user, document, hoks=None) -> status of the interface's answer; a replacement when there is a plan."""

    def request(user, document, hoks=None) -> int:
        ticket = tickets.grant_service_ticket(tickets.grant_tgt(user), f"http://testserver{tickets.SERVICE_PATH}")
        return client.generic(
            "PUT" if hoks else "POST",
            "/ehoks-virkailija-backend/api/v1/hoks" + (f"/{hoks.pk}" if hoks else ""),
            json.dumps(document),
            content_type="application/json",
            headers={"ticket": ticket, "caller-id": "1.2.246.562.10.1.jarjestelma"},
        ).status_code

    return request


def test_each_of_the_four_codes(
    visitor,
    send,
    client,
    kuntayhtyma,
    palvelukayttaja,
    virkailija,
    make_user,
    right,
    settings,
):
    document = payloads.rich(right)
    document[OSAT][0]["osaamisen-hankkimistavat"][0]["loppu"] = "2024-09-01"
    assert send(palvelukayttaja, document) == 400
    stranger = make_user("vieras-palvelu", "PALVELU", (TOINEN_JARJESTAJA, "CRUD"))
    assert send(stranger, payloads.minimal(right)) == 401
    assert send(virkailija, payloads.minimal(right)) == 403
    for _attempt in range(settings.AXES_FAILURE_LIMIT + 1):
        answer = client.post("/cas/v1/tickets", {"username": "palvelu", "password": "väärä"})
    assert answer.status_code == 423

    visit = visitor(kuntayhtyma)
    page = visit.page
    page.goto("/virkailija/")
    page.get_by_role("link", name="Tiedonsiirrot", exact=True).click()
    page.get_by_label("Oppilaitos").select_option("Hirvijoen ammattiopisto")
    page.get_by_role("button", name="Hae").click()
    results = page.locator("#tulokset")
    expect(results).to_contain_text("Jakso päättyy ennen kuin se alkaa.")
    expect(results).to_contain_text("ei ole oikeutta tämän opiskeluoikeuden oppilaitokseen")
    expect(results).to_contain_text("vieras-palvelu")
    visit.look("own school")

    page.locator("summary").filter(has_text="Mitä koodit").click()
    for title in ("HOKSin tiedoissa on korjattavaa", "Tunnus on väärän tyyppinen", "Tunnus on lukittu"):
        expect(page.get_by_role("term").filter(has_text=title)).to_be_visible()
    page.locator("summary").filter(has_text="Luvut taulukkona").click()
    visit.look("opened")

    refused = results.get_by_role("row").filter(has_text="Jakso päättyy")
    refused.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Siirto")
    expect(page.locator("main")).to_contain_text("Hankittava ammatillinen tutkinnon osa 1 › osaamisen hankkimistapa 1")
    expect(page.locator("main")).to_contain_text("Korjaa jakson alku- tai loppupäivä.")
    visit.look()
    page.get_by_role("link", name="Katso lähetetty asiakirja").click()
    page.get_by_role("link", name="Jakso päättyy ennen kuin se alkaa.").click()
    expect(page.locator("mark").first).to_be_in_viewport()
    visit.look()

    page.goto(URL)
    page.get_by_role("link", name="Ei omaan oppilaitokseen liittyvät").click()
    expect(results).to_contain_text("Siirtoa yritettiin muulla kuin palvelukäyttäjän tunnuksella.")
    expect(results).to_contain_text("Tunnus on lukittu liian monen väärän salasanan vuoksi.")
    expect(results).to_contain_text("HTTP 423")
    visit.look("about no school")

    assert send(palvelukayttaja, payloads.minimal(right)) == 200
    page.goto(URL)
    expect(results).not_to_contain_text("Jakso päättyy ennen kuin se alkaa.")
    page.get_by_label("Näytä", exact=True).select_option("Kaikki siirrot")
    page.get_by_role("button", name="Hae").click()
    expect(results.get_by_role("row").filter(has_text="Jakso päättyy")).to_contain_text("Ratkaistu")
    expect(results).to_contain_text("Tallennettu")
    assert visit.found == []


def test_a_stranger_s_attempt_shows_code_time_and_sender(
    visitor,
    send,
    virkailija,
    make_user,
    right,
    make_hoks,
):
    hoks = make_hoks(right)
    stranger = make_user("vieras-palvelu", "PALVELU", (TOINEN_JARJESTAJA, "CRUD"))
    secret = payloads.minimal(right) | {
        "sahkoposti": "salainen@example.org",
        "puhelinnumero": "salaisuus",
        "id": hoks.pk,
    }
    assert send(stranger, secret, hoks) == 401
    assert send(stranger, {name: value for name, value in secret.items() if name != "id"}) in (400, 401)
    visit = visitor(virkailija)
    visit.see(f"{URL}?nayta=virheet")
    rows = visit.page.locator("#tulokset tbody tr")
    expect(rows).to_have_count(2)
    for place in range(2):
        expect(rows.nth(place)).to_contain_text("vieras-palvelu")
        expect(rows.nth(place)).to_contain_text("Saarilahden koulutus Oy")
        visit.see(rows.nth(place).get_by_role("link").get_attribute("href"))
        expect(visit.page.locator("main")).to_contain_text("näytetään vain aika, koodi ja lähettäjä")
        for hidden in ("salai", "Puhelinnumero", "jarjestelma", "Katso lähetetty"):
            assert hidden not in visit.page.locator("main").inner_text(), hidden
        visit.page.go_back()
    assert visit.found == []


def test_a_transfer_that_replaced_hand_edits(visitor, send, virkailija, palvelukayttaja, right):
    sent = payloads.rich(right)
    assert send(palvelukayttaja, sent) == 200
    hoks = Hoks.objects.get(opiskeluoikeus=right)
    typed = plan.write_shape(plan.load(hoks)) | {"sahkoposti": "uusi@example.org", "id": hoks.pk}
    services.replace_hoks(hoks, typed, by=virkailija, kanava=Kanava.VIRKAILIJA)
    assert send(palvelukayttaja, sent | {"id": hoks.pk}, hoks) == 204
    visit = visitor(virkailija)
    visit.page.goto(URL)
    visit.page.get_by_label("Näytä", exact=True).select_option("Siirrot, jotka korvasivat käsin tehtyjä muutoksia")
    visit.page.get_by_role("button", name="Hae").click()
    visit.page.locator("#tulokset tbody a").click()
    expect(visit.page.locator(".diff__old")).to_have_text("uusi@example.org")
    expect(visit.page.locator(".diff__new")).to_have_text("oppija@example.org")
    visit.look()
    assert visit.found == []


def test_keyboard_without_javascript_dark_and_on_paper(browser, live_server, visitor, virkailija, right, make_siirto):
    for days in range(30):
        make_siirto(right, ago=dt.timedelta(days=days), status=(400, 401, 403, 404, 423)[days % 5], koodit=["ei-json"])
    visit = visitor(virkailija)
    state = visit.page.context.storage_state()
    for options in ({"java_script_enabled": False}, {"color_scheme": "dark"}):
        context = browser.new_context(base_url=live_server.url, locale="fi-FI", storage_state=state, **options)
        page = context.new_page()
        page.goto(URL)
        page.get_by_label("Näytä", exact=True).focus()
        page.keyboard.type("Kaikki v")
        page.get_by_label("Alkaen", exact=True).focus()
        page.keyboard.type("31.2.2026")
        page.keyboard.press("Enter")
        expect(page.locator(".error-summary")).to_contain_text("Alkaen: Kirjoita oikea päivä")
        page.get_by_label("Alkaen", exact=True).fill("1.1.2020")
        page.keyboard.press("Enter")
        expect(page.locator("#tulokset strong").first).to_have_text("30 siirtoa")
        page.get_by_role("link", name="Seuraava sivu").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#tulokset tbody tr")).to_have_count(5)
        assert page.locator("svg rect[fill^='url(#kuvio-']").count() >= 30
        if "java_script_enabled" in options:
            page.emulate_media(media="print")
            expect(page.get_by_role("table", name="Luvut taulukkona")).to_be_visible()
            expect(page.locator("form.search button").first).to_be_hidden()
        else:
            visit.page = page
            visit.look("dark")
        context.close()
    assert visit.found == []


def test_odd_texts_break_no_page(visitor, virkailija, right, make_siirto, renamed):
    text = MARKUP + "x" * 3_000 + "👩🏽‍🍳" * 300 + INVISIBLE
    siirto = make_siirto(
        right,
        koodit=["tuntematon-kentta"],
        virheet=[{"path": f"/{text}", "code": "tuntematon-kentta", "message": {"fi": text}}],
        dokumentti=json.dumps({text: text}),
        caller_id=text,
        polku=text,
        kayttaja_id=None,
        kayttajatunnus=text,
    )
    renamed(text)
    visit = visitor(virkailija)
    for address in (URL, f"{URL}{siirto.pk}/", f"{URL}{siirto.pk}/asiakirja/"):
        visit.see(address)
    assert visit.found == []
