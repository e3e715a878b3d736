"""Business ids and OIDs (domain.md 2.1, 2.2)."""

from tests.api.verdicts.case import HATO, Case, hylataan, jakso, kelpaa, muoto, naytto, saanto
from tests.documents import hato, oht, tjk

Y_TUNNUS = "^[0-9]{7}-[0-9]$"
OPISKELUOIKEUS = r"^1\.2\.246\.562\.15\.[1-9]\d{9}(\d|10)$"
OPPIJA = r"^1\.2\.246\.562\.(24|[12]?98)\.[1-9]\d{9}(\d|10)$"
ORGANISAATIO = r"^1\.2\.246\.562\.(10|[12]?99)\.([1-9]\d{9}(\d|10)|0{10}1|201[34]\d{18})$"
TARKISTUSMERKKI = "(not (oph.ehoks.schema.oid/valid-oid? a-java.lang.String))"
TYOPAIKAN = "/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus"


# --- Y-tunnus ------------------------------------------------------------------------------


def _tyopaikan(value: str) -> dict:
    return oht(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=value))


def _vaara_muoto(value: str) -> Case:
    leaf = muoto(Y_TUNNUS, value.replace("\n", "\\n"))
    return jakso(f"Y-tunnus {value!r}", _tyopaikan(value), (TYOPAIKAN, "vaara-muoto", leaf))


def _vaara_tarkistus(value: str) -> Case:
    leaf = saanto("Kelvollinen Y-tunnus", f'"{value}"')
    return jakso(f"Y-tunnus {value}", _tyopaikan(value), (TYOPAIKAN, "y-tunnus", leaf))


def _arvioija(y_tunnus: str) -> dict:
    organisaatio = {"nimi": "Konepaja Oy", "y-tunnus": y_tunnus}
    return {"tyoelama_osaamisen_arvioijat": [{"nimi": "Aino", "organisaatio": organisaatio}]}


Y_TUNNUKSET = [
    # The remainder is 0 in the last one, so is its check digit.
    *(
        jakso(f"Y-tunnus {value}", _tyopaikan(value))
        for value in ("1234567-1", "5523718-7", "1234564-7", "0000000-0", "0000001-9")
    ),
    *(_vaara_tarkistus(value) for value in ("1234567-2", "7654321-8", "0000000-1", "0000001-8")),
    # The remainder is 1: no check digit makes them right.
    *(_vaara_tarkistus(f"0000006-{digit}") for digit in (0, 1, 9)),
    *(
        _vaara_muoto(value)
        for value in (
            "12345678-1",
            "123456-1",
            "1234567-1 ",
            " 1234567-1",
            "1234567-1\n",
            "12345671",
            "1234567–1",
            "FI12345671",
            "١234567-1",
            "",
        )
    ),
    naytto("näyttöympäristön Y-tunnus", {"nayttoymparisto": {"nimi": "Paja", "y-tunnus": "5523718-7"}}),
    naytto(
        "näyttöympäristön väärä Y-tunnus",
        {"nayttoymparisto": {"nimi": "Paja", "y-tunnus": "5523718-8"}},
        ("/nayttoymparisto/y-tunnus", "y-tunnus", saanto("Kelvollinen Y-tunnus", '"5523718-8"')),
    ),
    naytto("arvioijan Y-tunnus", _arvioija("1234564-7")),
    naytto(
        "arvioijan väärä Y-tunnus",
        _arvioija("1234564-0"),
        (
            "/tyoelama-osaamisen-arvioijat/0/organisaatio/y-tunnus",
            "y-tunnus",
            saanto("Kelvollinen Y-tunnus", '"1234564-0"'),
        ),
    ),
]

# --- Study rights --------------------------------------------------------------------------


def _tuva(oid: str, code: str, leaf: str) -> Case:
    path = "/tuva-opiskeluoikeus-oid"
    return hylataan(f"opiskeluoikeus {oid!r}", [(path, code)], {path: leaf}, tuva_opiskeluoikeus_oid=oid)


