"""Rules of the plan's own fields (domain.md 2.4)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from hoks.contract.hoks import KorvauksenPakolliset, MuutoksenPakolliset, Perustiedot, UudenPakolliset
from hoks.models.opiskeluoikeus import KOSKEVAT_TYYPIT
from hoks.rules.context import Context
from hoks.rules.registry import Stage, rule

OSAAMINEN_SAAVUTETTU_AIKAISINTAAN = dt.date(2018, 1, 2)
OSAAMINEN_SAAVUTETTU_ENINTAAN_PAIVIA = 14


@rule(
    "osaamisen-saavuttamisen-pvm",
    node=Perustiedot,
    fields=("osaamisen-saavuttamisen-pvm",),
    stage=Stage.FIELD,
    wire_text=(
        "Osaaminen voidaan merkitä saavutetuksi enintään kaksi viikkoa\n    tulevaisuuteen ja vähintään vuodelle 2018."
    ),
    kuvaus=_("Osaaminen on saavutettu aikaisintaan {aikaisintaan} ja enintään {paivia} päivän päässä tulevaisuudessa."),
    rajat={"aikaisintaan": OSAAMINEN_SAAVUTETTU_AIKAISINTAAN, "paivia": OSAAMINEN_SAAVUTETTU_ENINTAAN_PAIVIA},
    source="domain.md 2.4",
)
def osaamisen_saavuttamisen_pvm_out_of_window(hoks: Perustiedot, context: Context):
    """Competence is achieved on 2.1.2018 at the earliest and two weeks from today at the latest."""
    day = hoks.osaamisen_saavuttamisen_pvm
    if day is None:
        return None
    if day >= OSAAMINEN_SAAVUTETTU_AIKAISINTAAN and (day - context.today).days <= OSAAMINEN_SAAVUTETTU_ENINTAAN_PAIVIA:
        return None
    return _("Anna osaamisen saavuttamiselle päivä, joka on aikaisintaan 2.1.2018 ja enintään kahden viikon päässä.")


@rule(
    "opiskeluoikeuden-tyyppi",
    node=(UudenPakolliset, KorvauksenPakolliset, MuutoksenPakolliset),
    fields=("opiskeluoikeus-oid",),
    stage=Stage.FIELD,
    wire_text=(
        'Opiskeluoikeuden tyypin on oltava joko "Ammatillinen koulutus" tai'
        ' "Tutkintokoulutukseen valmentava koulutus (TUVA)".'
    ),
    kuvaus=_("Opiskeluoikeuden tyyppi on ammatillinen koulutus tai tutkintokoulutukseen valmentava koulutus (TUVA)."),
    source="domain.md 2.4",
)
def opiskeluoikeuden_tyyppi_foreign(hoks, context: Context):
    """A plan that names its study right is made for vocational or TUVA education."""
    if hoks.opiskeluoikeus_oid is None or context.opiskeluoikeus is None:
        return None
    return context.opiskeluoikeus.tyyppi not in KOSKEVAT_TYYPIT and _(
        "Valitse opiskeluoikeus, jonka tyyppi on ammatillinen koulutus tai tutkintokoulutukseen valmentava koulutus"
        " (TUVA)."
    )
