"""Each leaf of the reference's `errors` member, literally (domain.md 2.0)."""

import pytest

from tests.api.test_first_failure import HATOT, errors, leaf_of_oht
from tests.documents import (
    LEFT_OUT,
    context,
    hato,
    hoks,
    hpto,
    koulutuksen_osa,
    oht,
    opiskeluoikeus,
    oto,
    tjk,
    tuki,
    tuva_opiskeluoikeus,
    tyopaikkajakso,
)

ORGANISAATIO_RE = r"^1\.2\.246\.562\.(10|[12]?99)\.([1-9]\d{9}(\d|10)|0{10}1|201[34]\d{18})$"  # as domain.md 2.2 has it
TJK = "tyopaikalla-jarjestettava-koulutus"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"oppija_oid": LEFT_OUT}, {"oppija-oid": "missing-required-key"}),
        ({"kesto": 3}, {"kesto": "disallowed-key"}),
        ({"id": 1}, {"id": "disallowed-key"}),
        # Text.
        ({"sahkoposti": None}, {"sahkoposti": "(not (instance? java.lang.String nil))"}),
        ({"sahkoposti": 5}, {"sahkoposti": "(not (instance? java.lang.String 5))"}),
        ({"sahkoposti": 1.5}, {"sahkoposti": "(not (instance? java.lang.String 1.5))"}),
        ({"sahkoposti": True}, {"sahkoposti": "(not (instance? java.lang.String true))"}),
        ({"sahkoposti": []}, {"sahkoposti": "(not (instance? java.lang.String []))"}),
        ({"sahkoposti": {"a": "b"}}, {"sahkoposti": '(not (instance? java.lang.String {:a "b"}))'}),
        (
            {"sahkoposti": ["ei kuitenkaan", "näin"]},
            {"sahkoposti": "(not (instance? java.lang.String a-clojure.lang.PersistentVector))"},
        ),
        (
            {"sahkoposti": {"osoite": "oppija@example.org"}},
            {"sahkoposti": "(not (instance? java.lang.String a-clojure.lang.PersistentArrayMap))"},
        ),
        (
            {"sahkoposti": {str(number): "" for number in range(9)}},
            {"sahkoposti": "(not (instance? java.lang.String a-clojure.lang.PersistentHashMap))"},
        ),
        ({"sahkoposti": 10**18}, {"sahkoposti": "(not (instance? java.lang.String 1000000000000000000))"}),
        ({"sahkoposti": -(10**18)}, {"sahkoposti": "(not (instance? java.lang.String a-java.lang.Long))"}),
        ({"sahkoposti": 10**20}, {"sahkoposti": "(not (instance? java.lang.String a-java.math.BigInteger))"}),
        ({"sahkoposti": 1e300}, {"sahkoposti": "(not (instance? java.lang.String 1.0E300))"}),
        ({"sahkoposti": -99999999.9}, {"sahkoposti": "(not (instance? java.lang.String -9.99999999E7))"}),
        ({"sahkoposti": 1.25e-5}, {"sahkoposti": "(not (instance? java.lang.String 1.25E-5))"}),
        ({"sahkoposti": 1.234567890123456e-9}, {"sahkoposti": "(not (instance? java.lang.String a-java.lang.Double))"}),
        # Text with a form.
        (
            {"urasuunnitelma_koodi_uri": "ura_1"},
            {"urasuunnitelma-koodi-uri": r'(not (re-find #"^urasuunnitelma_\d{4}$" "ura_1"))'},
        ),
        (
            {"urasuunnitelma_koodi_uri": 'a"\\\n'},
            {"urasuunnitelma-koodi-uri": r'(not (re-find #"^urasuunnitelma_\d{4}$" "a\"\\\n"))'},
        ),
        # Nineteen characters are told, twenty are not.
        (
            {"urasuunnitelma_koodi_uri": "urasuunnitelma_1234"[:19].replace("1234", "123x")},
            {"urasuunnitelma-koodi-uri": r'(not (re-find #"^urasuunnitelma_\d{4}$" "urasuunnitelma_123x"))'},
        ),
        (
            {"urasuunnitelma_koodi_uri": "urasuunnitelma_12345"},
            {"urasuunnitelma-koodi-uri": r'(not (re-find #"^urasuunnitelma_\d{4}$" a-java.lang.String))'},
        ),
        (
            {"urasuunnitelma_koodi_uri": "👩‍🎓👩‍🎓👩‍🎓👩‍🎓"},
            {"urasuunnitelma-koodi-uri": r'(not (re-find #"^urasuunnitelma_\d{4}$" a-java.lang.String))'},
        ),
        ({"urasuunnitelma_koodi_uri": None}, {"urasuunnitelma-koodi-uri": "(not (string? nil))"}),
        # Identifiers.
        (
            {"oppija_oid": "1.2.246.562.24.54440598189"},
            {"oppija-oid": "(not (oph.ehoks.schema.oid/valid-oid? a-java.lang.String))"},
        ),
        (
            {"tuva_opiskeluoikeus_oid": "1.2.246.562.15.41014330544"},
            {"tuva-opiskeluoikeus-oid": "(not (oph.ehoks.schema.oid/valid-oid? a-java.lang.String))"},
        ),
        (
            {"oppija_oid": "1.2.246.562.24.5"},
            {"oppija-oid": r'(not (re-find #"^1\.2\.246\.562\.(24|[12]?98)\.[1-9]\d{9}(\d|10)$" "1.2.246.562.24.5"))'},
        ),
        # Booleans and numbers.
        (
            {"osaamisen_hankkimisen_tarve": "true"},
            {"osaamisen-hankkimisen-tarve": '(not (instance? java.lang.Boolean "true"))'},
        ),
        ({"versio": "4"}, {"versio": '(not (integer? "4"))'}),
        ({"versio": 4.5}, {"versio": "(not (integer? 4.5))"}),
        ({"versio": True}, {"versio": "(not (integer? true))"}),
        ({"versio": None}, {"versio": "(not (integer? nil))"}),
        # Days and moments.
        (
            {"ensikertainen_hyvaksyminen": 20240815},
            {"ensikertainen-hyvaksyminen": "(not (instance? java.time.LocalDate 20240815))"},
        ),
        (
            {"ensikertainen_hyvaksyminen": None},
            {"ensikertainen-hyvaksyminen": "(not (instance? java.time.LocalDate nil))"},
        ),
        (
            {"ensikertainen_hyvaksyminen": "31.2.2026"},
            {"ensikertainen-hyvaksyminen": "(not #error {:cause \"Text '31.2.2026' could not be parsed\"})"},
        ),
        (
            {"ensikertainen_hyvaksyminen": "\0\ud800'\"" + "x" * 100},
            {
                "ensikertainen-hyvaksyminen": "(not #error {:cause \"Text '\ufffd\ufffd'\\\"" + "x" * 60
                + "' could not be parsed\"})"
            },
        ),
        ({"hyvaksytty": 5}, {"hyvaksytty": "(not (instance? java.util.Date 5))"}),
        ({"hyvaksytty": "eilen"}, {"hyvaksytty": "(not #error {:cause \"Text 'eilen' could not be parsed\"})"}),
        (
            {"osaamisen_saavuttamisen_pvm": "2018-01-01"},
            {
                "osaamisen-saavuttamisen-pvm": '(not ("Osaaminen voidaan merkitä saavutetuksi enintään kaksi viikkoa\n'
                '    tulevaisuuteen ja vähintään vuodelle 2018." "2018-01-01"))'
            },
        ),
        # Arrays and objects.
        ({"oppimisen_tuki": {}}, {"oppimisen-tuki": "(not (sequential? {}))"}),
        ({"oppimisen_tuki": "ei"}, {"oppimisen-tuki": '(not (sequential? "ei"))'}),
        ({"oppimisen_tuki": [5, None]}, {"oppimisen-tuki": ["(not (map? 5))", "(not (map? nil))"]}),
        ({"oppimisen_tuki": [[]]}, {"oppimisen-tuki": ["(not (map? []))"]}),
        # What the reference takes and then fails to store.
        ({"versio": 2**31}, {"versio": '(not ("Anna pienempi luku: Asiakirjan versio." 2147483648))'}),
        (
            {"puhelinnumero": "a\0b"},
            {
                "puhelinnumero": '(not ("Poista merkki, jota ei voi tallentaa: Opiskelijan puhelinnumero."'
                " a-java.lang.String))"
            },
        ),
        (
            {"puhelinnumero": "\ud800"},
            {
                "puhelinnumero": '(not ("Poista merkki, jota ei voi tallentaa: Opiskelijan puhelinnumero."'
                " a-java.lang.String))"
            },
        ),
    ],
)  # fmt: skip
def test_leaf_of_the_top_level(fields, expected):
    assert errors(hoks(**fields)) == expected


