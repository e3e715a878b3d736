"""What each kind of field takes: types, null, trimming, odd spellings (domain.md 1.3, 1.4, 2.0, 2.7)."""

from typing import Any

from tests.api.verdicts.case import (
    HATO,
    YLIMAARAINEN,
    Case,
    hylataan,
    jakso,
    kelpaa,
    muoto,
    naytto,
    saanto,
)
from tests.documents import hato, hpto, hyto, oht, oto, tjk, tuki

PAIVAMAARA = "instance? java.time.LocalDate"
TEKSTI = "instance? java.lang.String"


def _ei(question: str, value: str) -> str:
    return f"(not ({question} {value}))"


def _top(wire: str, name: str, value: Any, code: str, leaf: str) -> Case:
    return hylataan(f"{wire} {name}", [("/" + wire, code)], {"/" + wire: leaf}, **{wire.replace("-", "_"): value})


def _paiva(value: str) -> Case:
    leaf = f"(not #error {{:cause \"Text '{value}' could not be parsed\"}})".replace("\n", "\\n")
    return _top("ensikertainen-hyvaksyminen", repr(value), value, "vaara-paivamaara", leaf)


def _aika(value: str) -> Case:
    leaf = f"(not #error {{:cause \"Text '{value}' could not be parsed\"}})"
    return _top("hyvaksytty", repr(value), value, "vaara-aikaleima", leaf)


# What each kind says to a value that is none of its own, in Clojure's words.
TEKSTIT = [
    *(
        kelpaa(f"sahkoposti {value[:9]!r}", sahkoposti=value)
        for value in ("", " x ", "\t\n", "ä" * 300, "👩‍🎓", "\u202e")
    ),
    _top("sahkoposti", "null", None, "vaara-tyyppi", _ei(TEKSTI, "nil")),
    _top("sahkoposti", "luku", 4, "vaara-tyyppi", _ei(TEKSTI, "4")),
    _top("sahkoposti", "totuusarvo", False, "vaara-tyyppi", _ei(TEKSTI, "false")),
    _top("sahkoposti", "taulukko", ["x"], "vaara-tyyppi", _ei(TEKSTI, '["x"]')),
    _top("sahkoposti", "olio", {"a": 1}, "vaara-tyyppi", _ei(TEKSTI, "{:a 1}")),
    _top(
        "sahkoposti",
        "NUL",
        "a\0b",
        "kielletty-merkki",
        saanto("Poista merkki, jota ei voi tallentaa: Opiskelijan sähköposti.", "a-java.lang.String"),
    ),
    _top(
        "puhelinnumero",
        "yksinäinen sijaismerkki",
        "\ud800",
        "kielletty-merkki",
        saanto("Poista merkki, jota ei voi tallentaa: Opiskelijan puhelinnumero.", "a-java.lang.String"),
    ),
]  # fmt: skip

URA = r"^urasuunnitelma_\d{4}$"
MUODOT = [
    *(kelpaa(f"urasuunnitelma {tail}", urasuunnitelma_koodi_uri=f"urasuunnitelma_{tail}") for tail in ("0001", "9999")),
    *(
        _top(
            "urasuunnitelma-koodi-uri",
            repr(value),
            value,
            "vaara-muoto",
            muoto(URA, value).replace("\n", "\\n"),
        )
        for value in (
            "urasuunnitelma_001",
            "urasuunnitelma_00012",
            "urasuunnitelma_000x",
            "urasuunnitelma_0001 ",
            "urasuunnitelma_0001\n",
            " urasuunnitelma_0001",
            "URASUUNNITELMA_0001",
            "urasuunnitelma_٠٠٠١",
            "",
        )
    ),
    _top("urasuunnitelma-koodi-uri", "null", None, "vaara-tyyppi", _ei("string?", "nil")),
    _top("urasuunnitelma-koodi-uri", "luku", 1, "vaara-tyyppi", _ei("string?", "1")),
    # Any tail of a way of acquiring and of a sub-area is taken, codes that are on no list too (2.7).
    jakso("hankkimistapa, jota ei ole", oht(osaamisen_hankkimistapa_koodi_uri="osaamisenhankkimistapa_x y")),
    jakso(
        "hankkimistapa ilman loppua",
        oht(osaamisen_hankkimistapa_koodi_uri="osaamisenhankkimistapa_"),
        (
            "/osaamisen-hankkimistapa-koodi-uri",
            "vaara-muoto",
            muoto("^osaamisenhankkimistapa_.+$", "osaamisenhankkimistapa_"),
        ),
    ),
    kelpaa("osa, jota ei ole", hankittavat_ammat_tutkinnon_osat=[hato(tutkinnon_osa_koodi_uri="tutkinnonosat_0")]),
    hylataan(
        "osan koodi kirjaimin",
        [(HATO + "/tutkinnon-osa-koodi-uri", "vaara-muoto")],
        {HATO + "/tutkinnon-osa-koodi-uri": muoto(r"^tutkinnonosat_\d+$", "tutkinnonosat_a")},
        hankittavat_ammat_tutkinnon_osat=[hato(tutkinnon_osa_koodi_uri="tutkinnonosat_a")],
    ),
    naytto("osa-alueen koodi vapaasti", {"osa_alueet": [{"koodi-uri": "mikä vain", "koodi-versio": 1}]}),
]

