"""A small world for questions of who: two providers, a site below a school, and users made by need."""

from types import SimpleNamespace

import pytest

from accounts.models import Organisaatio, User

ROOT = "1.2.246.562.10.00000000001"
PROVIDER = "1.2.246.562.10.10000000001"
SCHOOL = "1.2.246.562.10.10000000002"
SITE = "1.2.246.562.10.10000000003"
OTHER_PROVIDER = "1.2.246.562.10.20000000001"
OTHER_SCHOOL = "1.2.246.562.10.20000000002"
UNKNOWN = "1.2.246.562.10.99999999999"

PASSWORD = "oikea hevonen akku"


@pytest.fixture(autouse=True)
def fast_and_plain(settings):
    """Hash fast, and serve static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def organisaatiot(db):
    paths = [
        [ROOT],
        [ROOT, PROVIDER],
        [ROOT, PROVIDER, SCHOOL],
        [ROOT, PROVIDER, SCHOOL, SITE],
        [ROOT, OTHER_PROVIDER],
        [ROOT, OTHER_PROVIDER, OTHER_SCHOOL],
    ]
    Organisaatio.objects.bulk_create(
        Organisaatio(
            oid=path[-1], nimi={"fi": f"Organisaatio {path[-1]}"}, polku=path, parent_oid=(path[-2:-1] or [None])[0]
        )
        for path in paths
    )


@pytest.fixture
def make_user(db):
    """make_user("nimi", ("CRUD", SCHOOL), …, kayttaja_tyyppi=…) saves a user with those rights."""

    def make(username="virkailija", *rights, kayttaja_tyyppi="VIRKAILIJA", **fields):
        if kayttaja_tyyppi == "OPPIJA":
            fields.setdefault("oid_henkilo", f"1.2.246.562.24.{User.objects.count() + 10000000000}")
        user = User.objects.create_user(username, PASSWORD, kayttaja_tyyppi=kayttaja_tyyppi, **fields)
        for oikeus, oid in rights:
            user.kayttooikeudet.create(organisaatio_oid=oid, oikeus=oikeus)
        return user

    return make


@pytest.fixture
def clock(monkeypatch):
    """The session middleware's clock; clock.forward(minutes=…) moves it."""
    import time

    state = SimpleNamespace(now=time.time())
    state.forward = lambda minutes: setattr(state, "now", state.now + minutes * 60)
    monkeypatch.setattr("accounts.middleware.time", SimpleNamespace(time=lambda: state.now))
    return state
