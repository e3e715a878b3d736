"""Who sees which plan, by list and by yes/no alike (design 6; domain.md 4)."""

import pytest

from hoks import permissions, services
from hoks.models import Hoks, Opiskeluoikeus
from tests.conftest import KOULU, SISARKOULU, TOINEN_KOULU

pytestmark = pytest.mark.django_db

CAST = [
    "virkailija",
    "katselija",
    "poistaja",
    "toisen_koulun_virkailija",
    "paakayttaja",
    "palvelukayttaja",
    "oppija",
    "toinen_oppija",
]
# persona: (sees, creates, edits, deletes)
AT_KOULU = {
    "virkailija": (True, True, True, False),
    "katselija": (True, False, False, False),
    "poistaja": (True, True, True, True),
    "toisen_koulun_virkailija": (False, False, False, False),
    "paakayttaja": (True, True, True, False),
    "palvelukayttaja": (True, True, True, False),
    "oppija": (True, False, False, False),
    "toinen_oppija": (False, False, False, False),
}


@pytest.fixture
def hoks(make_opiskeluoikeus, make_hoks, oppija):
    from hoks.models import Oppija

    return make_hoks(make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo)))


@pytest.mark.parametrize("persona", CAST)
def test_plan_of_the_school(request, hoks, persona):
    user = request.getfixturevalue(persona)
    sees, creates, edits, deletes = AT_KOULU[persona]
    assert Hoks.objects.visible_to(user).filter(pk=hoks.pk).exists() is sees
    assert permissions.can_view(user, hoks) is sees
    assert permissions.can_create(user, hoks.opiskeluoikeus) is creates
    assert Opiskeluoikeus.objects.editable_by(user).filter(pk=hoks.opiskeluoikeus_id).exists() is creates
    assert permissions.can_edit(user, hoks) is edits
    assert Hoks.objects.editable_by(user).filter(pk=hoks.pk).exists() is edits
    assert permissions.can_delete(user, hoks) is deletes
    assert permissions.can_undo_delete(user, hoks) is False


@pytest.mark.parametrize("persona", CAST)
def test_deleted_plan(request, hoks, poistaja, persona):
    services.delete_hoks(hoks, by=poistaja, syy="x")
    user = poistaja if persona == "poistaja" else request.getfixturevalue(persona)
    restores = persona == "paakayttaja"
    assert permissions.can_view(user, hoks) is restores
    assert permissions.can_undo_delete(user, hoks) is restores
    assert not permissions.can_edit(user, hoks)
    assert not permissions.can_delete(user, hoks)


def test_anonymous_sees_nothing(hoks):
    from django.contrib.auth.models import AnonymousUser

    assert not Hoks.objects.visible_to(AnonymousUser()).exists()
    assert not Opiskeluoikeus.objects.visible_to(AnonymousUser()).exists()


def test_inactive_account_sees_nothing(hoks, virkailija):
    virkailija.is_active = False
    assert not permissions.can_view(virkailija, hoks)


def test_a_learner_has_no_study_rights_list(hoks, oppija):
    assert not Opiskeluoikeus.objects.visible_to(oppija).exists()


class TestOtherSchoolsPlan:
    """An official sees another school's plan only while the learner has a plan at his own on an active study right."""

    @pytest.fixture
    def elsewhere(self, make_opiskeluoikeus, make_hoks):
        return make_hoks(make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU))

    def own(self, elsewhere, make_opiskeluoikeus, **columns):
        return make_opiskeluoikeus(elsewhere.opiskeluoikeus.oppija, oppilaitos_oid=KOULU, **columns)

    def test_no_plan_here(self, elsewhere, make_opiskeluoikeus, virkailija):
        self.own(elsewhere, make_opiskeluoikeus)
        assert not permissions.can_view(virkailija, elsewhere)

    def test_active_plan_here(self, elsewhere, make_opiskeluoikeus, make_hoks, virkailija, katselija):
        make_hoks(self.own(elsewhere, make_opiskeluoikeus))
        for user in (virkailija, katselija):
            assert permissions.can_view(user, elsewhere)
            assert not permissions.can_edit(user, elsewhere)
            assert not Opiskeluoikeus.objects.visible_to(user).filter(pk=elsewhere.opiskeluoikeus_id).exists()

    @pytest.mark.parametrize("tila", ["valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu"])
    def test_plan_here_has_ended(self, elsewhere, make_opiskeluoikeus, make_hoks, virkailija, tila):
        hoks = make_hoks(self.own(elsewhere, make_opiskeluoikeus))
        Opiskeluoikeus.objects.filter(pk=hoks.opiskeluoikeus_id).update(tila=tila)
        assert not permissions.can_view(virkailija, elsewhere)
        assert permissions.can_view(virkailija, hoks)

    def test_plan_here_is_deleted(self, elsewhere, make_opiskeluoikeus, make_hoks, virkailija, poistaja):
        hoks = make_hoks(self.own(elsewhere, make_opiskeluoikeus))
        services.delete_hoks(hoks, by=poistaja, syy="x")
        assert not permissions.can_view(virkailija, elsewhere)

    def test_machines_have_no_such_right(self, elsewhere, make_opiskeluoikeus, make_hoks, palvelukayttaja):
        make_hoks(self.own(elsewhere, make_opiskeluoikeus))
        assert not permissions.can_view(palvelukayttaja, elsewhere)


def test_rights_are_inherited_down_only(make_opiskeluoikeus, make_hoks, make_user):
    sister = make_hoks(make_opiskeluoikeus(oppilaitos_oid=SISARKOULU))
    assert not permissions.can_view(make_user("koulun", "VIRKAILIJA", (KOULU, "CRUD")), sister)


def test_unknown_school_is_nobodys(make_opiskeluoikeus, make_hoks, paakayttaja):
    hoks = make_hoks(make_opiskeluoikeus(oppilaitos_oid="1.2.246.562.10.99999999999"))
    assert not permissions.can_view(paakayttaja, hoks)
