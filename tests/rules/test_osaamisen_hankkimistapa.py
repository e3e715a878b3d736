"""Truth tables of the period's rules: both sides of every boundary (domain.md 2.3)."""

import datetime as dt

import pytest

from hoks.models import Kanava
from hoks.rules import Context
from tests.documents import (
    LEFT_OUT,
    context,
    hato,
    hoks,
    oht,
    opiskeluoikeus,
    oppisopimusjakso,
    osa_alue,
    problems,
    tjk,
    tyopaikkajakso,
)

KOULUTUSSOPIMUS = "osaamisenhankkimistapa_koulutussopimus"
OPPISOPIMUS = "osaamisenhankkimistapa_oppisopimus"
OPPILAITOS = "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus"
HERE = "/hankittavat-ammat-tutkinnon-osat/0/osaamisen-hankkimistavat/0"
KAIKKINA_AIKOINA = {"alkamispaiva": None, "arvioitu_paattymispaiva": None}


def period_problems(period: dict, context_: Context | None = None) -> list[tuple[str, str]]:
    """(path within the period, code) of the only period of a plan; dates of the study right not known by default."""
    document = hoks(hankittavat_ammat_tutkinnon_osat=[hato(osaamisen_hankkimistavat=[period])])
    context_ = context_ or context(opiskeluoikeus=opiskeluoikeus(**KAIKKINA_AIKOINA))
    return [(pointer.removeprefix(HERE), code) for pointer, code in problems(document, context_)]


@pytest.mark.parametrize("period", [oht(), tyopaikkajakso(), oppisopimusjakso()])
def test_period_that_holds(period):
    assert period_problems(period, context()) == []


@pytest.mark.parametrize(
    ("tapa", "loppu", "given", "refused"),
    [
        (KOULUTUSSOPIMUS, "2023-06-30", 500, False),
        (KOULUTUSSOPIMUS, "2023-06-30", LEFT_OUT, False),
        (KOULUTUSSOPIMUS, "2023-07-01", LEFT_OUT, True),
        (KOULUTUSSOPIMUS, "2023-07-01", -1, True),
        (KOULUTUSSOPIMUS, "2023-07-01", 0, True),
        (KOULUTUSSOPIMUS, "2023-07-01", 1, False),
        (KOULUTUSSOPIMUS, "2023-07-01", 100, False),
        (KOULUTUSSOPIMUS, "2023-07-01", 101, True),
        (OPPISOPIMUS, "2023-07-01", LEFT_OUT, True),
        (OPPISOPIMUS, "2023-07-01", 50.0, False),
        (OPPILAITOS, "2023-07-01", LEFT_OUT, False),
        (OPPILAITOS, "2023-07-01", 500, False),
    ],
)
def test_osa_aikaisuustieto(tapa, loppu, given, refused):
    period = oppisopimusjakso(
        osaamisen_hankkimistapa_koodi_uri=tapa, alku="2023-01-01", loppu=loppu, osa_aikaisuustieto=given
    )
    assert period_problems(period) == ([("/osa-aikaisuustieto", "osa-aikaisuustieto")] if refused else [])


@pytest.mark.parametrize(
    ("suoritustyypit", "refused"),
    [(["ammatillinentutkinto"], True), (["telma"], False), (["ammatillinentutkinto", "telmakoulutuksenosa"], False)],
)
def test_osa_aikaisuustieto_is_not_asked_in_telma(suoritustyypit, refused):
    telma = context(opiskeluoikeus=opiskeluoikeus(suoritustyypit=suoritustyypit))
    assert bool(period_problems(tyopaikkajakso(osa_aikaisuustieto=LEFT_OUT), telma)) is refused


@pytest.mark.parametrize(
    ("kanava", "refused"), [(Kanava.TIEDONSIIRTO, True), (Kanava.VIRKAILIJA, False), (Kanava.TUONTI, False)]
)
@pytest.mark.parametrize("tapa", [KOULUTUSSOPIMUS, OPPISOPIMUS])
def test_yksiloiva_tunniste_is_asked_of_systems(kanava, tapa, refused):
    period = oppisopimusjakso(osaamisen_hankkimistapa_koodi_uri=tapa, yksiloiva_tunniste=LEFT_OUT)
    expected = [("/yksiloiva-tunniste", "yksiloiva-tunniste")] if refused else []
    assert period_problems(period, context(kanava=kanava)) == expected


def test_yksiloiva_tunniste_may_be_missing_elsewhere_and_repeat():
    same = [tyopaikkajakso(), tyopaikkajakso(), oht()]
    assert problems(hoks(hankittavat_ammat_tutkinnon_osat=[hato(osaamisen_hankkimistavat=same)])) == []


