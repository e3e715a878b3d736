"""The officials' page of adoption: every figure as plain SQL has it, own schools only, in any order, as files too."""

import csv
import datetime as dt
import io
import re
from itertools import pairwise
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisaatio
from hoks import services
from hoks.kayttoonotto import koulun_luvut, koulut, paivita
from hoks.kayttoonotto.koulut import nahtavat, summa
from hoks.kayttoonotto.luvut import viikoittain
from hoks.kayttoonotto.rivit import Jarjestys, rivit
from hoks.models import Kanava, Kayttoonottolaskenta
from tests.conftest import JARJESTAJA, KOULU, OPH, SISARKOULU, TOINEN_JARJESTAJA, TOINEN_KOULU
from tests.kayttoonotto.conftest import by_sql, percent

pytestmark = pytest.mark.django_db

URL = reverse("virkailija:kayttoonotto")
TUNTEMATON_KOULU = "1.2.246.562.10.30000000002"


@pytest.fixture
def country(make_plans, make_opiskeluoikeus, make_siirto, organisaatiot):
    """Plans at three schools, study rights without; a closed school, one without a provider, one nobody told us of."""
    closed, alone = (f"1.2.246.562.10.4000000000{number}" for number in (1, 2))
    koulu = [Organisaatio.OPPILAITOS]
    Organisaatio.objects.create(
        oid=closed,
        nimi={"fi": "Suljettu koulu"},
        tyypit=koulu,
        tila="PASSIIVINEN",
        parent_oid=JARJESTAJA,
        polku=[OPH, JARJESTAJA, closed],
    )
    Organisaatio.objects.create(oid=alone, nimi={"fi": "Yksinäinen koulu"}, tyypit=koulu, polku=[OPH, alone])
    for place, oid in enumerate((KOULU, KOULU, SISARKOULU, closed, alone, TUNTEMATON_KOULU)):
        made = timezone.now() - dt.timedelta(days=21 * place)
        make_plans(place + 1, oid, made=made, kanava=list(Kanava)[place % 3])
    for oid in (KOULU, KOULU, TOINEN_KOULU):
        right = make_opiskeluoikeus(oppilaitos_oid=oid)
    make_opiskeluoikeus(oppilaitos_oid=KOULU, tyyppi="lukiokoulutus")
    make_siirto(right, status=400)
    make_siirto(make_opiskeluoikeus(oppilaitos_oid=SISARKOULU), status=204)
    paivita()
    return by_sql(services.today())


def added(rows: list[dict], name: str) -> int:
    return sum(row[name] for row in rows)


def check(told, rows: list[dict]) -> None:
    """A sum is that of the schools' rows."""
    assert told.kanavat == {kanava: added(rows, kanava) for kanava in Kanava}
    for name in ("kuukauden", "oikeudet", "katetut", "hylatyt"):
        assert getattr(told, name) == added(rows, name)
    assert told.kattavuus == percent(added(rows, "katetut"), added(rows, "oikeudet"))
    firsts = [row["ensimmainen_siirto"] for row in rows if row["ensimmainen_siirto"]]
    assert told.ensimmainen_siirto == min(firsts, default=None)


