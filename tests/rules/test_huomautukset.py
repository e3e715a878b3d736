"""Second looks: each kind of warning with what it warns of and what it doesn't, and documents that are anything."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoks.contract import HoksPost, read
from hoks.rules import RULES, judge
from hoks.rules.huomautukset import KOODIT, LAJIT, huomautukset
from hoks.violations import SENTENCES
from tests.documents import (
    TODAY,
    ahato,
    ahpto,
    ahyto,
    ahyto_osa_alue,
    context,
    hato,
    hoks,
    hpto,
    hyto,
    koulutuksen_osa,
    oht,
    oo,
    opiskeluoikeus,
    osa_alue,
    oto,
    tjk,
    tukiopetus,
    tuva_opiskeluoikeus,
    tyopaikkajakso,
)
from tests.rules.test_any_valid_plan import STUDY_RIGHTS
from tests.strategies import plans

HATOT, OHT, OO = "hankittavat-ammat-tutkinnon-osat", "osaamisen-hankkimistavat", "osaamisen-osoittaminen"
OHJAAJAN = "tyopaikalla-jarjestettava-koulutus/vastuullinen-tyopaikka-ohjaaja/sahkoposti"


def looks(document, oikeus=None, tanaan: dt.date = TODAY) -> list[tuple[str, str]]:
    """(code, JSON Pointer) of each warning of a document."""
    oikeus = oikeus or opiskeluoikeus()
    return [(look.koodi, look.pointer) for look in huomautukset(document, oikeus, tanaan=tanaan)]


def with_periods(*periods, naytot=()) -> dict:
    """A plan with one unit that has these."""
    return hoks(
        hankittavat_ammat_tutkinnon_osat=[
            hato(osaamisen_hankkimistavat=list(periods), osaamisen_osoittaminen=list(naytot))
        ]
    )


def ohjaaja(sahkoposti: str, **fields) -> dict:
    return tyopaikkajakso(
        tyopaikalla_jarjestettava_koulutus=tjk(
            vastuullinen_tyopaikka_ohjaaja={"nimi": "Olli Ohjaaja", "sahkoposti": sahkoposti}
        ),
        **fields,
    )


def states(*told) -> dict:
    """Koski's record with these states: (alku, koodiarvo)."""
    jaksot = [{"alku": alku, "tila": {"koodiarvo": koodiarvo}} for alku, koodiarvo in told]
    return {"tila": {"opiskeluoikeusjaksot": jaksot}}


KESKEYTYNYT = states(("2018-08-01", "lasna"), ("2024-08-31", "valiaikaisestikeskeytynyt"), ("2024-12-02", "lasna"))


class TestRegistry:
    def test_codes_are_their_own(self):
        assert len(KOODIT) == len(LAJIT)
        assert not set(KOODIT) & {*SENTENCES, *(rule.code for rule in RULES)}

    @pytest.mark.parametrize("laji", LAJIT, ids=lambda laji: laji.koodi)
    def test_tells_itself(self, laji):
        assert laji.check.__doc__
        assert str(laji.kuvaus).endswith(".")
        assert "Tarkista" in str(laji.teksti) and str(laji.teksti).endswith(".")
        assert laji.nimi


class TestEnsikertainenHyvaksyminen:
    PATH = "/ensikertainen-hyvaksyminen"

    @pytest.mark.parametrize(("day", "odd"), [("2026-08-01", False), ("2026-08-02", True), ("9999-12-31", True)])
    def test_future(self, day, odd):
        expected = [("hyvaksyminen-tulevaisuudessa", self.PATH)] if odd else []
        assert looks(hoks(ensikertainen_hyvaksyminen=day)) == expected

    @pytest.mark.parametrize(
        ("day", "began", "odd"),
        [
            ("2018-08-01", "2018-08-01", False),
            ("2018-07-31", "2018-08-01", True),
            ("2017-12-31", "2018-01-01", True),
            # The older plan's date is right.
            ("2016-01-01", "2017-12-31", False),
            ("2016-01-01", None, False),
        ],
    )
    def test_before_the_study_right(self, day, began, odd):
        oikeus = opiskeluoikeus(alkamispaiva=began and dt.date.fromisoformat(began))
        expected = [("hyvaksyminen-ennen-opiskeluoikeutta", self.PATH)] if odd else []
        assert looks(hoks(ensikertainen_hyvaksyminen=day), oikeus) == expected

    def test_unknown_study_right(self):
        assert huomautukset(hoks(ensikertainen_hyvaksyminen="1999-01-01"), None, tanaan=TODAY) == []


