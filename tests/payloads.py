"""Wire documents for tests, invented here. Dates are fixed: the rules' boundaries are."""

import copy
from typing import Any

KOULU_OID = "1.2.246.562.10.10000000002"


def minimal(opiskeluoikeus) -> dict[str, Any]:
    """The least a new plan must say."""
    return {
        "oppija-oid": opiskeluoikeus.oppija_id,
        "opiskeluoikeus-oid": opiskeluoikeus.pk,
        "ensikertainen-hyvaksyminen": "2024-08-15",
        "osaamisen-hankkimisen-tarve": True,
    }


def naytto(**changes) -> dict[str, Any]:
    """An osaamisen osoittaminen with every field."""
    return {
        "alku": "2025-03-03",
        "loppu": "2025-03-07",
        "jarjestaja": {"oppilaitos-oid": KOULU_OID},
        "osa-alueet": [{"koodi-uri": "ammatillisenoppiaineet_vvai", "koodi-versio": 3}],
        "nayttoymparisto": {"nimi": "Leipomo Rukiinen Oy", "y-tunnus": "1234567-1", "kuvaus": "Kylän leipomo"},
        "sisallon-kuvaus": ["Taikinan valmistus", "Paisto ja pakkaus"],
        "koulutuksen-jarjestaja-osaamisen-arvioijat": [
            {"nimi": "Aino Opettaja", "organisaatio": {"oppilaitos-oid": KOULU_OID}}
        ],
        "tyoelama-osaamisen-arvioijat": [
            {"nimi": "Leevi Leipuri", "organisaatio": {"nimi": "Leipomo Rukiinen Oy", "y-tunnus": "1234567-1"}}
        ],
        "vaatimuksista-tai-tavoitteista-poikkeaminen": "Ei poiketa vaatimuksista",
        "yksilolliset-kriteerit": ["Toimii rauhallisesti"],
    } | changes


def hankkimistapa(tunniste: str | None = "jakso-1", **changes) -> dict[str, Any]:
    """A workplace period with every field."""
    told = {
        "alku": "2024-10-01",
        "loppu": "2024-12-13",
        "ajanjakson-tarkenne": "Maanantaista torstaihin",
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppisopimus",
        "osaamisen-hankkimistapa-koodi-versio": 1,
        "oppisopimuksen-perusta-koodi-uri": "oppisopimuksenperusta_01",
        "oppisopimuksen-perusta-koodi-versio": 1,
        "osa-aikaisuustieto": 80,
        "jarjestajan-edustaja": {"nimi": "Oili Opo", "oppilaitos-oid": KOULU_OID, "rooli": "opettaja"},
        "hankkijan-edustaja": {"nimi": "Heikki Hankkija", "oppilaitos-oid": KOULU_OID, "rooli": "koulutuspäällikkö"},
        "tyopaikalla-jarjestettava-koulutus": {
            "tyopaikan-nimi": "Leipomo Rukiinen Oy",
            "tyopaikan-y-tunnus": "1234567-1",
            "vastuullinen-tyopaikka-ohjaaja": {
                "nimi": "Ossi Ohjaaja",
                "sahkoposti": "ossi@example.org",
                "puhelinnumero": "+358 40 123 4567",
            },
            "keskeiset-tyotehtavat": ["Leipominen", "Asiakaspalvelu"],
        },
        "muut-oppimisymparistot": [
            {
                "oppimisymparisto-koodi-uri": "oppimisymparistot_0002",
                "oppimisymparisto-koodi-versio": 1,
                "alku": "2024-11-01",
                "loppu": "2024-11-05",
            }
        ],
        "keskeytymisajanjaksot": [{"alku": "2024-10-10", "loppu": "2024-10-12"}, {"alku": "2024-11-20"}],
    } | changes
    return told if tunniste is None else told | {"yksiloiva-tunniste": tunniste}


def arviointi() -> dict[str, Any]:
    """A tarkentavat-tiedot-osaamisen-arvioija with every field."""
    return {
        "lahetetty-arvioitavaksi": "2024-09-02",
        "aiemmin-hankitun-osaamisen-arvioijat": [
            {"nimi": "Arvo Arvioija", "organisaatio": {"oppilaitos-oid": KOULU_OID}}
        ],
    }


def _hankittava(number: int) -> dict[str, Any]:
    return {
        "vaatimuksista-tai-tavoitteista-poikkeaminen": f"Poikkeaminen {number}",
        "koulutuksen-jarjestaja-oid": KOULU_OID,
        "olennainen-seikka": bool(number % 2),
        "opetus-ja-ohjaus-maara": 12.5 + number,
        "osaamisen-hankkimistavat": [hankkimistapa(f"jakso-{number}")],
        "osaamisen-osoittaminen": [naytto()],
    }


