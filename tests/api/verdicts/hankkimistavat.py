"""The rules of a period, each with both sides of its boundaries (domain.md 2.3), and interruptions (2.4)."""

from typing import Any

from hoks.models import Kanava
from tests.api.verdicts.case import Case, jakso, saanto
from tests.documents import LEFT_OUT, oht, oppisopimusjakso, tjk, tyopaikkajakso

OSA_AIKAISUUS = "Lisää osa-aikaisuustieto, joka on välillä 1-100."
TUNNISTE = "Lisää työpaikkajaksoon yksilöivä tunniste."
Y_TUNNUS = "Lisää työpaikkajaksoon työpaikan Y-tunnus."
PERUSTA = "Lisää jaksoon oppisopimuksen perustan koodi-uri."
TAKAPERIN = "Korjaa alku- ja loppupäivämäärä oikein päin."
LIIAN_VARHAIN = "Korjaa alkupäivä aikaisintaan opiskeluoikeuden alkamispäiväksi."
LIIAN_MYOHAAN = "Korjaa loppupäivä viimeistään opiskeluoikeuden arvioiduksi päättymispäiväksi."
LIIAN_PITKA = "Korjaa jakso enintään 5 vuoden pituiseksi."

TYOPAIKAN_Y_TUNNUS = "/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus"
TYOPAIKKAJAKSOT = {"koulutussopimus": tyopaikkajakso, "oppisopimus": oppisopimusjakso}


def _vika(name: str, period: dict, path: str, code: str, text: str, **given: Any) -> Case:
    return jakso(name, period, (path, code, saanto(text, period)), **given)


# --- Rule 1 --------------------------------------------------------------------------------


def _osa_aikaisuus(tapa: str, loppu: str, annettu: Any, kelpaa: bool, **given: Any) -> Case:
    period = TYOPAIKKAJAKSOT[tapa](alku="2023-01-01", loppu=loppu, osa_aikaisuustieto=annettu)
    told = "puuttuu" if annettu is LEFT_OUT else annettu
    name = f"{tapa} {loppu}, osa-aikaisuus {told} {given.get('_oikeus', '')}"
    if kelpaa:
        return jakso(name, period, **given)
    return _vika(name, period, "/osa-aikaisuustieto", "osa-aikaisuustieto", OSA_AIKAISUUS, **given)


OSA_AIKAISUUDET = [
    *(
        _osa_aikaisuus(tapa, loppu, annettu, kelpaa)
        for tapa in TYOPAIKKAJAKSOT
        for loppu, annettu, kelpaa in (
            ("2023-06-30", LEFT_OUT, True),
            ("2023-06-30", 0, True),
            ("2023-06-30", 500, True),
            ("2023-06-30", -1, True),
            ("2023-07-01", LEFT_OUT, False),
            ("2023-07-01", -1, False),
            ("2023-07-01", 0, False),
            ("2023-07-01", 1, True),
            ("2023-07-01", 100, True),
            ("2023-07-01", 100.0, True),
            ("2023-07-01", 101, False),
        )
    ),
    *(
        _osa_aikaisuus("koulutussopimus", "2023-07-01", annettu, kelpaa, _oikeus={"suoritustyypit": tyypit})
        for tyypit, annettu, kelpaa in (
            (["telma"], LEFT_OUT, True),
            (["ammatillinentutkinto", "telmakoulutuksenosa"], 500, True),
            (["telma"], 0, True),
            (["ammatillinentutkinto"], LEFT_OUT, False),
            ([], LEFT_OUT, False),
        )
    ),
    jakso("oppilaitosjakso ilman osa-aikaisuutta", oht(alku="2023-01-01", loppu="2023-07-01")),
    jakso("oppilaitosjakson osa-aikaisuus 500", oht(alku="2023-01-01", loppu="2023-07-01", osa_aikaisuustieto=500)),
]

# --- Rules 2-4 -----------------------------------------------------------------------------


