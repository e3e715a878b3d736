"""Other rules of fields and objects, and those of TUVA education (domain.md 2.4)."""

from typing import Any

from tests.api.verdicts.case import HATO, Case, Tanaan, hylataan, jakso, kelpaa, saanto
from tests.documents import (
    LEFT_OUT,
    ahato,
    ahpto,
    ahyto,
    hato,
    hpto,
    hyto,
    koulutuksen_osa,
    oht,
    oto,
    tjk,
    tuki,
    tukiopetus,
)

# --- osaamisen-saavuttamisen-pvm -------------------------------------------------------------

SAAVUTETTU = (
    "Osaaminen voidaan merkitä saavutetuksi enintään kaksi viikkoa\n    tulevaisuuteen ja vähintään vuodelle 2018."
)
PVM = "/osaamisen-saavuttamisen-pvm"


def _saavutettu(day: Any) -> Case:
    # The leaf tells the day; of days relative to today the table can't.
    leaf = saanto(SAAVUTETTU, f'"{day}"') if isinstance(day, str) else saanto(SAAVUTETTU, '"…"')
    return hylataan(
        f"osaaminen saavutettu {day}",
        [(PVM, "osaamisen-saavuttamisen-pvm")],
        {PVM: leaf},
        osaamisen_saavuttamisen_pvm=day,
    )


SAAVUTTAMINEN = [
    *(
        kelpaa(f"osaaminen saavutettu {day}", osaamisen_saavuttamisen_pvm=day)
        for day in ("2018-01-02", "2024-02-29", Tanaan(), Tanaan(13), Tanaan(14))
    ),
    *(_saavutettu(day) for day in ("2018-01-01", "2017-12-31", "0001-01-01", "9999-12-31", Tanaan(15), Tanaan(366))),
]

# --- oppimisen-tuki ------------------------------------------------------------------------

TUKI = "Määritä alku- ja loppupvm sekä tutkinnonosan tyyppi jos ja vain jos kyseessä on tukiopetus."
TUEN_TYYPPI = "ammatillinenkoulutusoppimisentuentyyppi"
RYHMA = "ammatillisentutkinnonosanryhma_2"


def _vaara_tuki(name: str, given: dict) -> Case:
    path = "/oppimisen-tuki/0"
    return hylataan(name, [(path, "oppimisen-tuki")], {path: saanto(TUKI, given)}, oppimisen_tuki=[given])


TUET = [
    kelpaa("tukiopetus", oppimisen_tuki=[tukiopetus()]),
    kelpaa("tukiopetus takaperin", oppimisen_tuki=[tukiopetus(alku="2024-10-02")]),
    kelpaa("TUVAn tukiopetus", oppimisen_tuki=[tukiopetus()], _oikeus={"tyyppi": "tuva"}),
    *(
        _vaara_tuki(f"tukiopetus ilman {' ja '.join(names)}", tukiopetus(**dict.fromkeys(names, LEFT_OUT)))
        for names in (
            ("alku",),
            ("loppu",),
            ("tutkinnon_osan_tyyppi_koodi_uri",),
            ("alku", "loppu"),
            ("alku", "loppu", "tutkinnon_osan_tyyppi_koodi_uri"),
        )
    ),
    *(
        case
        for tyyppi in (f"{TUEN_TYYPPI}_02", f"{TUEN_TYYPPI}_03")
        for case in (
            kelpaa(f"tuki {tyyppi}", oppimisen_tuki=[tuki(oppimisen_tuen_tyyppi_koodi_uri=tyyppi)]),
            *(
                _vaara_tuki(
                    f"tuki {tyyppi}, jolla on {next(iter(extra))}",
                    tuki(oppimisen_tuen_tyyppi_koodi_uri=tyyppi, **extra),
                )
                for extra in (
                    {"alku": "2024-09-01"},
                    {"loppu": "2024-09-01"},
                    {"tutkinnon_osan_tyyppi_koodi_uri": RYHMA},
                )
            ),
        )
    ),
    *(
        _vaara_tuki(f"{make.__name__} {tail}", make(oppimisen_tuen_tyyppi_koodi_uri=f"{TUEN_TYYPPI}_{tail}"))
        for tail in ("00", "04", "99")
        for make in (tuki, tukiopetus)
    ),
]

# --- Numbers -------------------------------------------------------------------------------

