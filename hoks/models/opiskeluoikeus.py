"""Learners and their study rights: everything Koski says that a rule or a page needs."""

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Privilege
from hoks import permissions

# Three groupings of states that must not be merged (domain.md 1.2); feedback's third comes with feedback.
PAATTYNEET_TILAT = frozenset({"valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu"})
VERTAILTAVAT_TILAT = frozenset({"valmistunut", "lasna", "valiaikaisestikeskeytynyt"})

VALIAIKAISESTI_KESKEYTYNYT = "valiaikaisestikeskeytynyt"

# The law that plans are made by. A study right begun before it had a plan by the older one, whose approval is the
# date that belongs in the plan.
NYKYINEN_LAKI_ALKAEN = dt.date(2018, 1, 1)

# For rows of plans and drafts that come without `koski`, which may be longer than they are: its states alone.
TILAJAKSOT = models.F("opiskeluoikeus__koski__tila__opiskeluoikeusjaksot")

TUVA = "tuva"
KOSKEVAT_TYYPIT = ("ammatillinenkoulutus", TUVA)
TELMA_TYYPIT = frozenset({"telma", "telmakoulutuksenosa"})


def localized(nimi: dict | None, default: str = "") -> str:
    """Name in the page's language, else Finnish, Swedish, English."""
    nimi = nimi or {}
    languages = [(get_language() or "fi")[:2], "fi", "sv", "en"]
    return next((nimi[language] for language in languages if nimi.get(language)), default)


class OpiskeluoikeusQuerySet(models.QuerySet["Opiskeluoikeus"]):
    """Study rights by who is asking (hoks.permissions)."""

    def visible_to(self, user) -> "OpiskeluoikeusQuerySet":
        """Those in whose school the user may read."""
        return self.filter(permissions.opiskeluoikeus_q(user, Privilege.READ))

    def editable_by(self, user) -> "OpiskeluoikeusQuerySet":
        """Those in whose school the user may make plans."""
        return self.filter(permissions.opiskeluoikeus_q(user, Privilege.WRITE))

    def without_koski(self) -> "OpiskeluoikeusQuerySet":
        """Without Koski's record, which may be bigger than a plan, but for its states, of which warnings are made."""
        return self.defer("koski").annotate(tilajaksot=models.F("koski__tila__opiskeluoikeusjaksot"))


class Oppija(models.Model):
    """A learner, as oppijanumerorekisteri knows him."""

    oid = models.TextField(primary_key=True)
    etunimet = models.TextField(blank=True)
    kutsumanimi = models.TextField(blank=True)
    sukunimi = models.TextField(blank=True)
    # The master OID when this one has been merged into another (domain.md 5.5); empty otherwise.
    oppijanumero = models.TextField(blank=True)

    class Meta:
        verbose_name = _("oppija")
        verbose_name_plural = _("oppijat")

    def __str__(self) -> str:
        return self.nimi

    @property
    def nimi(self) -> str:
        """First names and surname; the OID of a learner without a name."""
        return f"{self.etunimet} {self.sukunimi}".strip() or self.oid

    @property
    def lajittelunimi(self) -> str:
        """Surname first, as lists show it."""
        return ", ".join(part for part in (self.sukunimi, self.etunimet) if part) or self.oid