KOKONAISLUVUT = [
    *(
        kelpaa(f"versio {value!r}", versio=value)
        for value in (4, 4.0, 0, -0.0, -1, 2**31 - 1, -(2**31), 2147483647.0, 1e3)
    ),
    *(
        _top("versio", repr(value), value, "vaara-kokonaisluku", _ei("integer?", told))
        for value, told in ((4.5, "4.5"), ("4", '"4"'), (True, "true"), (None, "nil"), ([], "[]"), (1e-7, "1.0E-7"))
    ),
    *(
        _top("versio", repr(value), value, "liian-suuri-luku", saanto("Anna pienempi luku: Asiakirjan versio.", told))
        for value, told in (
            (2**31, "2147483648"),
            (-(2**31) - 1, "-2147483649"),
            (1e300, "1.0E300"),
            (10**30, "a-java.math.BigInteger"),
        )
    ),
    hylataan(
        "paikallisen osan laajuus murtoluku",
        [("/hankittavat-paikalliset-tutkinnon-osat/0/laajuus", "vaara-kokonaisluku")],
        {"/hankittavat-paikalliset-tutkinnon-osat/0/laajuus": _ei("integer?", "7.5")},
        hankittavat_paikalliset_tutkinnon_osat=[hpto(laajuus=7.5)],
    ),
    kelpaa("paikallisen osan laajuus negatiivinen", hankittavat_paikalliset_tutkinnon_osat=[hpto(laajuus=-5)]),
]

LUVUT = [
    hylataan(
        f"opetuksen määrä {value!r}",
        [(HATO + "/opetus-ja-ohjaus-maara", "vaara-luku")],
        {HATO + "/opetus-ja-ohjaus-maara": _ei("instance? java.lang.Number", told)},
        hankittavat_ammat_tutkinnon_osat=[hato(opetus_ja_ohjaus_maara=value)],
    )
    for value, told in (("1", '"1"'), (True, "true"), (None, "nil"), ({}, "{}"))
]

TOTUUSARVOT = [
    *(kelpaa(f"tarve {value}", osaamisen_hankkimisen_tarve=value) for value in (True, False)),
    *(
        _top(
            "osaamisen-hankkimisen-tarve", repr(value), value, "vaara-tyyppi", _ei("instance? java.lang.Boolean", told)
        )
        for value, told in (("true", '"true"'), (1, "1"), (0, "0"), (None, "nil"))
    ),
]

PAIVAT = [
    *(
        kelpaa(f"päivä {value}", ensikertainen_hyvaksyminen=value)
        for value in ("2024-02-29", "0001-01-01", "9999-12-31", "2099-01-01")
    ),
    *(
        _paiva(value)
        for value in (
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-1-1",
            "1.8.2024",
            "20240801",
            "2024-08-01T00:00:00Z",
            "2024-08-01T00:00",
            "2024-08-01 ",
            " 2024-08-01",
            "2024-08-01\n",
            "2024-W31-4",
            "2024-214",
            # What the reference takes, but no calendar has (2.0, quirks not copied).
            "0000-01-01",
            "-2024-01-01",
            "+10000-01-01",
            "",
        )
    ),
    _top("ensikertainen-hyvaksyminen", "luku", 20240801, "vaara-paivamaara", _ei(PAIVAMAARA, "20240801")),
    _top("ensikertainen-hyvaksyminen", "null", None, "vaara-paivamaara", _ei(PAIVAMAARA, "nil")),
]

