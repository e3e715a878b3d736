"""The plan's top level in its three write variants (domain.md 1.4). POST, PUT and PATCH differ here only."""

from django.utils.translation import gettext_noop as _

from hoks.contract import nodes
from hoks.contract.fields import Node, array, optional, required
from hoks.contract.types import Array, Bool, Date, Int, OpiskeluoikeusOid, OppijaOid, Text, Timestamp, koodi_uri

_ENSIKERTAINEN = (
    _("Ensikertainen hyväksyminen"),
    _("Päivä, jona opiskelijan ensimmäinen suunnitelma hyväksyttiin."),
)
_TARVE = (
    _("Onko opiskelijalla osaamisen hankkimisen tarve?"),
    _("Vastaa kyllä, jos opiskelija hankkii uutta osaamista. Tieto vaikuttaa opiskelijapalautteen keräämiseen."),
)


class Perustiedot(Node):
    """Top-level fields that every variant takes and none requires."""

    tuva_opiskeluoikeus_oid: OpiskeluoikeusOid = optional(
        _("Rinnakkainen TUVA-opiskeluoikeus"), asked_when="ei-tuva", kind="tuva"
    )
    sahkoposti: Text = optional(
        _("Opiskelijan sähköposti"), _("Opiskelijapalautteen kysely lähetetään tähän osoitteeseen."), kind="email"
    )
    puhelinnumero: Text = optional(_("Opiskelijan puhelinnumero"), kind="phone")
    urasuunnitelma_koodi_uri: koodi_uri("urasuunnitelma", r"\d{4}") = optional(
        _("Urasuunnitelma"), _("Opiskelijan tavoite koulutuksen jälkeen."), koodisto="urasuunnitelma"
    )
    urasuunnitelma_koodi_versio: Int = optional(_("Urasuunnitelman koodin versio"))
    osaamisen_saavuttamisen_pvm: Date = optional(
        _("Osaaminen saavutettu"),
        _("Päivä, jona koko suunniteltu osaaminen on saavutettu. Enintään kaksi viikkoa tulevaisuudessa."),
    )
    hyvaksytty: Timestamp = optional(_("Hyväksytty"))
    paivitetty: Timestamp = optional(_("Päivitetty"))
    versio: Int = optional(_("Asiakirjan versio"))


class Osat(Node):
    """The nine part arrays."""

    aiemmin_hankitut_ammat_tutkinnon_osat: Array[nodes.AiemminHankittuAmmatillinen] = array(
        _("Aiemmin hankitut ammatilliset tutkinnon osat"), identity=True, asked_when="ei-tuva"
    )
    aiemmin_hankitut_yhteiset_tutkinnon_osat: Array[nodes.AiemminHankittuYhteinen] = array(
        _("Aiemmin hankitut yhteiset tutkinnon osat"), identity=True, asked_when="ei-tuva"
    )
    aiemmin_hankitut_paikalliset_tutkinnon_osat: Array[nodes.AiemminHankittuPaikallinen] = array(
        _("Aiemmin hankitut paikalliset tutkinnon osat"), identity=True, asked_when="ei-tuva"
    )
    hankittavat_ammat_tutkinnon_osat: Array[nodes.HankittavaAmmatillinen] = array(
        _("Hankittavat ammatilliset tutkinnon osat"), identity=True, asked_when="ei-tuva"
    )
    hankittavat_yhteiset_tutkinnon_osat: Array[nodes.HankittavaYhteinen] = array(
        _("Hankittavat yhteiset tutkinnon osat"), identity=True, asked_when="ei-tuva"
    )
    hankittavat_paikalliset_tutkinnon_osat: Array[nodes.HankittavaPaikallinen] = array(
        _("Hankittavat paikalliset tutkinnon osat"), identity=True, asked_when="ei-tuva"
    )
    hankittavat_koulutuksen_osat: Array[nodes.HankittavaKoulutuksenOsa] = array(
        _("Hankittavat koulutuksen osat"), identity=True, asked_when="tuva"
    )
    oppimisen_tuki: Array[nodes.OppimisenTuki] = array(_("Oppimisen tuki"), identity=True)
    opiskeluvalmiuksia_tukevat_opinnot: Array[nodes.OpiskeluvalmiuksiaTukevaOpinto] = array(
        _("Opiskeluvalmiuksia tukevat opinnot"), identity=True, asked_when="ei-tuva"
    )


class UudenPakolliset(Node):
    oppija_oid: OppijaOid = required(_("Oppija"))
    opiskeluoikeus_oid: OpiskeluoikeusOid = required(_("Opiskeluoikeus"))
    ensikertainen_hyvaksyminen: Date = required(*_ENSIKERTAINEN)
    osaamisen_hankkimisen_tarve: Bool = required(*_TARVE)


class KorvauksenPakolliset(Node):
    id: Int = required(_("eHOKS-id"))
    oppija_oid: OppijaOid = optional(_("Oppija"))
    opiskeluoikeus_oid: OpiskeluoikeusOid = optional(_("Opiskeluoikeus"))
    ensikertainen_hyvaksyminen: Date = required(*_ENSIKERTAINEN)
    osaamisen_hankkimisen_tarve: Bool = required(*_TARVE)


class MuutoksenPakolliset(Node):
    id: Int = required(_("eHOKS-id"))
    oppija_oid: OppijaOid = optional(_("Oppija"))
    opiskeluoikeus_oid: OpiskeluoikeusOid = optional(_("Opiskeluoikeus"))
    ensikertainen_hyvaksyminen: Date = optional(*_ENSIKERTAINEN)
    osaamisen_hankkimisen_tarve: Bool = optional(*_TARVE)


# Pydantic collects fields from the last base to the first: what is required is read first, the parts last.


class HoksPost(Osat, Perustiedot, UudenPakolliset):
    """A new plan."""


class HoksPut(Osat, Perustiedot, KorvauksenPakolliset):
    """A replacement of a plan; `id` is the plan's."""


class HoksPatch(Perustiedot, MuutoksenPakolliset):
    """Changes to a plan's top level; part arrays are not allowed."""
