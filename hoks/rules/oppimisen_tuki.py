"""The rule of learning support (domain.md 2.4)."""

from django.utils.translation import gettext_lazy as _

from hoks.contract import OppimisenTuki
from hoks.rules.context import Context
from hoks.rules.registry import rule

TUKIOPETUS = "ammatillinenkoulutusoppimisentuentyyppi_01"
MUUT_TUET = ("ammatillinenkoulutusoppimisentuentyyppi_02", "ammatillinenkoulutusoppimisentuentyyppi_03")


@rule(
    "oppimisen-tuki",
    node=OppimisenTuki,
    fields=("oppimisen-tuen-tyyppi-koodi-uri", "alku", "loppu", "tutkinnon-osan-tyyppi-koodi-uri"),
    spans=True,
    wire_text="Määritä alku- ja loppupvm sekä tutkinnonosan tyyppi jos ja vain jos kyseessä on tukiopetus.",
    kuvaus=_(
        "Tukiopetuksella on alkupäivä, loppupäivä ja tutkinnon osan tyyppi; muulla oppimisen tuella niitä ei ole."
    ),
    source="domain.md 2.4",
)
def details_iff_tukiopetus(tuki: OppimisenTuki, context: Context):
    """Remedial teaching has its dates and kind of unit; the other two kinds of support have none; there are no more."""
    details = [tuki.alku, tuki.loppu, tuki.tutkinnon_osan_tyyppi_koodi_uri]
    kind = tuki.oppimisen_tuen_tyyppi_koodi_uri
    if kind == TUKIOPETUS:
        return None in details and _("Täytä tukiopetuksen alkupäivä, loppupäivä ja tutkinnon osan tyyppi.")
    if kind in MUUT_TUET:
        return details != [None, None, None] and _(
            "Poista alkupäivä, loppupäivä ja tutkinnon osan tyyppi: ne kuuluvat vain tukiopetukseen."
        )
    return _("Valitse oppimisen tuen tyyppi luettelosta.")