class TestFigures:
    def test_the_countrys(self, country, paakayttaja):
        schools = nahtavat(paakayttaja)
        told = summa(schools)
        check(told, list(country.values()))
        # TOINEN_KOULU has not started; the closed and the unknown are not counted.
        assert told.koulut == (3, 4) and told.toimijat == (1, 2)

    def test_each_providers_and_schools(self, country, paakayttaja):
        for row in rivit(nahtavat(paakayttaja), Jarjestys.NIMI, descending=False):
            of = {
                JARJESTAJA: [KOULU, SISARKOULU, "1.2.246.562.10.40000000001"],
                TOINEN_JARJESTAJA: [TOINEN_KOULU],
                "muut": ["1.2.246.562.10.40000000002", TUNTEMATON_KOULU],
            }[row.avain]
            check(row.luvut, [country[oid] for oid in of])
        own = [koulu for koulu in nahtavat(paakayttaja) if koulu.toimija and koulu.toimija.oid == JARJESTAJA]
        for row in rivit(own, Jarjestys.NIMI, descending=False):
            check(row.luvut, [country[row.avain]])

    def test_the_curve_ends_at_the_total_and_begins_with_what_was_before(self, country, paakayttaja, make_plans):
        make_plans(3, made=timezone.now() - dt.timedelta(days=900))
        paivita()
        total = summa(nahtavat(paakayttaja)).hoksit
        weeks = viikoittain(None, services.today(), total)
        assert weeks[-1].yhteensa == total and weeks[0].yhteensa - weeks[0].uusia == 3
        assert sum(week.uusia for week in weeks) == total - 3
        assert all(later.yhteensa == week.yhteensa + later.uusia for week, later in pairwise(weeks))

    def test_only_all_is_a_hundred_percent(self, make_plans, make_opiskeluoikeus, virkailija):
        assert summa([]).kattavuus is None
        koulu = koulut.Koulu(
            Organisaatio(oid=KOULU), None, koulut.Kayttoonottokoulu(KOULU, oikeudet=3000, katetut=2999)
        )
        assert str(summa([koulu]).kattavuus) == "99.9"

    def test_for_the_front_page(self, country, virkailija, statements):
        koulu, vieras = (Organisaatio.objects.get(oid=oid) for oid in (KOULU, TOINEN_KOULU))
        koulun_luvut(virkailija, koulu)
        with statements(1):
            check(koulun_luvut(virkailija, koulu), [country[KOULU]])
        with statements(0):
            assert koulun_luvut(virkailija, vieras) is None


class TestWhoSeesWhat:
    def test_an_official_sees_own_schools_only(self, client, country, make_user):
        client.force_login(make_user("johtaja", "VIRKAILIJA", (JARJESTAJA, "READ")))
        page = client.get(URL).content.decode()
        assert "Hirvijoen ammattiopisto" in page and "Hirvijoen aikuisopisto" in page and "Suljettu koulu" in page
        for text in ("Saarilahden", TOINEN_KOULU, "Yksinäinen", TUNTEMATON_KOULU):
            assert text not in page
        told = summa(nahtavat(make_user("toinen-johtaja", "VIRKAILIJA", (JARJESTAJA, "READ"))))
        check(told, [country[oid] for oid in (KOULU, SISARKOULU, "1.2.246.562.10.40000000001")])

    def test_an_official_of_one_school_is_told_of_it_alone(self, client, country, virkailija):
        client.force_login(virkailija)
        page = client.get(URL).content.decode()
        assert "<h1>Käyttöönotto: <bdi>Hirvijoen ammattiopisto" in page and "aikuisopisto" not in page
        check(summa(nahtavat(virkailija)), [country[KOULU]])
        # Of his provider he is told what his school comes to.
        page = client.get(f"{URL}?toimija={JARJESTAJA}").content.decode()
        assert "Hirvijoen koulutuskuntayhtymä" in page and "aikuisopisto" not in page

    @pytest.mark.parametrize(
        "query",
        [
            f"toimija={TOINEN_JARJESTAJA}",
            f"oppilaitos={TOINEN_KOULU}",
            f"oppilaitos={SISARKOULU}",
            f"oppilaitos={TUNTEMATON_KOULU}",
            f"toimija={OPH}",
            "toimija=muut",
            "toimija=x",
        ],
    )
    @pytest.mark.parametrize("route", ["kayttoonotto", "kayttoonotto-csv", "kayttoonotto-xlsx"])
    def test_others_are_as_if_there_were_none(self, client, country, virkailija, query, route):
        client.force_login(virkailija)
        assert client.get(f"{reverse(f'virkailija:{route}')}?{query}").status_code == 404

    def test_a_paakayttaja_reaches_every_provider_and_school(self, client, country, paakayttaja):
        client.force_login(paakayttaja)
        page = client.get(URL).content.decode()
        for text in ("Koko maa", "Saarilahden koulutus Oy", "Ilman koulutustoimijaa", "1/2", "3/4"):
            assert text in page
        links = set(re.findall(r'href="(/virkailija/kayttoonotto/\?(?:toimija|oppilaitos)=[^"]*)"', page))
        assert len(links) == 3
        below = client.get(f"{URL}?toimija={JARJESTAJA}").content.decode()
        assert "Suljettu koulu" in below and "Ei toiminnassa" in below and "Saarilahden" not in below
        others = client.get(f"{URL}?toimija=muut").content.decode()
        assert "Yksinäinen koulu" in others and "Tuntematon oppilaitos" in others
        assert client.get(f"{URL}?oppilaitos={TUNTEMATON_KOULU}").status_code == 200

    def test_without_schools_it_says_what_to_do(self, client, country, make_user):
        client.force_login(make_user("uusi", "VIRKAILIJA"))
        assert "Pyydä käyttöoikeus" in client.get(URL).content.decode()

    def test_before_anything_is_counted_it_says_so(self, client, virkailija):
        client.force_login(virkailija)
        assert "Lukuja ei ole vielä laskettu." in client.get(URL).content.decode()


