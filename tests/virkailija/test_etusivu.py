"""Monday morning: every number of the front page opens a list of as many, of the official's own school."""

import datetime as dt
import html
import re

import pytest

from hoks import services
from hoks.drafts import store
from hoks.luvut import jaksot
from hoks.models import OsaamisenHankkimistapa
from tests import payloads
from tests.axe import findings
from tests.conftest import KOULU, TOINEN_KOULU

URL = "/virkailija/"


def numbers(response) -> dict[str, tuple[int, str]]:
    """(number, address) by what is counted."""
    found = re.findall(
        r'<a class="etusivu-luku[^"]*" href="([^"]+)"><span class="etusivu-luku__maara">(\d+)</span>'
        r' <span class="etusivu-luku__teksti">(.*?)</span>',
        response.content.decode(),
    )
    return {text: (int(number), html.unescape(address)) for address, number, text in found}


@pytest.fixture
def monday(people, make_hoks, make_siirto, virkailija, news):
    """monday(school) fills a school with one of each."""

    def make(oppilaitos_oid: str) -> None:
        missing, kept, drafted = people("Puuttuva A", "Aava A", "Kesken A", oppilaitos_oid=oppilaitos_oid)
        today = services.today()
        unit = {
            "tutkinnon-osa-koodi-uri": "tutkinnonosat_100001",
            "tutkinnon-osa-koodi-versio": 1,
            "osaamisen-hankkimistavat": [payloads.hankkimistapa()],
            "osaamisen-osoittaminen": [
                payloads.naytto(
                    alku=(today + dt.timedelta(days=3)).isoformat(), loppu=(today + dt.timedelta(days=4)).isoformat()
                )
            ],
        }
        hoks = make_hoks(kept, payloads.minimal(kept) | {"hankittavat-ammat-tutkinnon-osat": [unit]})
        OsaamisenHankkimistapa.objects.filter(hoks=hoks).update(
            loppu=today + dt.timedelta(days=5), osa_aikaisuustieto=None
        )
        jaksot.write([hoks.pk])
        plan = make_hoks(drafted)
        if oppilaitos_oid == KOULU:
            store.open_existing(plan, by=virkailija)
        make_siirto(missing, status=400)

    return make


def test_each_number_opens_as_many(signed_in, monday):
    monday(KOULU)
    monday(TOINEN_KOULU)
    told = numbers(signed_in.get(URL))
    assert {text: number for text, (number, _address) in told.items() if number} == {
        "Työpaikkajaksolta puuttuu tietoja": 1,
        "Näyttö on tulossa": 1,
        "HOKS puuttuu": 1,
        "Ei hankittavia osia": 1,
        "Sähköposti puuttuu": 2,
        "Luonnos kesken": 1,
        "Hylätyt tiedonsiirrot": 1,
        "Lukemattomat tiedotteet": 2,
        "Omat luonnokset": 1,
    }
    for text, (number, address) in told.items():
        page = signed_in.get(address).content.decode()
        if text in ("Omat luonnokset", "Lukemattomat tiedotteet"):
            continue
        assert len(re.findall(r"<th scope=\"row\"|class=\"siirto\"|data-siirto", page)) >= min(number, 1), address
        if number and "siirrot" not in address:
            assert f"<strong>{number} " in page, address


def test_statements_and_other_school(signed_in, monday, statements):
    monday(KOULU)
    signed_in.get(URL)
    with statements(18):
        signed_in.get(URL)
    assert signed_in.get(URL, {"oppilaitos": TOINEN_KOULU}).status_code == 404


def test_official_without_a_school(client, make_user):
    client.force_login(make_user("uusi"))
    page = client.get(URL).content.decode()
    assert "Sinulla ei ole katseluoikeutta" in page and "Omat luonnokset" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_by_keyboard_to_a_learner_and_to_a_list(visit, monday, width):
    monday(KOULU)
    page = visit(URL, width=width)
    assert findings(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("link", name=re.compile("HOKS puuttuu")).press("Enter")
    page.wait_for_url("**/tyolista/**")
    page.goto(page.url.split("/virkailija/")[0] + URL)
    page.get_by_label("Opiskelijan nimi").fill("puuttuva")
    page.keyboard.press("Enter")
    page.wait_for_url("**/opiskelijat/**")
    assert page.locator("th[scope=row]").all_inner_texts() == ["Puuttuva, A"]
