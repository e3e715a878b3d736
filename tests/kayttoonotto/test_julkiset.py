"""Nothing that is told to everybody stands for fewer than ten learners, nor lets so few be worked out."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from hoks import services
from hoks.kayttoonotto import paivita
from hoks.kayttoonotto.julkiset import PIENIN, VARMASTI
from hoks.kayttoonotto.viikot import maanantai
from hoks.models import Hakurivi, Kanava, Kayttoonottolaskenta
from tests.conftest import TOINEN_KOULU

pytestmark = pytest.mark.django_db

URL = "/tilanne/"


def told() -> dict:
    paivita()
    return Kayttoonottolaskenta.objects.get().julkiset


def week(figures: dict, moment: dt.datetime) -> list:
    monday = maanantai(timezone.localdate(moment)).isoformat()
    return next(row for row in figures["viikot"] if row[0] == monday)


def ago(**parts) -> dt.datetime:
    return timezone.now() - dt.timedelta(**parts)


def numbers(figures: dict) -> list[int]:
    """Every figure that is of learners, percent left out."""
    weeks = [number for _monday, *both in figures["viikot"] for number in both]
    sums = [figures[name] for name in ("hoksit", "kuukauden", "oikeudet")]
    return [number for number in (*sums, *figures["kanavat"].values(), *weeks) if number is not None]


def test_of_nothing_nothing_is_told():
    figures = told()
    assert numbers(figures) == [] and figures["kattavuus"] is None
    assert (figures["toimijat"], figures["koulut"]) == ([0, 0], [0, 0])


def test_fewer_than_ten_are_not_told_and_more_are_in_tens(make_plans):
    make_plans(9, made=ago(days=30))
    assert numbers(told()) == []
    [tenth] = make_plans(1, made=ago(days=30))
    figures = told()
    assert figures["hoksit"] == figures["kanavat"]["virkailija"] == figures["oikeudet"] == 10
    assert week(figures, tenth.luotu)[1] == 10
    make_plans(9, made=ago(days=30), kanava=Kanava.TUONTI)
    figures = told()
    assert (figures["hoksit"], figures["kanavat"]["virkailija"], figures["kanavat"]["tuonti"]) == (10, 10, None)
    # All have a plan, so that of those without there are too few.
    assert figures["kattavuus"] is None


def test_ten_plans_of_nine_learners_are_not_told(make_plans, make_oppija):
    nine = [make_oppija() for _ in range(9)]
    for oppija in nine:
        make_plans(1, made=ago(days=30), oppija=oppija)
    make_plans(1, made=ago(days=30), oppija=nine[0])
    assert Hakurivi.objects.count() == 10 and numbers(told()) == []


@pytest.mark.parametrize(("without", "percent"), [(0, None), (9, None), (10, 54), (40, 23)])
def test_coverage_needs_ten_with_and_ten_without(make_plans, make_opiskeluoikeus, without, percent):
    make_plans(12)
    for _ in range(without):
        make_opiskeluoikeus()
    assert told()["kattavuus"] == percent


def test_coverage_is_not_told_where_few_have_a_plan(make_plans, make_opiskeluoikeus):
    make_plans(9)
    for _ in range(20):
        make_opiskeluoikeus()
    assert told()["kattavuus"] is None


def test_a_month_is_told_when_it_has_ten(make_plans):
    make_plans(9, made=timezone.now())
    assert told()["kuukauden"] is None
    make_plans(2, made=timezone.now())
    assert told()["kuukauden"] == 10


def test_parts_and_totals_never_differ_by_an_exact_few(make_plans):
    """What a reader can work out of rounded figures leaves every small part more than one possible size."""
    make_plans(11, made=ago(days=30))
    make_plans(13, made=ago(days=37), kanava=Kanava.TIEDONSIIRTO)
    make_plans(1, made=ago(days=44), kanava=Kanava.TUONTI)
    figures = told()
    assert figures["kanavat"] == {"virkailija": 10, "tiedonsiirto": 10, "tuonti": None} and figures["hoksit"] == 20
    possible = {
        total - one - other
        for total in range(figures["hoksit"], figures["hoksit"] + PIENIN)
        for one in range(10, 20)
        for other in range(10, 20)
        if 0 <= total - one - other < PIENIN
    }
    assert len(possible) == PIENIN


def test_the_next_plan_does_not_show(make_plans):
    make_plans(11, made=ago(days=30))
    before = told()
    make_plans(1, made=ago(days=30))
    assert told() == before


def test_the_curve_is_told_from_a_hundred_on_and_its_points_are_tens_apart(make_plans, monkeypatch):
    monkeypatch.setattr("hoks.kayttoonotto.julkiset.VARMASTI", 20)
    make_plans(15, made=ago(days=400))
    make_plans(4, made=ago(days=70))
    make_plans(3, made=ago(days=63))
    make_plans(12, made=ago(days=56))
    figures = told()
    assert VARMASTI == 100
    points = [row[2] for row in figures["viikot"]]
    assert week(figures, ago(days=70))[1:] == [None, None]
    assert week(figures, ago(days=63))[1:] == [None, 20]
    assert week(figures, ago(days=56))[1:] == [10, 30]
    assert points[-1] == 30 and {point for point in points if point} == {20, 30}
    # The week at hand is left out: it grows under one's eyes.
    assert figures["viikot"][-1][0] < maanantai(services.today()).isoformat()


def test_providers_and_schools_are_told_exactly(make_plans, make_opiskeluoikeus):
    make_plans(1)
    make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU)
    figures = told()
    assert (figures["toimijat"], figures["koulut"]) == ([1, 2], [1, 2])


class TestPage:
    def test_it_is_for_everybody_and_may_be_kept(self, client, make_plans, statements):
        make_plans(12)
        paivita()
        with statements(1):
            response = client.get(URL)
        assert response.status_code == 200 and not response.cookies
        assert response["Cache-Control"] == "public, max-age=300"
        page = response.content.decode()
        assert "alle 10" in page and "Luvut laskettu" in page and "12" not in page.split("<dl")[1].split("</dl>")[0]
        assert f'href="{URL}"' in page

    def test_a_signed_in_visitors_page_is_not_kept(self, client, virkailija):
        paivita()
        client.force_login(virkailija)
        assert client.get(URL)["Cache-Control"] == "no-store"

    def test_before_anything_is_counted_it_says_so(self, client):
        page = client.get(URL).content.decode()
        assert "Lukuja ei ole vielä laskettu." in page and "<dl" not in page

    def test_nothing_exact_is_kept_beside(self, make_plans):
        make_plans(17, made=ago(days=30))
        assert "17" not in json.dumps(told()["kanavat"]) and told()["hoksit"] == 10
