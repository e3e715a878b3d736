"""Whom eHOKS concerns: with the right reason, and lists go by the same rule."""

import datetime as dt
from itertools import product

import pytest

from hoks import hakurivit, plan, search
from hoks.models import Hoks
from hoks.scope import Koskevuus, Syy, koskeeko
from hoks.search import Haku, Rajaus
from tests.conftest import KOULU

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
