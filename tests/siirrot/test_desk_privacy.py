"""Whose transfers the desk tells to whom: list, numbers, filters, files, page and document alike."""

import io
import json
import zipfile

import pytest

from hoks.models import Tapahtuma
from tests.conftest import JARJESTAJA, TOINEN_JARJESTAJA, TOINEN_KOULU
from tests.hostile import MARKUP
from tests.siirrot.test_desk import URL, fault, listed
from tests.test_hostile_text import Page

pytestmark = pytest.mark.django_db

SECRET = "Salainen ohjaaja"


@pytest.fixture
def stranger(make_user):
    """Another provider's machine account."""
    return make_user("vieras-palvelu", "PALVELU", (TOINEN_JARJESTAJA, "CRUD"))


@pytest.fixture
def attempt(make_siirto, make_opiskeluoikeus, make_oppija, stranger):
    """A stranger's refused document that names this school's study right."""
    return make_siirto(
        make_opiskeluoikeus(make_oppija("Aino", "Öhman")),
        kayttaja_id=stranger.pk,
        kayttajatunnus=stranger.username,
        lahettaja_oid=TOINEN_JARJESTAJA,
        lahettajan_oppilaitos=False,
        koodit=["puhelinnumero"],
        virheet=[fault("/puhelinnumero", "puhelinnumero", SECRET)],
        dokumentti=json.dumps({"puhelinnumero": SECRET}),
        caller_id=SECRET,
        polku=f"/{SECRET}",
        oppija_oid="1.2.246.562.24.999",
    )


def pages(client, siirto) -> dict[str, str]:
    """Everything that may tell of the transfer to the one who is signed in, as text."""
    told = {query: client.get(URL, {"nayta": "kaikki"} | dict([query.split("=")])).text for query in ("x=", "tila=400")}
    told["page"] = client.get(f"{URL}{siirto.pk}/").text
    told["document"] = client.get(f"{URL}{siirto.pk}/asiakirja/").text
    told["csv"] = client.get(URL + "lista.csv", {"nayta": "kaikki"}).getvalue().decode()
    workbook = client.get(URL + "lista.xlsx", {"nayta": "kaikki"}).getvalue()
    with zipfile.ZipFile(io.BytesIO(workbook)) as files:
        told["xlsx"] = "".join(files.read(name).decode() for name in files.namelist() if name.endswith(".xml"))
    return told


def test_school_sees_of_a_stranger_s_attempt_code_time_and_sender_only(client, virkailija, attempt):
    client.force_login(virkailija)
    told = pages(client, attempt)
    for name, text in told.items():
        for hidden in (SECRET, "Puhelinnumerossa", "/puhelinnumero", "24.999"):
            assert hidden not in text, (name, hidden)
    for name in ("x=", "page", "csv", "xlsx"):
        assert "vieras-palvelu" in told[name] and "Saarilahden koulutus Oy" in told[name], name
        assert "Öhman" in told[name] and "400" in told[name], name
    assert "HOKSin tiedoissa on korjattavaa" in told["page"]
    assert "Sivua ei löydy" in told["document"] or "404" in told["document"]
    assert listed(client.get(URL, {"koodi": "puhelinnumero", "nayta": "kaikki"})) == []
    assert 'value="puhelinnumero"' not in told["x="], "nor among the reasons"


def test_the_refusal_of_the_document_is_on_record(client, virkailija, attempt):
    client.force_login(virkailija)
    assert client.get(f"{URL}{attempt.pk}/asiakirja/").status_code == 404
    event = Tapahtuma.objects.get(tulos="failed")
    assert (event.kayttaja_id, event.opiskeluoikeus_oid) == (virkailija.pk, attempt.opiskeluoikeus_oid)


def test_refusals_of_the_request_are_told_also_of_a_stranger(client, virkailija, attempt):
    attempt.koodit, attempt.virheet, attempt.status = ["ei-oikeutta"], [], 401
    attempt.save()
    client.force_login(virkailija)
    page = client.get(URL, {"koodi": "ei-oikeutta"})
    assert listed(page) == [attempt.pk] and "ei ole oikeutta tämän opiskeluoikeuden" in page.text
    assert '<td data-label="Kuka korjaa">Lähettäjä</td>' in page.text


