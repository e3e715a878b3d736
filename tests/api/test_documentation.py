"""The public pages: every field and code has its place, links lead somewhere, and the commands work."""

import re
import shutil
import subprocess

import pytest
from django.urls import reverse

from hoks.api import node_schemas
from hoks.contract import HoksPatch, HoksPost, HoksPut, wire_name
from hoks.rules import RULES, osaamisen_hankkimistapa, perustiedot
from hoks.siirrot.explanations import EXPLANATIONS
from hoks.violations import SENTENCES


@pytest.fixture
def pages(client) -> dict[str, str]:
    return {address: client.get(address).content.decode() for address in ("/rajapinta/", "/saannot/")}


def ids(page: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', page)


def test_reference_s_address_leads_here(client):
    for name in ("rajapinta-doc", "rajapinta-doc-slash"):
        assert client.get(reverse(name))["Location"] == "/rajapinta/"


def test_every_field_has_its_own_anchor(pages):
    wanted = {
        f"{cls.__name__}-{wire_name(name)}" for cls in node_schemas.node_classes() for name in cls.model_fields
    } | {f"Suunnitelma-{wire_name(name)}" for cls in (HoksPost, HoksPut, HoksPatch) for name in cls.model_fields}
    assert wanted - set(ids(pages["/rajapinta/"])) == set()


def test_every_code_has_its_own_anchor(pages):
    wanted = {rule.code for rule in RULES} | set(SENTENCES) | set(EXPLANATIONS)
    assert wanted - set(ids(pages["/saannot/"])) == set()


def test_no_anchor_is_twice(pages):
    for page in pages.values():
        assert len(ids(page)) == len(set(ids(page)))


def test_links_between_the_pages_lead_somewhere(pages):
    lost = []
    for address, page in pages.items():
        for target, anchor in re.findall(r'href="([^"#]*)#([^"]+)"', page):
            if anchor not in ids(pages[target or address]):
                lost.append((address, target, anchor))
    assert lost == []


def test_rules_page_tells_every_rule_its_boundaries_and_source(pages):
    page = pages["/saannot/"]
    for rule in RULES:
        assert str(rule.kuvaus) in page
        assert rule.source in page
    boundaries = (
        osaamisen_hankkimistapa.OSA_AIKAISUUSTIETO_ALKAEN,
        osaamisen_hankkimistapa.TYOPAIKAN_Y_TUNNUS_ALKAEN,
        osaamisen_hankkimistapa.OPPISOPIMUKSEN_PERUSTA_ALKAEN,
        perustiedot.OSAAMINEN_SAAVUTETTU_AIKAISINTAAN,
    )
    for day in boundaries:
        assert f"<dd>{day.day}.{day.month}.{day.year}</dd>" in page


def test_put_empties_and_keeps_what_the_specification_says(pages):
    """domain.md 3.1; osaamisen-hankkimisen-tarve is required, so that it can't be left out."""
    emptied, kept = re.findall(r"<li>Nämä[^:]*: (.*?)</li>", pages["/rajapinta/"])
    assert set(re.findall(r"<code>([^<]+)</code>", emptied)) == {
        "versio",
        "sahkoposti",
        "urasuunnitelma-koodi-uri",
        "urasuunnitelma-koodi-versio",
        "hyvaksytty",
        "osaamisen-saavuttamisen-pvm",
        "paivitetty",
    }
    assert set(re.findall(r"<code>([^<]+)</code>", kept)) == {
        "puhelinnumero",
        "tuva-opiskeluoikeus-oid",
        "oppija-oid",
        "opiskeluoikeus-oid",
    }


def test_limits_are_this_installation_s(client, settings):
    settings.RAJAPINTA_KOKO_ENINTAAN = 1_500_000
    settings.RAJAPINTA_PYYNTOJA_MINUUTISSA = 77
    settings.VALIDOINTI_PYYNTOJA_MINUUTISSA = 0
    page = client.get("/rajapinta/").content.decode()
    assert "suurin koko on 1,5 Mt" in page
    assert "77 pyyntöä minuutissa" in page
    assert "/validointi voi samasta" not in page


def test_another_cas_is_told_and_no_password_is_shown_outside_demo(client, settings):
    settings.CAS_URL = "https://cas.example/cas"
    settings.DEMO = False
    page = client.get("/rajapinta/").content.decode()
    assert "https://cas.example/cas/v1/tickets" in page
    assert "/cas/v1/tickets/{tgt}" not in page
    assert settings.DEMO_PASSWORD not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(shutil.which("curl") is None, reason="Needs curl.")
def test_commands_work_as_they_stand(client, live_server, settings, make_user):
    settings.DEMO = True
    account = make_user("palvelu", "PALVELU", ("1.2.246.562.10.10000000001", "CRUD"))
    account.set_password(settings.DEMO_PASSWORD)
    account.save()
    page = client.get("/rajapinta/", headers={"host": live_server.url.removeprefix("http://")}).content.decode()
    script = re.search(r'<pre class="code-block"[^>]*><code>(.*?)</code>', page, re.DOTALL).group(1)
    for entity, character in {"&quot;": '"', "&#x27;": "'", "&amp;": "&", "&gt;": ">", "&lt;": "<"}.items():
        script = script.replace(entity, character)
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=60, env={"PATH": "/usr/bin:/bin"}
    )
    assert "404" in done.stdout.splitlines()[0]
    assert "No HOKS found with given opiskeluoikeus" in done.stdout
