"""The row a study right is listed by: every writer keeps it right, check_index proves it, rebuild_index mends it."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from hoks import hakurivit, services
from hoks.importing import store_opiskeluoikeus, store_oppija
from hoks.models import Hakurivi, Hoks, Kanava, Koulutusnimi, Opiskeluoikeus, Oppija
from tests import payloads
from tests.conftest import KOULU, SISARKOULU

Tila = Hakurivi.Tila


def differing() -> list[hakurivit.Ero]:
    """What check_index would find."""
    return [ero for oids in hakurivit.batches(2) for ero in hakurivit.check(oids)]


class TestWriteDoor:
    def test_every_write_leaves_the_row_right(self, make_opiskeluoikeus, make_hoks, poistaja, paakayttaja):
        right = make_opiskeluoikeus()
        assert Hakurivi.objects.get().tila == Tila.PUUTTUU
        hoks = make_hoks(right)
        assert Hakurivi.objects.get().hoks_id == hoks.pk
        document = payloads.minimal(right) | {"id": hoks.pk, "ensikertainen-hyvaksyminen": "2025-01-02"}
        services.replace_hoks(hoks, document, by=poistaja, kanava=Kanava.VIRKAILIJA)
        assert Hakurivi.objects.get().ensikertainen_hyvaksyminen == dt.date(2025, 1, 2)
        changes = {"id": hoks.pk, "paivitetty": "2025-03-04T05:06:07Z"}
        services.update_hoks(hoks, changes, by=poistaja, kanava=Kanava.TIEDONSIIRTO)
        assert Hakurivi.objects.get().paivitetty == dt.datetime(2025, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
        assert differing() == []
        services.delete_hoks(hoks, by=poistaja, syy="Väärä")
        assert (Hakurivi.objects.get().tila, Hakurivi.objects.get().hoks_id) == (Tila.POISTETTU, None)
        assert differing() == []
        services.restore_hoks(hoks, by=paakayttaja)
        assert Hakurivi.objects.get().tila == Tila.VOIMASSA
        assert differing() == []

    def test_refused_write_changes_nothing(self, make_hoks, poistaja):
        hoks = make_hoks()
        before = Hakurivi.objects.values().get()
        with pytest.raises(services.Refused):
            services.replace_hoks(hoks, {"id": hoks.pk}, by=poistaja, kanava=Kanava.VIRKAILIJA)
        assert Hakurivi.objects.values().get() == before

    def test_move_to_the_master_oid_takes_the_name_along(self, make_hoks, make_oppija, poistaja):
        hoks, master = make_hoks(), make_oppija("Uusi", "Numero")
        Oppija.objects.filter(pk=hoks.opiskeluoikeus.oppija_id).update(oppijanumero=master.pk)
        document = payloads.minimal(hoks.opiskeluoikeus) | {"id": hoks.pk, "oppija-oid": master.pk}
        services.replace_hoks(Hoks.objects.get(pk=hoks.pk), document, by=poistaja, kanava=Kanava.VIRKAILIJA)
        assert Hakurivi.objects.get().jarjestysnimi == "numero\tuusi"
        assert differing() == []

    def test_plan_of_a_row_that_was_lost_makes_it_anew(self, make_opiskeluoikeus, make_hoks):
        right = make_opiskeluoikeus()
        Hakurivi.objects.all().delete()
        make_hoks(right)
        assert differing() == []


class TestImports:
    @pytest.fixture
    def record(self, make_oppija):
        oppija = make_oppija("Aino", "Öhman")

        def make(**members):
            return {
                "oid": "1.2.246.562.15.10000000009",
                "oppija": {"oid": oppija.pk},
                "oppilaitos": {"oid": KOULU},
                "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
            } | members

        return make

    def test_study_right_from_its_beginning_to_its_end(self, record, make_hoks):
        store_opiskeluoikeus(record())
        make_hoks(Opiskeluoikeus.objects.get())
        ended = {"opiskeluoikeusjaksot": [{"alku": "2025-05-31", "tila": {"koodiarvo": "valmistunut"}}]}
        store_opiskeluoikeus(record(tila=ended, oppilaitos={"oid": SISARKOULU}))
        row = Hakurivi.objects.get()
        assert (row.oppilaitos_oid, row.tila) == (SISARKOULU, Tila.PAATTYNYT)
        store_opiskeluoikeus(record(tyyppi={"koodiarvo": "lukiokoulutus"}))
        assert Hakurivi.objects.get().tila == Tila.VOIMASSA
        assert differing() == []

    def test_new_name_reaches_every_study_right_of_the_learner(self, make_oppija, make_opiskeluoikeus):
        oppija, other = make_oppija("Aino", "Öhman"), make_oppija("Eetu", "Ahtola")
        for owner in (oppija, oppija, other):
            make_opiskeluoikeus(owner)
        store_oppija({"oidHenkilo": oppija.pk, "etunimet": "Aino Ulla-Maija", "sukunimi": "Åberg"})
        names = sorted(Hakurivi.objects.values_list("hakunimi", flat=True))
        assert names == [" aino ulla-maija åberg"] * 2 + [" eetu ahtola"]
        assert differing() == []

    def test_tutkinto_is_found_by_all_its_languages(self, make_opiskeluoikeus):
        right = make_opiskeluoikeus(tutkinto_nimi={"sv": "Grundexamen", "fi": "Perustutkinto"})
        row = Hakurivi.objects.get()
        assert row.jarjestystutkinto == "perustutkinto"
        assert Koulutusnimi.objects.get(pk=row.tutkinto_avain).haku == "perustutkinto grundexamen"
        # As the database gives it back, in an order of its own.
        again = hakurivit.row(Opiskeluoikeus.objects.get(pk=right.pk), right.oppija, None)
        assert again.tutkinto_avain == row.tutkinto_avain

    def test_without_names_the_values_are_missing(self, make_opiskeluoikeus):
        make_opiskeluoikeus(tutkinto_nimi={}, osaamisala_nimi={"fi": ""})
        row = Hakurivi.objects.get()
        assert (row.jarjestystutkinto, row.tutkinto_avain, row.jarjestysosaamisala, row.osaamisala_avain) == (None,) * 4


@pytest.mark.django_db
def test_key_is_the_one_that_postgresql_makes():
    with connection.cursor() as cursor:
        for name in ("perustutkinto", "ö" * 5000, "a b"):
            cursor.execute("SELECT ('x' || left(md5(%s), 16))::bit(64)::bigint", [name])
            assert cursor.fetchone()[0] == hakurivit.avain(name)


WRONG = {
    "oppilaitos_oid": "1.2.3",
    "jarjestystutkinto": None,
    "tutkinto_avain": 5,
    "jarjestysosaamisala": "",
    "osaamisala_avain": None,
    "aktiivinen": False,
    "koskee": False,
    "jarjestysnimi": "x",
    "hakunimi": "x",
    "hoks_id": None,
    "ensikertainen_hyvaksyminen": dt.date(2000, 1, 1),
    "paivitetty": None,
    "luotu": None,
    "kanava": None,
    "poistettu": True,
    "alkoi": None,
    "paattyy": dt.date(2000, 1, 1),
    "puutteet": [4],
    "huomautukset": ["x"],
    "saavutettu": dt.date(2000, 1, 1),
    "nayttojen_loppu": dt.date(2000, 1, 1),
    "opetus_ja_ohjaus": Decimal("0.5"),
}


class TestCommands:
    def test_every_column_is_among_the_cases(self):
        assert set(WRONG) == set(hakurivit.COLUMNS)

    @pytest.mark.parametrize("column", WRONG)
    def test_each_column_that_differs_is_told_and_mended(self, make_hoks, capsys, column):
        hoks, _other = make_hoks(), make_hoks()
        Hakurivi.objects.filter(pk=hoks.opiskeluoikeus_id).update(**{column: WRONG[column]})
        with pytest.raises(CommandError, match="1 riviä 2:sta"):
            call_command("check_index")
        assert capsys.readouterr().out == f"{hoks.opiskeluoikeus_id}: {column}\n"
        call_command("rebuild_index")
        assert "Kirjoitettiin 1 riviä." in capsys.readouterr().out
        call_command("check_index")
        assert "2 riviä pitää paikkansa." in capsys.readouterr().out

    def test_lost_rows_and_names_come_back(self, make_hoks, make_opiskeluoikeus, capsys):
        make_hoks(), make_opiskeluoikeus()
        before = list(Hakurivi.objects.order_by("pk").values())
        Hakurivi.objects.all().delete()
        assert [ero.columns for ero in differing()] == [hakurivit.COLUMNS] * 2
        call_command("rebuild_index")
        assert list(Hakurivi.objects.order_by("pk").values()) == before
        Koulutusnimi.objects.all().delete()
        assert [ero.columns for ero in differing()] == [("tutkinto_avain", "osaamisala_avain")] * 2
        call_command("rebuild_index")
        assert differing() == []

    def test_changed_dates_of_the_settings_are_found(self, make_opiskeluoikeus, settings):
        make_opiskeluoikeus(voimassa_loppu=dt.date(2024, 5, 31), tila="valmistunut")
        settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN = dt.date(2024, 6, 1)
        assert [ero.columns for ero in differing()] == [("koskee",)]
        call_command("rebuild_index")
        assert Hakurivi.objects.get().tila == Tila.EI_LISTATA


def in_thread(work) -> threading.Thread:
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_rebuilding_waits_for_who_is_writing_and_keeps_what_he_wrote(make_hoks, poistaja):
    hoks = make_hoks()
    Hakurivi.objects.update(hakunimi="väärin")
    with transaction.atomic():
        services.delete_hoks(hoks, by=poistaja, syy="Väärä")
        thread = in_thread(lambda: call_command("rebuild_index", verbosity=0))
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert not thread.is_alive()
    assert Hakurivi.objects.get().tila == Tila.POISTETTU
    assert differing() == []


@pytest.mark.django_db(transaction=True)
def test_learner_renamed_while_his_study_right_comes_in(make_oppija):
    oppija = make_oppija("Aino", "Öhman")
    record = {"oid": "1.2.246.562.15.10000000009", "oppija": {"oid": oppija.pk}, "oppilaitos": {"oid": KOULU}}
    with transaction.atomic():
        store_oppija({"oidHenkilo": oppija.pk, "etunimet": "Aino", "sukunimi": "Åberg"})
        thread = in_thread(lambda: store_opiskeluoikeus(record))
        thread.join(0.3)
    thread.join(10)
    assert Hakurivi.objects.get().jarjestysnimi == "{berg\taino"
