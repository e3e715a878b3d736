"""Providers, schools and sites of the demo world."""

from dataclasses import dataclass
from random import Random
from typing import Any

from hoks.demo.tunnisteet import OPH_OID, organisaatio_oid, y_tunnus

KOULUTUSTOIMIJA, OPPILAITOS, TOIMIPISTE = (f"organisaatiotyyppi_0{number}" for number in (1, 2, 3))

# (key, key of the organisation above, type, name fi, sv, en). Keys are this package's own.
ORGANISAATIOT = (
    (
        "harjulanmaa",
        None,
        KOULUTUSTOIMIJA,
        "Harjulanmaan koulutuskuntayhtymä",
        "Åsbygdens utbildningssamkommun",
        "Harjulanmaa Education Consortium",
    ),
    (
        "rannikko",
        None,
        KOULUTUSTOIMIJA,
        "Hopeasaariston ammattikoulutus Oy",
        "Silverskärgårdens yrkesutbildning Ab",
        "Hopeasaaristo Vocational Training Ltd",
    ),
    ("tunturijarvi", None, KOULUTUSTOIMIJA, "Tunturijärven kaupunki", "Fjällträsks stad", "City of Tunturijärvi"),
    (
        "ammattiopisto",
        "harjulanmaa",
        OPPILAITOS,
        "Harjulanmaan ammattiopisto",
        "Åsbygdens yrkesinstitut",
        "Harjulanmaa Vocational College",
    ),
    (
        "aikuiskoulutus",
        "harjulanmaa",
        OPPILAITOS,
        "Harjulanmaan aikuiskoulutuskeskus",
        "Åsbygdens vuxenutbildningscenter",
        "Harjulanmaa Adult Education Centre",
    ),
    ("lukio", "harjulanmaa", OPPILAITOS, "Harjulanmaan lukio", "Åsbygdens finska gymnasium", None),
    (
        "merisatama",
        "rannikko",
        OPPILAITOS,
        "Merisataman ammattikoulu",
        "Havshamnens yrkesskola",
        "Merisatama Trade School",
    ),
    ("sandvik", "rannikko", OPPILAITOS, None, "Yrkesskolan Silversand", None),
    (
        "tunturi",
        "tunturijarvi",
        OPPILAITOS,
        "Tunturijärven ammattiopisto",
        "Fjällträsks yrkesinstitut",
        "Tunturijärvi Vocational College",
    ),
    ("kampus", "ammattiopisto", TOIMIPISTE, "Harjulanmaan ammattiopisto, Kampuskatu", None, None),
    ("teollisuustie", "ammattiopisto", TOIMIPISTE, "Harjulanmaan ammattiopisto, Teollisuustie", None, None),
    ("asema", "aikuiskoulutus", TOIMIPISTE, "Harjulanmaan aikuiskoulutuskeskus, Asema-aukio", None, None),
    ("lukiotalo", "lukio", TOIMIPISTE, "Harjulanmaan lukio, Koulumäki", None, None),
    ("satama", "merisatama", TOIMIPISTE, "Merisataman ammattikoulu, Satamaranta", None, None),
    ("sandviken", "sandvik", TOIMIPISTE, None, "Yrkesskolan Silversand, Strandvägen", None),
    ("keskus", "tunturi", TOIMIPISTE, "Tunturijärven ammattiopisto, Keskuskylä", None, None),
)


@dataclass(frozen=True)
class Organisaatiot:
    """The organisation service's records, found by this package's own keys as well."""

    records: tuple[dict[str, Any], ...]
    by_key: dict[str, dict[str, Any]]

    def oid(self, key: str) -> str:
        """OID of the organisation this package calls key."""
        return self.by_key[key]["oid"]

    def koulutustoimija_of(self, oppilaitos: str) -> dict[str, Any]:
        """The provider's record of a school, both by key."""
        parent = self.by_key[oppilaitos]["parentOid"]
        return next(record for record in self.records if record["oid"] == parent)

    def toimipisteet_of(self, oppilaitos: str) -> list[dict[str, Any]]:
        """Records of a school's sites."""
        oid = self.oid(oppilaitos)
        return [record for record in self.records if record.get("parentOid") == oid]


def organisaatiot(rng: Random) -> Organisaatiot:
    """Every organisation, each after the one above it."""
    root = {
        "oid": OPH_OID,
        "nimi": {"fi": "Opetushallitus", "sv": "Utbildningsstyrelsen", "en": "Finnish National Agency for Education"},
        "tyypit": ["organisaatiotyyppi_05"],
        "status": "AKTIIVINEN",
        "parentOidPath": "|",
    }
    by_key: dict[str, dict[str, Any]] = {}
    for number, (key, parent_key, tyyppi, fi, sv, en) in enumerate(ORGANISAATIOT):
        parent = by_key[parent_key] if parent_key else root
        record = {
            "oid": organisaatio_oid(rng),
            "nimi": {kieli: nimi for kieli, nimi in (("fi", fi), ("sv", sv), ("en", en)) if nimi},
            "tyypit": [tyyppi],
            "status": "AKTIIVINEN",
            "parentOid": parent["oid"],
            "parentOidPath": f"{parent['parentOidPath']}{parent['oid']}|",
        }
        if tyyppi == KOULUTUSTOIMIJA:
            record["ytunnus"] = y_tunnus(rng)
        if tyyppi == OPPILAITOS:
            record["oppilaitosKoodi"] = f"{99_000 + number}"
        by_key[key] = record
    return Organisaatiot((root, *by_key.values()), by_key)