def _tunniste(tapa: str) -> Case:
    period = TYOPAIKKAJAKSOT[tapa](yksiloiva_tunniste=LEFT_OUT)
    return _vika(f"{tapa} ilman tunnistetta", period, "/yksiloiva-tunniste", "yksiloiva-tunniste", TUNNISTE)


def _y_tunnus(tapa: str, loppu: str, kelpaa: bool) -> Case:
    period = TYOPAIKKAJAKSOT[tapa](
        alku="2021-01-01", loppu=loppu, tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT)
    )
    name = f"{tapa} {loppu} ilman Y-tunnusta"
    if kelpaa:
        return jakso(name, period)
    return _vika(name, period, TYOPAIKAN_Y_TUNNUS, "tyopaikan-y-tunnus", Y_TUNNUS)


def _perusta(loppu: str, kelpaa: bool) -> Case:
    period = oppisopimusjakso(alku="2021-01-01", loppu=loppu, oppisopimuksen_perusta_koodi_uri=LEFT_OUT)
    name = f"oppisopimus {loppu} ilman perustaa"
    if kelpaa:
        return jakso(name, period)
    return _vika(name, period, "/oppisopimuksen-perusta-koodi-uri", "oppisopimuksen-perusta", PERUSTA)


TYOPAIKAT = [
    *(_tunniste(tapa) for tapa in TYOPAIKKAJAKSOT),
    _vika(
        "vanha jakso ilman tunnistetta",
        tyopaikkajakso(alku="2018-09-01", loppu="2018-09-02", yksiloiva_tunniste=LEFT_OUT),
        "/yksiloiva-tunniste",
        "yksiloiva-tunniste",
        TUNNISTE,
    ),
    jakso(
        "työpaikkajakso ilman tunnistetta käsin syötettynä",
        tyopaikkajakso(yksiloiva_tunniste=LEFT_OUT),
        _kanava=Kanava.VIRKAILIJA,
    ),
    jakso("oppilaitosjakso ilman tunnistetta", oht()),
    jakso("tunniste yhden merkin", tyopaikkajakso(yksiloiva_tunniste=" x ")),
    *(
        jakso(
            f"tunniste {tunniste!r}",
            tyopaikkajakso(yksiloiva_tunniste=tunniste),
            ("/yksiloiva-tunniste", "tyhja", '(not (not-empty ""))'),
        )
        for tunniste in ("", "   ", "\t\n")
    ),
    *(
        _y_tunnus(tapa, loppu, kelpaa)
        for tapa in TYOPAIKKAJAKSOT
        for loppu, kelpaa in (("2021-08-25", True), ("2021-08-26", False), ("2024-01-01", False))
    ),
    *(
        jakso(f"{tapa} ilman työpaikan tietoja", make(tyopaikalla_jarjestettava_koulutus=LEFT_OUT))
        for tapa, make in TYOPAIKKAJAKSOT.items()
    ),
    jakso(
        "oppilaitosjakson työpaikka ilman Y-tunnusta",
        oht(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT)),
    ),
    _perusta("2021-06-30", True),
    _perusta("2021-07-01", False),
    jakso(
        "koulutussopimus ilman oppisopimuksen perustaa",
        tyopaikkajakso(oppisopimuksen_perusta_koodi_uri=LEFT_OUT),
    ),
    jakso("oppisopimuksen perusta ilman versiota", oppisopimusjakso(oppisopimuksen_perusta_koodi_versio=LEFT_OUT)),
]

# --- Rules 5-8 -----------------------------------------------------------------------------

OIKEUDEN_ALKU, OIKEUDEN_LOPPU = "2018-08-01", "2027-07-31"


def _paivat(name: str, alku: str, loppu: str, *faults: tuple[str, str, str], **given: Any) -> Case:
    period = oht(alku=alku, loppu=loppu)
    told = [(path, code, saanto(text, period) if place == 0 else "") for place, (path, code, text) in enumerate(faults)]
    return jakso(f"{name} {alku}–{loppu} {given.get('_oikeus', '')}", period, *told, **given)