def with_ohjaaja(**ohjaaja) -> dict:
    return tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(vastuullinen_tyopaikka_ohjaaja=ohjaaja))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (oht(yksiloiva_tunniste="   "), {"yksiloiva-tunniste": '(not (not-empty ""))'}),
        (
            tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus="1234567-2")),
            {TJK: {"tyopaikan-y-tunnus": '(not ("Kelvollinen Y-tunnus" "1234567-2"))'}},
        ),
        (
            tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus="1234567-1 ")),
            {TJK: {"tyopaikan-y-tunnus": '(not (re-find #"^[0-9]{7}-[0-9]$" "1234567-1 "))'}},
        ),
        (
            with_ohjaaja(nimi="Olli", puhelinnumero=" nolla "),
            {
                TJK: {
                    "vastuullinen-tyopaikka-ohjaaja": {"puhelinnumero": '(not ("Puhelinnumero virheellinen." "nolla"))'}
                }
            },
        ),
        (
            with_ohjaaja(nimi="Olli", puhelinnumero="1" * 257),
            {
                TJK: {
                    "vastuullinen-tyopaikka-ohjaaja": {
                        "puhelinnumero": '(not ("Puhelinnumero virheellinen." a-java.lang.String))'
                    }
                }
            },
        ),
        (
            with_ohjaaja(),
            {TJK: {"vastuullinen-tyopaikka-ohjaaja": {"nimi": "missing-required-key"}}},
        ),
        (
            oht(keskeytymisajanjaksot=[{"alku": "2024-10-01"}, {"alku": "2024-10-10"}]),
            {"keskeytymisajanjaksot": "(not (oph.ehoks.hoks.schema/not-overlapping? a-clojure.lang.PersistentVector))"},
        ),
        (
            oht(jarjestajan_edustaja={"nimi": "Oili", "oppilaitos-oid": "1.2.246.562.11.1"}),
            {"jarjestajan-edustaja": {"oppilaitos-oid": f'(not (re-find #"{ORGANISAATIO_RE}" "1.2.246.562.11.1"))'}},
        ),
        (
            tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(keskeiset_tyotehtavat=["Huolto", 5, "Myynti"])),
            {TJK: {"keskeiset-tyotehtavat": [None, "(not (instance? java.lang.String 5))", None]}},
        ),
        # Rules, on the object itself: seven keys here, nine there.
        (
            oht(loppu="2024-08-31"),
            '(not ("Korjaa alku- ja loppupäivämäärä oikein päin." a-clojure.lang.PersistentArrayMap))',
        ),
        (
            oht(
                loppu="2024-08-31",
                ajanjakson_tarkenne="",
                yksiloiva_tunniste="1",
                osa_aikaisuustieto=1,
                keskeytymisajanjaksot=[],
                muut_oppimisymparistot=[],
            ),
            '(not ("Korjaa alku- ja loppupäivämäärä oikein päin." a-clojure.lang.PersistentHashMap))',
        ),
        (
            tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT)),
            '(not ("Lisää työpaikkajaksoon työpaikan Y-tunnus." a-clojure.lang.PersistentArrayMap))',
        ),
    ],
)
def test_leaf_of_a_period(period, expected):
    assert leaf_of_oht(period) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"hankittavat_ammat_tutkinnon_osat": [hato(opetus_ja_ohjaus_maara=-0.5)]},
            {
                HATOT: [
                    {"opetus-ja-ohjaus-maara": '(not ("Opetuksen ja ohjauksen määrä ei saa olla negatiivinen." -0.5))'}
                ]
            },
        ),
        (
            {"hankittavat_ammat_tutkinnon_osat": [hato(opetus_ja_ohjaus_maara="5")]},
            {HATOT: [{"opetus-ja-ohjaus-maara": '(not (instance? java.lang.Number "5"))'}]},
        ),
        (
            {"oppimisen_tuki": [tuki(), tuki(alku="2024-09-01")]},
            {
                "oppimisen-tuki": [
                    None,
                    '(not ("Määritä alku- ja loppupvm sekä tutkinnonosan tyyppi jos ja vain jos kyseessä on'
                    ' tukiopetus." a-clojure.lang.PersistentArrayMap))',
                ]
            },
        ),
        (
            {"hankittavat_koulutuksen_osat": [koulutuksen_osa()]},
            {
                "hankittavat-koulutuksen-osat": [
                    '(not ("Ota koulutuksenosa pois, koska opiskeluoikeus ei ole TUVA."'
                    " a-clojure.lang.PersistentArrayMap))"
                ]
            },
        ),
    ],
)
def test_leaf_of_a_part(fields, expected):
    assert errors(hoks(**fields)) == expected