class TestAddresses:
    @pytest.mark.parametrize(
        "address", ["oppija", "oppija@", "@example.org", "a b@example.org", "a@b", "a@example.org, b@example.org", "-"]
    )
    def test_cannot_be_one(self, address):
        assert looks(hoks(sahkoposti=address)) == [("sahkoposti-virheellinen", "/sahkoposti")]
        pointer = f"/{HATOT}/0/{OHT}/0/{OHJAAJAN}"
        assert looks(with_periods(ohjaaja(address))) == [("ohjaajan-sahkoposti-virheellinen", pointer)]

    @pytest.mark.parametrize("address", ["", "  ", "aino.ohman@example.org", " aino+hoks@edu.hirvijoki.fi "])
    def test_can_be_one(self, address):
        assert looks(hoks(sahkoposti=address)) == []
        assert looks(with_periods(ohjaaja(address))) == []

    def test_of_both(self):
        plan = with_periods(ohjaaja("OMA@example.org "), ohjaaja("toinen@example.org", yksiloiva_tunniste="2"))
        pointer = f"/{HATOT}/0/{OHT}/0/{OHJAAJAN}"
        assert looks(plan | {"sahkoposti": "oma@Example.org"}) == [("ohjaajan-sahkoposti-opiskelijan", pointer)]
        assert looks(plan) == []

    def test_two_empty_ones_are_not_the_same(self):
        assert looks(with_periods(ohjaaja("")) | {"sahkoposti": ""}) == []


