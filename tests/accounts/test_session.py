"""How sessions end, and that nothing but the session is lost."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import is_signed_in

JATKA = "/istunto/jatka/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def palvelu(client, make_user):
    """A signed-in user whose front page needs no other part of the portal."""
    user = make_user("palvelu", kayttaja_tyyppi="PALVELU")
    client.force_login(user)
    return user


def test_idle_session_ends_on_its_minute(client, palvelu, clock):
    client.get("/")
    clock.forward(minutes=59.9)
    assert client.get("/").status_code == 403
    clock.forward(minutes=59.9)
    assert client.get("/").status_code == 403
    clock.forward(minutes=60)
    response = client.get("/?sivu=2")
    assert response.url == "/kirjaudu/?next=/%3Fsivu%3D2&istunto=paattyi"
    assert not is_signed_in(client)


def test_session_ends_absolutely_however_busy(client, palvelu, clock):
    client.get("/")
    for _half_hour in range(23):
        clock.forward(minutes=30)
        assert client.get("/").status_code == 403
    clock.forward(minutes=29.9)
    assert client.post(JATKA, headers=HTMX)["Istunto"].endswith(" 6")
    clock.forward(minutes=0.2)
    assert client.get("/").status_code == 302


def test_signing_in_again_starts_the_clock_anew(client, make_user, clock):
    make_user()
    form = {"username": "virkailija", "password": PASSWORD, "next": "/ei-ole/"}
    client.post("/kirjaudu/", form)
    client.get("/ei-ole/")
    clock.forward(minutes=13 * 60)
    assert client.get("/yllapito/").status_code == 302
    client.post("/kirjaudu/", form)
    assert client.get("/yllapito/").status_code == 403


def test_session_that_the_database_forgot_ends_alike(client, palvelu):
    client.get("/")
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    response = client.get("/")
    assert response.url == "/kirjaudu/?next=/&istunto=paattyi"
    assert "Istuntosi on päättynyt" in client.get(response.url).content.decode()


def test_first_visit_is_not_told_of_an_ended_session(client, db):
    assert client.get("/").url == "/kirjaudu/?next=/"
    assert "Istuntosi on päättynyt" not in client.get("/kirjaudu/").content.decode()


def test_fragment_request_sends_the_whole_page_to_sign_in(client, palvelu, clock):
    client.get("/")
    clock.forward(minutes=60)
    response = client.get("/fragment/", headers=HTMX | {"HX-Current-URL": "http://testserver/virkailija/?nimi=a"})
    assert response.status_code == 404
    response = client.get("/", headers=HTMX | {"HX-Current-URL": "http://testserver/virkailija/?nimi=a"})
    assert response["HX-Redirect"] == "/kirjaudu/?next=/virkailija/%3Fnimi%3Da&istunto=paattyi"
    assert response.content == b""


def test_fragment_request_from_elsewhere_names_no_page(client, db):
    response = client.post(JATKA, headers=HTMX | {"HX-Current-URL": "https://evil.example/x/"})
    assert response["HX-Redirect"] == "/kirjaudu/"


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/virkailija/luonnokset/1/?a=1", "/virkailija/luonnokset/1/%3Fa%3D1"),
        ("http://testserver/virkailija/", "/virkailija/"),
        ("https://evil.example/x/", JATKA),
        (None, JATKA),
    ],
)
def test_post_returns_to_the_page_it_was_sent_from(client, db, referer, page):
    response = client.post(JATKA, headers={"Referer": referer} if referer else {})
    assert response.url == f"/kirjaudu/?next={page}"


def test_page_knows_how_long_is_left(client, palvelu, clock):
    client.get("/")
    clock.forward(minutes=40)
    text = client.get("/").content.decode()
    assert 'data-jouten="3600" data-enintaan="40800"' in text
    clock.forward(minutes=0.5)
    assert 'data-jouten="3570" data-enintaan="40770"' in client.get("/").content.decode()


def test_anonymous_page_has_no_warning(client, db):
    response = client.get("/kirjaudu/")
    assert 'id="istunto"' not in response.content.decode()
    assert "Istunto" not in response


def test_continuing_tells_the_new_end_and_without_htmx_goes_back(client, palvelu, clock):
    client.get("/")
    clock.forward(minutes=59)
    response = client.post(JATKA, headers=HTMX)
    assert (response.status_code, response["Istunto"]) == (204, f"3600 {11 * 3600 + 60}")
    assert client.post(JATKA, {"next": "/virkailija/?a=1"}).url == "/virkailija/?a=1"
    assert client.post(JATKA, {"next": "//evil.example/"}).url == "/"
    assert client.get(JATKA).status_code == 405


def test_session_row_is_written_once_a_minute(client, palvelu, clock, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(2):
        client.get("/")
    clock.forward(minutes=1)
    # Session, user and, between savepoints, one UPDATE.
    with django_assert_num_queries(5) as captured:
        client.get("/")
    assert sum("UPDATE" in query["sql"] for query in captured.captured_queries) == 1
    with django_assert_num_queries(2):
        client.get("/")


def test_raising_the_epoch_ends_every_session_of_the_user_only(client, palvelu, make_user, django_user_model):
    other = make_user("toinen", kayttaja_tyyppi="PALVELU")
    User.objects.filter(pk=palvelu.pk).update(session_epoch=1)
    assert client.get("/").status_code == 302
    client.force_login(other)
    assert client.get("/").status_code == 403


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "md5$x$y"}])
def test_session_ends_with_the_account_or_the_password(client, palvelu, change):
    User.objects.filter(pk=palvelu.pk).update(**change)
    assert client.get("/").status_code == 302
