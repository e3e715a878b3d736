"""Whatever people write is shown as text, and whatever is valid is shown, on every page that shows it."""

import copy
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from hoks.drafts import store
from hoks.models import Opiskeluoikeus, Oppija
from tests.hostile import INVISIBLE, MARKUP, keys_of, learners_urls, officials_urls, with_texts


class Page(HTMLParser):
    """What a browser makes of an answer: its text, and the code in it that no template of ours has."""

    def __init__(self, html: str):
        super().__init__()
        self.text, self.code = "", []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        names = {name for name, _value in attributes}
        if (
            (tag == "script" and "src" not in names)
            or tag in ("b", "iframe", "object", "style")
            or any(name.startswith("on") or name in ("style", "srcdoc") for name in names)
            or any((value or "").strip().startswith("javascript:") for _name, value in attributes)
        ):
            self.code.append(self.get_starttag_text())
        self.text += " " + " ".join(value or "" for _name, value in attributes)

    def handle_data(self, data):
        self.text += data


def pages_of(client, urls, **headers):
    """(url, page) of each; every one must answer."""
    for url in urls:
        response = client.get(url, headers=headers)
        assert response.status_code in (200, 302), (url, response.status_code)
        yield url, Page(response.content.decode())


@pytest.mark.parametrize("text", [MARKUP, INVISIBLE], ids=["markup", "invisible"])
def test_plan_is_text(client, oppija, poistaja, make_plan, renamed, text):
    hoks, luonnos = make_plan(lambda document: with_texts(document, text))
    renamed(text)
    client.force_login(poistaja)
    for headers in ({}, {"HX-Request": "true"}):
        for url, page in pages_of(client, officials_urls(hoks, luonnos), **headers):
            assert page.code == [], url
            # A form alone may say no name.
            assert headers or text.split()[0] in page.text, url
    client.force_login(oppija)
    for url, page in pages_of(client, learners_urls(hoks)):
        assert page.code == [], url
        assert text.split()[0] in page.text, url


def test_draft_that_makes_no_sense_is_text(client, poistaja, make_plan):
    _hoks, luonnos = make_plan(lambda document: document)
    node = with_everything(luonnos.dokumentti, MARKUP)
    luonnos.dokumentti = node
    luonnos.save()
    client.force_login(poistaja)
    keys = ["perustiedot", *keys_of(node)]
    urls = [
        reverse("virkailija:luonnos", args=[luonnos.pk]),
        reverse("virkailija:luonnos-tarkista", args=[luonnos.pk]),
        *(reverse("virkailija:luonnos-osa", args=[luonnos.pk, key]) for key in keys),
    ]
    for url, page in pages_of(client, urls):
        assert page.code == [], url


def with_everything(value, text: str, name: str = ""):
    """The draft with the text for every value but the keys and what names the plan."""
    if isinstance(value, dict):
        return {key: with_everything(item, text, key) for key, item in value.items()}
    if isinstance(value, list):
        return [with_everything(item, text, name) for item in value]
    return value if name in ("_key", "oppija-oid", "opiskeluoikeus-oid") else text


@pytest.mark.parametrize("typed", [MARKUP, INVISIBLE, "%s%d%(x)s{0}"], ids=["markup", "invisible", "formats"])
def test_search_terms_are_text(client, virkailija, make_hoks, typed):
    make_hoks()
    client.force_login(virkailija)
    for name in ("nimi", "tutkinto", "osaamisala", "hoks_id", "oppilaitos_haku"):
        for headers in ({}, {"HX-Request": "true"}):
            response = client.get(reverse("virkailija:opiskelijat"), {name: typed[:100]}, headers=headers)
            page = Page(response.content.decode())
            assert page.code == [], name
    for name in ("opiskelijat-oppilaitokset", "haku-organisaatiot"):
        assert Page(client.get(reverse(f"virkailija:{name}"), {"q": typed}).content.decode()).code == []


def test_refused_sign_in_is_text(client, db):
    response = client.post("/kirjaudu/", {"username": MARKUP, "password": MARKUP, "next": MARKUP})
    assert Page(response.content.decode()).code == []
    assert Page(client.get("/kirjaudu/", {"next": MARKUP, "istunto": MARKUP}).content.decode()).code == []


def test_upkeep_is_text(client, paakayttaja, virkailija, make_hoks, renamed):
    renamed(MARKUP)
    client.force_login(paakayttaja)
    for address in ("", "accounts/user/", f"accounts/user/{virkailija.pk}/change/", "accounts/organisaatio/"):
        response = client.get(f"/yllapito/{address}")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
        assert "<img src=x" not in response.content.decode()


def test_messages_are_text(client, poistaja, make_plan, renamed):
    hoks, _luonnos = make_plan(lambda document: document)
    renamed(MARKUP)
    client.force_login(poistaja)
    response = client.post(reverse("virkailija:hoks-poista", args=[hoks.pk]), {"syy": MARKUP}, follow=True)
    page = Page(response.content.decode())
    assert page.code == []
    assert "on poistettu" in page.text