MAARA = HATO + "/opetus-ja-ohjaus-maara"
LAAJUUS = "/hankittavat-koulutuksen-osat/0/laajuus"
LUVUT = {
    "0": 0,
    "-0.0": -0.0,
    "0.1": 0.1,
    "12.5": 12.5,
    "1e300": 1e300,
    "12345678901234567890": 12345678901234567890,
    "5e-324": 5e-324,
}
NEGATIIVISET = {"-1": -1, "-0.5": -0.5, "-1e-9": -1e-9, "-1e300": -1e300}
JAVAN = {"-1e-9": "-1.0E-9", "-1e300": "-1.0E300"}


def _maara(value: Any) -> dict:
    return {"hankittavat_ammat_tutkinnon_osat": [hato(opetus_ja_ohjaus_maara=value)]}


def _laajuus(value: Any) -> dict:
    return {"hankittavat_koulutuksen_osat": [koulutuksen_osa(laajuus=value)], "_oikeus": {"tyyppi": "tuva"}}


NUMEROT = [
    *(kelpaa(f"opetuksen määrä {name}", **_maara(value)) for name, value in LUVUT.items()),
    *(kelpaa(f"laajuus {name}", **_laajuus(value)) for name, value in LUVUT.items()),
    *(
        hylataan(
            f"opetuksen määrä {name}",
            [(MAARA, "negatiivinen")],
            {MAARA: saanto("Opetuksen ja ohjauksen määrä ei saa olla negatiivinen.", JAVAN.get(name, name))},
            **_maara(value),
        )
        for name, value in NEGATIIVISET.items()
    ),
    *(
        hylataan(
            f"laajuus {name}",
            [(LAAJUUS, "negatiivinen")],
            {LAAJUUS: saanto("Muuta koulutuksen osan laajuus positiiviseksi.", JAVAN.get(name, name))},
            **_laajuus(value),
        )
        for name, value in NEGATIIVISET.items()
    ),
]

# --- The instructor's phone number -----------------------------------------------------------

PUHELIN = "/tyopaikalla-jarjestettava-koulutus/vastuullinen-tyopaikka-ohjaaja/puhelinnumero"


def _ohjaajan(number: str) -> dict:
    ohjaaja = {"nimi": "Olli Ohjaaja", "puhelinnumero": number}
    return oht(tyopaikalla_jarjestettava_koulutus=tjk(vastuullinen_tyopaikka_ohjaaja=ohjaaja))


def _vaara_puhelin(number: str) -> Case:
    told = f'"{number.strip()}"' if len(number) <= 19 else "a-java.lang.String"
    leaf = saanto("Puhelinnumero virheellinen.", told)
    return jakso(f"puhelinnumero {number[:30]!r}", _ohjaajan(number), (PUHELIN, "puhelinnumero", leaf))


PUHELIMET = [
    *(
        jakso(f"puhelinnumero {number[:30]!r} {len(number)}", _ohjaajan(number))
        for number in ("", "  ", "+358 (0)40-123 4567", "()+-", "1" * 256, " " + "1" * 256 + " ")
    ),
    *(_vaara_puhelin(number) for number in ("040x123", "040/1234567", "040.123", "١٢٣", "1" * 257)),
    kelpaa("opiskelijan puhelinnumero", puhelinnumero="kysy äidiltä"),
    kelpaa("opiskelijan sähköposti", sahkoposti="ei ole"),
]

# --- The study right's type, and TUVA ----------------------------------------------------------

TYYPPI = (
    'Opiskeluoikeuden tyypin on oltava joko "Ammatillinen koulutus" tai "Tutkintokoulutukseen valmentava koulutus'
    ' (TUVA)".'
)
TYYPIT = [
    kelpaa("ammatillinen koulutus", _oikeus={"tyyppi": "ammatillinenkoulutus"}),
    kelpaa("tuva", _oikeus={"tyyppi": "tuva"}),
    *(
        hylataan(
            f"opiskeluoikeuden tyyppi {tyyppi!r}",
            [("/opiskeluoikeus-oid", "opiskeluoikeuden-tyyppi")],
            {"/opiskeluoikeus-oid": saanto(TYYPPI, "a-java.lang.String")},
            _oikeus={"tyyppi": tyyppi},
        )
        for tyyppi in ("lukiokoulutus", "perusopetus", "luva", "TUVA", "")
    ),
]

