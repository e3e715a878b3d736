"""Upkeep of accounts and organisations at /yllapito/, for a paakayttaja only."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from accounts.models import Kayttooikeus, Organisaatio, User
from tests.accounts.conftest import OTHER_PROVIDER, PASSWORD, PROVIDER, ROOT, SCHOOL, SITE
from tests.accounts.test_sign_in import post

USERS = "/yllapito/accounts/user/"
ORGANISAATIOT = "/yllapito/accounts/organisaatio/"


@pytest.fixture
def paakayttaja(client, make_user, organisaatiot):
    user = make_user("paakayttaja", ("OPHPAAKAYTTAJA", ROOT))
    client.force_login(user)
    return user


def act(client, action, *users):
    return client.post(USERS, {"action": action, "_selected_action": [user.pk for user in users]}, follow=True)


@pytest.mark.parametrize(
    ("tyyppi", "role", "status"),
    [
        ("VIRKAILIJA", "OPHPAAKAYTTAJA", 200),
        ("VIRKAILIJA", "CRUD", 403),
        ("PALVELU", "OPHPAAKAYTTAJA", 403),
        ("OPPIJA", "OPHPAAKAYTTAJA", 403),
    ],
)
@pytest.mark.parametrize("path", ["/yllapito/", USERS, f"{USERS}add/", ORGANISAATIOT])
def test_only_a_paakayttaja_gets_in(client, make_user, tyyppi, role, status, path):
    assert client.get(path).url == f"/kirjaudu/?next={path}"
    client.force_login(make_user("u", (role, ROOT), kayttaja_tyyppi=tyyppi))
    assert client.get(path).status_code == status


def test_nobody_signs_in_at_the_admin_itself(client, make_user):
    make_user("u", ("OPHPAAKAYTTAJA", ROOT))
    form = {"username": "u", "password": PASSWORD}
    assert client.post("/yllapito/login/", form).url == "/kirjaudu/?next=/yllapito/login/"
    assert client.post("/yllapito/login/", form, follow=True).request["PATH_INFO"] == "/kirjaudu/"
    assert "_auth_user_id" not in client.session


def test_plans_and_passing_things_are_not_registered():
    names = {model._meta.label for model in admin.site._registry}
    assert not names & {"auth.Group", "axes.AccessAttempt"}
    assert not any(label.startswith("hoks.") and label != "hoks.Koodi" for label in names)


def test_every_page_opens(client, paakayttaja, make_user):
    user = make_user("toinen", ("READ", SCHOOL))
    for path in (
        USERS,
        f"{USERS}?q=toinen",
        f"{USERS}add/",
        f"{USERS}{user.pk}/change/",
        f"{USERS}{user.pk}/password/",
        f"{USERS}{user.pk}/history/",
        f"{USERS}{User.objects.system_actor().pk}/change/",
        ORGANISAATIOT,
        f"{ORGANISAATIOT}?q=Organisaatio",
        f"{ORGANISAATIOT}add/",
        f"{ORGANISAATIOT}{SCHOOL}/change/",
        "/yllapito/password_change/",
    ):
        assert client.get(path).status_code == 200, path


def test_users_and_rights_are_kept(client, paakayttaja):
    rights = {"kayttooikeudet-TOTAL_FORMS": 1, "kayttooikeudet-INITIAL_FORMS": 0}
    new = {
        "username": "uusi",
        "kayttaja_tyyppi": "VIRKAILIJA",
        "oid_henkilo": "",
        "usable_password": "true",
        "password1": "pitkä ja vaikea",
        "password2": "pitkä ja vaikea",
    }
    first_right = {"kayttooikeudet-0-organisaatio_oid": SCHOOL, "kayttooikeudet-0-oikeus": "CRUD"}
    client.post(f"{USERS}add/", new | rights | first_right)
    user = User.objects.get(username="uusi")
    assert user.check_password("pitkä ja vaikea")
    assert list(user.kayttooikeudet.values_list("organisaatio_oid", "oikeus")) == [(SCHOOL, "CRUD")]
    assert user.oid_henkilo is None
    change = new | rights | {"sukunimi": "Virtanen", "is_active": "", "_save": "1"}
    assert client.post(f"{USERS}{user.pk}/change/", change).status_code == 302
    user.refresh_from_db()
    assert (user.sukunimi, user.is_active) == ("Virtanen", True)
    assert LogEntry.objects.filter(user=paakayttaja, object_id=user.pk).count() == 2


def test_two_users_without_a_person_oid_are_no_conflict(client, paakayttaja):
    form = {"kayttaja_tyyppi": "PALVELU", "usable_password": "false"}
    rights = {"kayttooikeudet-TOTAL_FORMS": 0, "kayttooikeudet-INITIAL_FORMS": 0}
    for username in ("a", "b"):
        client.post(f"{USERS}add/", form | rights | {"username": username})
    assert User.objects.filter(username__in="ab", oid_henkilo=None).count() == 2


@pytest.mark.parametrize("username", ["jarjestelma", "x"])
def test_a_second_system_actor_cannot_be_made(client, paakayttaja, username):
    rights = {"kayttooikeudet-TOTAL_FORMS": 0, "kayttooikeudet-INITIAL_FORMS": 0}
    tyyppi = "VIRKAILIJA" if username == "jarjestelma" else "JARJESTELMA"
    form = {"username": username, "kayttaja_tyyppi": tyyppi, "usable_password": "false"}
    assert client.post(f"{USERS}add/", form | rights).status_code == 200
    assert User.objects.count() == 1


def test_users_are_not_deleted_and_the_system_actor_not_changed(client, paakayttaja, make_user):
    user, system = make_user("toinen"), User.objects.system_actor()
    assert client.post(f"{USERS}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{USERS}{system.pk}/change/", {"username": "x"}).status_code == 403
    assert client.post(f"{USERS}{system.pk}/password/", {"usable_password": "true"}).status_code == 403
    act(client, "delete_selected", user)
    act(client, "deactivate", system)
    assert User.objects.filter(is_active=True).count() == 3


def test_lock_and_unlock(client, paakayttaja, make_user, django_user_model):
    user = make_user("toinen")
    other = type(client)()
    other.force_login(user)
    act(client, "lock", user)
    assert other.get("/ei-ole/").wsgi_request.user.is_anonymous
    assert post(type(client)(), "toinen").status_code == 423
    act(client, "lock", user)
    act(client, "unlock", user)
    assert post(type(client)(), "toinen").status_code == 302
    assert LogEntry.objects.filter(user=paakayttaja, object_id=user.pk).count() == 3


def test_unlock_opens_what_wrong_passwords_locked(client, paakayttaja, make_user, settings):
    user, visitor = make_user("toinen"), type(client)()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        post(visitor, "toinen", "väärä")
    assert post(visitor, "toinen").status_code == 423
    act(client, "unlock", user)
    assert post(visitor, "toinen").status_code == 302


def test_deactivate_and_activate(client, paakayttaja, make_user):
    user, other = make_user("toinen"), type(client)()
    other.force_login(user)
    act(client, "deactivate", user)
    assert other.get("/ei-ole/").wsgi_request.user.is_anonymous
    assert "väärin" in post(other, "toinen").content.decode()
    act(client, "activate", user)
    assert post(other, "toinen").status_code == 302


def test_end_sessions_ends_all_of_that_user(client, paakayttaja, make_user):
    user = make_user("toinen")
    browsers = [type(client)() for _browser in range(2)]
    for browser in browsers:
        browser.force_login(user)
    act(client, "end_sessions", user)
    assert all(browser.get("/ei-ole/").wsgi_request.user.is_anonymous for browser in browsers)
    assert client.get(USERS).status_code == 200
    assert post(browsers[0], "toinen").status_code == 302


def test_a_paakayttaja_cannot_lock_himself_out(client, paakayttaja):
    response = act(client, "deactivate", paakayttaja)
    assert "Omaan tunnukseesi" in response.content.decode()
    paakayttaja.refresh_from_db()
    assert paakayttaja.is_active


def save_organisaatio(client, oid, **fields):
    form = {"nimi_fi": "Nimi", "tyypit": "organisaatiotyyppi_02", "tila": "AKTIIVINEN"} | fields
    return client.post(f"{ORGANISAATIOT}{oid}/change/", form)


def test_moving_an_organisation_moves_all_below_it(client, paakayttaja, make_user):
    assert save_organisaatio(client, SCHOOL, parent_oid=OTHER_PROVIDER, nimi_sv="Namn").status_code == 302
    koulu = Organisaatio.objects.get(oid=SCHOOL)
    assert (koulu.nimi, koulu.polku) == ({"fi": "Nimi", "sv": "Namn"}, [ROOT, OTHER_PROVIDER, SCHOOL])
    assert Organisaatio.objects.get(oid=SITE).polku == [ROOT, OTHER_PROVIDER, SCHOOL, SITE]
    assert Organisaatio.objects.get(oid=PROVIDER).polku == [ROOT, PROVIDER]
    assert save_organisaatio(client, PROVIDER, parent_oid="").status_code == 302
    assert Organisaatio.objects.get(oid=PROVIDER).polku == [PROVIDER]


@pytest.mark.parametrize("parent", [SCHOOL, SITE, "1.2.246.562.10.5", "x"])
def test_organisation_cannot_be_put_below_itself_or_nothing(client, paakayttaja, parent):
    assert save_organisaatio(client, SCHOOL, parent_oid=parent).status_code == 200
    assert Organisaatio.objects.get(oid=SCHOOL).polku == [ROOT, PROVIDER, SCHOOL]


def test_organisation_is_added_by_hand(client, paakayttaja):
    oid = "1.2.246.562.10.30000000001"
    form = {"oid": oid, "nimi_fi": "Uusi", "tila": "AKTIIVINEN", "parent_oid": PROVIDER}
    assert client.post(f"{ORGANISAATIOT}add/", form).status_code == 302
    assert Organisaatio.objects.get(oid=oid).polku == [ROOT, PROVIDER, oid]
    assert client.post(f"{ORGANISAATIOT}{oid}/delete/", {"post": "yes"}).status_code == 403


def test_rights_are_refused_twice(client, paakayttaja, make_user):
    user = make_user("toinen", ("CRUD", SCHOOL))
    right = Kayttooikeus.objects.get(user=user)
    form = {
        "username": "toinen",
        "kayttaja_tyyppi": "VIRKAILIJA",
        "kayttooikeudet-TOTAL_FORMS": 2,
        "kayttooikeudet-INITIAL_FORMS": 1,
        "kayttooikeudet-0-id": right.pk,
        "kayttooikeudet-0-user": user.pk,
        "kayttooikeudet-0-organisaatio_oid": SCHOOL,
        "kayttooikeudet-0-oikeus": "CRUD",
        "kayttooikeudet-1-user": user.pk,
        "kayttooikeudet-1-organisaatio_oid": SCHOOL,
        "kayttooikeudet-1-oikeus": "CRUD",
    }
    assert client.post(f"{USERS}{user.pk}/change/", form).status_code == 200
    assert user.kayttooikeudet.count() == 1