class Opiskeluoikeus(models.Model):
    """A study right. Lists and worklists are of these, with or without a plan.

    `koski` is the record as it came; the other columns are taken out of it by hoks.importing when it comes.
    """

    oid = models.TextField(primary_key=True)
    oppija = models.ForeignKey(Oppija, on_delete=models.PROTECT, related_name="opiskeluoikeudet")
    # Text, not foreign keys: Koski may name organisations that have not been imported.
    oppilaitos_oid = models.TextField()
    koulutustoimija_oid = models.TextField(blank=True)
    tyyppi = models.TextField(blank=True)
    tila = models.TextField(blank=True, help_text=_("Viimeisin tila, tulevakin."))
    alkamispaiva = models.DateField(null=True)
    arvioitu_paattymispaiva = models.DateField(null=True)
    paattymispaiva = models.DateField(null=True)
    # Last day on which the study right was valid as far as is known; null while it goes on.
    voimassa_loppu = models.DateField(null=True)
    suoritustyypit = ArrayField(models.TextField(), default=list)
    tutkinto_koodi = models.TextField(blank=True)
    tutkinto_nimi = models.JSONField(default=dict)
    osaamisala_nimi = models.JSONField(default=dict)
    sisaltyy_opiskeluoikeuteen = models.TextField(blank=True)
    koski = models.JSONField(default=dict)
    # domain.md 5.4; hoks.importing.koski404 marks it, importing the study right again takes the mark away.
    koski404 = models.BooleanField(db_default=False, default=False, help_text=_("Koski ei enää tunne."))

    objects = OpiskeluoikeusQuerySet.as_manager()

    class Meta:
        verbose_name = _("opiskeluoikeus")
        verbose_name_plural = _("opiskeluoikeudet")
        indexes = [
            models.Index(fields=["sisaltyy_opiskeluoikeuteen"], name="oo_sisaltyy"),
            models.Index(fields=["oppilaitos_oid"], condition=models.Q(koski404=True), name="oo_koski404"),
        ]

    def __str__(self) -> str:
        return self.oid

    @property
    def on_tuva(self) -> bool:
        """TUVA education, which switches the TUVA rules (domain.md 2.4)."""
        return self.tyyppi == TUVA

    @property
    def on_telma(self) -> bool:
        """TELMA education: no osa-aikaisuustieto is asked for (domain.md 2.3 rule 1)."""
        return bool(TELMA_TYYPIT.intersection(self.suoritustyypit))

    @property
    def on_aktiivinen(self) -> bool:
        """Not ended: the latest state, if any, is none of the inactive ones (domain.md 1.2)."""
        return self.tila not in PAATTYNEET_TILAT

    @property
    def ohittaa_paivavertailun(self) -> bool:
        """True when periods are not compared with the study right's dates (domain.md 1.2, 2.3 rules 6 and 7)."""
        return bool(self.tila) and self.tila not in VERTAILTAVAT_TILAT

    @property
    def tutkinto(self) -> str:
        """Name of the qualification in the page's language."""
        return localized(self.tutkinto_nimi)

    @property
    def osaamisala(self) -> str:
        """Name of the competence area in the page's language."""
        return localized(self.osaamisala_nimi)

    @cached_property
    def on_osittainen(self) -> bool:
        """A part of a qualification, or parts of several."""
        return any(tyyppi.startswith("ammatillinentutkintoosittainen") for tyyppi in self.suoritustyypit)

    @property
    def alkoi_vanhan_lain_aikana(self) -> bool:
        """The study right began when plans were made by the older law; False when its start is not known."""
        return self.alkamispaiva is not None and self.alkamispaiva < NYKYINEN_LAKI_ALKAEN

    @cached_property
    def tilajaksot(self) -> Any:
        """Koski's states with the days they began, as they came; set from TILAJAKSOT where `koski` is deferred."""
        tila = self.koski.get("tila") if isinstance(self.koski, dict) else None
        return tila.get("opiskeluoikeusjaksot") if isinstance(tila, dict) else None

    def paattyneet_keskeytykset(self) -> list[tuple[dt.date, dt.date]]:
        """First and last day of each interruption (valiaikaisestikeskeytynyt) that another state has ended, in order.

        A state lasts until the next one's alku, also one to come; of several with the same alku the last listed holds
        (domain.md 1.2). What Koski has written oddly is passed over.
        """
        told = self.tilajaksot if isinstance(self.tilajaksot, list) else []
        states = dict(filter(None, map(_state, told)))
        found, began = [], None
        for alku, koodiarvo in sorted(states.items()):
            if koodiarvo == VALIAIKAISESTI_KESKEYTYNYT:
                began = began or alku
            elif began:
                found.append((began, alku - dt.timedelta(days=1)))
                began = None
        return found


def _state(jakso: object) -> tuple[dt.date, str] | None:
    """(alku, koodiarvo) of one of Koski's opiskeluoikeusjaksot; None when it has no such."""
    if not isinstance(jakso, dict) or not isinstance(jakso.get("tila"), dict):
        return None
    try:
        return dt.date.fromisoformat(jakso["alku"]), str(jakso["tila"].get("koodiarvo"))
    except (KeyError, TypeError, ValueError):
        return None
