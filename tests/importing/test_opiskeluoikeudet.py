"""Study rights from Koski: stored as they come, with the columns that rules and lists need taken out."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.importing import Outcome, RecordRefused
from hoks.importing import store_opiskeluoikeudet, store_opiskeluoikeus
from hoks.models import Opiskeluoikeus
from tests.conftest import KOULU, TOINEN_KOULU, opiskeluoikeus_oid

OID = "1.2.246.562.15.10000000009"


@pytest.fixture
def oppija(make_oppija):
    return make_oppija("Aino Maria", "Öhman", kutsumanimi="Aino")


@pytest.fixture
def record(oppija):
    """record(**changes) -> a Koski record with every member that is looked at."""

    def make(**changes):
        return {
            "oid": OID,
            "oppija": {"oid": oppija.pk},
            "oppilaitos": {"oid": KOULU, "nimi": {"fi": "Hirvijoen ammattiopisto"}},
            "koulutustoimija": {"oid": "1.2.246.562.10.10000000001"},
            "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
            "tila": {"opiskeluoikeusjaksot": [jakso("2024-08-01", "lasna")]},
            "alkamispäivä": "2024-08-01",
            "arvioituPäättymispäivä": "2027-05-31",
            "suoritukset": [suoritus()],
        } | changes

    return make


def jakso(alku, tila):
    return {"alku": alku, "tila": {"koodiarvo": tila}, "opintojenRahoitus": {"koodiarvo": "1"}}


def suoritus(tyyppi="ammatillinentutkinto", koodi="331101", fi="Elintarvikealan perustutkinto", **changes):
    return {
        "tyyppi": {"koodiarvo": tyyppi},
        "koulutusmoduuli": {"tunniste": {"koodiarvo": koodi, "nimi": {"fi": fi, "sv": "Grundexamen inom livsmedel"}}},
        "osaamisala": [{"osaamisala": {"koodiarvo": "1", "nimi": {"fi": "Leipomoalan osaamisala"}}}],
    } | changes


def stored(value) -> Opiskeluoikeus:
    store_opiskeluoikeus(value)
    return Opiskeluoikeus.objects.get(pk=value["oid"])


class TestColumns:
    def test_record_is_kept_as_it_came(self, record):
        value = record(muuta={"tuntematon": [1, 2.5, None]}, tyyppi={"koodiarvo": "keksitty"})
        assert stored(value).koski == value

    def test_all_columns(self, record):
        oo = stored(record())
        assert (oo.oppilaitos_oid, oo.koulutustoimija_oid) == (KOULU, "1.2.246.562.10.10000000001")
        assert (oo.tyyppi, oo.tila, oo.suoritustyypit) == ("ammatillinenkoulutus", "lasna", ["ammatillinentutkinto"])
        assert (oo.alkamispaiva, oo.arvioitu_paattymispaiva) == (dt.date(2024, 8, 1), dt.date(2027, 5, 31))
        assert (oo.tutkinto_koodi, oo.tutkinto, oo.osaamisala) == (
            "331101",
            "Elintarvikealan perustutkinto",
            "Leipomoalan osaamisala",
        )

    def test_three_members_are_enough(self, oppija):
        oo = stored({"oid": OID, "oppilaitos": {"oid": KOULU}, "oppija": {"oid": oppija.pk}})
        assert (oo.tyyppi, oo.tila, oo.tutkinto, oo.suoritustyypit, oo.voimassa_loppu) == ("", "", "", [], None)
        assert oo.on_aktiivinen

    def test_latest_state_is_by_alku_and_the_later_listed_of_a_tie(self, record):
        periods = [jakso("2030-01-01", "loma"), jakso("2024-08-01", "lasna"), jakso("2030-01-01", "tuntematon")]
        assert stored(record(tila={"opiskeluoikeusjaksot": periods})).tila == "tuntematon"

    def test_state_without_alku_is_the_earliest(self, record):
        periods = [{"tila": {"koodiarvo": "loma"}}, jakso("2024-08-01", "lasna"), {"tila": {"koodiarvo": "eronnut"}}]
        assert stored(record(tila={"opiskeluoikeusjaksot": periods})).tila == "lasna"

    @pytest.mark.parametrize(
        ("tila", "paattymispaiva", "loppu"),
        [
            ("valmistunut", None, dt.date(2026, 5, 30)),
            ("eronnut", "2026-05-31", dt.date(2026, 5, 31)),
            ("lasna", "2026-05-31", dt.date(2026, 5, 31)),
            ("lasna", None, None),
            ("mitatoity", None, None),
        ],
    )
    def test_end_of_validity(self, record, tila, paattymispaiva, loppu):
        periods = [jakso("2024-08-01", "lasna"), jakso("2026-05-30", tila)]
        value = record(tila={"opiskeluoikeusjaksot": periods})
        assert stored(value | {"päättymispäivä": paattymispaiva}).voimassa_loppu == loppu

    def test_qualification_is_named_before_other_suoritukset(self, record):
        others = [suoritus("telma", "999903", "TELMA"), suoritus("ammatillinentutkintoosittainen")]
        oo = stored(record(suoritukset=others))
        assert (oo.tutkinto, oo.on_telma, oo.on_osittainen) == ("Elintarvikealan perustutkinto", True, True)

    def test_without_a_qualification_the_first_suoritus_is_named(self, record):
        oo = stored(record(suoritukset=[suoritus("tuvakoulutuksensuoritus", "999908", "TUVA", osaamisala=None)]))
        assert (oo.tutkinto, oo.osaamisala) == ("TUVA", "")

    def test_osaamisala_may_be_bare(self, record):
        oo = stored(record(suoritukset=[suoritus(osaamisala=[{"nimi": {"sv": "Bageri"}}])]))
        assert (oo.osaamisala, oo.hakurivi.jarjestysosaamisala) == ("Bageri", "bageri")

    def test_included_in_another(self, record):
        value = record() | {"sisältyyOpiskeluoikeuteen": {"oid": "1.2.246.562.15.20000000008", "oppilaitos": {}}}
        assert stored(value).sisaltyy_opiskeluoikeuteen == "1.2.246.562.15.20000000008"

    def test_very_long_names_and_far_dates_go_in(self, record):
        value = record(suoritukset=[suoritus(fi="ö" * 10_000)]) | {"päättymispäivä": "9999-12-31"}
        oo = stored(value)
        assert (len(oo.tutkinto), oo.voimassa_loppu) == (10_000, dt.date(9999, 12, 31))


class TestUpsert:
    def test_rerun_changes_nothing_and_writes_nothing(self, record, statements):
        values = [record(oid=opiskeluoikeus_oid()) for _number in range(20)]
        with statements(7):
            assert set(store_opiskeluoikeudet(values)) == {Outcome.CREATED}
        with statements(2):
            assert set(store_opiskeluoikeudet(values)) == {Outcome.UNCHANGED}

    def test_changed_record_updates(self, record):
        store_opiskeluoikeus(record())
        assert store_opiskeluoikeus(record(versionumero=2)) is Outcome.UPDATED
        assert stored(record(oppilaitos={"oid": TOINEN_KOULU})).oppilaitos_oid == TOINEN_KOULU

    def test_changed_learner_re_points(self, record, make_oppija):
        store_opiskeluoikeus(record())
        other = make_oppija("Eetu", "Ahtola")
        oo = stored(record(oppija={"oid": other.pk}))
        assert (oo.oppija, oo.hakurivi.hakunimi) == (other, " eetu ahtola")

    def test_later_of_two_in_a_batch_stands(self, record):
        assert store_opiskeluoikeudet([record(), record(versionumero=2)]) == [Outcome.CREATED, Outcome.UPDATED]
        assert Opiskeluoikeus.objects.get().koski["versionumero"] == 2

    def test_what_only_the_database_refuses_keeps_nobody_out(self, record):
        results = store_opiskeluoikeudet([record(), record(oid=opiskeluoikeus_oid(), laajuus=float("inf"))])
        assert results[0] is Outcome.CREATED
        assert "Tietokanta ei ota tietuetta" in str(results[1])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"oid": None}, "^oid puuttuu"),
        ({"oppilaitos": {}}, r"^oppilaitos.oid puuttuu"),
        ({"oppilaitos": None}, r"^oppilaitos.oid puuttuu"),
        ({"oppija": "1.2.3"}, "^oppija: Arvon on oltava olio"),
        ({"oppija": {"oid": "1.2.246.562.24.99999999999"}}, "Oppija tuntematon"),
        ({"tila": []}, "^tila: Arvon on oltava olio"),
        ({"tila": {"opiskeluoikeusjaksot": {}}}, r"^tila.opiskeluoikeusjaksot: Arvon on oltava luettelo olioita"),
        ({"tila": {"opiskeluoikeusjaksot": ["lasna"]}}, r"^tila.opiskeluoikeusjaksot: Arvon on oltava luettelo"),
        ({"tila": {"opiskeluoikeusjaksot": [jakso("1.8.2024", "lasna")]}}, r"^tila.opiskeluoikeusjaksot.0.alku: Päiv"),
        ({"alkamispäivä": "2024-02-30"}, "^alkamispäivä: Päivämäärän on oltava"),
        ({"alkamispäivä": "20240801"}, "^alkamispäivä: Päivämäärän on oltava"),
        ({"alkamispäivä": ""}, "^alkamispäivä: Päivämäärän on oltava"),
        ({"alkamispäivä": 20240801}, "^alkamispäivä: Päivämäärän on oltava"),
        ({"suoritukset": [{"tyyppi": "ammatillinentutkinto"}]}, r"^suoritukset.0.tyyppi: Arvon on oltava olio"),
        (
            {"suoritukset": [suoritus(fi=5)]},
            r"^suoritukset.0.koulutusmoduuli.tunniste.nimi.fi: Arvon on oltava tekstiä",
        ),
        ({"tyyppi": {"koodiarvo": 1}}, r"^tyyppi.koodiarvo: Arvon on oltava tekstiä"),
        ({"muuta": "\x00"}, "merkki, jota ei voi tallentaa"),
    ],
)
def test_refusal_says_where_and_what(record, changes, reason):
    with pytest.raises(RecordRefused, match=reason):
        store_opiskeluoikeus(record(**changes))
    assert not Opiskeluoikeus.objects.exists()


def test_command_stores_the_good_tells_of_the_bad_and_fails(record, tmp_path, capsys):
    file = tmp_path / "oikeudet.json"
    values = [record(), record(oid=opiskeluoikeus_oid(), tila=5), record(oid=opiskeluoikeus_oid())]
    file.write_text(json.dumps(values))
    for summary in (
        "Luotu 2, päivitetty 0, muuttumatta 0, hylätty 1.",
        "Luotu 0, päivitetty 0, muuttumatta 2, hylätty 1.",
    ):
        with pytest.raises(CommandError):
            call_command("import_opiskeluoikeudet", str(file))
        told = capsys.readouterr()
        assert summary in told.out
        assert "tietue 2: tila: Arvon on oltava olio." in told.err
    assert Opiskeluoikeus.objects.count() == 2


def test_command_reads_learners_from_json_lines(db, tmp_path, capsys):
    file = tmp_path / "oppijat.jsonl"
    file.write_text('{"oidHenkilo": "1.2.246.562.24.10000000009", "sukunimi": "Öhman"}\nei jsonia\n')
    with pytest.raises(CommandError):
        call_command("import_oppijat", str(file))
    told = capsys.readouterr()
    assert "Luotu 1, päivitetty 0, muuttumatta 0, hylätty 1." in told.out
    assert "rivi 2: JSON-virhe" in told.err
