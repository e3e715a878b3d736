"""Synthetic learners, study rights and plans, each made of its number alone: any amount, the same every time."""

from random import Random
from typing import Any

from hoks.oids import ibm_137_check_digit, luhn_check_digit, y_tunnus_check_digit

FIRST = 7_000_000_000
SEED = "ehoks-bench"
SCHOOLS = 4


def oppija_oid(number: int) -> str:
    """OID of the learner with this number."""
    digits = str(FIRST + number)
    return f"1.2.246.562.24.{digits}{ibm_137_check_digit(digits)}"


def opiskeluoikeus_oid(number: int) -> str:
    """OID of the study right with this number."""
    digits = str(FIRST + number)
    return f"1.2.246.562.15.{digits}{luhn_check_digit(digits)}"


def organisaatio_oid(number: int) -> str:
    """OID of the provider (0) or of one of its schools (1, 2 …)."""
    digits = str(FIRST + number)
    return f"1.2.246.562.10.{digits}{luhn_check_digit(digits)}"


def oppija(number: int) -> dict[str, Any]:
    """The learner's record, as oppijanumerorekisteri tells of it."""
    etunimi = ("Aada", "Eino", "Helmi", "Leo", "Lumi", "Oiva", "Saga", "Toivo")[number % 8]
    return {"oidHenkilo": oppija_oid(number), "etunimet": etunimi, "kutsumanimi": etunimi, "sukunimi": f"Mitta{number}"}


def opiskeluoikeus(number: int) -> dict[str, Any]:
    """The study right's record, as Koski tells of it: active, of 2025-2028."""
    return {
        "oid": opiskeluoikeus_oid(number),
        "oppija": {"oid": oppija_oid(number)},
        "oppilaitos": {"oid": _school(number)},
        "koulutustoimija": {"oid": organisaatio_oid(0)},
        "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
        "tila": {"opiskeluoikeusjaksot": [{"alku": "2025-08-01", "tila": {"koodiarvo": "lasna"}}]},
        "alkamispäivä": "2025-08-01",
        "arvioituPäättymispäivä": "2028-05-31",
        "suoritukset": [
            {
                "tyyppi": {"koodiarvo": "ammatillinentutkinto"},
                "koulutusmoduuli": {"tunniste": {"koodiarvo": "351407", "nimi": {"fi": "Mittausalan perustutkinto"}}},
            }
        ],
    }