# --- Extreme but valid ---------------------------------------------------------------------

LONG_WORD = "x" * 10_000
LONG_TEXT = "Pitkä teksti, jossa on sanoja. " * 322


def first_days(document: dict) -> dict:
    return _with_days(document, "0001-01-01", "0001-01-01T00:00:00Z")


def last_days(document: dict) -> dict:
    return _with_days(document, "9999-12-31", "9999-12-31T23:59:59Z")


def _with_days(document: dict, day: str, moment: str) -> dict:
    """Every date that the rules leave free at an end of the calendar."""
    document = copy.deepcopy(document)
    document |= {"ensikertainen-hyvaksyminen": day, "hyvaksytty": moment, "paivitetty": moment}
    document["opiskeluvalmiuksia-tukevat-opinnot"][0] |= {"alku": "0001-01-01", "loppu": "9999-12-31"}
    document["oppimisen-tuki"][0] |= {"alku": "0001-01-01", "loppu": "9999-12-31"}
    for unit in document["hankittavat-ammat-tutkinnon-osat"]:
        unit["osaamisen-osoittaminen"][0] |= {"alku": day, "loppu": day}
    return document


def numbers(document: dict) -> dict:
    """A unit for each kind of odd number."""
    unit = document["hankittavat-ammat-tutkinnon-osat"][0]
    for number, value in enumerate([1e308, 5e-324, 10**400 - 1, 10**300 + 1, 0]):
        document["hankittavat-ammat-tutkinnon-osat"].append(
            {
                "tutkinnon-osa-koodi-uri": f"tutkinnonosat_{300000 + number}",
                "tutkinnon-osa-koodi-versio": unit["tutkinnon-osa-koodi-versio"],
                "opetus-ja-ohjaus-maara": value,
            }
        )
    return document


def versions(document: dict) -> dict:
    """The greatest whole number wherever a version is told."""
    if isinstance(document, dict):
        return {
            key: 2**31 - 1 if key == "versio" or key.endswith("-versio") else versions(item)
            for key, item in document.items()
        }
    return [versions(item) for item in document] if isinstance(document, list) else document


def long_lists(document: dict) -> dict:
    document["hankittavat-ammat-tutkinnon-osat"] *= 8
    naytto = document["hankittavat-ammat-tutkinnon-osat"][0]["osaamisen-osoittaminen"][0]
    naytto["sisallon-kuvaus"] = [f"Kohta {number}" for number in range(300)]
    return copy.deepcopy(document)


EXTREMES = {
    "first-days": first_days,
    "last-days": last_days,
    "numbers": numbers,
    "versions": versions,
    "long-word": lambda document: with_texts(document, LONG_WORD),
    "long-text": lambda document: with_texts(document, LONG_TEXT.strip()),
    "newlines": lambda document: with_texts(document, "a" + "\r\n" * 500 + "b"),
    "emoji": lambda document: with_texts(document, "👩🏽‍🍳" * 200),
    "combining": lambda document: with_texts(document, "ä" + "\u0308" * 500),
    "long-lists": long_lists,
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_plan_is_shown_everywhere(client, oppija, poistaja, make_plan, name):
    hoks, luonnos = make_plan(EXTREMES[name])
    client.force_login(poistaja)
    for _url, page in pages_of(client, officials_urls(hoks, luonnos)):
        assert page.code == []
    client.force_login(oppija)
    for _url, page in pages_of(client, learners_urls(hoks)):
        assert page.code == []


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_plan_can_be_saved_again(client, poistaja, make_plan, name):
    hoks, luonnos = make_plan(EXTREMES[name])
    client.force_login(poistaja)
    url = reverse("virkailija:luonnos-tarkista", args=[luonnos.pk])
    response = client.post(url, {"revisio": luonnos.revisio})
    assert response.status_code == 302
    assert response["Location"] == reverse("virkailija:hoks", args=[hoks.pk])
    numero = hoks.versionumero
    hoks.refresh_from_db()
    assert hoks.versionumero == numero


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_study_right_at_the_ends_of_the_calendar(client, oppija, poistaja, make_hoks, make_opiskeluoikeus, day):
    right = make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo))
    hoks = make_hoks(right)
    columns = ("alkamispaiva", "paattymispaiva", "arvioitu_paattymispaiva", "voimassa_loppu")
    Opiskeluoikeus.objects.filter(pk=right.pk).update(**dict.fromkeys(columns, day))
    luonnos = store.open_existing(hoks, by=poistaja)
    client.force_login(poistaja)
    list(pages_of(client, officials_urls(hoks, luonnos)))
    client.force_login(oppija)
    list(pages_of(client, learners_urls(hoks)))