AIKALEIMAT = [
    *(
        kelpaa(f"hyväksytty {value}", hyvaksytty=value)
        for value in (
            "2024-08-15",
            "2024-08-15T09:00:00Z",
            "2024-08-15T09:00:00.123Z",
            "2024-08-15T09:00:00+03:00",
            "2024-08-15T09:00:00",
            "2024-08-15T09:00:00.123",
            "2024-08-15T09:00Z",
        )
    ),
    # Bare years and week dates are the reference's quirk (2.0).
    *(
        _aika(value)
        for value in ("2024", "2024-08", "2024-W33", "2024-08-15T25:00:00Z", "2024-02-30T09:00:00Z", "eilen", "")
    ),
    _top("hyvaksytty", "luku", 1723712400, "vaara-aikaleima", _ei("instance? java.util.Date", "1723712400")),
    _top("hyvaksytty", "null", None, "vaara-aikaleima", _ei("instance? java.util.Date", "nil")),
]

TAULUKOT = [
    *(
        kelpaa(f"{name} null", **{name: None})
        for name in (
            "aiemmin_hankitut_ammat_tutkinnon_osat",
            "hankittavat_paikalliset_tutkinnon_osat",
            "oppimisen_tuki",
            "opiskeluvalmiuksia_tukevat_opinnot",
        )
    ),
    # Also where the array must be given.
    kelpaa("osa-alueet null", hankittavat_yhteiset_tutkinnon_osat=[hyto(osa_alueet=None)]),
    jakso("työtehtävät null", oht(tyopaikalla_jarjestettava_koulutus=tjk(keskeiset_tyotehtavat=None))),
    jakso("työtehtävät tyhjä", oht(tyopaikalla_jarjestettava_koulutus=tjk(keskeiset_tyotehtavat=[]))),
    naytto("sisällön kuvaus null", {"sisallon_kuvaus": None}),
    _top("oppimisen-tuki", "olio", {}, "vaara-tyyppi", _ei("sequential?", "{}")),
    _top("oppimisen-tuki", "teksti", "ei", "vaara-tyyppi", _ei("sequential?", '"ei"')),
    hylataan(
        "alkiot eivät ole olioita",
        [("/oppimisen-tuki/0", "vaara-tyyppi"), ("/oppimisen-tuki/2", "vaara-tyyppi")],
        {"/oppimisen-tuki/0": _ei("map?", "nil"), "/oppimisen-tuki/2": _ei("map?", "[]")},
        oppimisen_tuki=[None, tuki(), []],
    ),
    naytto(
        "sisällön kuvauksessa null",
        {"sisallon_kuvaus": ["a", None]},
        ("/sisallon-kuvaus/1", "vaara-tyyppi", _ei(TEKSTI, "nil")),
    ),
    kelpaa("tyhjä olio on paikallinen osa", hankittavat_paikalliset_tutkinnon_osat=[{}]),
]