class TestTwice:
    KOODI = "tutkinnon-osa-koodi-uri"

    @pytest.mark.parametrize(
        ("lista", "osa", "kentta"),
        [
            (HATOT, hato(), KOODI),
            ("hankittavat-yhteiset-tutkinnon-osat", hyto(), KOODI),
            ("aiemmin-hankitut-ammat-tutkinnon-osat", ahato(), KOODI),
            ("aiemmin-hankitut-yhteiset-tutkinnon-osat", ahyto(), KOODI),
            ("hankittavat-paikalliset-tutkinnon-osat", hpto(nimi="Pienryhmätyö"), "nimi"),
            ("aiemmin-hankitut-paikalliset-tutkinnon-osat", ahpto(nimi="Pienryhmätyö"), "nimi"),
        ],
    )
    def test_unit(self, lista, osa, kentta):
        assert looks(hoks() | {lista: [osa]}) == []
        assert looks(hoks() | {lista: [osa, osa, osa]}) == [
            ("tutkinnon-osa-kahdesti", f"/{lista}/{place}/{kentta}") for place in (1, 2)
        ]

    def test_part_of_a_unit_may_be_acquired_already(self):
        code = "tutkinnonosat_100031"
        ahatot = [ahato(tutkinnon_osa_koodi_uri=code)]
        assert (
            looks(hoks(hankittavat_ammat_tutkinnon_osat=[hato()], aiemmin_hankitut_ammat_tutkinnon_osat=ahatot)) == []
        )

    def test_names_are_typed_by_hand(self):
        names = ["Pienryhmä  työ", "pienryhmä työ ", "Pienryhmätyö", "", "", {}, None]
        osat = [hpto(nimi=name) for name in names]
        assert looks(hoks(hankittavat_paikalliset_tutkinnon_osat=osat)) == [
            ("tutkinnon-osa-kahdesti", "/hankittavat-paikalliset-tutkinnon-osat/1/nimi")
        ]

    def test_unit_of_tuva_may_go_on_later(self):
        first, later = koulutuksen_osa(), koulutuksen_osa(alku="2025-01-01", loppu="2025-02-01")
        overlapping = koulutuksen_osa(alku="2024-11-01", loppu="2024-11-02")
        other = koulutuksen_osa(koulutuksen_osa_koodi_uri="koulutuksenosattuva_102")
        osat = [later, overlapping, first, other]
        assert looks(hoks(hankittavat_koulutuksen_osat=[first, later, other]), tuva_opiskeluoikeus()) == []
        assert looks(hoks(hankittavat_koulutuksen_osat=osat), tuva_opiskeluoikeus()) == [
            ("tutkinnon-osa-kahdesti", "/hankittavat-koulutuksen-osat/1/koulutuksen-osa-koodi-uri")
        ]

    @pytest.mark.parametrize(("alku", "odd"), [("2024-12-01", True), ("2024-12-02", False)])
    def test_units_of_tuva_on_the_same_day_overlap(self, alku, odd):
        osat = [koulutuksen_osa(), koulutuksen_osa(alku=alku, loppu="2025-02-01")]
        assert bool(looks(hoks(hankittavat_koulutuksen_osat=osat), tuva_opiskeluoikeus())) is odd

    def test_sub_area(self):
        other = osa_alue(osa_alue_koodi_uri="ammatillisenoppiaineet_mlma")
        once = hoks(hankittavat_yhteiset_tutkinnon_osat=[hyto(osa_alueet=[osa_alue(), other])])
        assert looks(once) == []
        twice = hoks(
            hankittavat_yhteiset_tutkinnon_osat=[hyto(osa_alueet=[osa_alue(), other, osa_alue()])],
            aiemmin_hankitut_yhteiset_tutkinnon_osat=[ahyto(osa_alueet=[ahyto_osa_alue(), ahyto_osa_alue()])],
        )
        assert looks(twice) == [
            ("osa-alue-kahdesti", "/aiemmin-hankitut-yhteiset-tutkinnon-osat/0/osa-alueet/1/osa-alue-koodi-uri"),
            ("osa-alue-kahdesti", "/hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet/2/osa-alue-koodi-uri"),
        ]

    def test_identifier_of_a_period(self):
        hatot = [hato(osaamisen_hankkimistavat=[oht(yksiloiva_tunniste="1"), oht(yksiloiva_tunniste="2"), oht()])]
        paikalliset = [hpto(osaamisen_hankkimistavat=[oht(yksiloiva_tunniste="2")])]
        plan = hoks(hankittavat_ammat_tutkinnon_osat=hatot)
        assert looks(plan) == []
        assert looks(plan | hoks(hankittavat_paikalliset_tutkinnon_osat=paikalliset)) == [
            (
                "yksiloiva-tunniste-kahdesti",
                f"/hankittavat-paikalliset-tutkinnon-osat/0/{OHT}/0/yksiloiva-tunniste",
            )
        ]


class TestDatesInOrder:
    @pytest.mark.parametrize(
        ("lista", "osa", "place"),
        [
            (HATOT, lambda **days: hato(osaamisen_osoittaminen=[oo(**days)]), f"/{OO}/0"),
            (
                "aiemmin-hankitut-ammat-tutkinnon-osat",
                lambda **days: ahato(tarkentavat_tiedot_naytto=[oo(**days)]),
                "/tarkentavat-tiedot-naytto/0",
            ),
            ("opiskeluvalmiuksia-tukevat-opinnot", oto, ""),
            ("oppimisen-tuki", tukiopetus, ""),
            ("hankittavat-koulutuksen-osat", koulutuksen_osa, ""),
        ],
    )
    def test_what_the_rules_do_not_compare(self, lista, osa, place):
        days = {"alku": "2024-11-02", "loppu": "2024-11-02"}
        assert looks(hoks() | {lista: [osa(**days)]}) == []
        assert looks(hoks() | {lista: [osa(**days | {"loppu": "2024-11-01"})]}) == [
            ("loppu-ennen-alkua", f"/{lista}/0{place}/loppu")
        ]

    def test_of_periods_the_rules_ask_it(self):
        assert looks(with_periods(oht(alku="2024-11-02", loppu="2024-11-01"))) == []


