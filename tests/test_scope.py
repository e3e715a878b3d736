"""Whom eHOKS concerns: with the right reason, and lists go by the same rule."""

import datetime as dt

import pytest

from hoks import hakurivit, plan, search
from hoks.importing.opiskeluoikeudet import read_opiskeluoikeus
from hoks.models import Hakurivi, Hoks
from hoks.scope import Koskevuus, Syy, koskeeko
from hoks.search import Haku, Rajaus
from tests.conftest import KOULU

Tila = Hakurivi.Tila

DAY = dt.timedelta(days=1)

# What each of Koski's states adds to the row's Tila: a study right that has ended is told by the tens.
TILAT = {
    "lasna": 0,
    "valiaikaisestikeskeytynyt": 0,
    "loma": 0,
    "": 0,
    "valmistunut": 10,
    "eronnut": 10,
    "katsotaaneronneeksi": 10,
    "peruutettu": 10,
}
AVOIN, EI, POISTETTU, MASTER = None, None, "poistettu", "1.2.246.562.15.10000000009"
HUHTI, VAPPU, NYT = dt.date(2019, 4, 30), dt.date(2019, 5, 1), dt.date(2026, 5, 31)
# Plans first approved the day before the law, on its first day and later; a deleted one was approved on the last.
UUSIVUOSI_2017, LAKI, MYOHEMMIN = dt.date(2017, 12, 31), dt.date(2018, 1, 1), dt.date(2018, 1, 2)
AMM, TUVA, LUKIO = "ammatillinenkoulutus", "tuva", "lukiokoulutus"

# fmt: off
RIVIT = [
    # tyyppi, voimassa_loppu, plan, included in; then expected: concerns, why, and Tila without its tens
    (AMM,   HUHTI, EI,             "",     False, Syy.PAATTYI_AIEMMIN, Tila.EI_LISTATA),
    (AMM,   HUHTI, UUSIVUOSI_2017, "",     False, Syy.PAATTYI_AIEMMIN, Tila.VOIMASSA),
    (AMM,   HUHTI, LAKI,           "",     True,  Syy.HOKS_LAADITTU,   Tila.VOIMASSA),
    (AMM,   HUHTI, MYOHEMMIN,      "",     True,  Syy.HOKS_LAADITTU,   Tila.VOIMASSA),
    (AMM,   HUHTI, POISTETTU,      "",     False, Syy.PAATTYI_AIEMMIN, Tila.VAIN_POISTETTU),
    (AMM,   VAPPU, EI,             "",     True,  Syy.VOIMASSA,        Tila.PUUTTUU),
    (AMM,   VAPPU, UUSIVUOSI_2017, "",     True,  Syy.VOIMASSA,        Tila.VOIMASSA),
    (AMM,   VAPPU, LAKI,           "",     True,  Syy.VOIMASSA,        Tila.VOIMASSA),
    (AMM,   VAPPU, POISTETTU,      "",     True,  Syy.VOIMASSA,        Tila.POISTETTU),
    (AMM,   NYT,   EI,             "",     True,  Syy.VOIMASSA,        Tila.PUUTTUU),
    (AMM,   NYT,   UUSIVUOSI_2017, "",     True,  Syy.VOIMASSA,        Tila.VOIMASSA),
    (AMM,   NYT,   LAKI,           "",     True,  Syy.VOIMASSA,        Tila.VOIMASSA),
    (AMM,   NYT,   POISTETTU,      "",     True,  Syy.VOIMASSA,        Tila.POISTETTU),
    (AMM,   AVOIN, EI,             "",     True,  Syy.VOIMASSA,        Tila.PUUTTUU),
    (AMM,   AVOIN, UUSIVUOSI_2017, "",     True,  Syy.VOIMASSA,        Tila.VOIMASSA),
    (AMM,   AVOIN, LAKI,           "",     True,  Syy.VOIMASSA,        Tila.VOIMASSA),
    (AMM,   AVOIN, POISTETTU,      "",     True,  Syy.VOIMASSA,        Tila.POISTETTU),
    (TUVA,  HUHTI, EI,             "",     False, Syy.PAATTYI_AIEMMIN, Tila.EI_LISTATA),
    (TUVA,  HUHTI, LAKI,           "",     True,  Syy.HOKS_LAADITTU,   Tila.VOIMASSA),
    (TUVA,  VAPPU, EI,             "",     True,  Syy.VOIMASSA,        Tila.PUUTTUU),
    (TUVA,  AVOIN, EI,             MASTER, False, Syy.SISALTYY,        Tila.EI_LISTATA),
    (AMM,   HUHTI, LAKI,           MASTER, False, Syy.SISALTYY,        Tila.VOIMASSA),
    (AMM,   AVOIN, EI,             MASTER, False, Syy.SISALTYY,        Tila.EI_LISTATA),
    (AMM,   AVOIN, LAKI,           MASTER, False, Syy.SISALTYY,        Tila.VOIMASSA),
    (AMM,   AVOIN, POISTETTU,      MASTER, False, Syy.SISALTYY,        Tila.VAIN_POISTETTU),
    (LUKIO, AVOIN, EI,             "",     False, Syy.TYYPPI,          Tila.EI_LISTATA),
    (LUKIO, HUHTI, LAKI,           "",     False, Syy.TYYPPI,          Tila.VOIMASSA),
    (LUKIO, AVOIN, POISTETTU,      "",     False, Syy.TYYPPI,          Tila.VAIN_POISTETTU),
    (LUKIO, AVOIN, EI,             MASTER, False, Syy.TYYPPI,          Tila.EI_LISTATA),
    ("",    AVOIN, EI,             "",     False, Syy.TYYPPI,          Tila.EI_LISTATA),
]
# fmt: on