def _aiemmin() -> dict[str, Any]:
    return {
        "vaatimuksista-tai-tavoitteista-poikkeaminen": "Poiketaan yhdestä vaatimuksesta",
        "koulutuksen-jarjestaja-oid": KOULU_OID,
        "olennainen-seikka": False,
        "valittu-todentamisen-prosessi-koodi-uri": "osaamisentodentamisenprosessi_0003",
        "valittu-todentamisen-prosessi-koodi-versio": 1,
        "tarkentavat-tiedot-naytto": [naytto()],
        "tarkentavat-tiedot-osaamisen-arvioija": arviointi(),
    }


def _paikallinen(nimi: str) -> dict[str, Any]:
    return {
        "nimi": nimi,
        "laajuus": 15,
        "amosaa-tunniste": f"amosaa-{nimi}",
        "tavoitteet-ja-sisallot": "Paikallisen osan tavoitteet",
    }


def _koodattu(number: int) -> dict[str, Any]:
    return {"tutkinnon-osa-koodi-uri": f"tutkinnonosat_{number}", "tutkinnon-osa-koodi-versio": 2}


def _osa_alue(name: str) -> dict[str, Any]:
    return {"osa-alue-koodi-uri": f"ammatillisenoppiaineet_{name}", "osa-alue-koodi-versio": 3}


def _without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name not in names}


def rich(opiskeluoikeus) -> dict[str, Any]:
    """A plan of an ammatillinen study right with every field that its kind may have."""
    diaari = {"tutkinnon-osan-perusteen-diaarinro": "OPH-1111-2022"}
    return copy.deepcopy(
        minimal(opiskeluoikeus)
        | {
            "tuva-opiskeluoikeus-oid": "1.2.246.562.15.78573431000",
            "sahkoposti": "oppija@example.org",
            "puhelinnumero": "+358 50 765 4321",
            "urasuunnitelma-koodi-uri": "urasuunnitelma_0002",
            "urasuunnitelma-koodi-versio": 1,
            "osaamisen-saavuttamisen-pvm": "2025-05-30",
            "hyvaksytty": "2024-08-15T09:00:00Z",
            "paivitetty": "2024-09-01T10:30:00Z",
            "versio": 4,
            "aiemmin-hankitut-ammat-tutkinnon-osat": [_koodattu(100001) | diaari | _aiemmin()],
            "aiemmin-hankitut-yhteiset-tutkinnon-osat": [
                _koodattu(400001)
                | _without(_aiemmin(), "olennainen-seikka", "vaatimuksista-tai-tavoitteista-poikkeaminen")
                | {"osa-alueet": [_osa_alue("ytyk") | _aiemmin()]}
            ],
            "aiemmin-hankitut-paikalliset-tutkinnon-osat": [_paikallinen("Kotiseutu") | _aiemmin()],
            "hankittavat-ammat-tutkinnon-osat": [
                _koodattu(100002) | diaari | _hankittava(1),
                _koodattu(100003) | _hankittava(2),
            ],
            "hankittavat-yhteiset-tutkinnon-osat": [
                _koodattu(400002)
                | {
                    "koulutuksen-jarjestaja-oid": KOULU_OID,
                    "osa-alueet": [_osa_alue("vvai") | _hankittava(3), _osa_alue("vvtk") | _hankittava(4)],
                }
            ],
            "hankittavat-paikalliset-tutkinnon-osat": [_paikallinen("Hapanjuuri") | _hankittava(5)],
            "oppimisen-tuki": [
                {
                    "oppimisen-tuen-tyyppi-koodi-uri": "ammatillinenkoulutusoppimisentuentyyppi_01",
                    "alku": "2024-09-01",
                    "loppu": "2024-12-31",
                    "tutkinnon-osan-tyyppi-koodi-uri": "ammatillisentutkinnonosanryhma_1",
                },
                {"oppimisen-tuen-tyyppi-koodi-uri": "ammatillinenkoulutusoppimisentuentyyppi_02"},
            ],
            "opiskeluvalmiuksia-tukevat-opinnot": [
                {"nimi": "Lukitutor", "kuvaus": "Lukemisen tukea", "alku": "2024-09-01", "loppu": "2024-10-01"}
            ],
        }
    )


def tuva(opiskeluoikeus) -> dict[str, Any]:
    """A plan of a TUVA study right."""
    return minimal(opiskeluoikeus) | {
        "hankittavat-koulutuksen-osat": [
            {
                "koulutuksen-osa-koodi-uri": "koulutuksenosattuva_101",
                "koulutuksen-osa-koodi-versio": 1,
                "alku": "2024-08-15",
                "loppu": "2024-12-20",
                "laajuus": 12.5,
            }
        ]
    }