VARHAIN = ("/alku", "oht-alku-ennen-opiskeluoikeutta", LIIAN_VARHAIN)
MYOHAAN = ("/loppu", "oht-loppu-opiskeluoikeuden-jalkeen", LIIAN_MYOHAAN)
PITKA = ("", "oht-yli-viisi-vuotta", LIIAN_PITKA)
NURIN = ("", "oht-loppu-ennen-alkua", TAKAPERIN)

# Plans are taken for study rights that have ended, too.
SALLIVA = {"PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES": False}
VERTAAMATTOMAT = ("loma", "eronnut", "katsotaaneronneeksi", "mitatoity", "peruutettu")
VERRATTAVAT = ("lasna", "valmistunut", "valiaikaisestikeskeytynyt", "")

PAIVAT = [
    _paivat("sama päivä", "2024-09-01", "2024-09-01"),
    _paivat("päivän takaperin", "2024-09-02", "2024-09-01", NURIN),
    _paivat("oikeuden alku", OIKEUDEN_ALKU, "2018-08-02"),
    _paivat("päivää ennen oikeutta", "2018-07-31", "2018-08-02", VARHAIN),
    _paivat("oikeuden loppu", "2027-07-01", OIKEUDEN_LOPPU),
    _paivat("päivä oikeuden jälkeen", "2027-07-01", "2027-08-01", MYOHAAN),
    _paivat("alku tuntematon", "2010-07-31", "2010-08-02", _oikeus={"alkamispaiva": None}),
    _paivat("loppu tuntematon", "2030-07-01", "2030-08-01", _oikeus={"arvioitu_paattymispaiva": None}),
    *(
        case
        for tila in VERTAAMATTOMAT
        for case in (
            _paivat("ei verrata", "2018-07-31", "2018-08-02", _oikeus={"tila": tila}, _asetukset=SALLIVA),
            _paivat("ei verrata", "2027-07-31", "2027-08-01", _oikeus={"tila": tila}, _asetukset=SALLIVA),
        )
    ),
    *(
        case
        for tila in VERRATTAVAT
        for case in (
            _paivat("verrataan", "2018-07-31", "2018-08-02", VARHAIN, _oikeus={"tila": tila}, _asetukset=SALLIVA),
            _paivat("verrataan", "2027-07-31", "2027-08-01", MYOHAAN, _oikeus={"tila": tila}, _asetukset=SALLIVA),
        )
    ),
    _paivat("viisi vuotta", "2019-01-15", "2024-01-15"),
    _paivat("viisi vuotta ja päivä", "2019-01-15", "2024-01-16", PITKA),
    _paivat("karkauspäivästä viisi vuotta", "2020-02-29", "2025-02-28"),
    _paivat("karkauspäivästä viisi vuotta ja päivä", "2020-02-29", "2025-03-01", PITKA),
    _paivat("karkauspäivään viisi vuotta", "2019-02-28", "2024-02-28"),
    _paivat("karkauspäivään viisi vuotta ja päivä", "2019-02-28", "2024-02-29", PITKA),
    _paivat("molemmin puolin yli", "2018-07-01", "2027-08-01", VARHAIN, MYOHAAN, PITKA),
    _paivat("takaperin ja ennen oikeutta", "2018-07-31", "2018-07-30", NURIN, VARHAIN),
]

# --- Only the first is told (2.0, 2.3) -------------------------------------------------------


def _kaikki_vialla(**mended: Any) -> dict:
    return oppisopimusjakso(
        **{
            "alku": "2018-07-01",
            "loppu": "2027-08-01",
            "osa_aikaisuustieto": LEFT_OUT,
            "yksiloiva_tunniste": LEFT_OUT,
            "tyopaikalla_jarjestettava_koulutus": tjk(tyopaikan_y_tunnus=LEFT_OUT),
            "oppisopimuksen_perusta_koodi_uri": LEFT_OUT,
        }
        | mended
    )


