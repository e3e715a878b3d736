"""Writing announcements: who may, two at a time, and what the audit trail is told."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hoks.models import Tapahtuma, Tiedote, TiedoteLuettu
from hoks.tiedotteet import kirjoitus, mark_read, visible_to
from hoks.tiedotteet.kirjoitus import EiVoi, Muuttunut, Sisalto
from tests.conftest import JARJESTAJA
from tests.tiedotteet.test_teksti import TURNING

pytestmark = pytest.mark.django_db

Tila = Tiedote.Tila


def sisalto(otsikko: str = "Otsikko", **changes) -> Sisalto:
    usual = {"otsikko": {"fi": otsikko}, "teksti": {"fi": "Teksti"}, "kohderyhma": Tiedote.Kohderyhma.KAIKKI}
    return Sisalto(**usual | changes)


@pytest.fixture
def draft(paakayttaja):
    return kirjoitus.create(sisalto(), by=paakayttaja)


class TestWriters:
    @pytest.mark.parametrize("persona", ["virkailija", "katselija", "poistaja", "palvelukayttaja", "oppija"])
    def test_others_write_nothing(self, request, draft, persona):
        user = request.getfixturevalue(persona)
        for act in (
            lambda: kirjoitus.create(sisalto(), by=user),
            lambda: kirjoitus.update(draft.pk, sisalto("Toinen"), by=user, revisio=1),
            lambda: kirjoitus.publish(draft.pk, by=user, revisio=1),
            lambda: kirjoitus.withdraw(draft.pk, by=user, revisio=1),
            lambda: kirjoitus.delete(draft.pk, by=user, revisio=1),
        ):
            with pytest.raises(PermissionDenied):
                act()
        draft.refresh_from_db()
        assert (draft.revisio, draft.tila, draft.otsikko) == (1, Tila.LUONNOS, {"fi": "Otsikko"})
        assert Tiedote.objects.count() == 1

    def test_a_machine_that_is_paakayttaja_neither(self, make_user):
        """They have no pages, whatever their rights."""
        machine = make_user("kone", "PALVELU", ("1.2.246.562.10.00000000001", "OPHPAAKAYTTAJA"))
        with pytest.raises(PermissionDenied):
            kirjoitus.create(sisalto(), by=machine)


class TestLife:
    def test_draft_published_withdrawn_published_again(self, draft, paakayttaja, virkailija):
        assert not visible_to(virkailija).exists()
        published = kirjoitus.publish(draft.pk, by=paakayttaja, revisio=1)
        assert published.nakyy_alkaen <= timezone.now()
        assert visible_to(virkailija).get() == draft
        kirjoitus.withdraw(draft.pk, by=paakayttaja, revisio=2)
        assert not visible_to(virkailija).exists()
        kirjoitus.publish(draft.pk, by=paakayttaja, revisio=3)
        assert visible_to(virkailija).get() == draft

    def test_published_is_withdrawn_before_it_is_deleted(self, draft, paakayttaja, virkailija):
        kirjoitus.publish(draft.pk, by=paakayttaja, revisio=1)
        mark_read(draft, virkailija)
        with pytest.raises(EiVoi):
            kirjoitus.delete(draft.pk, by=paakayttaja, revisio=2)
        kirjoitus.withdraw(draft.pk, by=paakayttaja, revisio=2)
        kirjoitus.delete(draft.pk, by=paakayttaja, revisio=3)
        assert not Tiedote.objects.exists() and not TiedoteLuettu.objects.exists()

    def test_what_is_over_is_not_published(self, paakayttaja):
        over = sisalto(nakyy_asti=timezone.now() - dt.timedelta(days=1))
        with pytest.raises(EiVoi):
            kirjoitus.create(over, by=paakayttaja, publish=True)
        draft = kirjoitus.create(over, by=paakayttaja)
        with pytest.raises(EiVoi):
            kirjoitus.publish(draft.pk, by=paakayttaja, revisio=1)
        assert Tiedote.objects.get().tila == Tila.LUONNOS

    @pytest.mark.parametrize(
        ("columns", "vaihe"),
        [
            ({"tila": "luonnos"}, "luonnos"),
            ({"alkoi": dt.timedelta(days=-1)}, "tulossa"),
            ({}, "nakyvilla"),
            ({"loppuu": dt.timedelta(days=1)}, "nakyvilla"),
            ({"loppuu": dt.timedelta(minutes=-1)}, "paattynyt"),
            ({"tila": "vedetty"}, "vedetty"),
        ],
    )
    def test_stage(self, make_tiedote, columns, vaihe):
        assert make_tiedote(**columns).vaihe == vaihe


class TestTwoWriters:
    def test_the_second_one_is_told_and_nothing_is_overwritten(self, draft, paakayttaja, make_user):
        other = make_user("toinen-paakayttaja", "VIRKAILIJA", ("1.2.246.562.10.00000000001", "OPHPAAKAYTTAJA"))
        kirjoitus.update(draft.pk, sisalto("Ensimmäisen"), by=other, revisio=1)
        for act in (
            lambda: kirjoitus.update(draft.pk, sisalto("Toisen"), by=paakayttaja, revisio=1),
            lambda: kirjoitus.publish(draft.pk, by=paakayttaja, revisio=1),
            lambda: kirjoitus.withdraw(draft.pk, by=paakayttaja, revisio=1),
            lambda: kirjoitus.delete(draft.pk, by=paakayttaja, revisio=1),
        ):
            with pytest.raises(Muuttunut) as conflict:
                act()
            assert conflict.value.tiedote.otsikko == {"fi": "Ensimmäisen"}
            assert conflict.value.tiedote.muokkaaja == other
        draft.refresh_from_db()
        assert (draft.otsikko, draft.revisio, draft.tila) == ({"fi": "Ensimmäisen"}, 2, Tila.LUONNOS)

    def test_one_that_is_gone(self, draft, paakayttaja):
        kirjoitus.delete(draft.pk, by=paakayttaja, revisio=1)
        with pytest.raises(Muuttunut) as conflict:
            kirjoitus.update(draft.pk, sisalto("Toisen"), by=paakayttaja, revisio=1)
        assert conflict.value.tiedote is None

    def test_nothing_changed_is_no_revision(self, draft, paakayttaja):
        kirjoitus.update(draft.pk, sisalto(), by=paakayttaja, revisio=1)
        assert Tiedote.objects.get().revisio == 1


class TestAudit:
    def events(self):
        return list(Tapahtuma.objects.filter(kohde="tiedote").order_by("pk"))

    def test_every_act_leaves_a_mark_of_paths_without_texts(self, draft, paakayttaja):
        changed = sisalto("Salainen uusi", kiireellinen=True)
        kirjoitus.update(draft.pk, changed, by=paakayttaja, revisio=1)
        kirjoitus.publish(draft.pk, by=paakayttaja, revisio=2)
        kirjoitus.withdraw(draft.pk, by=paakayttaja, revisio=3)
        kirjoitus.delete(draft.pk, by=paakayttaja, revisio=4)
        events = self.events()
        assert [event.toiminto for event in events] == ["create", "update", "update", "update", "delete"]
        assert {event.kayttaja_id for event in events} == {paakayttaja.pk}
        assert [event.lisatiedot for event in events] == [
            {"tiedote": draft.pk, "revisio": revisio} for revisio in (1, 2, 3, 4, 4)
        ]
        assert {change["path"] for change in events[1].muutokset} == {"/otsikko/fi", "/kiireellinen"}
        assert {change["path"] for change in events[2].muutokset} == {"/tila", "/nakyy_alkaen"}
        assert events[3].muutokset == [{"path": "/tila", "op": "replace"}]
        assert "Salainen" not in str([event.muutokset for event in events])

    def test_and_the_act_without_its_mark_doesnt_stand(self, draft, paakayttaja, monkeypatch):
        def fail(*arguments, **named):
            raise RuntimeError

        monkeypatch.setattr(kirjoitus.audit, "record", fail)
        with pytest.raises(RuntimeError):
            kirjoitus.publish(draft.pk, by=paakayttaja, revisio=1)
        draft.refresh_from_db()
        assert (draft.tila, draft.revisio) == (Tila.LUONNOS, 1)


def test_shown_again_to_those_who_have_read_it(draft, paakayttaja, virkailija):
    kirjoitus.publish(draft.pk, by=paakayttaja, revisio=1)
    mark_read(draft, virkailija)
    kirjoitus.update(draft.pk, sisalto("Korjattu kirjoitusvirhe"), by=paakayttaja, revisio=2)
    assert TiedoteLuettu.objects.count() == 1
    kirjoitus.update(draft.pk, sisalto("Kokonaan uutta"), by=paakayttaja, revisio=3, again=True)
    assert TiedoteLuettu.objects.count() == 0


def test_texts_are_kept_without_what_turns_or_hides_them(paakayttaja):
    typed = sisalto(f"Rivi{TURNING}\n toinen\x00 ", teksti={"fi": f"  a{TURNING}\r\nb\x07  "})
    tiedote = kirjoitus.create(typed, by=paakayttaja)
    tiedote.refresh_from_db()
    assert (tiedote.otsikko, tiedote.teksti) == ({"fi": "Rivi toinen"}, {"fi": "a\nb"})


@pytest.mark.parametrize(
    "columns",
    [
        {"otsikko": {"sv": "Hej"}},
        {"teksti": {}},
        {"loppuu": dt.timedelta(days=-2)},
        {"jarjestaja_oid": JARJESTAJA, "kohderyhma": "kaikki"},
        {"kohderyhma": "jarjestaja"},
        {"nakyy_alkaen": None},
    ],
    ids=str,
)
def test_database_holds_what_must_hold(make_tiedote, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tiedote(**columns)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_saves(paakayttaja, draft):
    """Both have looked at the same revision; the row's lock lets them in one after the other."""
    came, told = threading.Barrier(2), []

    def save(otsikko: str) -> None:
        try:
            came.wait()
            kirjoitus.update(draft.pk, sisalto(otsikko), by=paakayttaja, revisio=1)
            told.append("tallennettu")
        except Muuttunut:
            told.append("muuttunut")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(otsikko,)) for otsikko in ("Ensimmäinen", "Toinen")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["muuttunut", "tallennettu"]
    draft.refresh_from_db()
    assert draft.revisio == 2
