"""Whether this plan may be made for, or saved to, this study right, in the order of domain.md 2.5 and 2.6.

Who may do it is not asked here (accounts.permissions, hoks.permissions).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hoks.contract.hoks import KorvauksenPakolliset, MuutoksenPakolliset, UudenPakolliset
from hoks.models import Opiskeluoikeus
from hoks.rules.context import LUONTI, PAIVITYS, Context
from hoks.rules.registry import Stage, rule

TUNNISTEELLISET = (KorvauksenPakolliset, MuutoksenPakolliset)
KAIKKI = (UudenPakolliset, *TUNNISTEELLISET)


def names_oppija_of(oppija_oid: str, opiskeluoikeus: Opiskeluoikeus) -> bool:
    """True for the OID of the study right's learner, and for the newer one he has been merged into."""
    return oppija_oid in (opiskeluoikeus.oppija_id, opiskeluoikeus.oppija.oppijanumero)


# --- Creation ------------------------------------------------------------------------------


@rule(
    "opiskeluoikeus-tuntematon",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid",),
    stage=Stage.LOOKUP,
    toiminnot=LUONTI,
    wire_text="Opiskeluoikeus `{opiskeluoikeus}` not found in Koski",
    kuvaus=_("Uuden suunnitelman opiskeluoikeus on Koskessa."),
    source="domain.md 2.5, before the schema",
)
def opiskeluoikeus_unknown(hoks: Any, context: Context):
    """A plan is made for a study right that is known."""
    return context.opiskeluoikeus is None and _("Valitse opiskeluoikeus, joka on Koskessa.")


@rule(
    "oppija-tuntematon",
    node=KAIKKI,
    fields=("oppija-oid",),
    stage=Stage.BELONGING,
    toiminnot=LUONTI,
    wire_text="Oppija `{oppija}` not found in Oppijanumerorekisteri",
    kuvaus=_("Uuden suunnitelman oppija on oppijanumerorekisterissä."),
    source="domain.md 2.5 check 1",
)
def oppija_unknown(hoks: Any, context: Context):
    """A plan is made for a learner who is known."""
    return context.oppija is None and _("Valitse oppija, joka on oppijanumerorekisterissä.")


@rule(
    "opiskeluoikeus-ei-oppijan",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid", "oppija-oid"),
    stage=Stage.BELONGING,
    toiminnot=LUONTI,
    wire_text="No opiskeluoikeus {opiskeluoikeus} found for oppija {oppija}",
    kuvaus=_("Uuden suunnitelman opiskeluoikeus on suunnitelman oppijan."),
    source="domain.md 2.5 checks 2 and 5",
)
def opiskeluoikeus_of_another(hoks: Any, context: Context):
    """A plan is made for the learner whose study right it is (the switch ENFORCE_OPISKELUOIKEUS_MATCH)."""
    if not context.enforce_opiskeluoikeus_match or context.opiskeluoikeus is None or context.oppija is None:
        return None
    return not names_oppija_of(hoks.oppija_oid, context.opiskeluoikeus) and _(
        "Valitse opiskeluoikeus, joka on tämän oppijan."
    )


@rule(
    "sisaltyva-opiskeluoikeus",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid",),
    stage=Stage.BELONGING,
    toiminnot=LUONTI,
    wire_text="Opiskeluoikeus `{opiskeluoikeus}` sisältyy toiseen opiskeluoikeuteen.",
    kuvaus=_("Uusi suunnitelma tehdään opiskeluoikeuteen, joka ei sisälly toiseen opiskeluoikeuteen."),
    source="domain.md 2.5 check 3",
)
def opiskeluoikeus_included_in_another(hoks: Any, context: Context):
    """No plan is made for a study right that is included in another; the other one has the plan."""
    included = context.opiskeluoikeus is not None and context.opiskeluoikeus.sisaltyy_opiskeluoikeuteen
    return included and _("Tee suunnitelma siihen opiskeluoikeuteen, johon tämä opiskeluoikeus sisältyy.")


def _is_finished(context: Context) -> bool:
    """True when the study right is no longer active and the switch says that it matters."""
    if not context.prevent_finished_opiskeluoikeus_updates or context.opiskeluoikeus is None:
        return False
    return not context.opiskeluoikeus.on_aktiivinen


@rule(
    "opiskeluoikeus-paattynyt",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid",),
    stage=Stage.ADMISSION,
    toiminnot=LUONTI,
    wire_text="Opiskeluoikeus `{opiskeluoikeus}` is no longer active",
    kuvaus=_("Uuden suunnitelman opiskeluoikeus ei ole päättynyt."),
    source="domain.md 2.5 check 6",
)
def opiskeluoikeus_finished_at_creation(hoks: Any, context: Context):
    """A plan is made for an active study right (the switch PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES)."""
    return _is_finished(context) and _("Valitse opiskeluoikeus, joka on voimassa.")


