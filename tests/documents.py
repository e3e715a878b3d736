"""Plans as they come in, to be varied by tests: one builder per node, the fewest fields that are valid by default.

A keyword is a field: `oht(alku="2024-01-01")`; underscores stand for dashes. LEFT_OUT takes a field away.
"""

import copy
import datetime as dt
from typing import Any

from hoks.contract import HoksPatch, HoksPost, HoksPut, read
from hoks.models import Hoks, Kanava, Opiskeluoikeus, Oppija
from hoks.rules import Context, judge

OPPIJA_OID = "1.2.246.562.24.54450598189"
TOINEN_OPPIJA_OID = "1.2.246.562.24.16068378700"
OPISKELUOIKEUS_OID = "1.2.246.562.15.41024330544"
TOINEN_OPISKELUOIKEUS_OID = "1.2.246.562.15.78573431000"
OPPILAITOS_OID = "1.2.246.562.10.12944436166"
Y_TUNNUS = "1234567-1"

TODAY = dt.date(2026, 8, 1)
LEFT_OUT = object()


def node(defaults: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """The defaults with the given fields over them, copied so that no two plans share anything."""
    merged = defaults | {name.replace("_", "-"): value for name, value in fields.items()}
    return copy.deepcopy({wire: value for wire, value in merged.items() if value is not LEFT_OUT})


def hoks(**fields) -> dict:
    """A new plan (POST)."""
    return node(
        {
            "oppija-oid": OPPIJA_OID,
            "opiskeluoikeus-oid": OPISKELUOIKEUS_OID,
            "ensikertainen-hyvaksyminen": "2024-08-15",
            "osaamisen-hankkimisen-tarve": True,
        },
        fields,
    )


def hato(**fields) -> dict:
    return node({"tutkinnon-osa-koodi-uri": "tutkinnonosat_100031", "tutkinnon-osa-koodi-versio": 2}, fields)


def hpto(**fields) -> dict:
    return node({}, fields)


def hyto(**fields) -> dict:
    return node(
        {"tutkinnon-osa-koodi-uri": "tutkinnonosat_400012", "tutkinnon-osa-koodi-versio": 1, "osa-alueet": []}, fields
    )


def osa_alue(**fields) -> dict:
    """Sub-area of a hankittava yhteinen tutkinnon osa."""
    return node({"osa-alue-koodi-uri": "ammatillisenoppiaineet_vvai", "osa-alue-koodi-versio": 1}, fields)


def ahato(**fields) -> dict:
    return node({"tutkinnon-osa-koodi-uri": "tutkinnonosat_100054", "tutkinnon-osa-koodi-versio": 2}, fields)


def ahpto(**fields) -> dict:
    return node(
        {
            "valittu-todentamisen-prosessi-koodi-uri": "osaamisentodentamisenprosessi_0001",
            "valittu-todentamisen-prosessi-koodi-versio": 1,
        },
        fields,
    )


def ahyto(**fields) -> dict:
    return hyto(**fields)


def ahyto_osa_alue(**fields) -> dict:
    return ahpto(**(_underscored(osa_alue()) | fields))


def oht(**fields) -> dict:
    """A period at school, within every study right of these tests."""
    return node(
        {
            "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
            "osaamisen-hankkimistapa-koodi-versio": 1,
            "alku": "2024-09-01",
            "loppu": "2024-12-01",
        },
        fields,
    )


def tyopaikkajakso(**fields) -> dict:
    """A training agreement period with all that rules ask of it."""
    return oht(
        **{
            "osaamisen_hankkimistapa_koodi_uri": "osaamisenhankkimistapa_koulutussopimus",
            "yksiloiva_tunniste": "jakso-1",
            "osa_aikaisuustieto": 100,
            "tyopaikalla_jarjestettava_koulutus": tjk(),
        }
        | fields
    )


def oppisopimusjakso(**fields) -> dict:
    return tyopaikkajakso(
        **{
            "osaamisen_hankkimistapa_koodi_uri": "osaamisenhankkimistapa_oppisopimus",
            "oppisopimuksen_perusta_koodi_uri": "oppisopimuksenperusta_01",
        }
        | fields
    )


def tjk(**fields) -> dict:
    return node(
        {
            "tyopaikan-nimi": "Konepaja Oy",
            "tyopaikan-y-tunnus": Y_TUNNUS,
            "vastuullinen-tyopaikka-ohjaaja": {"nimi": "Olli Ohjaaja"},
            "keskeiset-tyotehtavat": ["Huolto"],
        },
        fields,
    )


def oo(**fields) -> dict:
    return node(
        {
            "alku": "2024-11-01",
            "loppu": "2024-11-30",
            "nayttoymparisto": {"nimi": "Konepaja Oy"},
            "sisallon-kuvaus": ["Huoltotyö"],
        },
        fields,
    )


def koulutuksen_osa(**fields) -> dict:
    return node(
        {
            "koulutuksen-osa-koodi-uri": "koulutuksenosattuva_101",
            "koulutuksen-osa-koodi-versio": 1,
            "alku": "2024-09-01",
            "loppu": "2024-12-01",
            "laajuus": 4.5,
        },
        fields,
    )


def tuki(**fields) -> dict:
    """Learning support other than remedial teaching."""
    return node({"oppimisen-tuen-tyyppi-koodi-uri": "ammatillinenkoulutusoppimisentuentyyppi_02"}, fields)


def tukiopetus(**fields) -> dict:
    return tuki(
        **{
            "oppimisen_tuen_tyyppi_koodi_uri": "ammatillinenkoulutusoppimisentuentyyppi_01",
            "alku": "2024-09-01",
            "loppu": "2024-10-01",
            "tutkinnon_osan_tyyppi_koodi_uri": "ammatillisentutkinnonosanryhma_1",
        }
        | fields
    )


def oto(**fields) -> dict:
    return node({"nimi": "Kertaus", "kuvaus": "Matematiikka", "alku": "2024-09-01", "loppu": "2024-10-01"}, fields)


def _underscored(fields: dict[str, Any]) -> dict[str, Any]:
    return {wire.replace("-", "_"): value for wire, value in fields.items()}


# --- What the rules know besides the plan ----------------------------------------------------


def oppija(**fields) -> Oppija:
    return Oppija(**{"oid": OPPIJA_OID} | fields)


def opiskeluoikeus(**fields) -> Opiskeluoikeus:
    """The study right of these plans, active, 1.8.2018-31.7.2027; not in the database."""
    return Opiskeluoikeus(
        **{
            "oid": OPISKELUOIKEUS_OID,
            "oppija": oppija(),
            "oppilaitos_oid": OPPILAITOS_OID,
            "tyyppi": "ammatillinenkoulutus",
            "tila": "lasna",
            "alkamispaiva": dt.date(2018, 8, 1),
            "arvioitu_paattymispaiva": dt.date(2027, 7, 31),
        }
        | fields
    )


def tuva_opiskeluoikeus(**fields) -> Opiskeluoikeus:
    return opiskeluoikeus(**{"tyyppi": "tuva"} | fields)


def context(**fields) -> Context:
    """Transfer of a new plan to the study right of these plans."""
    return Context(
        **{
            "kanava": Kanava.TIEDONSIIRTO,
            "today": TODAY,
            "toiminto": "luonti",
            "opiskeluoikeus": opiskeluoikeus(),
            "oppija": oppija(),
        }
        | fields
    )


def update_context(toiminto: str = "korvaus", **fields) -> Context:
    """Update of plan 7, which hangs on the study right of these plans."""
    return context(**{"toiminto": toiminto, "oppija": None, "hoks": Hoks(pk=7)} | fields)


def problems(document: object, context_: Context | None = None) -> list[tuple[str, str]]:
    """(JSON Pointer, code) of everything wrong with the document, by default as a new plan transferred."""
    context_ = context_ or context()
    variant = {"luonti": HoksPost, "korvaus": HoksPut, "muutos": HoksPatch}[context_.toiminto]
    return [(violation.pointer, violation.code) for violation in judge(read(document, variant), context_)]