JARJESTYS = [
    ("/osa-aikaisuustieto", "osa-aikaisuustieto", OSA_AIKAISUUS),
    ("/yksiloiva-tunniste", "yksiloiva-tunniste", TUNNISTE),
    (TYOPAIKAN_Y_TUNNUS, "tyopaikan-y-tunnus", Y_TUNNUS),
    ("/oppisopimuksen-perusta-koodi-uri", "oppisopimuksen-perusta", PERUSTA),
    VARHAIN,
    MYOHAAN,
    PITKA,
]
KORJAUKSET: list[dict[str, Any]] = [
    {"osa_aikaisuustieto": 1},
    {"yksiloiva_tunniste": "1"},
    {"tyopaikalla_jarjestettava_koulutus": tjk()},
    {"oppisopimuksen_perusta_koodi_uri": "oppisopimuksenperusta_02"},
    {"alku": "2018-08-01"},
    {"loppu": "2027-07-31"},
]


def _korjattu(count: int) -> Case:
    mended: dict[str, Any] = {}
    for change in KORJAUKSET[:count]:
        mended |= change
    period = _kaikki_vialla(**mended)
    told = [
        (path, code, saanto(text, period) if place == 0 else "")
        for place, (path, code, text) in enumerate(JARJESTYS[count:])
    ]
    return jakso(f"kaikki vialla, {count} korjattu", period, *told)


ENSIMMAINEN = [_korjattu(count) for count in range(len(KORJAUKSET) + 1)]

# --- Interruptions -------------------------------------------------------------------------

LIMITTAIN = "(not (oph.ehoks.hoks.schema/not-overlapping? a-clojure.lang.PersistentVector))"


def _keskeytykset(name: str, *periods: tuple, kelpaa: bool = True) -> Case:
    told = [{"alku": alku} | ({"loppu": loppu} if loppu else {}) for alku, loppu in periods]
    faults = [] if kelpaa else [("/keskeytymisajanjaksot", "keskeytykset-limittain", LIMITTAIN)]
    return jakso(f"keskeytykset: {name}", oht(keskeytymisajanjaksot=told), *faults)


KESKEYTYKSET = [
    _keskeytykset("ei mitään"),
    _keskeytykset("yksi avoin", ("2024-10-01", "")),
    _keskeytykset("yksi takaperin", ("2024-10-02", "2024-10-01")),
    _keskeytykset("yksi jakson ulkopuolella", ("2014-10-02", "2034-10-01")),
    _keskeytykset("seuraavana päivänä", ("2024-10-01", "2024-10-10"), ("2024-10-11", "2024-10-12")),
    _keskeytykset("samana päivänä", ("2024-10-01", "2024-10-10"), ("2024-10-10", "2024-10-12"), kelpaa=False),
    _keskeytykset("sisäkkäin", ("2024-10-01", "2024-10-20"), ("2024-10-05", "2024-10-06"), kelpaa=False),
    _keskeytykset("sama alku", ("2024-10-01", "2024-10-01"), ("2024-10-01", "2024-10-02"), kelpaa=False),
    _keskeytykset("viimeinen avoin", ("2024-10-01", "2024-10-10"), ("2024-10-11", "")),
    _keskeytykset("ensimmäinen avoin", ("2024-10-01", ""), ("2024-10-11", "2024-10-12"), kelpaa=False),
    _keskeytykset("molemmat avoimia", ("2024-10-01", ""), ("2024-10-11", ""), kelpaa=False),
    _keskeytykset("väärässä järjestyksessä", ("2024-10-11", ""), ("2024-10-01", "2024-10-10")),
    _keskeytykset("väärässä järjestyksessä limittäin", ("2024-10-10", ""), ("2024-10-01", "2024-10-10"), kelpaa=False),
    _keskeytykset(
        "kolmas limittäin",
        ("2024-10-01", "2024-10-02"),
        ("2024-10-03", "2024-10-05"),
        ("2024-10-05", "2024-10-06"),
        kelpaa=False,
    ),
]

HANKKIMISTAVAT: list[Case] = [*OSA_AIKAISUUDET, *TYOPAIKAT, *PAIVAT, *ENSIMMAINEN, *KESKEYTYKSET]
