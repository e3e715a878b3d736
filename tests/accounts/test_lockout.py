"""Wrong passwords lock the username, not the address, for a while."""

import datetime as dt

import pytest
from axes.models import AccessAttempt

from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import is_signed_in, post


@pytest.fixture
def locked(client, make_user, settings):
    """Username virkailija, locked by as many wrong passwords as it takes."""
    make_user()
    for attempt in range(1, settings.AXES_FAILURE_LIMIT + 1):
        response = post(client, password="väärä", next="/virkailija/hoksit/7/")
        assert response.status_code == (423 if attempt == settings.AXES_FAILURE_LIMIT else 200)
    return response


def test_page_says_how_long_and_keeps_next(locked):
    text = locked.content.decode()
    assert "Tunnus on lukittu</h1>" in text
    assert "15 minuutin kuluttua" in text
    assert "/kirjaudu/?next=/virkailija/hoksit/7/" in text


def test_right_password_is_refused_too(client, locked):
    assert post(client).status_code == 423
    assert not is_signed_in(client)


def test_trying_while_locked_does_not_lengthen_the_lock(client, locked):
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - dt.timedelta(minutes=10))
    assert "5 minuutin kuluttua" in post(client).content.decode()
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - dt.timedelta(minutes=5))
    assert post(client).status_code == 302
    assert is_signed_in(client)


def test_another_username_from_the_same_address_is_not_locked(client, make_user, locked):
    make_user("toinen")
    assert post(client, "toinen").status_code == 302


def test_another_address_does_not_get_around_the_lock(client, locked):
    response = client.post(
        "/kirjaudu/", {"username": "virkailija", "password": PASSWORD}, REMOTE_ADDR="10.9.8.7", HTTP_USER_AGENT="muu"
    )
    assert response.status_code == 423


def test_unknown_username_locks_alike(client, db, settings):
    statuses = [post(client, "eiole", "x").status_code for _attempt in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses[-1] == 423


def test_success_forgets_the_failures(client, make_user, settings):
    make_user()
    for _round in range(2):
        for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
            assert post(client, password="väärä").status_code == 200
        assert post(client).status_code == 302
        client.logout()


def test_password_is_not_kept(client, make_user):
    make_user()
    post(client, password="salainen-väärä")
    attempt = AccessAttempt.objects.get()
    assert "salainen" not in attempt.post_data + attempt.get_data
