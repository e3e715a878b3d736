"""Demonstrations."""

from tests.documents import LEFT_OUT
from tests.invalid_documents.case import BAD_OID, Invalid, in_oo

OSOITTAMISET: list[Invalid] = [
    in_oo("näytön alku puuttuu", [("/alku", "pakollinen")], alku=LEFT_OUT),
    in_oo("näytön loppu ei ole päivä", [("/loppu", "vaara-paivamaara")], loppu="toukokuussa"),
    in_oo(
        "näyttöympäristön nimi puuttuu", [("/nayttoymparisto/nimi", "pakollinen")], nayttoymparisto={"kuvaus": "Halli"}
    ),
    in_oo(
        "näyttöympäristön Y-tunnus",
        [("/nayttoymparisto/y-tunnus", "y-tunnus")],
        nayttoymparisto={"nimi": "Halli", "y-tunnus": "7654321-8"},
    ),
    in_oo("näyttöympäristö puuttuu", [("/nayttoymparisto", "pakollinen")], nayttoymparisto=LEFT_OUT, typable=False),
    in_oo("näytön sisältö puuttuu", [("/sisallon-kuvaus", "pakollinen")], sisallon_kuvaus=LEFT_OUT, typable=False),
    in_oo(
        "näytön sisältö ei ole tekstejä",
        [("/sisallon-kuvaus/1", "vaara-tyyppi")],
        sisallon_kuvaus=["Huolto", 2],
        typable=False,
    ),
    in_oo(
        "näytön järjestäjä ei ole organisaatio",
        [("/jarjestaja/oppilaitos-oid", "vaara-muoto")],
        jarjestaja={"oppilaitos-oid": BAD_OID},
    ),
    in_oo(
        "työelämän arvioijan organisaation Y-tunnus",
        [("/tyoelama-osaamisen-arvioijat/0/organisaatio/y-tunnus", "vaara-muoto")],
        tyoelama_osaamisen_arvioijat=[{"nimi": "Tiina", "organisaatio": {"nimi": "Konepaja", "y-tunnus": "1234567"}}],
    ),
    in_oo(
        "työelämän arvioijan nimi puuttuu",
        [("/tyoelama-osaamisen-arvioijat/0/nimi", "pakollinen")],
        tyoelama_osaamisen_arvioijat=[{"organisaatio": {"nimi": "Konepaja"}}],
    ),
    in_oo(
        "työelämän arvioijan organisaation nimi puuttuu",
        [("/tyoelama-osaamisen-arvioijat/0/organisaatio/nimi", "pakollinen")],
        tyoelama_osaamisen_arvioijat=[{"nimi": "Tiina", "organisaatio": {"y-tunnus": "1234567-1"}}],
    ),
    in_oo(
        "koulun arvioijan nimi puuttuu",
        [("/koulutuksen-jarjestaja-osaamisen-arvioijat/0/nimi", "pakollinen")],
        koulutuksen_jarjestaja_osaamisen_arvioijat=[{"organisaatio": {"oppilaitos-oid": "1.2.246.562.10.12944436166"}}],
    ),
    in_oo(
        "koulun arvioijan organisaatio puuttuu",
        [("/koulutuksen-jarjestaja-osaamisen-arvioijat/0/organisaatio", "pakollinen")],
        koulutuksen_jarjestaja_osaamisen_arvioijat=[{"nimi": "Oona"}],
        typable=False,
    ),
    in_oo(
        "näytön osa-alueen versio puuttuu",
        [("/osa-alueet/0/koodi-versio", "pakollinen")],
        osa_alueet=[{"koodi-uri": "ammatillisenoppiaineet_vvai"}],
        typable=False,
    ),
    in_oo(
        "näytön module-id ei kuulu dokumenttiin",
        [("/module-id", "tuntematon-kentta")],
        module_id="8f14e45f-0000-4000-8000-000000000000",
        typable=False,
    ),
]
