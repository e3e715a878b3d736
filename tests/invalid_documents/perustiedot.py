"""The plan's own fields."""

from tests.documents import LEFT_OUT, hato, hpto
from tests.invalid_documents.case import BAD_DATE, BAD_OID, Invalid, in_plan

PERUSTIEDOT: list[Invalid] = [
    in_plan(
        "hyväksyminen puuttuu", [("/ensikertainen-hyvaksyminen", "pakollinen")], ensikertainen_hyvaksyminen=LEFT_OUT
    ),
    in_plan("tarve puuttuu", [("/osaamisen-hankkimisen-tarve", "pakollinen")], osaamisen_hankkimisen_tarve=LEFT_OUT),
    in_plan(
        "hyväksyminen ei ole päivä",
        [("/ensikertainen-hyvaksyminen", "vaara-paivamaara")],
        ensikertainen_hyvaksyminen=BAD_DATE,
    ),
    in_plan(
        "hyväksyminen on hetki",
        [("/ensikertainen-hyvaksyminen", "vaara-paivamaara")],
        ensikertainen_hyvaksyminen="2024-08-15T10:00:00Z",
    ),
    in_plan(
        "saavuttaminen liian varhain",
        [("/osaamisen-saavuttamisen-pvm", "osaamisen-saavuttamisen-pvm")],
        osaamisen_saavuttamisen_pvm="2018-01-01",
    ),
    in_plan(
        "saavuttaminen liian myöhään",
        [("/osaamisen-saavuttamisen-pvm", "osaamisen-saavuttamisen-pvm")],
        osaamisen_saavuttamisen_pvm="9999-12-31",
    ),
    in_plan(
        "saavuttaminen ei ole päivä",
        [("/osaamisen-saavuttamisen-pvm", "vaara-paivamaara")],
        osaamisen_saavuttamisen_pvm="keväällä",
    ),
    in_plan("hyväksytty ei ole aika", [("/hyvaksytty", "vaara-aikaleima")], hyvaksytty="eilen"),
    in_plan("päivitetty ei ole aika", [("/paivitetty", "vaara-aikaleima")], paivitetty="2024-13-01"),
    in_plan("versio ei ole luku", [("/versio", "vaara-kokonaisluku")], versio="kolmas"),
    in_plan("versio on liian suuri", [("/versio", "liian-suuri-luku")], versio=2**31),
    in_plan(
        "urasuunnitelma on muuta muotoa",
        [("/urasuunnitelma-koodi-uri", "vaara-muoto")],
        urasuunnitelma_koodi_uri="urasuunnitelma_004",
        urasuunnitelma_koodi_versio=1,
    ),
    in_plan(
        "rinnakkaisen TUVAn tunniste", [("/tuva-opiskeluoikeus-oid", "vaara-muoto")], tuva_opiskeluoikeus_oid=BAD_OID
    ),
    in_plan(
        "rinnakkaisen TUVAn tarkistusmerkki",
        [("/tuva-opiskeluoikeus-oid", "tarkistusmerkki")],
        tuva_opiskeluoikeus_oid="1.2.246.562.15.41024330545",
    ),
    in_plan(
        "kaksi tietoa väärin",
        [("/ensikertainen-hyvaksyminen", "vaara-paivamaara"), ("/versio", "vaara-kokonaisluku")],
        ensikertainen_hyvaksyminen="ensi viikolla",
        versio="1,5",
    ),
    in_plan("NUL tekstissä", [("/sahkoposti", "kielletty-merkki")], sahkoposti="a\0b", typable=False),
    in_plan("yksinäinen sijaismerkki", [("/puhelinnumero", "kielletty-merkki")], puhelinnumero="\ud800", typable=False),
    in_plan("tuntematon kenttä", [("/lempivari", "tuntematon-kentta")], lempivari="sininen", typable=False),
    in_plan(
        "eid ei kuulu uuteen",
        [("/eid", "tuntematon-kentta")],
        eid="8f14e45f-0000-4000-8000-000000000000",
        typable=False,
    ),
    in_plan(
        "tarve on tekstiä",
        [("/osaamisen-hankkimisen-tarve", "vaara-tyyppi")],
        osaamisen_hankkimisen_tarve="true",
        typable=False,
    ),
    in_plan("sähköposti on null", [("/sahkoposti", "vaara-tyyppi")], sahkoposti=None, typable=False),
    in_plan(
        "osat eivät ole luettelo",
        [("/hankittavat-ammat-tutkinnon-osat", "vaara-tyyppi")],
        hankittavat_ammat_tutkinnon_osat=hato(),
        typable=False,
    ),
    in_plan(
        "osa ei ole olio",
        [("/hankittavat-paikalliset-tutkinnon-osat/1", "vaara-tyyppi")],
        hankittavat_paikalliset_tutkinnon_osat=[hpto(), "osa"],
        typable=False,
    ),
]
