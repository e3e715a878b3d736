"""Documents and answers shown in the interface's documentation. The people and places in them are nobody's.

The documents are right by the contract and the rules. The answers are what the server answers: most are made by the
code that answers, and a test asks the server for the rest (tests/api/test_openapi.py).
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from hoks import contract
from hoks.api import body, redaction
from hoks.api.plans import FRAMEWORK_SAYS, refused_document, version_tag
from hoks.api.refusals import KINDS, Refusal, refusal
from hoks.models import Hoks, Kanava, Opiskeluoikeus, Oppija
from hoks.plan.mapping import TABLES, WITHOUT_MODULE_ID
from hoks.rules import Context, Toiminto, judge
from hoks.siirrot.explanations import EXPLANATIONS
from hoks.tree import tree

OPPIJA_OID = "1.2.246.562.24.20000000019"
OPISKELUOIKEUS_OID = "1.2.246.562.15.70000000029"
TUVA_OPISKELUOIKEUS_OID = "1.2.246.562.15.10000000033"
KOULU_OID = "1.2.246.562.10.10000000033"
HOKS_ID, VERSIO, OHT_ID = 4711, 3, 90210
TODAY = dt.date(2026, 9, 1)
ETAG = version_tag(Hoks(pk=HOKS_ID, versionumero=VERSIO))
CREATED = {"meta": {"id": HOKS_ID}, "data": {"uri": f"/ehoks-virkailija-backend/api/v1/hoks/{HOKS_ID}"}}

# --- Documents -----------------------------------------------------------------------------

_JAKSO = {
    "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_koulutussopimus",
    "osaamisen-hankkimistapa-koodi-versio": 2,
    "alku": "2026-10-05",
    "loppu": "2026-12-11",
    "yksiloiva-tunniste": "jakso-2026-118",
    "osa-aikaisuustieto": 100,
    "tyopaikalla-jarjestettava-koulutus": {
        "tyopaikan-nimi": "Leipomo Kultatähkä Oy",
        "tyopaikan-y-tunnus": "9123450-6",
        "vastuullinen-tyopaikka-ohjaaja": {
            "nimi": "Liisa Leipuri",
            "sahkoposti": "liisa.leipuri@example.org",
            "puhelinnumero": "+358 50 123 4567",
        },
        "keskeiset-tyotehtavat": ["Taikinan valmistus", "Paistaminen ja pakkaaminen"],
    },
}
_NAYTTO = {
    "alku": "2026-12-07",
    "loppu": "2026-12-11",
    "nayttoymparisto": {"nimi": "Leipomo Kultatähkä Oy", "y-tunnus": "9123450-6"},
    "sisallon-kuvaus": ["Ruisleivän valmistus alusta loppuun"],
    "jarjestaja": {"oppilaitos-oid": KOULU_OID},
    "koulutuksen-jarjestaja-osaamisen-arvioijat": [
        {"nimi": "Olli Opettaja", "organisaatio": {"oppilaitos-oid": KOULU_OID}}
    ],
    "tyoelama-osaamisen-arvioijat": [
        {"nimi": "Liisa Leipuri", "organisaatio": {"nimi": "Leipomo Kultatähkä Oy", "y-tunnus": "9123450-6"}}
    ],
}
# The least a plan must say; the parts follow.
_PAKOLLISET = {
    "oppija-oid": OPPIJA_OID,
    "opiskeluoikeus-oid": OPISKELUOIKEUS_OID,
    "ensikertainen-hyvaksyminen": "2026-08-20",
    "osaamisen-hankkimisen-tarve": True,
}
NEW: dict[str, Any] = {
    **_PAKOLLISET,
    "sahkoposti": "opiskelija@example.org",
    "urasuunnitelma-koodi-uri": "urasuunnitelma_0001",
    "urasuunnitelma-koodi-versio": 1,
    "aiemmin-hankitut-yhteiset-tutkinnon-osat": [
        {
            "tutkinnon-osa-koodi-uri": "tutkinnonosat_400012",
            "tutkinnon-osa-koodi-versio": 2,
            "osa-alueet": [
                {
                    "osa-alue-koodi-uri": "ammatillisenoppiaineet_vvai",
                    "osa-alue-koodi-versio": 3,
                    "valittu-todentamisen-prosessi-koodi-uri": "osaamisentodentamisenprosessi_0001",
                    "valittu-todentamisen-prosessi-koodi-versio": 1,
                }
            ],
        }
    ],
    "hankittavat-ammat-tutkinnon-osat": [
        {
            "tutkinnon-osa-koodi-uri": "tutkinnonosat_102493",
            "tutkinnon-osa-koodi-versio": 1,
            "opetus-ja-ohjaus-maara": 22.5,
            "osaamisen-hankkimistavat": [_JAKSO],
            "osaamisen-osoittaminen": [_NAYTTO],
        }
    ],
}
REPLACEMENT: dict[str, Any] = {"id": HOKS_ID, **NEW, "osaamisen-saavuttamisen-pvm": "2026-09-10"}
CHANGE: dict[str, Any] = {"id": HOKS_ID, "puhelinnumero": "+358 40 765 4321", "osaamisen-hankkimisen-tarve": False}
TUVA: dict[str, Any] = {
    **_PAKOLLISET,
    "opiskeluoikeus-oid": TUVA_OPISKELUOIKEUS_OID,
    "hankittavat-koulutuksen-osat": [
        {
            "koulutuksen-osa-koodi-uri": "koulutuksenosattuva_101",
            "koulutuksen-osa-koodi-versio": 1,
            "alku": "2026-08-20",
            "loppu": "2026-12-18",
            "laajuus": 10,
        }
    ],
    "oppimisen-tuki": [
        {
            "oppimisen-tuen-tyyppi-koodi-uri": "ammatillinenkoulutusoppimisentuentyyppi_02",
        }
    ],
}
FAULTY: dict[str, Any] = {
    **_PAKOLLISET,
    "ensikertainen-hyvaksyminen": "20.8.2026",
    "hankittavat-ammat-tutkinnon-osat": [
        {
            "tutkinnon-osa-koodi-uri": "tutkinnonosat_102493",
            "tutkinnon-osa-koodi-versio": 1,
            "osaamisen-hankkimistavat": [{**_JAKSO, "loppu": "2026-09-30"}],
        }
    ],
}


def opiskeluoikeus(document: dict[str, Any]) -> Opiskeluoikeus:
    """The study right of an example, as it would be known; it isn't kept anywhere."""
    oid = document["opiskeluoikeus-oid"]
    return Opiskeluoikeus(
        pk=oid,
        oppija=Oppija(pk=OPPIJA_OID),
        tyyppi="tuva" if oid == TUVA_OPISKELUOIKEUS_OID else "ammatillinenkoulutus",
        tila="lasna",
        alkamispaiva=dt.date(2026, 8, 1),
        arvioitu_paattymispaiva=dt.date(2029, 5, 31),
        suoritustyypit=[],
    )


