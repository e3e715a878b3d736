"""Whom eHOKS concerns: with the right reason, and lists go by the same rule."""

import datetime as dt
from itertools import product

import pytest

from hoks import hakurivit, plan, search
from hoks.importing.opiskeluoikeudet import read_opiskeluoikeus
from hoks.models import Hoks, Opiskeluoikeus
from hoks.scope import Koskevuus, Syy, koskeeko
from hoks.search import Haku, Rajaus
from tests.conftest import KOULU, opiskeluoikeus_oid, oppija_oid

DAY = dt.timedelta(days=1)
VOIMASSA_ALKAEN = dt.date(2019, 5, 1)
LAADITTU_ALKAEN = dt.date(2018, 1, 1)

TYYPIT = ("ammatillinenkoulutus", "tuva", "lukiokoulutus", "")
SISALTYY = ("", "1.2.246.562.15.10000000009")
LOPUT = (None, VOIMASSA_ALKAEN - DAY, VOIMASSA_ALKAEN, VOIMASSA_ALKAEN + DAY)
# No plan; first approved before, on and after the boundary; the last again, but deleted.
SUUNNITELMAT = (None, LAADITTU_ALKAEN - DAY, LAADITTU_ALKAEN, LAADITTU_ALKAEN + DAY, "poistettu")


def expected(tyyppi, sisaltyy, loppu, hyvaksytty) -> Koskevuus:
    """The issue's sentence, spelt out once more."""
    if tyyppi not in ("ammatillinenkoulutus", "tuva"):
        return Koskevuus(False, Syy.TYYPPI)
    if sisaltyy:
        return Koskevuus(False, Syy.SISALTYY)
    if loppu is None or loppu >= VOIMASSA_ALKAEN:
        return Koskevuus(True, Syy.VOIMASSA)
    if hyvaksytty and hyvaksytty >= LAADITTU_ALKAEN:
        return Koskevuus(True, Syy.HOKS_LAADITTU)
    return Koskevuus(False, Syy.PAATTYI_AIEMMIN)


@pytest.fixture
def make_case(make_opiskeluoikeus, make_oppija):
    """make_case(tyyppi, sisaltyy, loppu, suunnitelma) -> the study right and its plan's first approval, if any."""
    oppija = make_oppija()

    def make(tyyppi, sisaltyy, loppu, suunnitelma):
        opiskeluoikeus = make_opiskeluoikeus(
            oppija, tyyppi=tyyppi, sisaltyy_opiskeluoikeuteen=sisaltyy, voimassa_loppu=loppu
        )
        if suunnitelma is None:
            return opiskeluoikeus, None
        deleted = suunnitelma == "poistettu"
        moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        # Not through the door, which refuses most of these study rights.
        hoks = Hoks.objects.create(
            opiskeluoikeus=opiskeluoikeus,
            ensikertainen_hyvaksyminen=LAADITTU_ALKAEN + DAY if deleted else suunnitelma,
            muokattu=moment,
            poistettu=moment if deleted else None,
        )
        hakurivit.write_hoks(hoks, plan.load(hoks))
        return opiskeluoikeus, None if deleted else suunnitelma

    return make


def test_answers_over_the_whole_truth_table_and_the_list_agrees(make_case, virkailija, organisaatiot):
    answers = {}
    for case in product(TYYPIT, SISALTYY, LOPUT, SUUNNITELMAT):
        opiskeluoikeus, hyvaksytty = make_case(*case)
        answer = koskeeko(opiskeluoikeus, hyvaksytty)
        assert answer == expected(*case[:3], hyvaksytty), case
        # Any plan that the user sees is listed.
        answers[opiskeluoikeus.pk] = answer.kuuluu or hyvaksytty is not None
    listed = search.find(virkailija, organisaatiot[KOULU], Haku(rajaus=Rajaus.KAIKKI)).values_list("pk", flat=True)
    assert set(listed) == {oid for oid, expected_there in answers.items() if expected_there}


# Of the states that Koski knows: whether the study right goes on in it (domain.md 1.2).
TILAT = {
    "lasna": True,
    "loma": True,
    "valiaikaisestikeskeytynyt": True,
    "valmistunut": False,
    "eronnut": False,
    "katsotaaneronneeksi": False,
    "peruutettu": False,
}


def koski(*jaksot: tuple[dt.date, str], **record) -> Opiskeluoikeus:
    """The study right of a record with these states, read as the import reads it."""
    states = [{"alku": alku.isoformat(), "tila": {"koodiarvo": tila}} for alku, tila in jaksot]
    told = {
        "oid": opiskeluoikeus_oid(),
        "oppija": {"oid": oppija_oid()},
        "oppilaitos": {"oid": KOULU},
        "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
        "alkamispäivä": min(alku for alku, _tila in jaksot).isoformat(),
        "tila": {"opiskeluoikeusjaksot": states},
    }
    return read_opiskeluoikeus(told | record)


