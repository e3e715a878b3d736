"""Periods."""

from tests.documents import LEFT_OUT, oht, oppisopimusjakso, tjk, tyopaikkajakso
from tests.invalid_documents.case import BAD_DATE, BAD_OID, Invalid, in_oht

HANKKIMISTAVAT: list[Invalid] = [
    in_oht("alku puuttuu", [("/alku", "pakollinen")], oht(alku=LEFT_OUT)),
    in_oht("loppu puuttuu", [("/loppu", "pakollinen")], oht(loppu=LEFT_OUT)),
    in_oht(
        "molemmat päivät puuttuvat",
        [("/alku", "pakollinen"), ("/loppu", "pakollinen")],
        oht(alku=LEFT_OUT, loppu=LEFT_OUT),
    ),
    in_oht("alku ei ole päivä", [("/alku", "vaara-paivamaara")], oht(alku=BAD_DATE)),
    in_oht("loppu ei ole päivä", [("/loppu", "vaara-paivamaara")], oht(loppu="2024-02-30")),
    in_oht("jakso takaperin", [("", "oht-loppu-ennen-alkua")], oht(alku="2024-12-02")),
    in_oht("alkaa ennen opiskeluoikeutta", [("/alku", "oht-alku-ennen-opiskeluoikeutta")], oht(alku="2024-07-31")),
    in_oht(
        "päättyy opiskeluoikeuden jälkeen", [("/loppu", "oht-loppu-opiskeluoikeuden-jalkeen")], oht(loppu="2027-06-01")
    ),
    in_oht(
        "yli viisi vuotta ja molemmin puolin yli",
        [
            ("/alku", "oht-alku-ennen-opiskeluoikeutta"),
            ("/loppu", "oht-loppu-opiskeluoikeuden-jalkeen"),
            ("", "oht-yli-viisi-vuotta"),
        ],
        oht(alku="2024-07-01", loppu="2029-07-02"),
    ),
    in_oht(
        "kalenterin alusta loppuun",
        [
            ("/alku", "oht-alku-ennen-opiskeluoikeutta"),
            ("/loppu", "oht-loppu-opiskeluoikeuden-jalkeen"),
            ("", "oht-yli-viisi-vuotta"),
        ],
        oht(alku="0001-01-01", loppu="9999-12-31"),
    ),
    in_oht(
        "hankkimistapa puuttuu",
        [("/osaamisen-hankkimistapa-koodi-uri", "pakollinen"), ("/osaamisen-hankkimistapa-koodi-versio", "pakollinen")],
        oht(osaamisen_hankkimistapa_koodi_uri=LEFT_OUT, osaamisen_hankkimistapa_koodi_versio=LEFT_OUT),
    ),
    in_oht(
        "hankkimistapa muusta koodistosta",
        [("/osaamisen-hankkimistapa-koodi-uri", "vaara-muoto")],
        oht(osaamisen_hankkimistapa_koodi_uri="oppimisymparistot_0001"),
    ),
    in_oht(
        "osa-aikaisuustieto puuttuu",
        [("/osa-aikaisuustieto", "osa-aikaisuustieto")],
        tyopaikkajakso(osa_aikaisuustieto=LEFT_OUT),
    ),
    in_oht(
        "osa-aikaisuustieto nolla",
        [("/osa-aikaisuustieto", "osa-aikaisuustieto")],
        tyopaikkajakso(osa_aikaisuustieto=0),
    ),
    in_oht(
        "osa-aikaisuustieto negatiivinen",
        [("/osa-aikaisuustieto", "osa-aikaisuustieto")],
        tyopaikkajakso(osa_aikaisuustieto=-5),
    ),
    in_oht(
        "osa-aikaisuustieto yli sadan",
        [("/osa-aikaisuustieto", "osa-aikaisuustieto")],
        oppisopimusjakso(osa_aikaisuustieto=101),
    ),
    in_oht(
        "osa-aikaisuustieto prosenttimerkin kanssa",
        [("/osa-aikaisuustieto", "vaara-kokonaisluku")],
        tyopaikkajakso(osa_aikaisuustieto="80 %"),
    ),
    in_oht(
        "osa-aikaisuustieto murtoluku",
        [("/osa-aikaisuustieto", "vaara-kokonaisluku")],
        tyopaikkajakso(osa_aikaisuustieto=80.5),
    ),
    in_oht(
        "oppisopimuksen perusta puuttuu",
        [("/oppisopimuksen-perusta-koodi-uri", "oppisopimuksen-perusta")],
        oppisopimusjakso(oppisopimuksen_perusta_koodi_uri=LEFT_OUT),
    ),
    in_oht(
        "oppisopimuksen perusta muusta koodistosta",
        [("/oppisopimuksen-perusta-koodi-uri", "vaara-muoto")],
        oppisopimusjakso(oppisopimuksen_perusta_koodi_uri="perusta_01"),
    ),
    in_oht(
        "yksilöivä tunniste tyhjä",
        [("/yksiloiva-tunniste", "tyhja")],
        tyopaikkajakso(yksiloiva_tunniste="  "),
        typable=False,
    ),
    in_oht(
        "keskeytykset limittäin",
        [("/keskeytymisajanjaksot", "keskeytykset-limittain")],
        oht(
            keskeytymisajanjaksot=[
                {"alku": "2024-10-01", "loppu": "2024-10-10"},
                {"alku": "2024-10-10", "loppu": "2024-10-12"},
            ]
        ),
    ),
    in_oht(
        "avoin keskeytys ei ole viimeinen",
        [("/keskeytymisajanjaksot", "keskeytykset-limittain")],
        oht(keskeytymisajanjaksot=[{"alku": "2024-10-01"}, {"alku": "2024-10-10"}]),
    ),
    in_oht(
        "keskeytyksen alku puuttuu",
        [("/keskeytymisajanjaksot/0/alku", "pakollinen")],
        oht(keskeytymisajanjaksot=[{"loppu": "2024-10-10"}]),
    ),
    in_oht(
        "keskeytyksen loppu ei ole päivä",
        [("/keskeytymisajanjaksot/1/loppu", "vaara-paivamaara")],
        oht(
            keskeytymisajanjaksot=[
                {"alku": "2024-10-01", "loppu": "2024-10-02"},
                {"alku": "2024-10-05", "loppu": BAD_DATE},
            ]
        ),
    ),
    in_oht(
        "työpaikan Y-tunnus puuttuu",
        [("/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus", "tyopaikan-y-tunnus")],
        tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT)),
    ),
    in_oht(
        "työpaikan Y-tunnuksen tarkistusmerkki",
        [("/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus", "y-tunnus")],
        tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus="1234567-2")),
    ),
    in_oht(
        "työpaikan Y-tunnus on muuta muotoa",
        [("/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus", "vaara-muoto")],
        tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus="12345678-1")),
    ),
    in_oht(
        "Y-tunnus, jolla ei voi olla tarkistusmerkkiä",
        [("/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus", "y-tunnus")],
        oht(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus="0000006-0")),
    ),
    in_oht(
        "työpaikan nimi puuttuu",
        [("/tyopaikalla-jarjestettava-koulutus/tyopaikan-nimi", "pakollinen")],
        tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_nimi=LEFT_OUT)),
    ),
    in_oht(
        "ohjaajan nimi puuttuu",
        [("/tyopaikalla-jarjestettava-koulutus/vastuullinen-tyopaikka-ohjaaja/nimi", "pakollinen")],
        tyopaikkajakso(
            tyopaikalla_jarjestettava_koulutus=tjk(vastuullinen_tyopaikka_ohjaaja={"sahkoposti": "olli@example.org"})
        ),
    ),
    in_oht(
        "ohjaajan puhelinnumerossa on kirjaimia",
        [("/tyopaikalla-jarjestettava-koulutus/vastuullinen-tyopaikka-ohjaaja/puhelinnumero", "puhelinnumero")],
        tyopaikkajakso(
            tyopaikalla_jarjestettava_koulutus=tjk(
                vastuullinen_tyopaikka_ohjaaja={"nimi": "Olli", "puhelinnumero": "nolla"}
            )
        ),
    ),
    in_oht(
        "ohjaajan puhelinnumero on liian pitkä",
        [("/tyopaikalla-jarjestettava-koulutus/vastuullinen-tyopaikka-ohjaaja/puhelinnumero", "puhelinnumero")],
        tyopaikkajakso(
            tyopaikalla_jarjestettava_koulutus=tjk(
                vastuullinen_tyopaikka_ohjaaja={"nimi": "Olli", "puhelinnumero": "1" * 257}
            )
        ),
    ),
    in_oht(
        "ohjaaja puuttuu",
        [("/tyopaikalla-jarjestettava-koulutus/vastuullinen-tyopaikka-ohjaaja", "pakollinen")],
        tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(vastuullinen_tyopaikka_ohjaaja=LEFT_OUT)),
        typable=False,
    ),
    in_oht(
        "työtehtävät puuttuvat",
        [("/tyopaikalla-jarjestettava-koulutus/keskeiset-tyotehtavat", "pakollinen")],
        tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(keskeiset_tyotehtavat=LEFT_OUT)),
        typable=False,
    ),
    in_oht(
        "edustajan nimi puuttuu",
        [("/jarjestajan-edustaja/nimi", "pakollinen")],
        oht(jarjestajan_edustaja={"oppilaitos-oid": "1.2.246.562.10.12944436166"}),
    ),
    in_oht(
        "edustajan oppilaitos puuttuu",
        [("/hankkijan-edustaja/oppilaitos-oid", "pakollinen")],
        oht(hankkijan_edustaja={"nimi": "Heli Hankkija"}),
    ),
    in_oht(
        "edustajan oppilaitos ei ole organisaatio",
        [("/jarjestajan-edustaja/oppilaitos-oid", "vaara-muoto")],
        oht(jarjestajan_edustaja={"nimi": "Oili", "oppilaitos-oid": BAD_OID}),
    ),
    in_oht(
        "oppimisympäristön päivät puuttuvat",
        [("/muut-oppimisymparistot/0/alku", "pakollinen"), ("/muut-oppimisymparistot/0/loppu", "pakollinen")],
        oht(
            muut_oppimisymparistot=[
                {"oppimisymparisto-koodi-uri": "oppimisymparistot_0002", "oppimisymparisto-koodi-versio": 1}
            ]
        ),
    ),
    in_oht(
        "oppimisympäristö on muuta muotoa",
        [("/muut-oppimisymparistot/0/oppimisymparisto-koodi-uri", "vaara-muoto")],
        oht(
            muut_oppimisymparistot=[
                {
                    "oppimisymparisto-koodi-uri": "oppimisymparistot_1",
                    "oppimisymparisto-koodi-versio": 1,
                    "alku": "2024-10-01",
                    "loppu": "2024-10-02",
                }
            ]
        ),
    ),
    in_oht(
        "ajanjakson tarkenne on luku",
        [("/ajanjakson-tarkenne", "vaara-tyyppi")],
        oht(ajanjakson_tarkenne=5),
        typable=False,
    ),
    in_oht("tuntematon kenttä jaksossa", [("/kesto", "tuntematon-kentta")], oht(kesto=3), typable=False),
    in_oht(
        "viisi vikaa samassa jaksossa",
        [
            ("/osa-aikaisuustieto", "osa-aikaisuustieto"),
            ("/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus", "tyopaikan-y-tunnus"),
            ("/oppisopimuksen-perusta-koodi-uri", "oppisopimuksen-perusta"),
            ("", "oht-loppu-ennen-alkua"),
            ("/alku", "oht-alku-ennen-opiskeluoikeutta"),
        ],
        oppisopimusjakso(
            osa_aikaisuustieto=LEFT_OUT,
            oppisopimuksen_perusta_koodi_uri=LEFT_OUT,
            alku="2024-07-31",
            loppu="2024-07-30",
            tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT),
        ),
    ),
]
