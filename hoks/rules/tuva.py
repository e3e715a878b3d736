"""What preparatory education (TUVA) may and must not hold (domain.md 2.4). Empty arrays are always fine."""

from django.utils.translation import gettext_lazy as _

from hoks.contract import (
    AiemminHankittuAmmatillinen,
    AiemminHankittuPaikallinen,
    AiemminHankittuYhteinen,
    HankittavaAmmatillinen,
    HankittavaKoulutuksenOsa,
    HankittavaPaikallinen,
    HankittavaYhteinen,
    OpiskeluvalmiuksiaTukevaOpinto,
)
from hoks.contract.hoks import Perustiedot
from hoks.rules.context import Context
from hoks.rules.registry import Stage, rule

TUTKINNON_OSAT = (
    AiemminHankittuAmmatillinen,
    AiemminHankittuPaikallinen,
    AiemminHankittuYhteinen,
    HankittavaAmmatillinen,
    HankittavaPaikallinen,
    HankittavaYhteinen,
)


@rule(
    "tuva-tutkinnon-osa",
    node=TUTKINNON_OSAT,
    wire_text="Ota tutkinnonosa pois, koska opiskeluoikeus on TUVA.",
    kuvaus=_("TUVA-koulutuksen suunnitelmassa ei ole tutkinnon osia."),
    source="domain.md 2.4",
)
def tutkinnon_osa_in_tuva(osa, context: Context):
    """A plan of TUVA education has no units of qualifications."""
    return context.on_tuva and _("Ota tutkinnon osa pois, koska opiskeluoikeus on TUVA.")


@rule(
    "tuva-tukevat-opinnot",
    node=OpiskeluvalmiuksiaTukevaOpinto,
    wire_text="Ota tukevat opinnot pois, koska opiskeluoikeus on TUVA.",
    kuvaus=_("TUVA-koulutuksen suunnitelmassa ei ole opiskeluvalmiuksia tukevia opintoja."),
    source="domain.md 2.4",
)
def tukevat_opinnot_in_tuva(opinto: OpiskeluvalmiuksiaTukevaOpinto, context: Context):
    """A plan of TUVA education has no studies that support study readiness."""
    return context.on_tuva and _("Ota tukevat opinnot pois, koska opiskeluoikeus on TUVA.")


@rule(
    "ei-tuva-koulutuksen-osa",
    node=HankittavaKoulutuksenOsa,
    wire_text="Ota koulutuksenosa pois, koska opiskeluoikeus ei ole TUVA.",
    kuvaus=_("Koulutuksen osia on vain TUVA-koulutuksen suunnitelmassa."),
    source="domain.md 2.4",
)
def koulutuksen_osa_outside_tuva(osa: HankittavaKoulutuksenOsa, context: Context):
    """Units of TUVA education belong to TUVA education alone."""
    if context.opiskeluoikeus is None or context.on_tuva:
        return None
    return _("Ota koulutuksen osa pois, koska opiskeluoikeus ei ole TUVA.")


@rule(
    "tuva-opiskeluoikeus-oid",
    node=Perustiedot,
    fields=("tuva-opiskeluoikeus-oid",),
    stage=Stage.FIELD,
    wire_text=(
        "Ota tuva-opiskeluoikeus-oid pois, koska se on sallittu vain TUVA-opiskeluoikeuden kanssa rinnakkaiselle"
        " opiskeluoikeudelle, ei TUVA-opiskeluoikeudelle."
    ),
    kuvaus=_("Rinnakkaista TUVA-opiskeluoikeutta ei merkitä TUVA-koulutuksen omaan suunnitelmaan."),
    source="domain.md 2.4",
)
def tuva_opiskeluoikeus_in_tuva(hoks: Perustiedot, context: Context):
    """A parallel TUVA study right is named by the plan of another study right, not by TUVA's own."""
    if not context.on_tuva or hoks.tuva_opiskeluoikeus_oid is None:
        return None
    return _("Ota rinnakkainen TUVA-opiskeluoikeus pois, koska suunnitelman oma opiskeluoikeus on TUVA.")