def context(document: dict[str, Any], toiminto: Toiminto, hoks: Hoks | None = None) -> Context:
    """As an example document would be judged on the day of the examples."""
    right = opiskeluoikeus({**NEW, **document})
    return Context(
        kanava=Kanava.TIEDONSIIRTO,
        today=TODAY,
        toiminto=toiminto,
        opiskeluoikeus=right,
        oppija=right.oppija,
        hoks=hoks,
    )


def as_read(document: dict[str, Any]) -> dict[str, Any]:
    """The POST document as GET would tell it."""
    told = contract.read(document, contract.HoksPost).document.model_dump(mode="json", by_alias=True, exclude_none=True)
    for node in tree(told).walk():
        if node.cls in TABLES and node.cls not in WITHOUT_MODULE_ID:
            node.data["module-id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, node.pointer))
    eid = str(uuid.uuid5(uuid.NAMESPACE_URL, OPISKELUOIKEUS_OID))
    return {"id": HOKS_ID, "eid": eid, "manuaalisyotto": False, **told}


def as_paged(document: dict[str, Any]) -> dict[str, Any]:
    """The POST document as a page of plans would tell it."""
    return redaction.redact(as_read(document))


# --- Answers -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """A refusal as it is answered. body: JSON, or text where the CAS protocol speaks; when: what has gone wrong."""

    code: str
    status: int
    when: Any
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


def _of_kind(code: str) -> Answer:
    return Answer(code, KINDS[code].status, EXPLANATIONS[code].title, refusal(code).body, HEADERS.get(code, {}))


def _of_document() -> Answer:
    """The refusal of the faulty document, at most as long as it has to be: what was sent is not repeated here."""
    violations = judge(contract.read(FAULTY, contract.HoksPost), context(FAULTY, "luonti"))
    told = refused_document(FAULTY, violations)
    return Answer(
        "suunnitelma-hylatty",
        told.status,
        _("Suunnitelman tiedoissa on korjattavaa."),
        {**told.body, "value": {"…": "…"}},
    )


def _of_body(code: str, received: bytes) -> Answer:
    try:
        body.parse(received)
    except Refusal as refused:
        return Answer(code, refused.status, EXPLANATIONS[code].title, refused.body)
    raise ValueError(f"Nothing is wrong with the example of {code}")


def _violation(code: str, message: str, path: str = "") -> list[dict[str, Any]]:
    return [{"path": path, "code": code, "message": {"fi": message}}]


HEADERS = {"liian-tiheaan": {"Retry-After": "12"}, "vaara-menetelma": {"Allow": "GET, PUT, PATCH, HEAD, OPTIONS"}}


def _others() -> list[Answer]:
    return [
        Answer(
            "kysely-virheellinen",
            400,
            _("Osoitteen kyselyosassa on virhe."),
            {
                "errors": {"amount": '(not (integer? "sata"))'},
                **FRAMEWORK_SAYS,
                "value": {"amount": "sata"},
                "in": ["request", "query-params"],
                "violations": _violation("vaara-kokonaisluku", "Anna kokonaisluku numeroina: amount.", path="/amount"),
            },
        ),
        Answer(
            "liian-suuri",
            413,
            EXPLANATIONS["liian-suuri"].title,
            {
                "error": "Body is over 5000000 bytes",
                "violations": _violation("liian-suuri", "Lähetä pienempi dokumentti: suurin koko on 5 Mt."),
            },
        ),
        Answer(
            "vaara-sisaltotyyppi",
            415,
            EXPLANATIONS["vaara-sisaltotyyppi"].title,
            {
                "error": "Content-Type must be application/json",
                "violations": _violation(
                    "vaara-sisaltotyyppi",
                    "Lähetä dokumentti pakkaamattomana JSONina ja lisää pyyntöön otsake Content-Type:"
                    " application/json.",
                ),
            },
        ),
        Answer(
            "kentta-puuttuu",
            400,
            _("Lomakkeesta puuttuu kenttä."),
            "Lähetä lomakkeen kentät username ja password.",
        ),
        Answer(
            "tunnus-tai-salasana",
            401,
            EXPLANATIONS["tunnus-tai-salasana"].title,
            "Käyttäjätunnus tai salasana on väärin.",
        ),
        Answer(
            "kirjautumislippu-tuntematon",
            404,
            _("Kirjautumislippua ei ole, tai se on vanhentunut."),
            "Lippua ei ole, tai se on vanhentunut. Kirjaudu uudelleen.",
        ),
        Answer(
            "tunnus-lukittu",
            423,
            EXPLANATIONS["tunnus-lukittu"].title,
            "Tunnus on lukittu. Yritä uudelleen 15 minuutin kuluttua.",
            {"Retry-After": "900"},
        ),
        Answer(
            "liian-monta-kirjautumista",
            429,
            _("Samasta osoitteesta kirjaudutaan liian tiheään."),
            "Liian monta kirjautumista. Odota ja yritä uudelleen.",
            {"Retry-After": "12"},
        ),
    ]


def answers() -> dict[str, Answer]:
    """Every refusal of the documentation by its code."""
    too_deep = body.NESTING_MAX + 1
    unread = (_of_body("ei-json", b'{"id": 4711,}'), _of_body("liian-syva", b"[" * too_deep + b"]" * too_deep))
    return {one.code: one for one in (*map(_of_kind, KINDS), _of_document(), *unread, *_others())}