class TestTable:
    @pytest.mark.parametrize("jarjestys", Jarjestys)
    def test_any_order_both_ways_missing_values_last(self, country, paakayttaja, jarjestys):
        schools = nahtavat(paakayttaja)
        up, down = ([row.avain for row in rivit(schools, jarjestys, descending=way)] for way in (False, True))
        assert set(up) == set(down) == {JARJESTAJA, TOINEN_JARJESTAJA, "muut"}
        if jarjestys in (Jarjestys.ENSIMMAINEN, Jarjestys.VIIMEISIN):
            assert up[0] == down[0] == JARJESTAJA
        else:
            assert up != down
        if jarjestys is Jarjestys.HOKSIT:
            assert down[-1] == TOINEN_JARJESTAJA

    def test_headings_sort_and_say_how(self, client, country, paakayttaja):
        client.force_login(paakayttaja)
        page = client.get(f"{URL}?jarjesta=-hoksit").content.decode()
        assert page.count('aria-sort="descending"') == 1 and "?jarjesta=hoksit#taulukko" in page
        assert client.get(f"{URL}?jarjesta=x").status_code == 200

    def test_statements_are_few_however_many_schools(self, client, country, paakayttaja, virkailija, statements):
        for user in (paakayttaja, virkailija):
            client.force_login(user)
            client.get(URL)
            with statements(8):
                client.get(URL)


class TestFiles:
    def rows(self, client, query="") -> list[list[str]]:
        text = client.get(f"{reverse('virkailija:kayttoonotto-csv')}{query}").getvalue().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))

    def test_a_row_for_each_school(self, client, country, paakayttaja):
        client.force_login(paakayttaja)
        head, *rows = self.rows(client)
        by_oid = {row[3]: dict(zip(head, row, strict=True)) for row in rows}
        assert set(by_oid) == set(country)
        for oid, told in country.items():
            row = by_oid[oid]
            assert int(row["HOKSeja"]) == sum(told[kanava] for kanava in Kanava)
            assert (int(row["Opiskeluoikeuksia"]), int(row["Niistä HOKS"])) == (told["oikeudet"], told["katetut"])
            assert int(row["Hylätyt siirrot, 30 pv"]) == told["hylatyt"]
            share = percent(told["katetut"], told["oikeudet"])
            assert row["Kattavuus, %"] == ("" if share is None else f"{share:.1f}".replace(".", ","))
        assert by_oid[TOINEN_KOULU]["Aloittanut"] == "Ei" and by_oid[KOULU]["Koulutustoimija"].startswith("Hirvijoen")

    def test_own_schools_only(self, client, country, virkailija):
        client.force_login(virkailija)
        assert [row[3] for row in self.rows(client)[1:]] == [KOULU]

    def test_of_a_provider(self, client, country, paakayttaja):
        client.force_login(paakayttaja)
        assert [row[3] for row in self.rows(client, f"?toimija={TOINEN_JARJESTAJA}")[1:]] == [TOINEN_KOULU]

    def test_workbook(self, client, country, paakayttaja):
        client.force_login(paakayttaja)
        response = client.get(reverse("virkailija:kayttoonotto-xlsx"))
        counted = timezone.localdate(Kayttoonottolaskenta.objects.get().laskettu)
        assert f'filename="kayttoonotto-{counted}.xlsx"' in response["Content-Disposition"]
        sheet = ZipFile(io.BytesIO(response.getvalue())).read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<row ") == 1 + len(country)