OPISKELUOIKEUDET = [
    *(
        kelpaa(f"opiskeluoikeus {tail}", tuva_opiskeluoikeus_oid=f"1.2.246.562.15.{tail}")
        for tail in ("41024330544", "78573431000", "298574987110", "983769802510")
    ),
    *(
        _tuva(f"1.2.246.562.15.{tail}", "vaara-muoto", muoto(OPISKELUOIKEUS, "1.2.246.562.15." + tail))
        for tail in ("09873698279", "1068968963", "987369457211", "785734310000", "")
    ),
    *(
        _tuva(f"1.2.246.562.15.{tail}", "tarkistusmerkki", TARKISTUSMERKKI)
        for tail in ("897639829610", "41014330544", "68533489991", "41024330545", "410243305410")
    ),
    *(
        _tuva(oid, "vaara-muoto", muoto(OPISKELUOIKEUS, oid.replace("\n", "\\n")))
        for oid in (
            "1.2.246.562.24.41024330544",
            "1.2.246.562.15.41024330544 ",
            "1.2.246.562.15.41024330544\n",
            "1x2.246.562.15.41024330544",
            "15.41024330544",
        )
    ),
    # The plan's own study right is looked for first (2.5), and then its check digit is told, too.
    Case(
        "suunnitelman opiskeluoikeuden tarkistusmerkki",
        {"opiskeluoikeus_oid": "1.2.246.562.15.41014330544"},
        [("/opiskeluoikeus-oid", "tarkistusmerkki")],
        errors={"/opiskeluoikeus-oid": TARKISTUSMERKKI},
        error="Opiskeluoikeus `1.2.246.562.15.41014330544` not found in Koski",
    ),
]

# --- Learners ------------------------------------------------------------------------------


def _tunnettu(oid: str) -> Case:
    return kelpaa(f"oppija {oid}", oppija_oid=oid, _oppija={"oid": oid})


def _oppija(oid: str, code: str, leaf: str) -> Case:
    return hylataan(f"oppija {oid!r}", [("/oppija-oid", code)], {"/oppija-oid": leaf}, oppija_oid=oid)


SOLMUT = (98, 198, 298)

OPPIJAT = [
    *(_tunnettu(f"1.2.246.562.24.{tail}") for tail in ("54450598189", "16068378700", "160683787010", "898261719310")),
    *(
        _oppija(f"1.2.246.562.24.{tail}", "tarkistusmerkki", TARKISTUSMERKKI)
        for tail in ("54440598189", "37998957910", "642978032610", "54450598187")
    ),
    *(
        _tunnettu(f"1.2.246.562.{node}.{tail}")
        for node in SOLMUT
        for tail in ("54450598187", "16068378708", "160683787410")
    ),
    *(
        _oppija(f"1.2.246.562.{node}.{tail}", "tarkistusmerkki", TARKISTUSMERKKI)
        for node in SOLMUT
        for tail in ("54440598186", "54450598189")
    ),
    *(
        _oppija(oid, "vaara-muoto", muoto(OPPIJA, oid.replace("\n", "\\n")))
        for oid in (
            "1.2.246.562.398.54450598187",
            "1.2.246.562.15.41024330544",
            "1.2.246.562.24.04450598189",
            "1.2.246.562.24.5445059818",
            "1.2.246.562.24.160683787011",
            "1.2.246.562.24.54450598189\n",
            " 1.2.246.562.24.54450598189",
            "010100-123D",
        )
    ),
]

# --- Organisations, whose check digit nobody asks --------------------------------------------


def _jarjestaja(oid: str) -> dict:
    return {"hankittavat_ammat_tutkinnon_osat": [hato(koulutuksen_jarjestaja_oid=oid)]}


ORGANISAATIOT = [
    *(
        kelpaa(f"organisaatio {oid}", **_jarjestaja(oid))
        for oid in (
            "1.2.246.562.10.12944436166",
            "1.2.246.562.10.12944436167",
            "1.2.246.562.10.129444361610",
            "1.2.246.562.99.12944436166",
            "1.2.246.562.199.12944436166",
            "1.2.246.562.299.12944436166",
            "1.2.246.562.10.00000000001",
            "1.2.246.562.10.2013110810265150100000",
            "1.2.246.562.10.2014110810265150100000",
        )
    ),
    *(
        hylataan(
            f"organisaatio {oid!r}",
            [(HATO + "/koulutuksen-jarjestaja-oid", "vaara-muoto")],
            {HATO + "/koulutuksen-jarjestaja-oid": muoto(ORGANISAATIO, oid.replace("\n", "\\n"))},
            **_jarjestaja(oid),
        )
        for oid in (
            "1.2.246.562.10.129444361611",
            "1.2.246.562.10.02944436166",
            "1.2.246.562.10.1294443616",
            "1.2.246.562.399.12944436166",
            "1.2.246.562.24.12944436166",
            "1.2.246.562.10.00000000002",
            "1.2.246.562.10.2012110810265150100000",
            "1.2.246.562.10.2015110810265150100000",
            "1.2.246.562.10.201311081026515010000",
            "1.2.246.562.10.12944436166 ",
            "1.2.246.562.10.12944436166\n",
            "",
        )
    ),
]

TUNNISTEET: list[Case] = [*Y_TUNNUKSET, *OPISKELUOIKEUDET, *OPPIJAT, *ORGANISAATIOT]
