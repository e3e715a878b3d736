"""Units, learning support, supporting studies."""

from tests.documents import LEFT_OUT, ahato, ahyto, hato, hpto, hyto, oht, oo, osa_alue, oto, tuki, tukiopetus
from tests.invalid_documents.case import AHATO, BAD_DATE, Invalid, in_hato, in_plan

OSAT: list[Invalid] = [
    in_hato(
        "tutkinnon osa puuttuu",
        [("/tutkinnon-osa-koodi-uri", "pakollinen"), ("/tutkinnon-osa-koodi-versio", "pakollinen")],
        tutkinnon_osa_koodi_uri=LEFT_OUT,
        tutkinnon_osa_koodi_versio=LEFT_OUT,
    ),
    in_hato(
        "tutkinnon osa on muuta muotoa",
        [("/tutkinnon-osa-koodi-uri", "vaara-muoto")],
        tutkinnon_osa_koodi_uri="tutkinnonosat_abc",
    ),
    in_hato(
        "koodin perässä väli",
        [("/tutkinnon-osa-koodi-uri", "vaara-muoto")],
        tutkinnon_osa_koodi_uri="tutkinnonosat_100031 ",
        typable=False,
    ),
    in_hato(
        "koodin perässä rivinvaihto",
        [("/tutkinnon-osa-koodi-uri", "vaara-muoto")],
        tutkinnon_osa_koodi_uri="tutkinnonosat_100031\n",
        typable=False,
    ),
    in_hato(
        "koodin versio on tekstiä",
        [("/tutkinnon-osa-koodi-versio", "vaara-kokonaisluku")],
        tutkinnon_osa_koodi_versio="2",
        typable=False,
    ),
    in_hato("opetuksen määrä negatiivinen", [("/opetus-ja-ohjaus-maara", "negatiivinen")], opetus_ja_ohjaus_maara=-0.5),
    in_hato("opetuksen määrä sanoina", [("/opetus-ja-ohjaus-maara", "vaara-luku")], opetus_ja_ohjaus_maara="kymmenen"),
    in_hato(
        "toteuttaja ei ole organisaatio",
        [("/koulutuksen-jarjestaja-oid", "vaara-muoto")],
        koulutuksen_jarjestaja_oid="Hirvijoki",
    ),
    in_hato("olennainen seikka on luku", [("/olennainen-seikka", "vaara-tyyppi")], olennainen_seikka=1, typable=False),
    in_plan(
        "paikallisen osan laajuus sanoina",
        [("/hankittavat-paikalliset-tutkinnon-osat/0/laajuus", "vaara-kokonaisluku")],
        hankittavat_paikalliset_tutkinnon_osat=[hpto(nimi="Sauna", laajuus="viisi")],
    ),
    in_plan(
        "paikallisen osan laajuus murtoluku",
        [("/hankittavat-paikalliset-tutkinnon-osat/0/laajuus", "vaara-kokonaisluku")],
        hankittavat_paikalliset_tutkinnon_osat=[hpto(nimi="Sauna", laajuus=7.5)],
    ),
    in_plan(
        "paikallisen osan laajuus liian suuri",
        [("/hankittavat-paikalliset-tutkinnon-osat/1/laajuus", "liian-suuri-luku")],
        hankittavat_paikalliset_tutkinnon_osat=[hpto(), hpto(nimi="Sauna", laajuus=3_000_000_000)],
    ),
    in_plan(
        "osa-alue on muuta muotoa",
        [("/hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet/0/osa-alue-koodi-uri", "vaara-muoto")],
        hankittavat_yhteiset_tutkinnon_osat=[hyto(osa_alueet=[osa_alue(osa_alue_koodi_uri="tutkinnonosat_1")])],
    ),
    in_plan(
        "osa-alueen jakso takaperin",
        [("/hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet/1/osaamisen-hankkimistavat/0", "oht-loppu-ennen-alkua")],
        hankittavat_yhteiset_tutkinnon_osat=[
            hyto(osa_alueet=[osa_alue(), osa_alue(osaamisen_hankkimistavat=[oht(loppu="2024-08-31")])])
        ],
    ),
    in_plan(
        "osa-alueet puuttuvat",
        [("/hankittavat-yhteiset-tutkinnon-osat/0/osa-alueet", "pakollinen")],
        hankittavat_yhteiset_tutkinnon_osat=[hyto(osa_alueet=LEFT_OUT)],
        typable=False,
    ),
    in_plan(
        "todentamisen prosessi puuttuu paikallisesta",
        [
            ("/aiemmin-hankitut-paikalliset-tutkinnon-osat/0/valittu-todentamisen-prosessi-koodi-uri", "pakollinen"),
            ("/aiemmin-hankitut-paikalliset-tutkinnon-osat/0/valittu-todentamisen-prosessi-koodi-versio", "pakollinen"),
        ],
        aiemmin_hankitut_paikalliset_tutkinnon_osat=[{"nimi": "Sauna"}],
    ),
    in_plan(
        "todentamisen prosessi puuttuu osa-alueesta",
        [
            (
                "/aiemmin-hankitut-yhteiset-tutkinnon-osat/0/osa-alueet/0/valittu-todentamisen-prosessi-koodi-uri",
                "pakollinen",
            ),
            (
                "/aiemmin-hankitut-yhteiset-tutkinnon-osat/0/osa-alueet/0/valittu-todentamisen-prosessi-koodi-versio",
                "pakollinen",
            ),
        ],
        aiemmin_hankitut_yhteiset_tutkinnon_osat=[ahyto(osa_alueet=[osa_alue()])],
    ),
    in_plan(
        "todentamisen prosessi on muuta muotoa",
        [(AHATO + "/valittu-todentamisen-prosessi-koodi-uri", "vaara-muoto")],
        aiemmin_hankitut_ammat_tutkinnon_osat=[
            ahato(valittu_todentamisen_prosessi_koodi_uri="prosessi_1", valittu_todentamisen_prosessi_koodi_versio=1)
        ],
    ),
    in_plan(
        "lähetetty arvioitavaksi ei ole päivä",
        [(AHATO + "/tarkentavat-tiedot-osaamisen-arvioija/lahetetty-arvioitavaksi", "vaara-paivamaara")],
        aiemmin_hankitut_ammat_tutkinnon_osat=[
            ahato(tarkentavat_tiedot_osaamisen_arvioija={"lahetetty-arvioitavaksi": BAD_DATE})
        ],
    ),
    in_plan(
        "aiemman osaamisen näytön nimi puuttuu",
        [(AHATO + "/tarkentavat-tiedot-naytto/0/nayttoymparisto/nimi", "pakollinen")],
        aiemmin_hankitut_ammat_tutkinnon_osat=[
            ahato(tarkentavat_tiedot_naytto=[oo(nayttoymparisto={"kuvaus": "Halli"})])
        ],
    ),
    in_plan(
        "aiemmin hankitussa ei ole hankkimistapoja",
        [(AHATO + "/osaamisen-hankkimistavat", "tuntematon-kentta")],
        aiemmin_hankitut_ammat_tutkinnon_osat=[ahato(osaamisen_hankkimistavat=[oht()])],
        typable=False,
    ),
    in_plan(
        "tuen tyyppi puuttuu",
        [("/oppimisen-tuki/0/oppimisen-tuen-tyyppi-koodi-uri", "pakollinen")],
        oppimisen_tuki=[{"alku": "2024-09-01"}],
    ),
    in_plan(
        "tukiopetuksen alku puuttuu",
        [("/oppimisen-tuki/0", "oppimisen-tuki")],
        oppimisen_tuki=[tukiopetus(alku=LEFT_OUT)],
    ),
    in_plan(
        "tukiopetuksen tutkinnon osan tyyppi puuttuu",
        [("/oppimisen-tuki/1", "oppimisen-tuki")],
        oppimisen_tuki=[tuki(), tukiopetus(tutkinnon_osan_tyyppi_koodi_uri=LEFT_OUT)],
    ),
    in_plan(
        "muulla tuella on päiviä",
        [("/oppimisen-tuki/0", "oppimisen-tuki")],
        oppimisen_tuki=[tuki(alku="2024-09-01", loppu="2024-09-02")],
    ),
    in_plan(
        "tuen tyyppi, jota ei ole",
        [("/oppimisen-tuki/0", "oppimisen-tuki")],
        oppimisen_tuki=[tuki(oppimisen_tuen_tyyppi_koodi_uri="ammatillinenkoulutusoppimisentuentyyppi_04")],
    ),
    in_plan(
        "tukiopetuksen loppu ei ole päivä",
        [("/oppimisen-tuki/0/loppu", "vaara-paivamaara")],
        oppimisen_tuki=[tukiopetus(loppu="loppuun")],
    ),
    in_plan(
        "tukevan opinnon nimi ja kuvaus puuttuvat",
        [
            ("/opiskeluvalmiuksia-tukevat-opinnot/0/nimi", "pakollinen"),
            ("/opiskeluvalmiuksia-tukevat-opinnot/0/kuvaus", "pakollinen"),
        ],
        opiskeluvalmiuksia_tukevat_opinnot=[oto(nimi=LEFT_OUT, kuvaus=LEFT_OUT)],
    ),
    in_plan(
        "tukevan opinnon alku ei ole päivä",
        [("/opiskeluvalmiuksia-tukevat-opinnot/0/alku", "vaara-paivamaara")],
        opiskeluvalmiuksia_tukevat_opinnot=[oto(alku="syksyllä")],
    ),
    in_plan(
        "kahden osan viat yhdessä",
        [
            ("/hankittavat-ammat-tutkinnon-osat/0/opetus-ja-ohjaus-maara", "negatiivinen"),
            ("/hankittavat-ammat-tutkinnon-osat/1/osaamisen-hankkimistavat/0", "oht-loppu-ennen-alkua"),
            ("/opiskeluvalmiuksia-tukevat-opinnot/0/loppu", "pakollinen"),
        ],
        hankittavat_ammat_tutkinnon_osat=[
            hato(opetus_ja_ohjaus_maara=-1),
            hato(osaamisen_hankkimistavat=[oht(alku="2025-01-01")]),
        ],
        opiskeluvalmiuksia_tukevat_opinnot=[oto(loppu=LEFT_OUT)],
    ),
]