@pytest.mark.parametrize(
    ("tapa", "loppu", "koulutus", "refused"),
    [
        (KOULUTUSSOPIMUS, "2021-08-25", tjk(tyopaikan_y_tunnus=LEFT_OUT), False),
        (KOULUTUSSOPIMUS, "2021-08-26", tjk(tyopaikan_y_tunnus=LEFT_OUT), True),
        (OPPISOPIMUS, "2021-08-26", tjk(tyopaikan_y_tunnus=LEFT_OUT), True),
        (KOULUTUSSOPIMUS, "2021-08-26", tjk(), False),
        (KOULUTUSSOPIMUS, "2021-08-26", LEFT_OUT, False),
        (OPPILAITOS, "2021-08-26", tjk(tyopaikan_y_tunnus=LEFT_OUT), False),
    ],
)
def test_tyopaikan_y_tunnus(tapa, loppu, koulutus, refused):
    period = oppisopimusjakso(
        osaamisen_hankkimistapa_koodi_uri=tapa,
        alku="2021-01-01",
        loppu=loppu,
        tyopaikalla_jarjestettava_koulutus=koulutus,
    )
    path = "/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus"
    assert period_problems(period) == ([(path, "tyopaikan-y-tunnus")] if refused else [])


@pytest.mark.parametrize(
    ("tapa", "loppu", "perusta", "refused"),
    [
        (OPPISOPIMUS, "2021-06-30", LEFT_OUT, False),
        (OPPISOPIMUS, "2021-07-01", LEFT_OUT, True),
        (OPPISOPIMUS, "2021-07-01", "oppisopimuksenperusta_99", False),
        (KOULUTUSSOPIMUS, "2021-07-01", LEFT_OUT, False),
        (OPPILAITOS, "2021-07-01", LEFT_OUT, False),
    ],
)
def test_oppisopimuksen_perusta(tapa, loppu, perusta, refused):
    period = oppisopimusjakso(
        osaamisen_hankkimistapa_koodi_uri=tapa,
        alku="2021-01-01",
        loppu=loppu,
        oppisopimuksen_perusta_koodi_uri=perusta,
    )
    path = "/oppisopimuksen-perusta-koodi-uri"
    assert period_problems(period) == ([(path, "oppisopimuksen-perusta")] if refused else [])


@pytest.mark.parametrize(
    ("alku", "loppu", "codes"),
    [
        ("2024-09-01", "2024-09-01", []),
        ("2024-09-02", "2024-09-01", ["oht-loppu-ennen-alkua"]),
        ("2020-01-15", "2025-01-15", []),
        ("2020-01-15", "2025-01-16", ["oht-yli-viisi-vuotta"]),
        ("2020-02-29", "2025-02-28", []),
        ("2020-02-29", "2025-03-01", ["oht-yli-viisi-vuotta"]),
        ("2019-02-28", "2024-02-29", ["oht-yli-viisi-vuotta"]),
        ("0001-01-01", "0006-01-01", []),
        ("0001-01-01", "9999-12-31", ["oht-yli-viisi-vuotta"]),
        ("9999-12-31", "9999-12-31", []),
        ("9994-12-31", "9999-12-31", []),
        ("9994-12-30", "9999-12-31", ["oht-yli-viisi-vuotta"]),
        ("9995-01-01", "9999-12-31", []),
        ("9996-02-29", "9999-12-31", []),
        ("9999-12-31", "0001-01-01", ["oht-loppu-ennen-alkua"]),
    ],
)
def test_order_and_length(alku, loppu, codes):
    assert period_problems(oht(alku=alku, loppu=loppu)) == [("", code) for code in codes]


ALKAA, PAATTYY = dt.date(2020, 8, 1), dt.date(2023, 5, 31)


@pytest.mark.parametrize(
    ("alku", "loppu", "codes"),
    [
        ("2020-08-01", "2023-05-31", []),
        ("2020-07-31", "2023-05-31", ["oht-alku-ennen-opiskeluoikeutta"]),
        ("2020-08-01", "2023-06-01", ["oht-loppu-opiskeluoikeuden-jalkeen"]),
        ("2020-07-31", "2023-06-01", ["oht-alku-ennen-opiskeluoikeutta", "oht-loppu-opiskeluoikeuden-jalkeen"]),
    ],
)
@pytest.mark.parametrize("tila", ["", "lasna", "valmistunut", "valiaikaisestikeskeytynyt"])
def test_within_the_study_right(alku, loppu, codes, tila):
    oikeus = opiskeluoikeus(alkamispaiva=ALKAA, arvioitu_paattymispaiva=PAATTYY, tila=tila)
    found = period_problems(
        oht(alku=alku, loppu=loppu),
        context(opiskeluoikeus=oikeus, prevent_finished_opiskeluoikeus_updates=False),
    )
    assert [code for _, code in found] == codes
    assert [path for path, _ in found] == [{"oht-a": "/alku", "oht-l": "/loppu"}[code[:5]] for code in codes]