@pytest.fixture
def make_case(make_opiskeluoikeus):
    """make_case(plan, **columns) -> the study right and its plan's first approval, if any."""

    def make(suunnitelma, **columns):
        opiskeluoikeus = make_opiskeluoikeus(**columns)
        if suunnitelma is EI:
            return opiskeluoikeus, None
        deleted = suunnitelma == POISTETTU
        moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        # Not through the door, which refuses most of these study rights.
        hoks = Hoks.objects.create(
            opiskeluoikeus=opiskeluoikeus,
            ensikertainen_hyvaksyminen=MYOHEMMIN if deleted else suunnitelma,
            muokattu=moment,
            poistettu=moment if deleted else None,
        )
        hakurivit.write_hoks(hoks, plan.load(hoks))
        return opiskeluoikeus, None if deleted else suunnitelma

    return make


@pytest.mark.parametrize("tila", TILAT, ids=lambda tila: tila or "tilaton")
@pytest.mark.parametrize(("tyyppi", "loppu", "suunnitelma", "sisaltyy", "kuuluu", "syy", "hakutila"), RIVIT)
def test_truth_table_and_lists_agree(
    make_case, virkailija, organisaatiot, tyyppi, loppu, suunnitelma, sisaltyy, kuuluu, syy, hakutila, tila
):
    opiskeluoikeus, hyvaksytty = make_case(
        suunnitelma, tyyppi=tyyppi, voimassa_loppu=loppu, sisaltyy_opiskeluoikeuteen=sisaltyy, tila=tila
    )
    assert koskeeko(opiskeluoikeus, hyvaksytty) == Koskevuus(kuuluu, syy)
    rivi = Hakurivi.objects.get()
    # The column answers for the study right alone: a plan that is there speaks for itself.
    assert rivi.koskee == (kuuluu and syy is not Syy.HOKS_LAADITTU)
    assert rivi.tila == (hakutila + TILAT[tila] if hakutila else Tila.EI_LISTATA)
    listed = search.find(virkailija, organisaatiot[KOULU], Haku(rajaus=Rajaus.KAIKKI))
    # Any plan that the official sees is listed.
    assert listed.exists() == (kuuluu or hyvaksytty is not None)


def koski(*states: tuple[str, str]):
    """A study right as Koski tells of it, of its states in order: ("2017-08-14", "lasna"), …"""
    jaksot = [{"alku": alku, "tila": {"koodiarvo": koodiarvo}} for alku, koodiarvo in states]
    return read_opiskeluoikeus(
        {
            "oid": "1.2.246.562.15.10000000009",
            "oppija": {"oid": "1.2.246.562.24.44651722625"},
            "oppilaitos": {"oid": KOULU},
            "tyyppi": {"koodiarvo": AMM},
            "alkamispäivä": states[0][0],
            "tila": {"opiskeluoikeusjaksot": jaksot},
        }
    )


