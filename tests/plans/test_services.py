"""The one door: who may, what is refused, what stays behind, and what two at once do."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from hoks import plan, services
from hoks.models import Hoks, HoksVersio, Kanava, Tapahtuma, TutkinnonOsa
from hoks.violations import Refused
from tests import payloads

pytestmark = pytest.mark.django_db


def codes(refusal) -> list[tuple[str, str]]:
    return [(violation.pointer, violation.code) for violation in refusal.value.violations]


def loaded(hoks: Hoks) -> dict:
    return plan.load(Hoks.objects.select_related("opiskeluoikeus").get(pk=hoks.pk))


class TestCreate:
    def test_makes_plan_version_and_event(self, make_opiskeluoikeus, virkailija):
        opiskeluoikeus = make_opiskeluoikeus()
        hoks = services.create_hoks(payloads.rich(opiskeluoikeus), by=virkailija, kanava=Kanava.VIRKAILIJA, syy="alku")
        assert hoks.manuaalisyotto and hoks.versionumero == 1
        versio = HoksVersio.objects.get()
        assert (versio.numero, versio.tekija, versio.kanava, versio.syy) == (1, virkailija, "virkailija", "alku")
        event = Tapahtuma.objects.get()
        assert (event.toiminto, event.tulos, event.kayttaja_id) == ("create", "succeeded", virkailija.pk)
        assert event.oppija_oid == opiskeluoikeus.oppija_id

    def test_transfer_is_not_hand_entry(self, make_opiskeluoikeus, palvelukayttaja):
        opiskeluoikeus = make_opiskeluoikeus()
        hoks = services.create_hoks(payloads.rich(opiskeluoikeus), by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        assert not hoks.manuaalisyotto

    def test_contact_details_stand_apart_in_the_snapshot(self, make_opiskeluoikeus, virkailija):
        services.create_hoks(payloads.rich(make_opiskeluoikeus()), by=virkailija, kanava=Kanava.VIRKAILIJA)
        versio = HoksVersio.objects.get()
        assert "ossi@example.org" not in str(versio.dokumentti)
        assert "oppija@example.org" in versio.yhteystiedot.values()

    def test_audit_has_no_values(self, make_opiskeluoikeus, virkailija):
        hoks = services.create_hoks(payloads.rich(make_opiskeluoikeus()), by=virkailija, kanava=Kanava.VIRKAILIJA)
        changed = plan.write_shape(loaded(hoks)) | {"sahkoposti": "uusi@example.org"}
        services.replace_hoks(hoks, changed, by=virkailija, kanava=Kanava.VIRKAILIJA)
        event = Tapahtuma.objects.first()
        assert event.muutokset == [{"path": "/sahkoposti", "op": "replace"}]

    @pytest.mark.parametrize("persona", ["katselija", "toisen_koulun_virkailija", "oppija"])
    def test_without_write_nobody_creates(self, request, make_opiskeluoikeus, persona):
        user = request.getfixturevalue(persona)
        opiskeluoikeus = make_opiskeluoikeus()
        with pytest.raises(PermissionDenied):
            services.create_hoks(payloads.minimal(opiskeluoikeus), by=user, kanava=Kanava.VIRKAILIJA)
        assert not Hoks.objects.exists()
        event = Tapahtuma.objects.get()
        assert (event.tulos, event.muutokset[0]["code"]) == ("failed", "PermissionDenied")

    def test_refusal_leaves_its_record_only(self, make_opiskeluoikeus, virkailija):
        opiskeluoikeus = make_opiskeluoikeus()
        document = payloads.rich(opiskeluoikeus) | {"ensikertainen-hyvaksyminen": "31.2.2024"}
        document["oppimisen-tuki"][1]["alku"] = "2024-01-01"
        with pytest.raises(Refused) as refusal:
            services.create_hoks(document, by=virkailija, kanava=Kanava.VIRKAILIJA)
        assert ("/ensikertainen-hyvaksyminen", "vaara-paivamaara") in codes(refusal)
        assert any(pointer.startswith("/oppimisen-tuki/1") for pointer, _ in codes(refusal))
        assert not Hoks.objects.exists() and not TutkinnonOsa.objects.exists() and not HoksVersio.objects.exists()
        event = Tapahtuma.objects.get()
        assert event.tulos == "failed"
        assert {"path": "/ensikertainen-hyvaksyminen", "code": "vaara-paivamaara"} in event.muutokset
        assert "31.2.2024" not in str(event.muutokset)

    def test_second_plan_is_refused(self, make_hoks, virkailija):
        hoks = make_hoks()
        with pytest.raises(Refused) as refusal:
            services.create_hoks(payloads.minimal(hoks.opiskeluoikeus), by=virkailija, kanava=Kanava.VIRKAILIJA)
        assert [pointer for pointer, _ in codes(refusal)] == ["/opiskeluoikeus-oid"]

    @pytest.mark.parametrize(
        "document", [None, [], "x", 7, {}, {"opiskeluoikeus-oid": 7}, {"opiskeluoikeus-oid": "\0"}]
    )
    def test_anything_else_is_refused_too(self, organisaatiot, virkailija, document):
        with pytest.raises(Refused):
            services.create_hoks(document, by=virkailija, kanava=Kanava.TIEDONSIIRTO)


class TestReplace:
    def test_each_changing_save_makes_a_version(self, make_hoks, virkailija):
        hoks = make_hoks()
        document = plan.write_shape(loaded(hoks))
        for email in ("a@example.org", "b@example.org", "b@example.org"):
            services.replace_hoks(hoks, document | {"sahkoposti": email}, by=virkailija, kanava=Kanava.VIRKAILIJA)
        assert hoks.versionumero == 3
        assert list(HoksVersio.objects.values_list("numero", flat=True)) == [3, 2, 1]

    def test_an_official_can_clear_any_field(self, make_opiskeluoikeus, make_hoks, virkailija):
        opiskeluoikeus = make_opiskeluoikeus()
        hoks = make_hoks(opiskeluoikeus, payloads.rich(opiskeluoikeus))
        services.replace_hoks(
            hoks, {"id": hoks.pk, **payloads.minimal(opiskeluoikeus)}, by=virkailija, kanava=Kanava.VIRKAILIJA
        )
        assert hoks.puhelinnumero is None and hoks.tuva_opiskeluoikeus_oid is None

    def test_stale_base_is_a_conflict(self, make_hoks, virkailija, toinen_virkailija):
        hoks = make_hoks()
        document = plan.write_shape(loaded(hoks))
        services.replace_hoks(hoks, document | {"sahkoposti": "eka"}, by=toinen_virkailija, kanava=Kanava.VIRKAILIJA)
        with pytest.raises(services.Conflict):
            services.replace_hoks(
                hoks, document | {"sahkoposti": "toka"}, by=virkailija, kanava=Kanava.VIRKAILIJA, based_on=1
            )
        assert loaded(hoks)["sahkoposti"] == "eka"

    def test_wrong_id_is_refused(self, make_hoks, virkailija):
        hoks = make_hoks()
        document = plan.write_shape(loaded(hoks)) | {"id": hoks.pk + 1}
        with pytest.raises(Refused) as refusal:
            services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA)
        assert [pointer for pointer, _ in codes(refusal)] == ["/id"]

    @pytest.mark.parametrize("tila", ["valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu"])
    def test_ended_study_right_is_refused_unless_switched_off(self, make_hoks, virkailija, settings, tila):
        hoks = make_hoks()
        document = plan.write_shape(loaded(hoks)) | {"sahkoposti": "x"}
        hoks.opiskeluoikeus.tila = tila
        hoks.opiskeluoikeus.save()
        with pytest.raises(Refused):
            services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA)
        settings.PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES = False
        assert services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA)

    def test_moves_to_the_master_oid_only(self, make_hoks, make_oppija, virkailija):
        hoks = make_hoks()
        old, master = hoks.opiskeluoikeus.oppija, make_oppija("Uusi", "Numero")
        document = plan.write_shape(loaded(hoks)) | {"oppija-oid": master.pk}
        with pytest.raises(Refused) as refusal:
            services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA)
        assert [pointer for pointer, _ in codes(refusal)] == ["/oppija-oid"]
        old.oppijanumero = master.pk
        old.save()
        assert services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.VIRKAILIJA)
        hoks.opiskeluoikeus.refresh_from_db()
        assert hoks.opiskeluoikeus.oppija_id == master.pk
        assert hoks.opiskeluoikeus.hakurivi.hakunimi == " uusi numero"

    def test_foreign_plan_is_not_replaced(self, make_hoks, toisen_koulun_virkailija):
        hoks = make_hoks()
        with pytest.raises(PermissionDenied):
            services.replace_hoks(hoks, {"id": hoks.pk}, by=toisen_koulun_virkailija, kanava=Kanava.VIRKAILIJA)


def test_a_new_plan_moves_to_the_master_oid_too(make_opiskeluoikeus, make_oppija, virkailija):
    opiskeluoikeus = make_opiskeluoikeus()
    master = make_oppija().pk
    opiskeluoikeus.oppija.oppijanumero = master
    opiskeluoikeus.oppija.save()
    document = payloads.minimal(opiskeluoikeus) | {"oppija-oid": master}
    hoks = services.create_hoks(document, by=virkailija, kanava=Kanava.VIRKAILIJA)
    assert loaded(hoks)["oppija-oid"] == master


def test_ownership_can_be_switched_off(make_opiskeluoikeus, make_oppija, virkailija, settings):
    opiskeluoikeus = make_opiskeluoikeus()
    document = payloads.minimal(opiskeluoikeus) | {"oppija-oid": make_oppija().pk}
    with pytest.raises(Refused):
        services.create_hoks(document, by=virkailija, kanava=Kanava.VIRKAILIJA)
    settings.ENFORCE_OPISKELUOIKEUS_MATCH = False
    hoks = services.create_hoks(document, by=virkailija, kanava=Kanava.VIRKAILIJA)
    assert loaded(hoks)["oppija-oid"] == opiskeluoikeus.oppija_id


class TestPatch:
    def test_changes_what_is_given(self, make_opiskeluoikeus, make_hoks, virkailija):
        opiskeluoikeus = make_opiskeluoikeus()
        hoks = make_hoks(opiskeluoikeus, payloads.rich(opiskeluoikeus))
        before = loaded(hoks)
        assert services.update_hoks(hoks, {"id": hoks.pk, "versio": 9}, by=virkailija, kanava=Kanava.TIEDONSIIRTO)
        assert loaded(hoks) == before | {"versio": 9}
        assert hoks.versionumero == 2

    def test_parts_are_refused(self, make_hoks, virkailija):
        hoks = make_hoks()
        with pytest.raises(Refused):
            services.update_hoks(hoks, {"id": hoks.pk, "oppimisen-tuki": []}, by=virkailija, kanava=Kanava.TIEDONSIIRTO)


class TestDelete:
    def test_hides_and_brings_back_whole(self, make_opiskeluoikeus, make_hoks, poistaja, paakayttaja, virkailija):
        opiskeluoikeus = make_opiskeluoikeus()
        hoks = make_hoks(opiskeluoikeus, payloads.rich(opiskeluoikeus))
        before = loaded(hoks)
        services.delete_hoks(hoks, by=poistaja, syy="Tehty väärälle")
        assert not Hoks.objects.visible_to(virkailija).exists()
        assert Hoks.objects.visible_to(paakayttaja).exists()
        assert loaded(hoks)["hankittavat-ammat-tutkinnon-osat"] == []
        assert loaded(hoks)["opiskeluvalmiuksia-tukevat-opinnot"] == []
        with pytest.raises(Refused) as refusal:
            services.create_hoks(payloads.minimal(opiskeluoikeus), by=virkailija, kanava=Kanava.VIRKAILIJA)
        assert [pointer for pointer, _ in codes(refusal)] == ["/opiskeluoikeus-oid"]
        services.restore_hoks(hoks, by=paakayttaja)
        assert loaded(hoks) == before

    @pytest.mark.parametrize("persona", ["virkailija", "katselija", "toisen_koulun_virkailija", "paakayttaja"])
    def test_needs_hoks_delete(self, request, make_hoks, persona):
        hoks = make_hoks()
        with pytest.raises(PermissionDenied):
            services.delete_hoks(hoks, by=request.getfixturevalue(persona), syy="x")

    def test_needs_an_active_study_right(self, make_hoks, poistaja):
        hoks = make_hoks()
        hoks.opiskeluoikeus.tila = "valmistunut"
        hoks.opiskeluoikeus.save()
        with pytest.raises(services.NotDeletable):
            services.delete_hoks(hoks, by=poistaja, syy="x")

    def test_undo_needs_paakayttaja(self, make_hoks, poistaja):
        hoks = make_hoks()
        services.delete_hoks(hoks, by=poistaja, syy="x")
        with pytest.raises(PermissionDenied):
            services.restore_hoks(hoks, by=poistaja)

    def test_twice_is_gone(self, make_hoks, poistaja):
        hoks = make_hoks()
        services.delete_hoks(hoks, by=poistaja, syy="x")
        with pytest.raises(Hoks.DoesNotExist):
            services.delete_hoks(hoks, by=poistaja, syy="x")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_plan(make_opiskeluoikeus, virkailija):
    opiskeluoikeus = make_opiskeluoikeus()
    ready, results = threading.Barrier(2), []

    def create():
        try:
            ready.wait()
            services.create_hoks(payloads.rich(opiskeluoikeus), by=virkailija, kanava=Kanava.VIRKAILIJA)
            results.append("made")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=create) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["made", "refused"]
    assert Hoks.objects.count() == 1


class TestPatchRefusals:
    def test_foreign_plan(self, make_hoks, toisen_koulun_virkailija):
        hoks = make_hoks()
        with pytest.raises(PermissionDenied):
            services.update_hoks(hoks, {"id": hoks.pk}, by=toisen_koulun_virkailija, kanava=Kanava.TIEDONSIIRTO)

    def test_stale_base(self, make_hoks, virkailija):
        hoks = make_hoks()
        services.update_hoks(hoks, {"id": hoks.pk, "versio": 2}, by=virkailija, kanava=Kanava.TIEDONSIIRTO)
        with pytest.raises(services.Conflict):
            services.update_hoks(
                hoks, {"id": hoks.pk, "versio": 3}, by=virkailija, kanava=Kanava.TIEDONSIIRTO, based_on=1
            )

    def test_nothing_new_is_no_version(self, make_hoks, virkailija):
        hoks = make_hoks()
        assert not services.update_hoks(
            hoks, {"id": hoks.pk, "osaamisen-hankkimisen-tarve": True}, by=virkailija, kanava=Kanava.TIEDONSIIRTO
        )
        assert hoks.versionumero == 1