BEGAN = dt.date(2017, 8, 14)


@pytest.mark.parametrize("began", [dt.date(2018, 12, 31), *(VOIMASSA_ALKAEN + days * DAY for days in (-1, 0, 1))])
@pytest.mark.parametrize(("tila", "goes_on"), TILAT.items())
@pytest.mark.parametrize("hyvaksytty", [None, LAADITTU_ALKAEN - DAY, LAADITTU_ALKAEN])
def test_by_every_state_and_the_day_it_began(tila, goes_on, began, hyvaksytty):
    right = koski((BEGAN, "lasna"), (began, tila))
    if goes_on or began >= VOIMASSA_ALKAEN:
        assert koskeeko(right, hyvaksytty) == Koskevuus(True, Syy.VOIMASSA)
    elif hyvaksytty == LAADITTU_ALKAEN:
        assert koskeeko(right, hyvaksytty) == Koskevuus(True, Syy.HOKS_LAADITTU)
    else:
        assert koskeeko(right, hyvaksytty) == Koskevuus(False, Syy.PAATTYI_AIEMMIN)


class TestQuestionsOfTheSlides:
    """What the adoption slides of 20.8.2019 left open, as Keitä eHOKS koskee? answers it."""

    def test_interrupted_on_the_day_with_a_plan_of_the_new_law(self):
        interrupted = (dt.date(2019, 1, 7), "valiaikaisestikeskeytynyt")
        plan_made = dt.date(2018, 9, 1)
        assert koskeeko(koski((BEGAN, "lasna"), interrupted), plan_made) == Koskevuus(True, Syy.VOIMASSA)
        # Also when nobody came back, and without a plan.
        resigned = (dt.date(2019, 8, 1), "eronnut")
        assert koskeeko(koski((BEGAN, "lasna"), interrupted, resigned)) == Koskevuus(True, Syy.VOIMASSA)
        # Who resigned before the day was interrupted no more; the plan decides.
        early = koski((BEGAN, "lasna"), interrupted, (VOIMASSA_ALKAEN - DAY, "eronnut"))
        assert koskeeko(early, plan_made) == Koskevuus(True, Syy.HOKS_LAADITTU)
        assert koskeeko(early) == Koskevuus(False, Syy.PAATTYI_AIEMMIN)

    def test_under_old_qualification_requirements(self):
        old = {"suoritukset": [{"tyyppi": {"koodiarvo": "ammatillinentutkinto"}, "suoritustapa": {"koodiarvo": "ops"}}]}
        began, hops = (dt.date(2015, 8, 10), "lasna"), dt.date(2015, 9, 1)
        assert koskeeko(koski(began, **old), hops) == Koskevuus(True, Syy.VOIMASSA)
        ended = koski(began, (VOIMASSA_ALKAEN - DAY, "valmistunut"), **old)
        assert koskeeko(ended, hops) == Koskevuus(False, Syy.PAATTYI_AIEMMIN)

    @pytest.mark.parametrize("day", [VOIMASSA_ALKAEN, dt.date(2019, 5, 31), dt.date(2019, 6, 30)])
    def test_graduated_in_may_or_june_2019(self, day):
        graduated = koski((BEGAN, "lasna"), (day, "valmistunut"), päättymispäivä=day.isoformat())
        assert koskeeko(graduated) == Koskevuus(True, Syy.VOIMASSA)

    def test_graduated_the_day_before(self):
        graduated = koski((BEGAN, "lasna"), (VOIMASSA_ALKAEN - DAY, "valmistunut"))
        assert koskeeko(graduated) == Koskevuus(False, Syy.PAATTYI_AIEMMIN)
        assert koskeeko(graduated, LAADITTU_ALKAEN) == Koskevuus(True, Syy.HOKS_LAADITTU)


def test_both_dates_are_settings(make_case, settings):
    ended, hyvaksytty = make_case("ammatillinenkoulutus", "", VOIMASSA_ALKAEN, LAADITTU_ALKAEN)
    settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN = VOIMASSA_ALKAEN + DAY
    assert koskeeko(ended, hyvaksytty).syy is Syy.HOKS_LAADITTU
    settings.HOKS_LAADITTU_ALKAEN = LAADITTU_ALKAEN + DAY
    assert koskeeko(ended, hyvaksytty).syy is Syy.PAATTYI_AIEMMIN


@pytest.mark.parametrize("syy", Syy)
def test_every_reason_is_a_sentence(syy):
    assert syy.sentence.endswith(".")
    assert "%" not in syy.sentence


def test_sentence_names_the_settings_dates(settings):
    settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN = dt.date(2020, 6, 7)
    assert "7.6.2020" in Syy.VOIMASSA.sentence