def hoks(number: int, units: int) -> dict[str, Any]:
    """The study right's plan as a POST sends it, with so many units; twelve of them make some 18 kB."""
    rng = Random(f"{SEED} {number} {units}")
    common, prior = max(units // 12, 1), units // 6
    codes = iter(rng.sample(range(100_000, 200_000), units))
    school = _school(number)
    return {
        "oppija-oid": oppija_oid(number),
        "opiskeluoikeus-oid": opiskeluoikeus_oid(number),
        "ensikertainen-hyvaksyminen": "2025-08-20",
        "hyvaksytty": "2025-08-20T09:15:00Z",
        "paivitetty": "2026-01-12T12:30:00Z",
        "osaamisen-hankkimisen-tarve": True,
        "sahkoposti": f"mitta{number}@example.org",
        "urasuunnitelma-koodi-uri": "urasuunnitelma_0001",
        "urasuunnitelma-koodi-versio": 1,
        "aiemmin-hankitut-ammat-tutkinnon-osat": [
            _tutkinnon_osa(next(codes)) | _aiemmin_hankittu(rng, school) for _ in range(prior)
        ],
        "aiemmin-hankitut-yhteiset-tutkinnon-osat": [
            _tutkinnon_osa(next(codes))
            | {"osa-alueet": [_osa_alue(name) | _aiemmin_hankittu(rng, school) for name in ("vvai", "vvtk")]}
            for _ in range(common)
        ],
        "hankittavat-yhteiset-tutkinnon-osat": [
            _tutkinnon_osa(next(codes))
            | {
                "osa-alueet": [
                    _osa_alue(name) | _hankittava(rng, school, 1, workplace=False)
                    for name in ("ymat", "yen", "ytto", "ytyk")
                ]
            }
            for _ in range(common)
        ],
        "hankittavat-paikalliset-tutkinnon-osat": [
            {"nimi": f"Paikallinen osa {place + 1}", "laajuus": 15, "tavoitteet-ja-sisallot": _sentence(rng)}
            | _hankittava(rng, school, 1)
            for place in range(common)
        ],
        "hankittavat-ammat-tutkinnon-osat": [
            _tutkinnon_osa(code) | _hankittava(rng, school, 1 + place % 2) for place, code in enumerate(codes)
        ][: units - prior - 3 * common],
        "opiskeluvalmiuksia-tukevat-opinnot": [
            {"nimi": "Lukituki", "kuvaus": _sentence(rng), "alku": "2025-09-01", "loppu": "2025-11-28"}
        ],
    }


def changed(document: dict[str, Any], times: int) -> dict[str, Any]:
    """The plan as a school would have it after a change: a period told otherwise, one unit put in another's place."""
    units = document["hankittavat-ammat-tutkinnon-osat"]
    told = {"ajanjakson-tarkenne": f"Muutettu {times} kertaa"}
    first = units[0] | {
        "osaamisen-hankkimistavat": [
            units[0]["osaamisen-hankkimistavat"][0] | told,
            *units[0]["osaamisen-hankkimistavat"][1:],
        ]
    }
    last = units[-1] | {"tutkinnon-osa-koodi-uri": f"tutkinnonosat_{200_000 + times}"}
    return document | {"hankittavat-ammat-tutkinnon-osat": [first, *units[1:-1], last]}


def _school(number: int) -> str:
    return organisaatio_oid(1 + number % SCHOOLS)


def _tutkinnon_osa(code: int) -> dict[str, Any]:
    return {"tutkinnon-osa-koodi-uri": f"tutkinnonosat_{code}", "tutkinnon-osa-koodi-versio": 2}


def _osa_alue(name: str) -> dict[str, Any]:
    return {"osa-alue-koodi-uri": f"ammatillisenoppiaineet_{name}", "osa-alue-koodi-versio": 3}


def _hankittava(rng: Random, school: str, periods: int, *, workplace: bool = True) -> dict[str, Any]:
    return {
        "koulutuksen-jarjestaja-oid": school,
        "olennainen-seikka": rng.random() < 0.5,
        "opetus-ja-ohjaus-maara": rng.randrange(20, 200) / 2,
        "osaamisen-hankkimistavat": [_hankkimistapa(rng, school, workplace and place == 0) for place in range(periods)],
        "osaamisen-osoittaminen": [_osoittaminen(rng, school)],
    }


def _aiemmin_hankittu(rng: Random, school: str) -> dict[str, Any]:
    return {
        "koulutuksen-jarjestaja-oid": school,
        "valittu-todentamisen-prosessi-koodi-uri": "osaamisentodentamisenprosessi_0003",
        "valittu-todentamisen-prosessi-koodi-versio": 1,
        "tarkentavat-tiedot-osaamisen-arvioija": {
            "lahetetty-arvioitavaksi": "2025-09-01",
            "aiemmin-hankitun-osaamisen-arvioijat": [_arvioija(rng, {"oppilaitos-oid": school})],
        },
    }


def _hankkimistapa(rng: Random, school: str, workplace: bool) -> dict[str, Any]:
    year, month = rng.choice([(2025, 10), (2026, 2), (2026, 9), (2027, 1), (2027, 9)])
    told = {
        "alku": f"{year}-{month:02}-{rng.randrange(1, 28):02}",
        "loppu": f"{year}-{month + 2:02}-{rng.randrange(1, 28):02}",
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
        "osaamisen-hankkimistapa-koodi-versio": 1,
        "yksiloiva-tunniste": f"{rng.randrange(10**12):012}",
        "jarjestajan-edustaja": {"nimi": _name(rng), "oppilaitos-oid": school},
    }
    if not workplace:
        return told
    return told | {
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_koulutussopimus",
        "osa-aikaisuustieto": rng.randrange(50, 101),
        "tyopaikalla-jarjestettava-koulutus": {
            "tyopaikan-nimi": f"Mittaamo {rng.randrange(1000)} Oy",
            "tyopaikan-y-tunnus": _y_tunnus(rng),
            "vastuullinen-tyopaikka-ohjaaja": {
                "nimi": _name(rng),
                "sahkoposti": "ohjaaja@example.org",
                "puhelinnumero": f"+358 50 {rng.randrange(10**6):06}",
            },
            "keskeiset-tyotehtavat": [_sentence(rng), _sentence(rng)],
        },
        "keskeytymisajanjaksot": [{"alku": f"{year}-{month + 1:02}-02", "loppu": f"{year}-{month + 1:02}-06"}],
    }


def _osoittaminen(rng: Random, school: str) -> dict[str, Any]:
    year = rng.choice([2026, 2027])
    return {
        "alku": f"{year}-04-{rng.randrange(1, 15):02}",
        "loppu": f"{year}-04-{rng.randrange(15, 30):02}",
        "jarjestaja": {"oppilaitos-oid": school},
        "nayttoymparisto": {"nimi": f"Mittaamo {rng.randrange(1000)} Oy", "y-tunnus": _y_tunnus(rng)},
        "sisallon-kuvaus": [_sentence(rng)],
        "koulutuksen-jarjestaja-osaamisen-arvioijat": [_arvioija(rng, {"oppilaitos-oid": school})],
        "tyoelama-osaamisen-arvioijat": [_arvioija(rng, {"nimi": "Mittaamo"})],
    }


def _arvioija(rng: Random, organisaatio: dict[str, Any]) -> dict[str, Any]:
    return {"nimi": _name(rng), "organisaatio": organisaatio}


def _name(rng: Random) -> str:
    return f"{rng.choice(['Aino', 'Onni', 'Venla', 'Väinö'])} {rng.choice(['Arvio', 'Mitta', 'Näyttö', 'Ohjaus'])}"


WORDS = "mittaa tarkistaa kirjaa työn tulokset huolellisesti ohjeen mukaan yhdessä ohjaajan kanssa työpaikalla".split()


def _sentence(rng: Random) -> str:
    return " ".join(rng.choices(WORDS, k=4)).capitalize()


def _y_tunnus(rng: Random) -> str:
    while True:
        digits = f"9{rng.randrange(10**6):06}"
        check = y_tunnus_check_digit(digits)
        if check is not None:
            return f"{digits}-{check}"