@pytest.mark.parametrize(
    "known",
    [
        *({"tila": tila} for tila in ("eronnut", "loma", "katsotaaneronneeksi", "peruutettu", "mitatoity", "jokin")),
        {"alkamispaiva": None, "arvioitu_paattymispaiva": None},
    ],
)
def test_not_compared_with_the_study_right(known):
    oikeus = opiskeluoikeus(**{"alkamispaiva": ALKAA, "arvioitu_paattymispaiva": PAATTYY} | known)
    outside = oht(alku="2020-07-31", loppu="2023-06-01")
    assert period_problems(outside, context(opiskeluoikeus=oikeus, prevent_finished_opiskeluoikeus_updates=False)) == []


def test_one_known_date_is_compared_alone():
    outside = oht(alku="2020-07-31", loppu="2023-06-01")
    start_known = context(opiskeluoikeus=opiskeluoikeus(alkamispaiva=ALKAA, arvioitu_paattymispaiva=None))
    end_known = context(opiskeluoikeus=opiskeluoikeus(alkamispaiva=None, arvioitu_paattymispaiva=PAATTYY))
    assert period_problems(outside, start_known) == [("/alku", "oht-alku-ennen-opiskeluoikeutta")]
    assert period_problems(outside, end_known) == [("/loppu", "oht-loppu-opiskeluoikeuden-jalkeen")]


def test_nothing_is_asked_of_an_unknown_study_right():
    period = tyopaikkajakso(osa_aikaisuustieto=LEFT_OUT, alku="1990-01-01", loppu="1990-02-01")
    later = tyopaikkajakso(osa_aikaisuustieto=LEFT_OUT, alku="2090-01-01", loppu="2090-02-01")
    unknown = context(opiskeluoikeus=None)
    unknown_alone = [("/opiskeluoikeus-oid", "opiskeluoikeus-tuntematon")]
    assert period_problems(period, unknown) == unknown_alone
    assert period_problems(later, unknown) == unknown_alone


@pytest.mark.parametrize(
    ("periods", "refused"),
    [
        ([], False),
        ([("2024-10-02", "2024-10-01")], False),
        ([("1999-01-01", None)], False),
        ([("2024-10-01", "2024-10-05"), ("2024-10-06", "2024-10-07")], False),
        ([("2024-10-01", "2024-10-05"), ("2024-10-05", "2024-10-07")], True),
        ([("2024-10-06", None), ("2024-10-01", "2024-10-05")], False),
        ([("2024-10-06", "2024-10-07"), ("2024-10-01", None)], True),
        ([("2024-10-01", "2024-10-02"), ("2024-10-01", "2024-10-02")], True),
        ([("0001-01-01", "9999-12-30"), ("9999-12-31", None)], False),
        ([("2024-10-01", "2024-10-02"), ("2024-10-03", "2024-10-09"), ("2024-10-08", "2024-10-20")], True),
    ],
)
def test_keskeytykset(periods, refused):
    given = [{"alku": alku} if loppu is None else {"alku": alku, "loppu": loppu} for alku, loppu in periods]
    expected = [("/keskeytymisajanjaksot", "keskeytykset-limittain")] if refused else []
    assert period_problems(oht(keskeytymisajanjaksot=given)) == expected


def test_every_fault_of_a_period_is_found_in_order():
    period = oppisopimusjakso(
        yksiloiva_tunniste=LEFT_OUT,
        osa_aikaisuustieto=LEFT_OUT,
        oppisopimuksen_perusta_koodi_uri=LEFT_OUT,
        tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT),
        alku="2018-07-31",
        loppu="2027-08-01",
        keskeytymisajanjaksot=[{"alku": "2024-01-01"}, {"alku": "2024-01-02"}],
    )
    assert [code for _, code in period_problems(period, context())] == [
        "keskeytykset-limittain",
        "osa-aikaisuustieto",
        "yksiloiva-tunniste",
        "tyopaikan-y-tunnus",
        "oppisopimuksen-perusta",
        "oht-alku-ennen-opiskeluoikeutta",
        "oht-loppu-opiskeluoikeuden-jalkeen",
        "oht-yli-viisi-vuotta",
    ]


@pytest.mark.parametrize(
    ("where", "document"),
    [
        (
            "/hankittavat-paikalliset-tutkinnon-osat/0",
            {"hankittavat_paikalliset_tutkinnon_osat": [{"osaamisen-hankkimistavat": [oht(loppu="2024-08-01")]}]},
        ),
        (
            "/hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet/1",
            {
                "hankittavat_yhteiset_tutkinnon_osat": [
                    {
                        "tutkinnon-osa-koodi-uri": "tutkinnonosat_400012",
                        "tutkinnon-osa-koodi-versio": 1,
                        "osa-alueet": [osa_alue(), osa_alue(osaamisen_hankkimistavat=[oht(loppu="2024-08-01")])],
                    }
                ]
            },
        ),
    ],
)
def test_periods_are_judged_wherever_they_are(where, document):
    assert problems(hoks(**document)) == [(where + "/osaamisen-hankkimistavat/0", "oht-loppu-ennen-alkua")]
