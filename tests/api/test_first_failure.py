"""What the reference's `errors` member says (domain.md 2.0), literally."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoks.api import first_failure
from hoks.contract import HoksPatch, HoksPost, HoksPut, read
from hoks.rules import judge
from hoks.violations import Violation
from tests import strategies
from tests.api import mutations
from tests.documents import (
    LEFT_OUT,
    ahpto,
    context,
    hato,
    hoks,
    hyto,
    oht,
    oo,
    opiskeluoikeus,
    oppisopimusjakso,
    osa_alue,
    tjk,
    tuva_opiskeluoikeus,
    update_context,
)

HATOT = "hankittavat-ammat-tutkinnon-osat"
OHTT = "osaamisen-hankkimistavat"
TJK = "tyopaikalla-jarjestettava-koulutus"


def errors(document, context_=None):
    """The member of a refused new plan."""
    context_ = context_ or context()
    variant = {"luonti": HoksPost, "korvaus": HoksPut, "muutos": HoksPatch}[context_.toiminto]
    return first_failure.errors(document, judge(read(document, variant), context_))


def leaf_of_oht(period) -> str | dict:
    [told] = errors(hoks(hankittavat_ammat_tutkinnon_osat=[hato(osaamisen_hankkimistavat=[period])]))[HATOT]
    return told[OHTT][0]


# --- Which failures take part ----------------------------------------------------------------


def test_arrays_are_positional():
    periods = [oht(), oht(loppu="2024-08-31"), oht(), oht(alku=LEFT_OUT), oht()]
    units = [hato(), hato(osaamisen_hankkimistavat=periods), hato()]
    told = errors(hoks(hankittavat_ammat_tutkinnon_osat=units))
    assert told == {
        HATOT: [
            None,
            {
                OHTT: [
                    None,
                    '(not ("Korjaa alku- ja loppupäivämäärä oikein päin." a-clojure.lang.PersistentArrayMap))',
                    None,
                    {"alku": "missing-required-key"},
                    None,
                ]
            },
            None,
        ]
    }


def test_of_an_objects_rules_the_first_is_told():
    everything = oppisopimusjakso(
        osa_aikaisuustieto=LEFT_OUT,
        yksiloiva_tunniste=LEFT_OUT,
        oppisopimuksen_perusta_koodi_uri=LEFT_OUT,
        loppu="2024-08-31",
        tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT),
    )
    in_order = [
        ({}, "Lisää osa-aikaisuustieto, joka on välillä 1-100."),
        ({"osa-aikaisuustieto": 100}, "Lisää työpaikkajaksoon yksilöivä tunniste."),
        ({"yksiloiva-tunniste": "1"}, "Lisää työpaikkajaksoon työpaikan Y-tunnus."),
        ({TJK: tjk()}, "Lisää jaksoon oppisopimuksen perustan koodi-uri."),
        (
            {"oppisopimuksen-perusta-koodi-uri": "oppisopimuksenperusta_01"},
            "Korjaa alku- ja loppupäivämäärä oikein päin.",
        ),
        ({"alku": "2010-01-01"}, "Korjaa alkupäivä aikaisintaan opiskeluoikeuden alkamispäiväksi."),
        ({"loppu": "2030-01-01"}, "Korjaa alkupäivä aikaisintaan opiskeluoikeuden alkamispäiväksi."),
        ({"alku": "2018-08-01"}, "Korjaa loppupäivä viimeistään opiskeluoikeuden arvioiduksi päättymispäiväksi."),
        ({"loppu": "2023-08-02"}, "Korjaa jakso enintään 5 vuoden pituiseksi."),
    ]  # fmt: skip
    for mended, text in in_order:
        everything |= mended
        assert leaf_of_oht(everything) == f'(not ("{text}" a-clojure.lang.PersistentHashMap))'.replace(
            "Hash", "Hash" if len(everything) > 8 else "Array"
        )


def test_rules_of_an_object_wait_for_its_own_fields():
    # The rules find more; the reference would not have asked them.
    assert leaf_of_oht(oht(loppu="2024-08-31", ajanjakson_tarkenne=5)) == {
        "ajanjakson-tarkenne": "(not (instance? java.lang.String 5))"
    }
    assert leaf_of_oht(
        oht(loppu="2024-08-31", muut_oppimisymparistot=[{"alku": "2024-01-01", "loppu": "2024-01-02"}])
    ) == {
        "muut-oppimisymparistot": [
            {
                "oppimisymparisto-koodi-uri": "missing-required-key",
                "oppimisymparisto-koodi-versio": "missing-required-key",
            }
        ]
    }
    overlapping = [{"alku": "2024-10-01"}, {"alku": "2024-10-10"}]
    assert list(leaf_of_oht(oht(loppu="2024-08-31", keskeytymisajanjaksot=overlapping))) == ["keskeytymisajanjaksot"]


def test_an_outer_rule_waits_for_the_inner_one():
    unit = hyto(osa_alueet=[osa_alue(osaamisen_hankkimistavat=[oht(loppu="2024-08-31")]), osa_alue()])
    told = errors(
        hoks(hankittavat_yhteiset_tutkinnon_osat=[unit, hyto()]), context(opiskeluoikeus=tuva_opiskeluoikeus())
    )
    assert told == {
        "hankittavat-yhteiset-tutkinnon-osat": [
            {
                "osa-alueet": [
                    {
                        OHTT: [
                            '(not ("Korjaa alku- ja loppupäivämäärä oikein päin." a-clojure.lang.PersistentArrayMap))'
                        ]
                    },
                    None,
                ]
            },
            '(not ("Ota tutkinnonosa pois, koska opiskeluoikeus on TUVA." a-clojure.lang.PersistentArrayMap))',
        ]
    }


def test_objects_report_independently():
    told = errors(
        hoks(
            sahkoposti=5,
            hankittavat_ammat_tutkinnon_osat=[
                hato(osaamisen_hankkimistavat=[oht(loppu="2024-08-31")], osaamisen_osoittaminen=[oo(alku=LEFT_OUT)])
            ],
            aiemmin_hankitut_paikalliset_tutkinnon_osat=[ahpto(laajuus="1")],
        )
    )
    assert told["sahkoposti"] == "(not (instance? java.lang.String 5))"
    assert list(told[HATOT][0]) == ["osaamisen-osoittaminen", OHTT]
    assert told["aiemmin-hankitut-paikalliset-tutkinnon-osat"] == [{"laajuus": '(not (integer? "1"))'}]


@pytest.mark.parametrize(
    "context_",
    [
        context(opiskeluoikeus=None),
        context(oppija=None),
        context(opiskeluoikeus=opiskeluoikeus(tila="eronnut")),
        update_context(),
    ],
)
def test_other_stages_take_no_part(context_):
    document = hoks(**({} if context_.toiminto == "luonti" else {"id": 8}))
    assert errors(document, context_) == {}
    assert errors(document | {"versio": "4"}, context_) == {"versio": '(not (integer? "4"))'}


def test_nothing_wrong_is_nothing_told():
    assert first_failure.errors(hoks(), []) == {}
    assert first_failure.errors(None, [Violation((), "muu", "Muu")]) == '(not ("Muu" nil))'


# --- Whatever comes --------------------------------------------------------------------------


def same_shape(told, document) -> bool:
    """Nested like the document, with text for leaves."""
    if isinstance(told, str):
        return True
    if isinstance(told, list):
        return (
            isinstance(document, list)
            and len(told) == len(document)
            and any(item is not None for item in told)
            and all(item is None or same_shape(item, document[place]) for place, item in enumerate(told))
        )
    return (
        bool(told)
        and isinstance(document, dict)
        and all(
            same_shape(item, document.get(key)) and (key in document or item == "missing-required-key")
            for key, item in told.items()
        )
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data(), tuva=st.booleans())
def test_any_document_is_told(data, tuva):
    right = tuva_opiskeluoikeus() if tuva else opiskeluoikeus()
    document = copy.deepcopy(data.draw(strategies.plans(right)))
    document = data.draw(mutations.mutated(document))
    told = errors(document, context(opiskeluoikeus=right))
    assert told == {} or same_shape(told, document)
