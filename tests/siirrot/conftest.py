import pytest


@pytest.fixture
def signed_in(client, virkailija):
    """A client of the school's official."""
    client.force_login(virkailija)
    return client


@pytest.fixture
def right(make_opiskeluoikeus, make_oppija):
    """A study right of the official's school."""
    return make_opiskeluoikeus(make_oppija("Aino Maria", "Öhman"))