@pytest.mark.parametrize("day", ["2018-12-31", "2019-04-30", "2019-05-01", "2019-05-02"])
@pytest.mark.parametrize("tila", [tila for tila in TILAT if tila])
def test_by_every_state_of_koski_and_the_day_it_began(tila, day):
    right = koski(("2017-08-14", "lasna"), (day, tila))
    valid = not TILAT[tila] or day >= "2019-05-01"
    assert koskeeko(right) == (Koskevuus(True, Syy.VOIMASSA) if valid else Koskevuus(False, Syy.PAATTYI_AIEMMIN))


class TestQuestionsOfTheAdoptionSlides:
    """The three that the slides of 20.8.2019 left open (templates/virkailija/tyolista/keita_koskee.html)."""

    def test_interrupted_on_the_first_of_may_with_a_plan_of_the_new_law(self):
        interrupted = koski(("2018-08-06", "lasna"), ("2019-03-01", "valiaikaisestikeskeytynyt"))
        assert koskeeko(interrupted, LAKI) == koskeeko(interrupted) == Koskevuus(True, Syy.VOIMASSA)
        # Resigned during the interruption: only the plan's day speaks for it.
        resigned = koski(
            ("2018-08-06", "lasna"), ("2019-03-01", "valiaikaisestikeskeytynyt"), ("2019-04-30", "eronnut")
        )
        assert koskeeko(resigned, LAKI) == Koskevuus(True, Syy.HOKS_LAADITTU)
        assert koskeeko(resigned) == Koskevuus(False, Syy.PAATTYI_AIEMMIN)

    @pytest.mark.parametrize("alkoi", ["2014-08-11", "2017-08-14"])
    def test_study_under_the_old_qualification_requirements(self, alkoi):
        # The day of the old law's plan is the first approval, and takes nothing away from a valid study right.
        assert koskeeko(koski((alkoi, "lasna")), UUSIVUOSI_2017) == Koskevuus(True, Syy.VOIMASSA)
        ended = koski((alkoi, "lasna"), ("2019-04-30", "valmistunut"))
        assert koskeeko(ended, UUSIVUOSI_2017) == Koskevuus(False, Syy.PAATTYI_AIEMMIN)

    @pytest.mark.parametrize("valmistui", ["2019-05-01", "2019-05-31", "2019-06-30"])
    def test_graduated_in_may_or_june_2019(self, valmistui):
        graduated = koski(("2017-08-14", "lasna"), (valmistui, "valmistunut"))
        assert koskeeko(graduated) == koskeeko(graduated, LAKI) == Koskevuus(True, Syy.VOIMASSA)

    def test_graduated_in_april_2019(self):
        graduated = koski(("2017-08-14", "lasna"), ("2019-04-30", "valmistunut"))
        assert koskeeko(graduated) == Koskevuus(False, Syy.PAATTYI_AIEMMIN)
        assert koskeeko(graduated, LAKI) == Koskevuus(True, Syy.HOKS_LAADITTU)


def test_both_dates_are_settings(make_case, settings):
    assert (settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN, settings.HOKS_LAADITTU_ALKAEN) == (VAPPU, LAKI)
    settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN = VAPPU + DAY
    ended, hyvaksytty = make_case(LAKI, voimassa_loppu=VAPPU)
    assert koskeeko(ended, hyvaksytty).syy is Syy.HOKS_LAADITTU
    assert not Hakurivi.objects.get().koskee
    settings.HOKS_LAADITTU_ALKAEN = LAKI + DAY
    assert koskeeko(ended, hyvaksytty).syy is Syy.PAATTYI_AIEMMIN


@pytest.mark.parametrize("syy", Syy)
def test_every_reason_is_a_sentence(syy):
    assert syy.sentence.endswith(".")
    assert "%" not in syy.sentence


def test_sentences_name_the_settings_dates(settings):
    settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN = dt.date(2020, 6, 7)
    settings.HOKS_LAADITTU_ALKAEN = dt.date(2020, 8, 9)
    assert "7.6.2020" in Syy.VOIMASSA.sentence
    assert "9.8.2020" in Syy.HOKS_LAADITTU.sentence
    assert "7.6.2020" in Syy.PAATTYI_AIEMMIN.sentence and "9.8.2020" in Syy.PAATTYI_AIEMMIN.sentence
