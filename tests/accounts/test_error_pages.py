"""Error pages stand without a user, a session or a request's context."""

import pytest
from django.views import defaults


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (lambda request: defaults.bad_request(request, Exception()), 400, "ei voitu käsitellä"),
        (lambda request: defaults.server_error(request), 500, "Vika on palvelussa"),
    ],
)
def test_page_without_context(rf, view, status, words):
    response = view(rf.get("/"))
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("path", "status", "words"), [("/ei-ole/", 404, "Sivua ei löydy"), ("/yllapito/", 403, "ei ole oikeutta")]
)
def test_page_of_a_signed_in_user(client, make_user, path, status, words):
    client.force_login(make_user())
    response = client.get(path)
    assert response.status_code == status
    assert words in response.content.decode()


def test_unknown_address_says_nothing_to_anonymous_visitors(client, db):
    assert client.get("/ei-ole/").status_code == 404