@rule(
    "hoks-olemassa",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid",),
    stage=Stage.ADMISSION,
    toiminnot=LUONTI,
    wire_text="HOKS with the same opiskeluoikeus-oid already exists",
    kuvaus=_("Opiskeluoikeudella on enintään yksi suunnitelma."),
    source="domain.md 2.5 check 7",
)
def hoks_exists(hoks: Any, context: Context):
    """A study right has one plan."""
    return (
        context.hoks is not None
        and not context.hoks.on_poistettu
        and _("Muokkaa opiskeluoikeuden nykyistä suunnitelmaa: opiskeluoikeudella voi olla vain yksi suunnitelma.")
    )


@rule(
    "hoks-arkistoitu",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid",),
    stage=Stage.ADMISSION,
    toiminnot=LUONTI,
    wire_text=("Archived HOKS with given opiskeluoikeus oid found. Contact eHOKS support for more information."),
    kuvaus=_("Opiskeluoikeudelle, jonka suunnitelma on poistettu, ei tehdä uutta: poistettu suunnitelma palautetaan."),
    source="domain.md 2.5 check 7",
)
def hoks_archived(hoks: Any, context: Context):
    """A deleted plan is restored; no second one is made beside it."""
    return (
        context.hoks is not None
        and context.hoks.on_poistettu
        and _("Pyydä pääkäyttäjää palauttamaan opiskeluoikeuden poistettu suunnitelma.")
    )


# --- Replacement and change ------------------------------------------------------------------


@rule(
    "id-ei-tasmaa",
    node=TUNNISTEELLISET,
    fields=("id",),
    stage=Stage.ADMISSION,
    toiminnot=PAIVITYS,
    wire_text="HOKS id in the body does not match the id in the path",
    kuvaus=_("Tallennettavan dokumentin id on suunnitelman oma."),
    source="domain.md 2.6, last paragraph",
)
def id_of_another_plan(hoks: Any, context: Context):
    """The document's id is that of the plan being saved."""
    return context.hoks is not None and hoks.id != context.hoks.pk and _("Korjaa id samaksi kuin suunnitelman id.")


@rule(
    "opiskeluoikeus-paattynyt",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid",),
    stage=Stage.ADMISSION,
    toiminnot=PAIVITYS,
    wire_text="Opiskeluoikeus `{opiskeluoikeus}` is no longer active.",
    kuvaus=_("Suunnitelmaa voi muuttaa, kun sen opiskeluoikeus ei ole päättynyt."),
    source="domain.md 2.6 check 1",
)
def opiskeluoikeus_finished_at_update(hoks: Any, context: Context):
    """A plan is saved while its study right is active (the switch PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES)."""
    return _is_finished(context) and _("Jätä suunnitelma ennalleen: sen opiskeluoikeus on päättynyt.")


@rule(
    "opiskeluoikeus-vaihtunut",
    node=KAIKKI,
    fields=("opiskeluoikeus-oid",),
    stage=Stage.ADMISSION,
    toiminnot=PAIVITYS,
    wire_text=(
        "Tried to update `opiskeluoikeus-oid` from `{tallennettu_opiskeluoikeus}` to `{opiskeluoikeus}`"
        " but updating `opiskeluoikeus-oid` in HOKS is not allowed!"
    ),
    kuvaus=_("Suunnitelman opiskeluoikeutta ei voi vaihtaa."),
    source="domain.md 2.6 check 2",
)
def opiskeluoikeus_changed(hoks: Any, context: Context):
    """A plan stays with its study right."""
    if hoks.opiskeluoikeus_oid is None or context.opiskeluoikeus is None:
        return None
    return hoks.opiskeluoikeus_oid != context.opiskeluoikeus.oid and _(
        "Palauta suunnitelman oma opiskeluoikeus: sitä ei voi vaihtaa."
    )


@rule(
    "oppija-vaihtunut",
    node=KAIKKI,
    fields=("oppija-oid",),
    stage=Stage.ADMISSION,
    toiminnot=PAIVITYS,
    wire_text=(
        "Tried to update `oppija-oid` from `{tallennettu_oppija}` to `{oppija}`"
        " but updating `oppija-oid` in HOKS is only allowed with latest master oppija oid!"
    ),
    kuvaus=_("Suunnitelman oppijaa ei voi vaihtaa, mutta hänen tunnisteensa voi päivittää uusimmaksi oppijanumeroksi."),
    source="domain.md 2.6 check 3",
)
def oppija_changed(hoks: Any, context: Context):
    """A plan stays with its learner, whose OID may be replaced only by the one he has been merged into."""
    if hoks.oppija_oid is None or context.opiskeluoikeus is None:
        return None
    return not names_oppija_of(hoks.oppija_oid, context.opiskeluoikeus) and _(
        "Palauta suunnitelman oma oppija tai anna hänen uusin oppijanumeronsa."
    )
