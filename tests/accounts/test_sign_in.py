"""Signing in and out, and where one ends up."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD, SCHOOL

KIRJAUDU = "/kirjaudu/"


def post(client, username="virkailija", password=PASSWORD, **data):
    return client.post(KIRJAUDU, {"username": username, "password": password, **data})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_page_shows_the_form_to_anybody(client, db):
    response = client.get(KIRJAUDU)
    assert response.status_code == 200
    assert "Kirjaudu sisään</h1>" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/yllapito/", "/istunto/jatka/"])
def test_anonymous_is_sent_to_sign_in_and_comes_back(client, db, path):
    response = client.get(path + "?a=1&b=%C3%A4")
    assert response.status_code == 302
    assert response.url == f"{KIRJAUDU}?next={path}%3Fa%3D1%26b%3D%25C3%25A4"


def test_right_password_leads_to_next(client, make_user):
    make_user()
    response = post(client, next="/virkailija/hoksit/7/?versio=2")
    assert response.status_code == 302
    assert response.url == "/virkailija/hoksit/7/?versio=2"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
        KIRJAUDU,
        f"{KIRJAUDU}?next={KIRJAUDU}",
    ],
)
def test_unsafe_or_circular_next_leads_to_the_front_page(client, make_user, target):
    make_user()
    assert post(client, next=target).url == "/"
    assert client.get(KIRJAUDU, {"next": target}).url == "/"


@pytest.mark.parametrize(
    ("username", "password"),
    [("virkailija", "väärä"), ("tuntematon", PASSWORD), ("Virkailija", PASSWORD), ("poistunut", PASSWORD)],
)
def test_wrong_pair_is_never_told_apart(client, make_user, username, password):
    make_user()
    make_user("poistunut", is_active=False)
    response = post(client, username, password)
    text = response.content.decode()
    assert "Käyttäjätunnus tai salasana on väärin." in text
    assert "<title>Virhe: Kirjaudu sisään" in text
    assert password not in text
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("username", "password", "message"),
    [
        ("", "x", "Kirjoita käyttäjätunnus."),
        ("x", "", "Kirjoita salasana."),
        ("a\x00b", "x", "kielletty"),
        ("x" * 151, "x", "150"),
    ],
)
def test_unusable_input_is_refused_at_its_field(client, db, username, password, message):
    response = post(client, username, password)
    assert response.status_code == 200
    assert not is_signed_in(client)
    if message != "kielletty":
        assert message in response.content.decode()


def test_machine_account_is_refused_with_a_reason_but_only_with_its_password(client, make_user):
    make_user("palvelu", ("CRUD", SCHOOL), kayttaja_tyyppi="PALVELU")
    assert "palvelukäyttäjän tunnus" not in post(client, "palvelu", "väärä").content.decode()
    response = post(client, "palvelu")
    assert "palvelukäyttäjän tunnus" in response.content.decode()
    assert not is_signed_in(client)


def test_system_actor_cannot_sign_in(client, db):
    User.objects.system_actor()
    post(client, "jarjestelma", "")
    post(client, "jarjestelma", "!")
    assert not is_signed_in(client)


def test_sign_in_needs_the_csrf_token(make_user):
    make_user()
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        KIRJAUDU, {"username": "virkailija", "password": PASSWORD}, headers={"Referer": "http://testserver/x/"}
    )
    assert response.status_code == 403
    assert "Lomake on vanhentunut" in response.content.decode()
    assert 'href="http://testserver/x/"' in response.content.decode()


def test_sign_in_changes_the_session_key(client, make_user):
    user = make_user()
    client.force_login(user)
    before = client.session.session_key
    post(client)
    client.logout()
    post(client)
    assert client.session.session_key != before


def test_sign_out_is_by_post_and_works_for_anybody(client, make_user):
    client.force_login(make_user())
    assert client.get("/kirjaudu/ulos/").status_code == 405
    assert is_signed_in(client)
    for _twice in range(2):
        response = client.post("/kirjaudu/ulos/")
        assert (response.status_code, response.url) == (302, KIRJAUDU)
        assert not is_signed_in(client)


@pytest.mark.parametrize(("tyyppi", "name"), [("VIRKAILIJA", "virkailija:etusivu"), ("OPPIJA", "oppija:etusivu")])
def test_front_page_leads_everyone_to_his_pages(client, make_user, tyyppi, name):
    client.force_login(make_user("u", kayttaja_tyyppi=tyyppi))
    assert client.get("/").url == reverse(name)


def test_front_page_tells_a_machine_account_that_it_has_no_pages(client, make_user):
    client.force_login(make_user("palvelu", kayttaja_tyyppi="PALVELU"))
    response = client.get("/")
    assert response.status_code == 403
    assert "ei ole sivuja" in response.content.decode()


def test_pages_of_the_signed_in_are_not_stored(client, make_user):
    client.force_login(make_user("palvelu", kayttaja_tyyppi="PALVELU"))
    for path in ("/", "/ei-ole/"):
        assert client.get(path)["Cache-Control"] == "no-store"
