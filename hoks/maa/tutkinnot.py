"""Qualifications of the country, the commonest first.

The product carries the code lists of a dozen qualifications (hoks.demo); the others are studied with the units, places
and words of the one of them that is nearest. Names and codes are those Koski tells, which pages show.
"""

from dataclasses import dataclass

from hoks.demo.tutkinnot import BY_KOODI, Tutkinto

SOTE, LIIKE, RAKENNUS, RUOKA, SAHKO, AUTO, PUUTARHA, ELINTARVIKE, JOHTAMINEN = (
    "371101",
    "331101",
    "352201",
    "381103",
    "351407",
    "351301",
    "361201",
    "341101",
    "437109",
)


@dataclass(frozen=True)
class Maantutkinto:
    """A qualification as Koski names it; `lahin` is the one whose units and words its plans have.

    osaamisalat are (code, name fi, name sv).
    """

    koodi: str
    fi: str
    sv: str
    lahin: Tutkinto
    osaamisalat: tuple[tuple[str, str, str], ...]


# (code, nearest, name fi, name sv, competence areas in Finnish with "|" before the Swedish name)
_TUTKINNOT = (
    (
        "371101",
        SOTE,
        "Sosiaali- ja terveysalan perustutkinto",
        "Grundexamen inom social- och hälsovårdsbranschen",
        "Sairaanhoidon ja huolenpidon osaamisala|Kompetensområdet för sjukvård och omsorg",
        "Ikääntyvien hoidon ja kuntoutumisen osaamisala|Kompetensområdet för vård och rehabilitering av äldre",
        "Lasten ja nuorten hoidon ja kasvatuksen osaamisala|Kompetensområdet för vård och fostran av barn och unga",
        "Mielenterveys- ja päihdetyön osaamisala|Kompetensområdet för mentalhälso- och missbrukararbete",
        "Ensihoidon osaamisala|Kompetensområdet för akutvård",
        "Vammaistyön osaamisala|Kompetensområdet för handikapparbete",
        "Suunhoidon osaamisala|Kompetensområdet för munhälsovård",
    ),
    (
        "331101",
        LIIKE,
        "Liiketoiminnan perustutkinto",
        "Grundexamen inom affärsverksamhet",
        "Asiakaspalvelun ja myynnin osaamisala|Kompetensområdet för kundservice och försäljning",
        "Taloushallinnon ja toimistopalvelujen osaamisala|Kompetensområdet för ekonomiförvaltning",
        "Tieto- ja kirjastopalvelujen osaamisala|Kompetensområdet för informations- och bibliotekstjänster",
    ),
    (
        "352201",
        RAKENNUS,
        "Rakennusalan perustutkinto",
        "Grundexamen inom byggnadsbranschen",
        "Talonrakennuksen osaamisala|Kompetensområdet för husbyggnad",
        "Maarakennuksen osaamisala|Kompetensområdet för markbyggnad",
        "Maarakennuskoneenkuljetuksen osaamisala|Kompetensområdet för transport av markbyggnadsmaskiner",
        "Kivialan osaamisala|Kompetensområdet för stenbranschen",
    ),
    (
        "381103",
        RUOKA,
        "Ravintola- ja catering-alan perustutkinto",
        "Grundexamen inom restaurang- och cateringbranschen",
        "Ruokapalvelun osaamisala|Kompetensområdet för matservice",
        "Asiakaspalvelun osaamisala|Kompetensområdet för kundservice",
    ),
    (
        "351407",
        SAHKO,
        "Sähkö- ja automaatioalan perustutkinto",
        "Grundexamen inom el- och automationsbranschen",
        "Sähköasennuksen osaamisala|Kompetensområdet för elinstallation",
        "Automaatioasennuksen osaamisala|Kompetensområdet för automationsinstallation",
    ),
    (
        "351301",
        AUTO,
        "Ajoneuvoalan perustutkinto",
        "Grundexamen inom fordonsbranschen",
        "Ajoneuvotekniikan osaamisala|Kompetensområdet för fordonsteknik",
        "Korikorjauksen osaamisala|Kompetensområdet för karosserireparation",
        "Automaalauksen osaamisala|Kompetensområdet för billackering",
        "Varaosamyynnin osaamisala|Kompetensområdet för reservdelsförsäljning",
    ),
    (
        "351203",
        SAHKO,
        "Kone- ja tuotantotekniikan perustutkinto",
        "Grundexamen inom maskin- och produktionsteknik",
        "Koneasennuksen osaamisala|Kompetensområdet för maskininstallation",
        "Koneistuksen osaamisala|Kompetensområdet för verkstadsteknik",
        "Levytekniikan osaamisala|Kompetensområdet för plåtteknik",
        "Hitsauksen osaamisala|Kompetensområdet för svetsning",
    ),
    (
        "341102",
        SAHKO,
        "Tieto- ja viestintätekniikan perustutkinto",
        "Grundexamen inom informations- och kommunikationsteknik",
        "Ohjelmistokehityksen osaamisala|Kompetensområdet för mjukvaruutveckling",
        "Hyvinvointiteknologian osaamisala|Kompetensområdet för välfärdsteknologi",
        "Elektroniikan ja tietoverkkojen osaamisala|Kompetensområdet för elektronik och datanät",
    ),
    (
        "364305",
        AUTO,
        "Logistiikan perustutkinto",
        "Grundexamen inom logistik",
        "Kuljetuspalvelujen osaamisala|Kompetensområdet för transporttjänster",
        "Varastopalvelujen osaamisala|Kompetensområdet för lagertjänster",
        "Lentokonehuollon osaamisala|Kompetensområdet för flygplansservice",
    ),
    (
        "384202",
        RUOKA,
        "Puhtaus- ja kiinteistöpalvelualan perustutkinto",
        "Grundexamen inom rengörings- och fastighetsservice",
        "Toimitilahuollon osaamisala|Kompetensområdet för lokalvård",
        "Kiinteistönhoidon osaamisala|Kompetensområdet för fastighetsskötsel",
    ),
    (
        "381304",
        SOTE,
        "Hius- ja kauneudenhoitoalan perustutkinto",
        "Grundexamen inom hår- och skönhetsbranschen",
        "Hiusalan osaamisala|Kompetensområdet för hårbranschen",
        "Kauneudenhoitoalan osaamisala|Kompetensområdet för skönhetsbranschen",
    ),
    (
        "371113",
        SOTE,
        "Kasvatus- ja ohjausalan perustutkinto",
        "Grundexamen inom pedagogisk verksamhet och handledning",
        "Varhaiskasvatuksen ja perhetoiminnan osaamisala|Kompetensområdet för småbarnspedagogik",
        "Nuoriso- ja yhteisöohjauksen osaamisala|Kompetensområdet för ungdoms- och gemenskapshandledning",
        "Viittomakielisen ohjauksen osaamisala|Kompetensområdet för teckenspråkig handledning",
    ),
    (
        "361101",
        PUUTARHA,
        "Maatalousalan perustutkinto",
        "Grundexamen inom lantbruk",
        "Maatilatalouden osaamisala|Kompetensområdet för lantgårdsskötsel",
        "Eläintenhoidon osaamisala|Kompetensområdet för djurskötsel",
        "Turkistalouden osaamisala|Kompetensområdet för pälsdjursuppfödning",
    ),
    (
        "321204",
        LIIKE,
        "Media-alan ja kuvallisen ilmaisun perustutkinto",
        "Grundexamen inom mediebranschen och bildkonst",
        "Mediapalvelujen toteutuksen osaamisala|Kompetensområdet för mediaservice",
        "Kuvallisen ilmaisun osaamisala|Kompetensområdet för bildkonst",
        "Valokuvauksen osaamisala|Kompetensområdet för fotografering",
    ),
    (
        "384451",
        LIIKE,
        "Turvallisuusalan perustutkinto",
        "Grundexamen inom säkerhetsbranschen",
        "Turvallisuusvalvonnan osaamisala|Kompetensområdet för säkerhetsövervakning",
    ),
    (
        "352202",
        RAKENNUS,
        "Talotekniikan perustutkinto",
        "Grundexamen inom husteknik",
        "Putkiasennuksen osaamisala|Kompetensområdet för rörinstallation",
        "Ilmanvaihtoasennuksen osaamisala|Kompetensområdet för ventilationsinstallation",
        "Kylmäasennuksen osaamisala|Kompetensområdet för kylmontering",
    ),
    (
        "352401",
        RAKENNUS,
        "Pintakäsittelyalan perustutkinto",
        "Grundexamen inom ytbehandlingsbranschen",
        "Rakennusmaalauksen osaamisala|Kompetensområdet för byggnadsmålning",
        "Lattianpäällystyksen osaamisala|Kompetensområdet för golvbeläggning",
    ),
    (
        "361301",
        PUUTARHA,
        "Metsäalan perustutkinto",
        "Grundexamen inom skogsbruk",
        "Metsäkoneenkuljetuksen osaamisala|Kompetensområdet för skogsmaskinskörning",
        "Metsätalouden osaamisala|Kompetensområdet för skogsbruk",
    ),
    (
        "361201",
        PUUTARHA,
        "Puutarha-alan perustutkinto",
        "Grundexamen inom trädgårdsbranschen",
        "Viherrakentamisen osaamisala|Kompetensområdet för grönbyggande",
        "Puutarhatuotannon osaamisala|Kompetensområdet för trädgårdsproduktion",
    ),
    (
        "341101",
        ELINTARVIKE,
        "Elintarvikealan perustutkinto",
        "Grundexamen inom livsmedelsbranschen",
        "Leipomoalan osaamisala|Kompetensområdet för bageribranschen",
        "Elintarviketeknologian osaamisala|Kompetensområdet för livsmedelsteknologi",
    ),
    ("327128", SOTE, "Lähihoitajan täydentävä ammattitutkinto", "Yrkesexamen för närvårdare"),
    ("334115", LIIKE, "Lähiesimiestyön ammattitutkinto", "Yrkesexamen i arbete som teamledare"),
    ("437109", JOHTAMINEN, "Johtamisen ja yritysjohtamisen erikoisammattitutkinto", "Specialyrkesexamen i ledarskap"),
    ("334104", LIIKE, "Yrittäjän ammattitutkinto", "Yrkesexamen för företagare"),
    ("374112", SOTE, "Kehitysvamma-alan ammattitutkinto", "Yrkesexamen i funktionsnedsättningsområdet"),
    ("477103", SOTE, "Työvalmennuksen erikoisammattitutkinto", "Specialyrkesexamen i arbetsträning"),
    ("354345", RAKENNUS, "Talonrakennusalan ammattitutkinto", "Yrkesexamen i husbyggnadsbranschen"),
    ("354407", SAHKO, "Sähköasentajan ammattitutkinto", "Yrkesexamen för elmontörer"),
    ("384246", RUOKA, "Laitoshuoltajan ammattitutkinto", "Yrkesexamen för anstaltsvårdare"),
    ("364307", AUTO, "Kuljetusalan ammattitutkinto", "Yrkesexamen inom transportbranschen"),
    ("381113", RUOKA, "Matkailualan perustutkinto", "Grundexamen inom turismbranschen"),
    ("371171", SOTE, "Hieroja-alan ammattitutkinto", "Yrkesexamen för massörer"),
    ("321301", LIIKE, "Taideteollisuusalan perustutkinto", "Grundexamen inom hantverk och konstindustri"),
    ("321603", LIIKE, "Musiikkialan perustutkinto", "Grundexamen inom musikbranschen"),
    ("351703", ELINTARVIKE, "Prosessiteollisuuden perustutkinto", "Grundexamen inom processindustrin"),
    ("351805", SAHKO, "Tekniikan suunnittelualan perustutkinto", "Grundexamen inom teknisk planering"),
    ("351741", RAKENNUS, "Puuteollisuuden perustutkinto", "Grundexamen inom träindustrin"),
    ("361902", PUUTARHA, "Luonto- ja ympäristöalan perustutkinto", "Grundexamen inom natur- och miljöbranschen"),
    ("371211", SOTE, "Lääkealan perustutkinto", "Grundexamen inom läkemedelsbranschen"),
    ("371301", SAHKO, "Hammastekniikan perustutkinto", "Grundexamen inom tandteknik"),
    ("364105", AUTO, "Merenkulkualan perustutkinto", "Grundexamen inom sjöfart"),
    ("351502", SAHKO, "Kello- ja mikromekaniikan perustutkinto", "Grundexamen inom urmakeri och mikromekanik"),
    ("361401", ELINTARVIKE, "Kalatalouden perustutkinto", "Grundexamen inom fiskerihushållning"),
    ("324201", LIIKE, "Sirkusalan perustutkinto", "Grundexamen inom cirkusbranschen"),
    ("324118", RAKENNUS, "Soitinrakennuksen ammattitutkinto", "Yrkesexamen i instrumentbygge"),
    ("364903", PUUTARHA, "Poronhoidon ammattitutkinto", "Yrkesexamen i renskötsel"),
)


def _made(koodi: str, lahin: str, fi: str, sv: str, *osaamisalat: str) -> Maantutkinto:
    names = (osaamisala.partition("|") for osaamisala in osaamisalat)
    areas = tuple((f"{int(koodi) % 9000 + place}", one, other) for place, (one, _bar, other) in enumerate(names, 1))
    return Maantutkinto(koodi, fi, sv, BY_KOODI[lahin], areas)


TUTKINNOT = tuple(_made(*told) for told in _TUTKINNOT)