EI_TUTKINNON_OSIA = "Ota tutkinnonosa pois, koska opiskeluoikeus on TUVA."
EI_TUKEVIA = "Ota tukevat opinnot pois, koska opiskeluoikeus on TUVA."
EI_RINNAKKAISTA = (
    "Ota tuva-opiskeluoikeus-oid pois, koska se on sallittu vain TUVA-opiskeluoikeuden kanssa rinnakkaiselle"
    " opiskeluoikeudelle, ei TUVA-opiskeluoikeudelle."
)
EI_KOULUTUKSEN_OSIA = "Ota koulutuksenosa pois, koska opiskeluoikeus ei ole TUVA."

AMMATILLISET = {
    "hankittavat_ammat_tutkinnon_osat": (hato(), "tuva-tutkinnon-osa", EI_TUTKINNON_OSIA),
    "hankittavat_yhteiset_tutkinnon_osat": (hyto(), "tuva-tutkinnon-osa", EI_TUTKINNON_OSIA),
    "hankittavat_paikalliset_tutkinnon_osat": (
        hpto(nimi="Kotiseututyö ja paikallisuus"),
        "tuva-tutkinnon-osa",
        EI_TUTKINNON_OSIA,
    ),
    "aiemmin_hankitut_ammat_tutkinnon_osat": (ahato(), "tuva-tutkinnon-osa", EI_TUTKINNON_OSIA),
    "aiemmin_hankitut_yhteiset_tutkinnon_osat": (ahyto(), "tuva-tutkinnon-osa", EI_TUTKINNON_OSIA),
    "aiemmin_hankitut_paikalliset_tutkinnon_osat": (ahpto(), "tuva-tutkinnon-osa", EI_TUTKINNON_OSIA),
    "opiskeluvalmiuksia_tukevat_opinnot": (oto(), "tuva-tukevat-opinnot", EI_TUKEVIA),
}
ON_TUVA = {"tyyppi": "tuva"}


def _kaksi(name: str, part: dict, code: str, text: str, oikeus: dict) -> Case:
    """Each element is told."""
    array = "/" + name.replace("_", "-")
    paths = [f"{array}/0", f"{array}/1"]
    return hylataan(
        f"{name} {oikeus}",
        [(path, code) for path in paths],
        {path: saanto(text, part) for path in paths},
        _oikeus=oikeus,
        **{name: [part, part]},
    )


TUVA = [
    *(kelpaa(f"ei TUVA: {name}", **{name: [part]}) for name, (part, _code, _text) in AMMATILLISET.items()),
    *(kelpaa(f"TUVA: tyhjä {name}", _oikeus=ON_TUVA, **{name: []}) for name in AMMATILLISET),
    *(_kaksi(name, part, code, text, ON_TUVA) for name, (part, code, text) in AMMATILLISET.items()),
    kelpaa("TUVA: koulutuksen osa", _oikeus=ON_TUVA, hankittavat_koulutuksen_osat=[koulutuksen_osa()]),
    kelpaa("ei TUVA: tyhjä koulutuksen osat", hankittavat_koulutuksen_osat=[]),
    kelpaa("ei TUVA: null koulutuksen osat", hankittavat_koulutuksen_osat=None),
    _kaksi("hankittavat_koulutuksen_osat", koulutuksen_osa(), "ei-tuva-koulutuksen-osa", EI_KOULUTUKSEN_OSIA, {}),
    kelpaa(
        "TUVA: koulutuksen osa takaperin",
        _oikeus=ON_TUVA,
        hankittavat_koulutuksen_osat=[koulutuksen_osa(alku="2025-01-01")],
    ),
    kelpaa("ei TUVA: rinnakkainen TUVA", tuva_opiskeluoikeus_oid="1.2.246.562.15.298574987110"),
    hylataan(
        "TUVA: rinnakkainen TUVA",
        [("/tuva-opiskeluoikeus-oid", "tuva-opiskeluoikeus-oid")],
        {"/tuva-opiskeluoikeus-oid": saanto(EI_RINNAKKAISTA, "a-java.lang.String")},
        _oikeus=ON_TUVA,
        tuva_opiskeluoikeus_oid="1.2.246.562.15.298574987110",
    ),
    kelpaa("TUVA: oppimisen tuki", _oikeus=ON_TUVA, oppimisen_tuki=[tuki()]),
]

SAANNOT: list[Case] = [*SAAVUTTAMINEN, *TUET, *NUMEROT, *PUHELIMET, *TYYPIT, *TUVA]
