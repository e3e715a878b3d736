"""Truth tables of the plan's own fields, of learning support and of TUVA (domain.md 2.4)."""

import datetime as dt

import pytest

from tests.documents import (
    LEFT_OUT,
    OPISKELUOIKEUS_OID,
    TODAY,
    TOINEN_OPISKELUOIKEUS_OID,
    ahato,
    ahpto,
    ahyto,
    context,
    hato,
    hoks,
    hpto,
    hyto,
    koulutuksen_osa,
    opiskeluoikeus,
    oto,
    problems,
    tuki,
    tukiopetus,
    tuva_opiskeluoikeus,
    update_context,
)

TUVA = context(opiskeluoikeus=tuva_opiskeluoikeus())


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2018-01-01", True),
        ("2018-01-02", False),
        (TODAY.isoformat(), False),
        ((TODAY + dt.timedelta(days=14)).isoformat(), False),
        ((TODAY + dt.timedelta(days=15)).isoformat(), True),
        ("0001-01-01", True),
        ("9999-12-31", True),
    ],
)
def test_osaamisen_saavuttamisen_pvm(day, refused):
    expected = [("/osaamisen-saavuttamisen-pvm", "osaamisen-saavuttamisen-pvm")] if refused else []
    assert problems(hoks(osaamisen_saavuttamisen_pvm=day)) == expected
    assert problems({"id": 7, "osaamisen-saavuttamisen-pvm": day}, update_context("muutos")) == expected


@pytest.mark.parametrize(
    ("tyyppi", "refused"),
    [("ammatillinenkoulutus", False), ("tuva", False), ("lukiokoulutus", True), ("", True)],
)
def test_opiskeluoikeuden_tyyppi(tyyppi, refused):
    oikeus = opiskeluoikeus(tyyppi=tyyppi)
    expected = [("/opiskeluoikeus-oid", "opiskeluoikeuden-tyyppi")] if refused else []
    assert problems(hoks(), context(opiskeluoikeus=oikeus)) == expected
    named = {"id": 7, "opiskeluoikeus-oid": OPISKELUOIKEUS_OID}
    assert problems(named, update_context("muutos", opiskeluoikeus=oikeus)) == expected


def test_opiskeluoikeuden_tyyppi_is_asked_only_where_the_study_right_is_named():
    assert problems({"id": 7}, update_context("muutos", opiskeluoikeus=opiskeluoikeus(tyyppi="lukiokoulutus"))) == []


DETAILS = ["alku", "loppu", "tutkinnon_osan_tyyppi_koodi_uri"]


@pytest.mark.parametrize(
    ("support", "refused"),
    [
        (tukiopetus(), False),
        (tukiopetus(alku="2024-10-02", loppu="2024-10-01"), False),
        *((tukiopetus(**{detail: LEFT_OUT}), True) for detail in DETAILS),
        *(
            case
            for tyyppi in ("02", "03")
            for case in [
                (tuki(oppimisen_tuen_tyyppi_koodi_uri=f"ammatillinenkoulutusoppimisentuentyyppi_{tyyppi}"), False),
                *(
                    (
                        tukiopetus(
                            **{other: LEFT_OUT for other in DETAILS if other != detail},
                            oppimisen_tuen_tyyppi_koodi_uri=f"ammatillinenkoulutusoppimisentuentyyppi_{tyyppi}",
                        ),
                        True,
                    )
                    for detail in DETAILS
                ),
            ]
        ),
        (tuki(oppimisen_tuen_tyyppi_koodi_uri="ammatillinenkoulutusoppimisentuentyyppi_04"), True),
        (tukiopetus(oppimisen_tuen_tyyppi_koodi_uri="ammatillinenkoulutusoppimisentuentyyppi_00"), True),
    ],
)
@pytest.mark.parametrize("oikeus", [opiskeluoikeus(), tuva_opiskeluoikeus()])
def test_oppimisen_tuki(support, refused, oikeus):
    expected = [("/oppimisen-tuki/0", "oppimisen-tuki")] if refused else []
    assert problems(hoks(oppimisen_tuki=[support]), context(opiskeluoikeus=oikeus)) == expected


TUTKINNON_OSAT = {
    "aiemmin-hankitut-ammat-tutkinnon-osat": ahato(),
    "aiemmin-hankitut-yhteiset-tutkinnon-osat": ahyto(),
    "aiemmin-hankitut-paikalliset-tutkinnon-osat": ahpto(),
    "hankittavat-ammat-tutkinnon-osat": hato(),
    "hankittavat-yhteiset-tutkinnon-osat": hyto(),
    "hankittavat-paikalliset-tutkinnon-osat": hpto(),
}


@pytest.mark.parametrize(("array", "osa"), TUTKINNON_OSAT.items())
def test_tuva_has_no_tutkinnon_osat(array, osa):
    document = hoks() | {array: [osa, osa]}
    assert problems(document) == []
    assert problems(document, TUVA) == [(f"/{array}/{place}", "tuva-tutkinnon-osa") for place in (0, 1)]


def test_tuva_has_no_tukevat_opinnot():
    document = hoks(opiskeluvalmiuksia_tukevat_opinnot=[oto()])
    assert problems(document) == []
    assert problems(document, TUVA) == [("/opiskeluvalmiuksia-tukevat-opinnot/0", "tuva-tukevat-opinnot")]


def test_tuva_names_no_other_tuva():
    document = hoks(tuva_opiskeluoikeus_oid=TOINEN_OPISKELUOIKEUS_OID)
    assert problems(document) == []
    assert problems(document, TUVA) == [("/tuva-opiskeluoikeus-oid", "tuva-opiskeluoikeus-oid")]
    assert problems(document, context(opiskeluoikeus=None)) == [("/opiskeluoikeus-oid", "opiskeluoikeus-tuntematon")]


def test_koulutuksen_osat_are_tuvas():
    document = hoks(hankittavat_koulutuksen_osat=[koulutuksen_osa()])
    assert problems(document, TUVA) == []
    assert problems(document) == [("/hankittavat-koulutuksen-osat/0", "ei-tuva-koulutuksen-osa")]
    assert problems(document, context(opiskeluoikeus=None)) == [("/opiskeluoikeus-oid", "opiskeluoikeus-tuntematon")]


@pytest.mark.parametrize("oikeus", [opiskeluoikeus(), tuva_opiskeluoikeus()])
def test_empty_arrays_suit_both(oikeus):
    arrays = [*TUTKINNON_OSAT, "opiskeluvalmiuksia-tukevat-opinnot", "hankittavat-koulutuksen-osat", "oppimisen-tuki"]
    for empty in ([], None):
        assert problems(hoks() | dict.fromkeys(arrays, empty), context(opiskeluoikeus=oikeus)) == []


def test_dates_that_nobody_compares():
    """domain.md 2.7: order of dates of units, demonstrations, studies; dates far away."""
    backwards = {"alku": "2024-12-01", "loppu": "2024-01-01"}
    assert problems(hoks(opiskeluvalmiuksia_tukevat_opinnot=[oto(**backwards)])) == []
    assert problems(hoks(hankittavat_koulutuksen_osat=[koulutuksen_osa(**backwards)]), TUVA) == []
    assert problems(hoks(ensikertainen_hyvaksyminen="9999-12-31")) == []
