"""Warnings of the plan's own fields and of e-mail addresses."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from hoks.contact_details import KOULUTUS, OHJAAJA
from hoks.contract import OsaamisenHankkimistapa
from hoks.contract.hoks import Perustiedot
from hoks.rules.huomautukset.registry import Tilanne, day, huomauttaa, olio, text
from hoks.tree import TreeNode
from hoks.violations import Path

ENSIKERTAINEN = "ensikertainen-hyvaksyminen"
SAHKOPOSTI = "sahkoposti"
OHJAAJAN_SAHKOPOSTI = (KOULUTUS, OHJAAJA, SAHKOPOSTI)


@huomauttaa(
    "hyvaksyminen-tulevaisuudessa",
    node=Perustiedot,
    nimi=_("Hyväksyminen tulevaisuudessa"),
    kuvaus=_("Ensikertainen hyväksyminen on tulevaisuudessa."),
    teksti=_("Ensikertainen hyväksyminen on tulevaisuudessa. Tarkista päivä, erityisesti vuosi."),
)
def hyvaksyminen_in_future(hoks: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """A plan is first approved by today."""
    hyvaksytty = day(hoks.data, ENSIKERTAINEN)
    if hyvaksytty is not None and hyvaksytty > tilanne.tanaan:
        yield (ENSIKERTAINEN,)


@huomauttaa(
    "hyvaksyminen-ennen-opiskeluoikeutta",
    node=Perustiedot,
    nimi=_("Hyväksyminen ennen opiskeluoikeutta"),
    kuvaus=_(
        "Ensikertainen hyväksyminen on ennen opiskeluoikeuden alkua. Jos opiskeluoikeus on alkanut ennen vuotta 2018, "
        "vanhan lain mukaisen suunnitelman päivä on oikea eikä siitä huomauteta."
    ),
    teksti=_(
        "Ensikertainen hyväksyminen on ennen opiskeluoikeuden alkua. Tarkista päivä ja se, että suunnitelma on "
        "oikeassa opiskeluoikeudessa."
    ),
)
def hyvaksyminen_before_opiskeluoikeus(hoks: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """A plan is first approved after its study right has begun; one from the older law's time has the older date."""
    opiskeluoikeus, hyvaksytty = tilanne.opiskeluoikeus, day(hoks.data, ENSIKERTAINEN)
    if opiskeluoikeus is None or opiskeluoikeus.alkamispaiva is None or hyvaksytty is None:
        return
    if hyvaksytty < opiskeluoikeus.alkamispaiva and not opiskeluoikeus.alkoi_vanhan_lain_aikana:
        yield (ENSIKERTAINEN,)


def cannot_be_an_address(address: str) -> bool:
    """True for text that no e-mail can be sent to; an empty one is no address at all, and none is wrong."""
    if not address:
        return False
    try:
        validate_email(address)
    except ValidationError:
        return True
    return False


@huomauttaa(
    "sahkoposti-virheellinen",
    node=Perustiedot,
    nimi=_("Opiskelijan sähköposti virheellinen"),
    kuvaus=_("Opiskelijan sähköposti ei ole muodoltaan sähköpostiosoite."),
    teksti=_("Opiskelijan sähköposti ei näytä sähköpostiosoitteelta. Tarkista se, jotta palautekysely menee perille."),
)
def sahkoposti_malformed(hoks: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """The learner's e-mail address is one."""
    if cannot_be_an_address(text(hoks.data, SAHKOPOSTI)):
        yield (SAHKOPOSTI,)


def ohjaajan_sahkoposti(oht: TreeNode) -> str:
    """The workplace instructor's address; empty when there is none."""
    return text(olio(olio(oht.data, KOULUTUS), OHJAAJA), SAHKOPOSTI)


@huomauttaa(
    "ohjaajan-sahkoposti-virheellinen",
    node=OsaamisenHankkimistapa,
    nimi=_("Työpaikkaohjaajan sähköposti virheellinen"),
    kuvaus=_("Työpaikkaohjaajan sähköposti ei ole muodoltaan sähköpostiosoite."),
    teksti=_(
        "Työpaikkaohjaajan sähköposti ei näytä sähköpostiosoitteelta. Tarkista se, jotta työpaikkakysely menee perille."
    ),
)
def ohjaajan_sahkoposti_malformed(oht: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """The instructor's e-mail address is one."""
    if cannot_be_an_address(ohjaajan_sahkoposti(oht)):
        yield OHJAAJAN_SAHKOPOSTI


@huomauttaa(
    "ohjaajan-sahkoposti-opiskelijan",
    node=OsaamisenHankkimistapa,
    nimi=_("Työpaikkaohjaajalla opiskelijan sähköposti"),
    kuvaus=_("Työpaikkaohjaajan sähköposti on sama kuin opiskelijan."),
    teksti=_(
        "Työpaikkaohjaajalla on sama sähköposti kuin opiskelijalla. Tarkista osoitteet, ettei työpaikkakysely mene "
        "opiskelijalle."
    ),
)
def ohjaajan_sahkoposti_is_learners(oht: TreeNode, tilanne: Tilanne) -> Iterable[Path]:
    """The instructor's e-mail address is his own; capitals tell no two addresses apart."""
    address = ohjaajan_sahkoposti(oht).casefold()
    if address and address == tilanne.oppijan_sahkoposti:
        yield OHJAAJAN_SAHKOPOSTI