class TestNaytto:
    def test_before_every_period_of_its_unit(self):
        periods = [oht(alku="2024-10-01"), oht(alku="2024-09-01")]
        naytot = [oo(alku="2024-09-01"), oo(alku="2024-08-31")]
        assert looks(with_periods(*periods, naytot=naytot)) == [("naytto-ennen-jaksoja", f"/{HATOT}/0/{OO}/1/alku")]

    def test_of_a_sub_area(self):
        alue = osa_alue(osaamisen_hankkimistavat=[oht()], osaamisen_osoittaminen=[oo(alku="2024-01-01")])
        plan = hoks(hankittavat_yhteiset_tutkinnon_osat=[hyto(osa_alueet=[alue])])
        where = f"/hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet/0/{OO}/0/alku"
        assert looks(plan) == [("naytto-ennen-jaksoja", where)]

    def test_without_periods_there_is_nothing_to_compare(self):
        assert looks(with_periods(naytot=[oo(alku="2000-01-01")])) == []
        other = hoks(hankittavat_ammat_tutkinnon_osat=[hato(osaamisen_hankkimistavat=[oht()])])
        local = hpto(osaamisen_osoittaminen=[oo(alku="2000-01-01")])
        assert looks(other | {"hankittavat-paikalliset-tutkinnon-osat": [local]}) == []


class TestInterruptions:
    JAKSO = f"/{HATOT}/0/{OHT}/0"

    @pytest.mark.parametrize(
        ("keskeytys", "odd"),
        [
            ({"alku": "2024-09-01", "loppu": "2024-12-01"}, True),
            ({"alku": "2024-08-01", "loppu": "2025-12-01"}, True),
            ({"alku": "2024-09-02", "loppu": "2024-12-01"}, False),
            ({"alku": "2024-09-01", "loppu": "2024-11-30"}, False),
            # It may end yet.
            ({"alku": "2024-09-01"}, False),
        ],
    )
    def test_own(self, keskeytys, odd):
        expected = [("jakso-keskeytyksessa", f"{self.JAKSO}/keskeytymisajanjaksot/0/alku")] if odd else []
        assert looks(with_periods(oht(keskeytymisajanjaksot=[keskeytys]))) == expected

    @pytest.mark.parametrize(
        ("alku", "loppu", "odd"),
        [
            ("2024-08-31", "2024-12-01", True),
            ("2024-10-01", "2024-10-01", True),
            ("2024-08-30", "2024-12-01", False),
            ("2024-08-31", "2024-12-02", False),
        ],
    )
    def test_of_the_study_right(self, alku, loppu, odd):
        expected = [("jakso-keskeytyksessa", self.JAKSO)] if odd else []
        assert looks(with_periods(oht(alku=alku, loppu=loppu)), opiskeluoikeus(koski=KESKEYTYNYT)) == expected

    def test_one_is_enough(self):
        own = oht(keskeytymisajanjaksot=[{"alku": "2024-09-01", "loppu": "2024-12-01"}])
        assert len(looks(with_periods(own), opiskeluoikeus(koski=KESKEYTYNYT))) == 1

    @pytest.mark.parametrize(
        ("keskeytys", "odd"),
        [
            ({"alku": "2024-12-01"}, False),
            ({"alku": "2024-12-02"}, True),
            ({"alku": "2024-08-01", "loppu": "2024-09-01"}, False),
            ({"alku": "2024-08-01", "loppu": "2024-08-31"}, True),
            ({"alku": "2024-10-02", "loppu": "2024-10-01"}, True),
        ],
    )
    def test_outside_the_period(self, keskeytys, odd):
        expected = [("keskeytys-jakson-ulkopuolella", f"{self.JAKSO}/keskeytymisajanjaksot/0/alku")] if odd else []
        assert looks(with_periods(oht(keskeytymisajanjaksot=[keskeytys]))) == expected


