"""The stage of a unit, both sides of each boundary (ui.md 1.4.5)."""

import datetime as dt

import pytest

from hoks.contract import HankittavaAmmatillinen, HankittavaKoulutuksenOsa
from hoks.models import Opiskeluoikeus
from hoks.presentation import Plan
from hoks.presentation.grouping import Vaihe, vaihe
from hoks.tree import TreeNode

TODAY = dt.date(2026, 8, 15)


def day(offset: int) -> str:
    return (TODAY + dt.timedelta(days=offset)).isoformat()


def unit(tavat=(), naytot=()) -> TreeNode:
    data = {
        "osaamisen-hankkimistavat": [{"alku": alku, "loppu": loppu} for alku, loppu in tavat],
        "osaamisen-osoittaminen": [{"alku": alku, "loppu": loppu} for alku, loppu in naytot],
    }
    return TreeNode(HankittavaAmmatillinen, data)


@pytest.mark.parametrize(
    ("tavat", "naytot", "expected"),
    [
        ([], [], Vaihe.SUUNNITELTU),
        ([("", "31.2.2026")], [], Vaihe.SUUNNITELTU),
        ([(day(-900), day(-800))], [], Vaihe.AIKATAULUTETTU),
        ([], [(day(-14), day(-14))], Vaihe.AIKATAULUTETTU),
        ([], [(day(-15), day(-15))], Vaihe.VALMIS),
        ([], [(day(-30), day(-14))], Vaihe.AIKATAULUTETTU),
        ([(day(5), day(50))], [(day(-20), day(-15))], Vaihe.VALMIS),
        ([], [(day(-40), day(-30)), (day(1), day(2))], Vaihe.AIKATAULUTETTU),
        ([], [("9999-12-31", "9999-12-31")], Vaihe.AIKATAULUTETTU),
        ([], [("0001-01-01", "0001-01-01")], Vaihe.VALMIS),
        ([("2026-01-01", "2026-02-01")], [("?", "?")], Vaihe.AIKATAULUTETTU),
    ],
)
def test_stage_of_a_unit(tavat, naytot, expected):
    assert vaihe(unit(tavat, naytot), TODAY) == expected


@pytest.mark.parametrize(
    ("loppu", "expected"),
    [
        (day(0), Vaihe.VALMIS),
        (day(1), Vaihe.AIKATAULUTETTU),
        (None, Vaihe.AIKATAULUTETTU),
        ("?", Vaihe.AIKATAULUTETTU),
    ],
)
def test_koulutuksen_osa_is_done_on_its_last_day(loppu, expected):
    assert vaihe(TreeNode(HankittavaKoulutuksenOsa, {"alku": day(-9), "loppu": loppu}), TODAY) == expected


def test_what_is_counted():
    plan = Plan(
        {
            "hankittavat-ammat-tutkinnon-osat": [{}],
            "hankittavat-yhteiset-tutkinnon-osat": [{"osa-alueet": [{}, {}]}, {"osa-alueet": []}],
            "hankittavat-paikalliset-tutkinnon-osat": [{}],
            "hankittavat-koulutuksen-osat": [{"loppu": day(0)}],
        },
        today=TODAY,
    )
    assert [len(group.osat) for group in plan.groups] == [4, 0, 1]
    assert len(plan.yhteiset_ilman_osa_alueita) == 1


def test_support_without_dates_lasts_as_long_as_the_studies():
    right = Opiskeluoikeus(alkamispaiva=dt.date(2024, 8, 1), arvioitu_paattymispaiva=dt.date(2027, 5, 31))
    plan = Plan({"oppimisen-tuki": [{}, {"alku": "2026-08-01"}]}, opiskeluoikeus=right)
    assert [tuki.period for tuki in plan.oppimisen_tuki] == ["1.8.2024–31.5.2027 (koko opintojen ajan)", "1.8.2026–"]
    assert Plan({"oppimisen-tuki": [{}]}).oppimisen_tuki[0].period == ""


def test_tuva_has_no_prior_learning_to_speak_of():
    right = Opiskeluoikeus(tyyppi="tuva")
    assert "aiemmin_hankittu" not in [section.name for section in Plan({}, opiskeluoikeus=right).sections]
    assert "aiemmin_hankittu" in [section.name for section in Plan({}).sections]