def test_sender_sees_his_document_but_not_whose_it_is(client, make_user, attempt):
    client.force_login(make_user("lahettajan", "VIRKAILIJA", (TOINEN_JARJESTAJA, "READ")))
    assert listed(client.get(URL, {"kohde": "muut"})) == [attempt.pk]
    assert listed(client.get(URL, {"oppilaitos": TOINEN_KOULU, "nayta": "kaikki"})) == []
    told = {name: client.get(f"{URL}{attempt.pk}/{name}").text for name in ("", "asiakirja/")}
    assert SECRET in told[""] and SECRET in told["asiakirja/"]
    assert "Öhman" not in "".join(told.values())
    attempt.ratkaistu = attempt.aika
    attempt.save()
    page = client.get(f"{URL}{attempt.pk}/").text
    assert "Ratkaistu" not in page, "what the right's own school has sent since is not the sender's business"


def test_other_schools_transfers_do_not_exist(client, virkailija, make_opiskeluoikeus, make_siirto):
    right = make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU)
    siirto = make_siirto(
        right,
        lahettaja_oid=TOINEN_JARJESTAJA,
        koodit=["y-tunnus"],
        virheet=[fault("/x", "y-tunnus", SECRET)],
        dokumentti="{}",
    )
    client.force_login(virkailija)
    for name, text in pages(client, siirto).items():
        for hidden in (SECRET, right.pk, "Y-tunnus ei ole", str(siirto.kayttaja_id) + "</"):
            assert hidden not in text, (name, hidden)
    assert "Siirtoja ei ole." in client.get(URL).text
    assert client.get(URL, {"oppilaitos": TOINEN_KOULU}).status_code == 404
    assert client.get(URL + "lista.csv", {"oppilaitos": TOINEN_KOULU}).status_code == 404
    for name in ("", "asiakirja/"):
        assert client.get(f"{URL}{siirto.pk}/{name}").status_code == 404


def test_paging_tells_nothing_of_others(client, virkailija, make_opiskeluoikeus, make_siirto):
    foreign = make_siirto(make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU), lahettaja_oid=TOINEN_JARJESTAJA)
    own = make_siirto(make_opiskeluoikeus())
    client.force_login(virkailija)
    cursor = f"ennen~{foreign.aika.isoformat()}~{foreign.pk}"
    assert set(listed(client.get(URL, {"nayta": "kaikki", "sivu": cursor}))) <= {own.pk}


@pytest.mark.parametrize("persona", ["oppija", "palvelukayttaja"])
@pytest.mark.parametrize("address", ["", "lista.csv", "lista.xlsx", "1/", "1/asiakirja/"])
def test_officials_alone(client, request, persona, address):
    client.force_login(request.getfixturevalue(persona))
    assert client.get(URL + address).status_code == 403


def test_whatever_is_sent_is_text(client, virkailija, make_opiskeluoikeus, make_siirto, renamed):
    siirto = make_siirto(
        make_opiskeluoikeus(),
        koodit=["tuntematon-kentta"],
        virheet=[fault(f"/{MARKUP}/0", "tuntematon-kentta", MARKUP), {"outo": MARKUP}, MARKUP],
        dokumentti=json.dumps({MARKUP: MARKUP}),
        caller_id=MARKUP,
        polku=MARKUP,
        kayttajatunnus=MARKUP,
        kayttaja_id=None,
        oppija_oid=MARKUP,
    )
    bad = make_siirto(make_opiskeluoikeus(), koodit=["ei-json", MARKUP], dokumentti=MARKUP)
    unknown = make_siirto(lahettaja_oid=JARJESTAJA, opiskeluoikeus_oid=MARKUP, koodit=[MARKUP])
    renamed(MARKUP)
    virkailija.kayttooikeudet.update(organisaatio_oid=JARJESTAJA)
    client.force_login(virkailija)
    addresses = [f"{URL}?nayta=kaikki&oppilaitos={siirto.oppilaitos_oid}", f"{URL}?kohde=muut"]
    for one in (siirto, bad, unknown):
        addresses += [f"{URL}{one.pk}/"] + [f"{URL}{one.pk}/asiakirja/"] * (one.dokumentti is not None)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        page = Page(response.text)
        assert page.code == [], address
        assert "<script>" in page.text, address