OLIOT = [
    *(
        hylataan(f"dokumentti {name}", [("", "vaara-tyyppi")], {"": _ei("map?", told)}, _document=document)
        for name, document, told in (
            ("taulukko", [], "a-clojure.lang.LazySeq"),
            ("taulukossa suunnitelma", [{"versio": 1}], "a-clojure.lang.LazySeq"),
            ("teksti", "hoks", '"hoks"'),
            ("luku", 5, "5"),
        )
    ),
    naytto(
        "näyttöympäristö null",
        {"nayttoymparisto": None},
        ("/nayttoymparisto", "vaara-tyyppi", _ei("map?", "nil")),
    ),
    jakso(
        "työpaikka null",
        oht(tyopaikalla_jarjestettava_koulutus=None),
        ("/tyopaikalla-jarjestettava-koulutus", "vaara-tyyppi", _ei("map?", "nil")),
    ),
    *(
        _top(wire, "ylimääräinen", "x", "tuntematon-kentta", YLIMAARAINEN)
        for wire in ("eid", "manuaalisyotto", "poistettu", "module-id", "kesto", "Versio")
    ),
    *(
        hylataan(
            f"{wire} osassa",
            [(f"{HATO}/{wire}", "tuntematon-kentta")],
            {f"{HATO}/{wire}": YLIMAARAINEN},
            hankittavat_ammat_tutkinnon_osat=[hato() | {wire: "6f8e5d4c-0000-4000-8000-000000000000"}],
        )
        for wire in ("module-id", "id", "laajuus", "_key")
    ),
    jakso("module-id jaksossa", oht(module_id="x"), ("/module-id", "tuntematon-kentta", YLIMAARAINEN)),
    naytto("module-id näytössä", {"module_id": "x"}, ("/module-id", "tuntematon-kentta", YLIMAARAINEN)),
    # Nested ids are remnants that pass (1.5).
    kelpaa("id opinnossa", opiskeluvalmiuksia_tukevat_opinnot=[oto(id=5)]),
    jakso(
        "id:t henkilöillä",
        oht(
            jarjestajan_edustaja={"nimi": "Oili", "oppilaitos-oid": "1.2.246.562.10.12944436166", "id": 5},
            tyopaikalla_jarjestettava_koulutus=tjk(vastuullinen_tyopaikka_ohjaaja={"nimi": "Olli", "id": 7}, id=6),
        ),
    ),
    hylataan(
        "opinnon id on tekstiä",
        [("/opiskeluvalmiuksia-tukevat-opinnot/0/id", "vaara-kokonaisluku")],
        {"/opiskeluvalmiuksia-tukevat-opinnot/0/id": _ei("integer?", '"5"')},
        opiskeluvalmiuksia_tukevat_opinnot=[oto(id="5")],
    ),
]

# Things that nobody checks (2.7).
TARKISTAMATTOMAT = [
    kelpaa("näyttö takaperin", hankittavat_ammat_tutkinnon_osat=[hato(osaamisen_osoittaminen=[])]),
    naytto("näytön päivät takaperin", {"alku": "2024-12-01", "loppu": "2024-11-01"}),
    kelpaa("opinnot takaperin", opiskeluvalmiuksia_tukevat_opinnot=[oto(alku="2025-01-01")]),
    kelpaa("hyväksytty tulevaisuudessa", ensikertainen_hyvaksyminen="2999-01-01"),
    kelpaa(
        "sama tunniste kahdesti",
        hankittavat_ammat_tutkinnon_osat=[
            hato(osaamisen_hankkimistavat=[oht(yksiloiva_tunniste="1"), oht(yksiloiva_tunniste="1")])
        ],
    ),
    kelpaa(
        "pitkät tekstit",
        hankittavat_paikalliset_tutkinnon_osat=[hpto(nimi="x" * 10_000, tavoitteet_ja_sisallot="y" * 100_000)],
    ),
    jakso("pitkä tunniste", oht(yksiloiva_tunniste="x" * 300)),
    kelpaa("rinnakkainen TUVA 27 merkkiä", tuva_opiskeluoikeus_oid="1.2.246.562.15.983769802510"),
    jakso(
        "oppimisympäristö takaperin ja jakson ulkopuolella",
        oht(
            muut_oppimisymparistot=[
                {
                    "oppimisymparisto-koodi-uri": "oppimisymparistot_0002",
                    "oppimisymparisto-koodi-versio": 1,
                    "alku": "2034-01-02",
                    "loppu": "2014-01-01",
                }
            ]
        ),
    ),
]

KENTAT: list[Case] = [
    *TEKSTIT,
    *MUODOT,
    *KOKONAISLUVUT,
    *LUVUT,
    *TOTUUSARVOT,
    *PAIVAT,
    *AIKALEIMAT,
    *TAULUKOT,
    *OLIOT,
    *TARKISTAMATTOMAT,
]