class TestInterruptionsOfAStudyRight:
    def ended(self, *told):
        return opiskeluoikeus(koski=states(*told)).paattyneet_keskeytykset()

    def test_ends_the_day_before_the_next_state(self):
        interrupted = (dt.date(2024, 8, 31), dt.date(2024, 12, 1))
        assert opiskeluoikeus(koski=KESKEYTYNYT).paattyneet_keskeytykset() == [interrupted]

    def test_listed_in_any_order_and_continued(self):
        told = [("2024-03-01", "lasna"), ("2024-02-01", "valiaikaisestikeskeytynyt")]
        continued = [("2024-01-01", "valiaikaisestikeskeytynyt"), *told]
        assert self.ended(*continued) == [(dt.date(2024, 1, 1), dt.date(2024, 2, 29))]

    def test_one_that_goes_on_has_not_ended(self):
        assert self.ended(("2024-01-01", "lasna"), ("2024-02-01", "valiaikaisestikeskeytynyt")) == []

    def test_of_the_same_day_the_last_listed_holds(self):
        assert self.ended(("2024-01-01", "valiaikaisestikeskeytynyt"), ("2024-01-01", "lasna")) == []

    @pytest.mark.parametrize(
        "koski",
        [
            {},
            [],
            None,
            {"tila": None},
            {"tila": {"opiskeluoikeusjaksot": {}}},
            {"tila": {"opiskeluoikeusjaksot": [None, 1, {}, {"alku": 5, "tila": {}}, {"alku": "x", "tila": {}}]}},
            {"tila": {"opiskeluoikeusjaksot": [{"alku": "2024-01-01", "tila": None}, {"tila": {"koodiarvo": []}}]}},
        ],
    )
    def test_odd_records(self, koski):
        assert opiskeluoikeus(koski=koski).paattyneet_keskeytykset() == []


def test_document_order():
    plan = hoks(
        ensikertainen_hyvaksyminen="2027-01-01",
        sahkoposti="x",
        hankittavat_ammat_tutkinnon_osat=[
            hato(osaamisen_hankkimistavat=[ohjaaja("y")], osaamisen_osoittaminen=[oo(alku="2024-01-01")]),
            hato(),
        ],
        oppimisen_tuki=[tukiopetus(loppu="2024-01-01")],
    )
    assert [koodi for koodi, _pointer in looks(dict(reversed(plan.items())))] == [
        "hyvaksyminen-tulevaisuudessa",
        "sahkoposti-virheellinen",
        "ohjaajan-sahkoposti-virheellinen",
        "naytto-ennen-jaksoja",
        "tutkinnon-osa-kahdesti",
        "loppu-ennen-alkua",
    ]


class TestNeverRaises:
    @pytest.mark.parametrize(
        "document",
        [
            None,
            [],
            "x",
            {},
            {HATOT: None},
            {HATOT: 5},
            {HATOT: "x"},
            {HATOT: {"0": {}}},
            {HATOT: [None, 1, [], {OHT: 3, OO: "x"}, {OHT: [None, {"alku": 1, "loppu": []}], OO: [{"alku": {}}]}]},
            {"sahkoposti": ["a"], "ensikertainen-hyvaksyminen": 20260101},
            {"ensikertainen-hyvaksyminen": "2026-W01-1"},
            {"ensikertainen-hyvaksyminen": "99999-01-01"},
            {HATOT: [{OHT: [{"tyopaikalla-jarjestettava-koulutus": {"vastuullinen-tyopaikka-ohjaaja": []}}]}]},
            {HATOT: [{"tutkinnon-osa-koodi-uri": ["x"]}, {"tutkinnon-osa-koodi-uri": ["x"]}]},
            {HATOT: [{OHT: [{"alku": "2024-01-01", "loppu": "2024-01-01", "keskeytymisajanjaksot": [None, {}, 7]}]}]},
            {"hankittavat-koulutuksen-osat": [{"alku": "2024-01-01", "loppu": "2024-01-01"}] * 2},
        ],
    )
    def test_on_what_is_no_plan(self, document):
        assert looks(document) == []

    def test_on_a_very_long_plan(self):
        unit = hato(osaamisen_hankkimistavat=[oht(yksiloiva_tunniste="x" * 10_000)] * 20)
        plan = hoks(hankittavat_ammat_tutkinnon_osat=[unit] * 200, sahkoposti="a" * 1_000_000)
        assert len(looks(plan)) == 199 + 3999 + 1

    @pytest.mark.parametrize("name", STUDY_RIGHTS)
    @given(data=st.data())
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    def test_on_any_valid_plan(self, name, data):
        """Nor does a warning ever refuse what holds; each points into the document and says what to check."""
        oikeus = STUDY_RIGHTS[name]
        plan = data.draw(plans(oikeus))
        found = huomautukset(plan, oikeus, tanaan=TODAY)
        for look in found:
            assert look.koodi in KOODIT and "Tarkista" in str(look.text)
            place = plan
            for step in look.path:
                place = place[step]
        assert judge(read(plan, HoksPost), context(opiskeluoikeus=oikeus)) == []
