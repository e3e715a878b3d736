"""What comes next and how far the learner is, in words."""

import datetime as dt

import pytest

from hoks.models import Opiskeluoikeus
from hoks.presentation import Audience, Plan
from hoks.presentation.grouping import Vaihe
from hoks.presentation.words import progress

TODAY = dt.date(2026, 8, 15)
TYOPAIKKA = {"tyopaikalla-jarjestettava-koulutus": {"tyopaikan-nimi": "Kahvila"}}


def told(tavat=(), naytot=(), **options) -> list[str]:
    osa = {
        "nimi": "Kokkaus",
        "osaamisen-hankkimistavat": [{"alku": alku, "loppu": loppu, **more} for alku, loppu, more in tavat],
        "osaamisen-osoittaminen": [{"alku": alku, "loppu": loppu} for alku, loppu in naytot],
    }
    document = {"hankittavat-paikalliset-tutkinnon-osat": [osa]}
    plan = Plan(document, today=TODAY, audience=Audience.OPPIJA, **options)
    return [item.text for item in plan.upcoming]


@pytest.mark.parametrize(
    ("alku", "loppu", "text"),
    [
        ("2026-08-10", "2026-08-14", None),
        ("2026-08-10", "2026-08-15", "Näyttö on meneillään ja päättyy 15.8.2026"),
        ("2026-08-15", "2026-08-15", "Näyttö on tänään, 15.8.2026"),
        ("2026-08-15", "2026-08-16", "Näyttö alkaa tänään ja päättyy 16.8.2026"),
        ("2026-08-16", "2026-08-16", "Näyttö on 16.8.2026"),
        ("2026-08-16", "2026-08-17", "Näyttö alkaa 16.8.2026 ja päättyy 17.8.2026"),
        ("9999-12-31", "9999-12-31", "Näyttö on 31.12.9999"),
    ],
)
def test_both_sides_of_today(alku, loppu, text):
    assert told(naytot=[(alku, loppu)]) == ([text] if text else [])


def test_soonest_first_and_not_too_many():
    pause = {"keskeytymisajanjaksot": [{"alku": "2026-08-15", "loppu": "2026-08-16"}]}
    tavat = [
        ("2026-08-01", "2028-05-31", pause),
        ("2026-10-01", "2026-11-01", TYOPAIKKA),
        ("2026-09-01", "2026-12-01", {}),
        ("2026-08-01", "2026-08-31", {}),
    ]
    assert told(tavat, naytot=[("2026-11-01", "2026-11-01")]) == [
        "Opiskelu on meneillään ja päättyy 31.8.2026",
        "Opiskelu alkaa 1.9.2026 ja päättyy 1.12.2026",
        "Opiskelu työpaikalla alkaa 1.10.2026 ja päättyy 1.11.2026",
        "Näyttö on 1.11.2026",
    ]


@pytest.mark.parametrize(("tila", "shown"), [("lasna", 1), ("valmistunut", 0)])
def test_nothing_comes_after_the_studies(tila, shown):
    assert len(told(naytot=[("2026-09-01", "2026-09-01")], opiskeluoikeus=Opiskeluoikeus(tila=tila))) == shown


@pytest.mark.parametrize(
    ("done", "scheduled", "planned", "text"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, "Opinnoistasi 1 osa on valmiina."),
        (2, 1, 0, "Opinnoistasi 2 osaa on valmiina ja 1 osan ajat on sovittu."),
        (0, 0, 3, "Opinnoistasi 3 osan ajat ovat vielä sopimatta."),
        (
            2,
            4,
            1,
            "Opinnoistasi 2 osaa on valmiina, 4 osan ajat on sovittu ja 1 osan ajat ovat vielä sopimatta.",
        ),
    ],
)
def test_progress(done, scheduled, planned, text):
    counts = {Vaihe.VALMIS: done, Vaihe.AIKATAULUTETTU: scheduled, Vaihe.SUUNNITELTU: planned}
    assert progress(counts) == text


def test_a_card_spans_what_is_below_it():
    osa = {
        "osaamisen-hankkimistavat": [{"alku": "2026-09-01", "loppu": "2026-10-01"}],
        "osaamisen-osoittaminen": [{"alku": "2026-11-05", "loppu": "2026-11-05"}],
    }
    plan = Plan({"hankittavat-ammat-tutkinnon-osat": [osa, {}]}, today=TODAY)
    assert [osa.aika for osa in plan.hankittavat] == ["1.9.2026–5.11.2026", ""]
    assert [osa.on_pelkka_otsikko for osa in plan.hankittavat] == [False, True]
