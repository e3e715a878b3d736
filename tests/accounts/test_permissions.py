"""domain.md 4.1-4.2: roles x place in the tree x privilege, asked both ways."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import permissions
from accounts.models import Kayttooikeus, Organisaatio, User
from accounts.permissions import Privilege, has_privilege, is_paakayttaja, organisaatio_oids, privileges
from tests.accounts.conftest import OTHER_PROVIDER, OTHER_SCHOOL, PROVIDER, ROOT, SCHOOL, SITE, UNKNOWN

R, W, U, D, HD = Privilege.READ, Privilege.WRITE, Privilege.UPDATE, Privilege.DELETE, Privilege.HOKS_DELETE

ROLES = {
    "CRUD": {R, W, U, D},
    "OPHPAAKAYTTAJA": {R, W, U, D},
    "READ": {R},
    "HOKS_DELETE": {HD},
    "TIEDONSIIRTO": set(),
    "crud": set(),
}
REACH = {
    ROOT: {ROOT, PROVIDER, SCHOOL, SITE, OTHER_PROVIDER, OTHER_SCHOOL},
    PROVIDER: {PROVIDER, SCHOOL, SITE},
    SCHOOL: {SCHOOL, SITE},
    SITE: {SITE},
    OTHER_SCHOOL: {OTHER_SCHOOL},
    UNKNOWN: set(),
}
EVERYWHERE = REACH[ROOT] | {UNKNOWN}


@pytest.mark.parametrize("tyyppi", ["VIRKAILIJA", "PALVELU"])
@pytest.mark.parametrize("granted_at", REACH)
@pytest.mark.parametrize("role", ROLES)
def test_role_reaches_down_the_tree_only(organisaatiot, make_user, role, granted_at, tyyppi):
    user = make_user("u", (role, granted_at), kayttaja_tyyppi=tyyppi)
    for privilege in Privilege:
        reach = REACH[granted_at] if privilege in ROLES[role] else set()
        assert set(organisaatio_oids(user, privilege)) == reach
        assert {oid for oid in EVERYWHERE if has_privilege(user, privilege, oid)} == reach


def test_rights_add_up(organisaatiot, make_user):
    user = make_user("u", ("READ", PROVIDER), ("HOKS_DELETE", SCHOOL), ("CRUD", OTHER_SCHOOL), ("READ", OTHER_SCHOOL))
    assert privileges(user, PROVIDER) == {R}
    assert privileges(user, SCHOOL) == privileges(user, SITE) == {R, HD}
    assert privileges(user, OTHER_SCHOOL) == {R, W, U, D}
    assert privileges(user, OTHER_PROVIDER) == frozenset()


def test_nobody_and_learners_and_inactive_hold_nothing(organisaatiot, make_user):
    every = [(role, ROOT) for role in ROLES]
    nobodies = [
        AnonymousUser(),
        make_user("oppija", *every, kayttaja_tyyppi="OPPIJA"),
        make_user("poistunut", *every, is_active=False),
    ]
    for user in nobodies:
        assert not is_paakayttaja(user)
        for privilege in Privilege:
            assert not organisaatio_oids(user, privilege).exists()
            assert not has_privilege(user, privilege, SCHOOL)


def test_system_actor_holds_everything_and_cannot_sign_in(organisaatiot):
    system = User.objects.system_actor()
    assert User.objects.system_actor() == system
    assert not system.has_usable_password()
    assert privileges(system, UNKNOWN) == set(Privilege)
    assert set(organisaatio_oids(system, HD)) == REACH[ROOT]
    assert not permissions.is_virkailija(system) and not system.is_staff


@pytest.mark.parametrize(("role", "at", "expected"), [("OPHPAAKAYTTAJA", UNKNOWN, True), ("CRUD", ROOT, False)])
def test_paakayttaja_is_the_role_anywhere(organisaatiot, make_user, role, at, expected):
    user = make_user("u", ("READ", SCHOOL), (role, at))
    assert is_paakayttaja(user) is user.is_staff is user.has_perm("accounts.change_user") is expected


def test_machine_with_paakayttaja_role_gets_no_admin(organisaatiot, make_user):
    user = make_user("u", ("OPHPAAKAYTTAJA", ROOT), kayttaja_tyyppi="PALVELU")
    assert is_paakayttaja(user) and not user.is_staff


def test_grants_are_read_once_until_refreshed(organisaatiot, make_user, django_assert_num_queries):
    make_user("u", ("READ", SCHOOL))
    user = User.objects.get(username="u")
    with django_assert_num_queries(1):
        assert not is_paakayttaja(user)
        organisaatio_oids(user, R)
        organisaatio_oids(user, HD)
    with django_assert_num_queries(1):
        assert has_privilege(user, R, SITE)
    Kayttooikeus.objects.all().delete()
    assert has_privilege(user, R, SITE)
    user.refresh_from_db()
    assert not has_privilege(user, R, SITE)


def test_oids_work_as_a_subquery(organisaatiot, make_user, django_assert_num_queries):
    user = make_user("u", ("READ", PROVIDER))
    with django_assert_num_queries(2):
        assert Organisaatio.objects.filter(oid__in=organisaatio_oids(user, R)).count() == 3
