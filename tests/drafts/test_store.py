"""Drafts in the database: opening, changing under a lock, publishing once."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from hoks import plan, services
from hoks.drafts import document as documents
from hoks.drafts import store
from hoks.drafts.merging import Side
from hoks.models import Hoks, HoksVersio, Kanava, Luonnos, Tapahtuma, TutkinnonOsa
from hoks.violations import Refused
from tests import payloads
from tests.conftest import TOINEN_KOULU

pytestmark = pytest.mark.django_db

HATOT = "hankittavat-ammat-tutkinnon-osat"


@pytest.fixture
def rich(make_hoks, make_opiskeluoikeus):
    right = make_opiskeluoikeus()
    return make_hoks(right, payloads.rich(right))


def typed(**values):
    """What save_node's `read` gives back: the node's values with these over them."""
    changed = {name.replace("_", "-"): value for name, value in values.items()}
    return lambda luonnos, node: documents.own(node) | changed


def fingerprint(luonnos, key=documents.ROOT) -> str:
    return documents.fingerprint(documents.find(luonnos.dokumentti, key))


class TestOpening:
    def test_new_is_filled_with_what_is_known(self, make_opiskeluoikeus, make_hoks, virkailija):
        first = make_opiskeluoikeus()
        document = payloads.minimal(first) | {"sahkoposti": "aino@example.org", "puhelinnumero": "040 1"}
        make_hoks(first, document)
        right = make_opiskeluoikeus(first.oppija)

        luonnos = store.open_new(right, by=virkailija)

        assert luonnos.dokumentti == {
            "oppija-oid": right.oppija_id,
            "opiskeluoikeus-oid": right.oid,
            "ensikertainen-hyvaksyminen": services.today().isoformat(),
            "sahkoposti": "aino@example.org",
            "puhelinnumero": "040 1",
        }
        assert luonnos.pohja is None and luonnos.hoks is None

    def test_contact_details_come_only_from_plans_the_official_may_see(
        self, make_opiskeluoikeus, make_hoks, virkailija
    ):
        elsewhere = make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU)
        make_hoks(elsewhere, payloads.minimal(elsewhere) | {"sahkoposti": "salainen@example.org"})

        luonnos = store.open_new(make_opiskeluoikeus(elsewhere.oppija), by=virkailija)

        assert "sahkoposti" not in luonnos.dokumentti

    @pytest.mark.parametrize(("alku", "prefilled"), [("2017-12-31", False), ("2018-01-01", True), (None, True)])
    def test_an_old_study_rights_approval_date_is_left_to_the_official(
        self, make_opiskeluoikeus, virkailija, alku, prefilled
    ):
        right = make_opiskeluoikeus(alkamispaiva=alku and dt.date.fromisoformat(alku))
        assert ("ensikertainen-hyvaksyminen" in store.open_new(right, by=virkailija).dokumentti) is prefilled

    def test_existing_has_every_nodes_key(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)

        document, keys = documents.bare(luonnos.dokumentti)
        wire = plan.write_shape(plan.load(rich))
        assert document == {name: value for name, value in wire.items() if name != "id"}
        module_ids = {str(pk) for pk in TutkinnonOsa.objects.filter(hoks=rich).values_list("module_id", flat=True)}
        assert module_ids <= set(keys.values())
        assert keys["/oppimisen-tuki/0"] == str(rich.oppimisentuki_set.get(jarjestys=0).module_id)
        assert luonnos.pohja == luonnos.dokumentti
        assert luonnos.pohja_versionumero == rich.versionumero

    def test_opening_again_goes_on_with_the_same_draft(self, rich, virkailija, toinen_virkailija):
        first = store.open_existing(rich, by=virkailija)
        assert store.open_existing(rich, by=virkailija) == first
        assert store.open_existing(rich, by=toinen_virkailija) != first
        assert Luonnos.objects.count() == 2

    def test_opening_a_plan_is_a_read_of_it(self, rich, virkailija):
        store.open_existing(rich, by=virkailija)
        assert Tapahtuma.objects.filter(toiminto="read", kohde="luonnos", hoks_id=rich.pk).count() == 1

    @pytest.mark.parametrize("who", ["katselija", "toisen_koulun_virkailija"])
    def test_only_those_who_may_write(self, rich, make_opiskeluoikeus, request, who):
        user = request.getfixturevalue(who)
        with pytest.raises(PermissionDenied):
            store.open_existing(rich, by=user)
        with pytest.raises(PermissionDenied):
            store.open_new(make_opiskeluoikeus(), by=user)


class TestChanging:
    def test_each_change_is_a_revision(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        after, _node = store.save_node(
            luonnos.pk, "perustiedot", typed(sahkoposti="b"), by=virkailija, fingerprint=fingerprint(luonnos)
        )
        assert after.revisio == 2
        again, _node = store.save_node(
            luonnos.pk, "perustiedot", typed(sahkoposti="b"), by=virkailija, fingerprint=fingerprint(after)
        )
        assert again.revisio == 2

    def test_a_stale_form_overwrites_nothing(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        seen = fingerprint(luonnos)
        store.save_node(luonnos.pk, "perustiedot", typed(sahkoposti="eka"), by=virkailija, fingerprint=seen)

        with pytest.raises(store.StaleDraft) as stale:
            store.save_node(luonnos.pk, "perustiedot", typed(sahkoposti="toka"), by=virkailija, fingerprint=seen)

        assert stale.value.node.data["sahkoposti"] == "eka"
        assert stale.value.proposed["sahkoposti"] == "toka"
        luonnos.refresh_from_db()
        assert luonnos.dokumentti["sahkoposti"] == "eka"

    def test_the_same_form_twice_is_one_change(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        for _time in range(2):
            store.save_node(
                luonnos.pk, "perustiedot", typed(sahkoposti="b"), by=virkailija, fingerprint=fingerprint(luonnos)
            )
        luonnos.refresh_from_db()
        assert luonnos.revisio == 2

    def test_forms_of_different_nodes_do_not_disturb_each_other(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        key = luonnos.dokumentti[HATOT][0]["_key"]
        seen = fingerprint(luonnos, key)
        store.save_node(
            luonnos.pk, "perustiedot", typed(sahkoposti="b"), by=virkailija, fingerprint=fingerprint(luonnos)
        )
        store.save_node(luonnos.pk, key, typed(olennainen_seikka=None), by=virkailija, fingerprint=seen)

    @pytest.mark.parametrize("number", [1e308, 5e-324, -0.0, 12.50, 2**53 + 1])
    def test_a_number_is_the_same_before_and_after_the_database(self, rich, virkailija, number):
        luonnos = store.open_existing(rich, by=virkailija)
        key = luonnos.dokumentti[HATOT][0]["_key"]
        saved, _node = store.save_node(
            luonnos.pk,
            key,
            typed(opetus_ja_ohjaus_maara=number),
            by=virkailija,
            fingerprint=fingerprint(luonnos, key),
        )
        in_memory = fingerprint(saved, key)
        saved.refresh_from_db()
        assert fingerprint(saved, key) == in_memory

    def test_a_removed_node_stays_removed(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        key = luonnos.dokumentti[HATOT][0]["_key"]
        seen = fingerprint(luonnos, key)
        store.remove_node(luonnos.pk, key, by=virkailija)
        store.remove_node(luonnos.pk, key, by=virkailija)

        with pytest.raises(documents.NoSuchNode):
            store.save_node(luonnos.pk, key, typed(olennainen_seikka=True), by=virkailija, fingerprint=seen)

    def test_a_removed_nodes_neighbour_is_not_touched(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        second = luonnos.dokumentti[HATOT][1]
        store.remove_node(luonnos.pk, luonnos.dokumentti[HATOT][0]["_key"], by=virkailija)
        luonnos.refresh_from_db()
        assert luonnos.dokumentti[HATOT][0] == second

    def test_others_drafts_do_not_exist(self, rich, virkailija, toinen_virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        for act in (
            lambda: store.remove_node(luonnos.pk, "x", by=toinen_virkailija),
            lambda: store.publish(luonnos.pk, by=toinen_virkailija, revisio=1),
        ):
            with pytest.raises(Luonnos.DoesNotExist):
                act()
        store.discard(luonnos.pk, by=toinen_virkailija)
        assert Luonnos.objects.filter(pk=luonnos.pk).exists()

    def test_losing_the_right_hides_the_draft(self, rich, virkailija):
        store.open_existing(rich, by=virkailija)
        virkailija.kayttooikeudet.all().delete()
        virkailija.refresh_from_db()
        assert not store.drafts_of(type(virkailija).objects.get(pk=virkailija.pk)).exists()

    def test_a_deleted_plans_draft_waits_for_the_plan(self, rich, virkailija, poistaja, paakayttaja):
        luonnos = store.open_existing(rich, by=virkailija)
        services.delete_hoks(rich, by=poistaja, syy="Väärä")
        with pytest.raises(Hoks.DoesNotExist):
            store.publish(luonnos.pk, by=virkailija, revisio=1)
        services.restore_hoks(rich, by=paakayttaja)
        assert store.publish(luonnos.pk, by=virkailija, revisio=1) == rich


class TestPublishing:
    def test_untouched_draft_changes_nothing(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        store.publish(luonnos.pk, by=virkailija, revisio=luonnos.revisio)
        rich.refresh_from_db()
        assert rich.versionumero == luonnos.pohja_versionumero
        assert HoksVersio.objects.filter(hoks=rich).count() == 1
        assert not Luonnos.objects.exists()

    def test_nodes_keep_their_identity_and_new_ones_get_the_drafts(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        key = plan.new_key()
        before = [unit["_key"] for unit in luonnos.dokumentti[HATOT]]
        store.copy_node(luonnos.pk, before[0], key, by=virkailija)
        luonnos.refresh_from_db()

        store.publish(luonnos.pk, by=virkailija, revisio=luonnos.revisio)

        units = TutkinnonOsa.objects.filter(hoks=rich, laji="hato").order_by("jarjestys")
        assert [str(unit.module_id) for unit in units] == [before[0], key, *before[1:]]

    def test_a_new_plan_is_made_once(self, make_opiskeluoikeus, virkailija):
        right = make_opiskeluoikeus()
        luonnos = store.open_new(right, by=virkailija)
        store.save_node(
            luonnos.pk,
            "perustiedot",
            typed(osaamisen_hankkimisen_tarve=True),
            by=virkailija,
            fingerprint=fingerprint(luonnos),
        )
        hoks = store.publish(luonnos.pk, by=virkailija, revisio=2)

        assert hoks.manuaalisyotto is True
        with pytest.raises(Luonnos.DoesNotExist):
            store.publish(luonnos.pk, by=virkailija, revisio=2)
        assert Hoks.objects.filter(opiskeluoikeus=right).count() == 1

    def test_a_refusal_leaves_the_draft_and_its_record(self, make_opiskeluoikeus, virkailija):
        luonnos = store.open_new(make_opiskeluoikeus(), by=virkailija)
        with pytest.raises(Refused):
            store.publish(luonnos.pk, by=virkailija, revisio=1)
        assert Luonnos.objects.filter(pk=luonnos.pk).exists()
        assert not Hoks.objects.exists()
        assert Tapahtuma.objects.filter(toiminto="create", tulos="failed").count() == 1

    def test_what_was_not_shown_is_not_published(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        store.save_node(
            luonnos.pk, "perustiedot", typed(sahkoposti="b"), by=virkailija, fingerprint=fingerprint(luonnos)
        )
        with pytest.raises(store.Unseen):
            store.publish(luonnos.pk, by=virkailija, revisio=1)

    def test_a_plan_changed_meanwhile_is_a_conflict_until_chosen(self, rich, virkailija, toinen_virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        store.save_node(
            luonnos.pk, "perustiedot", typed(sahkoposti="oma"), by=virkailija, fingerprint=fingerprint(luonnos)
        )
        document = plan.write_shape(plan.load(rich)) | {"sahkoposti": "toisen"}
        services.replace_hoks(rich, document, by=toinen_virkailija, kanava=Kanava.VIRKAILIJA)

        with pytest.raises(services.Conflict):
            store.publish(luonnos.pk, by=virkailija, revisio=2)

        luonnos.refresh_from_db()
        current = store.changed_plan(luonnos)
        assert current == rich
        theirs = documents.from_plan(current)
        rebased = store.rebase(
            luonnos.pk, current, theirs, {"perustiedot": Side.MINE}, by=virkailija, revisio=luonnos.revisio
        )
        assert store.changed_plan(rebased) is None
        store.publish(luonnos.pk, by=virkailija, revisio=rebased.revisio)
        rich.refresh_from_db()
        assert rich.sahkoposti == "oma"

    def test_two_new_plans_for_one_study_right_conflict(self, make_opiskeluoikeus, make_hoks, virkailija):
        right = make_opiskeluoikeus()
        luonnos = store.open_new(right, by=virkailija)
        hoks = make_hoks(right)
        with pytest.raises(Refused):
            store.publish(luonnos.pk, by=virkailija, revisio=1)
        assert store.changed_plan(luonnos) == hoks


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_make_one_plan(make_opiskeluoikeus, virkailija):
    right = make_opiskeluoikeus()
    luonnos = store.open_new(right, by=virkailija)
    luonnos.dokumentti["osaamisen-hankkimisen-tarve"] = True
    luonnos.save()
    told: list[str] = []

    def click():
        try:
            store.publish(luonnos.pk, by=virkailija, revisio=1)
            told.append("tallennettu")
        except Luonnos.DoesNotExist:
            told.append("jo tallennettu")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _click in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert sorted(told) == ["jo tallennettu", "tallennettu"]
    assert Hoks.objects.filter(opiskeluoikeus=right).count() == 1


class TestEnding:
    def test_drafts_expire_when_nobody_touches_them(self, make_opiskeluoikeus, virkailija, settings):
        old, recent = (store.open_new(make_opiskeluoikeus(), by=virkailija) for _right in range(2))
        days = dt.timedelta(days=settings.LUONNOS_SAILYTYS_PAIVAA)
        Luonnos.objects.filter(pk=old.pk).update(muokattu=timezone.now() - days - dt.timedelta(minutes=1))
        Luonnos.objects.filter(pk=recent.pk).update(muokattu=timezone.now() - days + dt.timedelta(minutes=1))

        call_command("expire_luonnokset")

        assert list(Luonnos.objects.all()) == [recent]

    def test_discarding_leaves_the_plan(self, rich, virkailija):
        luonnos = store.open_existing(rich, by=virkailija)
        store.discard(luonnos.pk, by=virkailija)
        assert not Luonnos.objects.exists()
        assert Hoks.objects.filter(pk=rich.pk, poistettu=None).exists()


class TestOthers:
    def test_each_is_told_of_the_other(self, rich, virkailija, toinen_virkailija):
        mine, theirs = (store.open_existing(rich, by=user) for user in (virkailija, toinen_virkailija))
        assert list(store.other_drafts(rich.opiskeluoikeus, by=virkailija)) == [theirs]
        assert list(store.other_drafts(rich.opiskeluoikeus, by=toinen_virkailija)) == [mine]

    def test_the_last_transfer(self, rich, palvelukayttaja, virkailija):
        assert store.last_transfer(None) is None
        assert store.last_transfer(rich) is None
        document = plan.write_shape(plan.load(rich))
        services.replace_hoks(rich, document | {"sahkoposti": "x"}, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        services.replace_hoks(rich, document | {"sahkoposti": "y"}, by=virkailija, kanava=Kanava.VIRKAILIJA)
        assert store.last_transfer(rich).tekija == palvelukayttaja
