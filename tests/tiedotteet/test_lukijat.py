"""Who sees which announcement: audience x persona x window x state."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from hoks.models import Tiedote, TiedoteLuettu
from hoks.tiedotteet import for_user, mark_read, unread_count, visible_to
from tests.conftest import JARJESTAJA, KOULU, TOINEN_JARJESTAJA, TOINEN_KOULU

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
KAIKKI, OPPIJAT = Tiedote.Kohderyhma.KAIKKI, Tiedote.Kohderyhma.OPPIJAT


@pytest.fixture
def four(make_tiedote):
    """One for each audience, and one for another provider's officials; by the letter that the tables call them."""
    return {
        "K": make_tiedote("Kaikille"),
        "O": make_tiedote("Oppijoille", kohderyhma=OPPIJAT),
        "J": make_tiedote("Järjestäjälle", jarjestaja_oid=JARJESTAJA),
        "T": make_tiedote("Toiselle", jarjestaja_oid=TOINEN_JARJESTAJA),
    }


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        ("virkailija", "KJ"),
        ("katselija", "KJ"),
        ("poistaja", "KJ"),
        ("toisen_koulun_virkailija", "KT"),
        ("paakayttaja", "KJT"),
        ("oppija", "KO"),
        ("palvelukayttaja", ""),
    ],
)
def test_audience_by_persona(request, four, persona, sees):
    user = request.getfixturevalue(persona)
    expected = {four[letter].pk for letter in sees}
    assert set(visible_to(user).values_list("pk", flat=True)) == expected
    assert {tiedote.pk for tiedote in for_user(user)} == expected
    assert unread_count(user) == len(expected)


def test_a_provider_s_own_officials_see_its_news(four, make_user):
    assert four["J"] in visible_to(make_user("kuntayhtyma", "VIRKAILIJA", (JARJESTAJA, "READ")))


def test_who_may_read_no_plans_there_is_not_of_the_provider(four, make_user):
    """HOKS_DELETE alone and unknown rights show nothing (domain.md 4.1)."""
    for username, oikeus in (("vain-poistaja", "HOKS_DELETE"), ("tuntematon", "MUU")):
        user = make_user(username, "VIRKAILIJA", (KOULU, oikeus))
        assert list(visible_to(user)) == [four["K"]]


def test_official_of_two_providers_sees_both(four, make_user):
    user = make_user("kaksi", "VIRKAILIJA", (KOULU, "READ"), (TOINEN_KOULU, "CRUD"))
    assert {four[letter].pk for letter in "KJT"} == set(visible_to(user).values_list("pk", flat=True))


def test_nobody_and_who_is_out_of_use_see_nothing(four, virkailija, oppija):
    User.objects.update(is_active=False)
    for user in (AnonymousUser(), User.objects.get(pk=virkailija.pk), User.objects.get(pk=oppija.pk)):
        assert not visible_to(user).exists()
        assert unread_count(user) == 0


@pytest.mark.parametrize(
    ("alkoi", "loppuu", "tila", "seen"),
    [
        (DAY, None, "julkaistu", True),
        (DAY, DAY, "julkaistu", True),
        (-DAY, None, "julkaistu", False),
        (DAY * 2, -DAY, "julkaistu", False),
        (DAY, None, "luonnos", False),
        (DAY, None, "vedetty", False),
    ],
)
def test_window_and_state(make_tiedote, virkailija, oppija, paakayttaja, alkoi, loppuu, tila, seen):
    tiedote = make_tiedote(alkoi=alkoi, loppuu=loppuu, tila=tila)
    for user in (virkailija, oppija, paakayttaja):
        assert visible_to(user).filter(pk=tiedote.pk).exists() is seen


def test_the_window_s_edges(make_tiedote, virkailija):
    tiedote = make_tiedote(loppuu=DAY)
    for moment, seen in (
        (tiedote.nakyy_alkaen - dt.timedelta(microseconds=1), False),
        (tiedote.nakyy_alkaen, True),
        (tiedote.nakyy_asti - dt.timedelta(microseconds=1), True),
        (tiedote.nakyy_asti, False),
    ):
        assert visible_to(virkailija, moment).exists() is seen


class TestMarks:
    def test_are_one_user_s_own_and_kept_once(self, make_tiedote, virkailija, toinen_virkailija):
        tiedote = make_tiedote()
        for _time in range(2):
            mark_read(tiedote, virkailija)
        assert TiedoteLuettu.objects.count() == 1
        assert (unread_count(virkailija), unread_count(toinen_virkailija)) == (0, 1)
        assert [each.luettu for each in for_user(virkailija)] == [True]
        assert [each.luettu for each in for_user(toinen_virkailija)] == [False]

    def test_go_with_the_user(self, make_tiedote, virkailija):
        mark_read(make_tiedote(), virkailija)
        virkailija.delete()
        assert not TiedoteLuettu.objects.exists()


class TestFrontPage:
    def test_pinned_then_unread_then_newest(self, make_tiedote, virkailija):
        pinned = make_tiedote("kiinnitetty", alkoi=DAY * 30, kiinnitetty=True)
        old = make_tiedote("vanha", alkoi=DAY * 3)
        new = make_tiedote("uusi", alkoi=DAY)
        read = make_tiedote("luettu")
        mark_read(read, virkailija)
        mark_read(pinned, virkailija)
        assert for_user(virkailija) == [pinned, new, old, read]
        assert for_user(virkailija, most=2) == [pinned, new]

    @pytest.mark.parametrize("persona", ["virkailija", "toisen_koulun_virkailija", "paakayttaja", "oppija"])
    def test_two_statements_at_most(self, request, make_tiedote, statements, persona):
        user = User.objects.get(pk=request.getfixturevalue(persona).pk)
        for number in range(12):
            make_tiedote(f"Tiedote {number}", jarjestaja_oid=JARJESTAJA if number % 2 else "")
        with statements(2):
            for_user(user)
        user = User.objects.get(pk=user.pk)
        with statements(2):
            unread_count(user)