def test_leaves_of_tuva():
    document = hoks(
        tuva_opiskeluoikeus_oid="1.2.246.562.15.78573431000",
        hankittavat_paikalliset_tutkinnon_osat=[hpto(), hpto(nimi="a")],
        hankittavat_koulutuksen_osat=[koulutuksen_osa(), koulutuksen_osa(laajuus=-1)],
        opiskeluvalmiuksia_tukevat_opinnot=[oto()],
    )
    assert errors(document, context(opiskeluoikeus=tuva_opiskeluoikeus())) == {
        "tuva-opiskeluoikeus-oid": '(not ("Ota tuva-opiskeluoikeus-oid pois, koska se on sallittu vain'
        ' TUVA-opiskeluoikeuden kanssa rinnakkaiselle opiskeluoikeudelle, ei TUVA-opiskeluoikeudelle."'
        " a-java.lang.String))",
        "hankittavat-paikalliset-tutkinnon-osat": [
            '(not ("Ota tutkinnonosa pois, koska opiskeluoikeus on TUVA." {}))',
            '(not ("Ota tutkinnonosa pois, koska opiskeluoikeus on TUVA." {:nimi "a"}))',
        ],
        "hankittavat-koulutuksen-osat": [
            None,
            {"laajuus": '(not ("Muuta koulutuksen osan laajuus positiiviseksi." -1))'},
        ],
        "opiskeluvalmiuksia-tukevat-opinnot": [
            '(not ("Ota tukevat opinnot pois, koska opiskeluoikeus on TUVA." a-clojure.lang.PersistentArrayMap))'
        ],
    }


def test_leaf_of_a_foreign_study_right():
    assert errors(hoks(), context(opiskeluoikeus=opiskeluoikeus(tyyppi="lukiokoulutus"))) == {
        "opiskeluoikeus-oid": '(not ("Opiskeluoikeuden tyypin on oltava joko "Ammatillinen koulutus" tai'
        ' "Tutkintokoulutukseen valmentava koulutus (TUVA)"." a-java.lang.String))'
    }


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([], "(not (map? a-clojure.lang.LazySeq))"),
        ([hoks()], "(not (map? a-clojure.lang.LazySeq))"),
        (None, "(not (map? nil))"),
        (5, "(not (map? 5))"),
        ("hoks", '(not (map? "hoks"))'),
        ("x" * 20, "(not (map? a-java.lang.String))"),
        (True, "(not (map? true))"),
    ],
)
def test_a_document_that_is_no_object(document, expected):
    assert errors(document) == expected
