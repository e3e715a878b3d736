"""What the officials' list filters, sorts and counts by: one narrow row a study right (docs/adr/0012)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Privilege
from hoks import permissions
from hoks.models.hoks import Kanava
from hoks.models.opiskeluoikeus import Opiskeluoikeus

# Columns that lists are ordered by, by the order's name.
JARJESTYSAVAIMET = {
    "nimi": "jarjestysnimi",
    "tutkinto": "jarjestystutkinto",
    "osaamisala": "jarjestysosaamisala",
    "hoks_id": "hoks_id",
    "hyvaksytty": "ensikertainen_hyvaksyminen",
    "paivitetty": "paivitetty",
}


class Koulutusnimi(models.Model):
    """A name of a tutkinto or an osaamisala, as it is searched: in all its languages.

    There are some thousands, shared by all study rights, so that a search looks at these and not at every right.
    """

    # hoks.hakurivit.avain of the text: the same everywhere, so that rows can name it without asking the database.
    avain = models.BigIntegerField(primary_key=True)
    haku = models.TextField()

    class Meta:
        verbose_name = _("koulutuksen nimi")
        verbose_name_plural = _("koulutusten nimet")

    def __str__(self) -> str:
        return self.haku


class HakuriviQuerySet(models.QuerySet["Hakurivi"]):
    """Rows by who is asking (hoks.permissions)."""

    def visible_to(self, user) -> "HakuriviQuerySet":
        """Those in whose school the user may read."""
        return self.filter(permissions.opiskeluoikeus_q(user, Privilege.READ))


class Hakurivi(models.Model):
    """A study right as lists look for it. hoks.hakurivit writes it, whenever what it says changes.

    A missing value is null. A deleted plan's values are missing: it stands with those that have no plan.
    """

    class Tila(models.IntegerChoices):
        """Who lists the study right and in which state; the tens say that the study right has ended."""

        EI_LISTATA = 0, _("Ei listata")
        PUUTTUU = 1, _("HOKS puuttuu")
        VOIMASSA = 2, _("Voimassa")
        POISTETTU = 3, _("Poistettu")
        # Out of scope, so only they list it who see deleted plans.
        VAIN_POISTETTU = 4, _("Poistettu, ei muuten listata")
        PAATTYNEEN_PUUTTUU = 11, _("HOKS puuttuu, opiskeluoikeus päättynyt")
        PAATTYNYT = 12, _("Päättynyt")
        PAATTYNEEN_POISTETTU = 13, _("Poistettu, opiskeluoikeus päättynyt")
        PAATTYNEEN_VAIN_POISTETTU = 14, _("Poistettu, opiskeluoikeus päättynyt, ei muuten listata")

    opiskeluoikeus = models.OneToOneField(
        Opiskeluoikeus, on_delete=models.CASCADE, primary_key=True, related_name="hakurivi"
    )
    # Of the study right.
    oppilaitos_oid = models.TextField()
    jarjestystutkinto = models.TextField(null=True, db_collation="C")
    tutkinto_avain = models.BigIntegerField(null=True)
    jarjestysosaamisala = models.TextField(null=True, db_collation="C")
    osaamisala_avain = models.BigIntegerField(null=True)
    aktiivinen = models.BooleanField()
    alkoi = models.DateField(null=True)
    paattyy = models.DateField(null=True, help_text=_("Todellinen, muuten arvioitu."))
    koskee = models.BooleanField(help_text=_("Kuuluu eHOKSiin ilman HOKSiakin (hoks.scope)."))
    # Of the learner.
    jarjestysnimi = models.TextField(db_collation="C")
    hakunimi = models.TextField()
    # Of the plan.
    hoks_id = models.BigIntegerField(null=True)
    ensikertainen_hyvaksyminen = models.DateField(null=True)
    paivitetty = models.DateTimeField(null=True, help_text=_("Lähteen kertoma, muuten oma."))
    luotu = models.DateField(null=True, help_text=_("Suomen aikaa."))
    kanava = models.TextField(null=True, choices=Kanava)
    poistettu = models.BooleanField(default=False)
    # Of the plan's document (hoks.arvio).
    puutteet = ArrayField(models.SmallIntegerField(), default=list)
    huomautukset = ArrayField(models.TextField(), default=list)
    saavutettu = models.DateField(null=True, help_text=_("Osaamisen saavuttamisen päivä."))
    nayttojen_loppu = models.DateField(null=True, help_text=_("Jos jokaisella osalla on näyttö."))
    opetus_ja_ohjaus = models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text=_("Tunteja."))
    # Made by PostgreSQL of facts that have different writers, so that none of them overwrites another's.
    tila = models.GeneratedField(
        expression=Case(
            When(Q(hoks_id=None, poistettu=False, koskee=False), then=Value(0)),
            default=Case(
                When(Q(hoks_id__isnull=False), then=Value(2)),
                When(Q(poistettu=False), then=Value(1)),
                When(Q(koskee=True), then=Value(3)),
                default=Value(4),
            )
            + Case(When(Q(aktiivinen=True), then=Value(0)), default=Value(10)),
        ),
        output_field=models.SmallIntegerField(choices=Tila.choices),
        db_persist=True,
    )

    objects = HakuriviQuerySet.as_manager()

    class Meta:
        verbose_name = _("hakurivi")
        verbose_name_plural = _("hakurivit")
        indexes = [
            # A school and the country in each order; the state comes along, to pass other states in the index.
            *(
                models.Index(fields=[*scope, key, "opiskeluoikeus"], include=["tila"], name=f"hr_{prefix}_{name}")
                for prefix, scope in (("koulu", ["oppilaitos_oid"]), ("maa", []))
                for name, key in JARJESTYSAVAIMET.items()
            ),
            # Counting, and rare states.
            models.Index(fields=["oppilaitos_oid", "tila"], name="hr_koulu_tila"),
            models.Index(fields=["tila"], name="hr_maa_tila"),
            # What hoks.luvut counts.
            models.Index(
                fields=["oppilaitos_oid", "luotu"],
                include=["kanava"],
                condition=Q(hoks_id__isnull=False),
                name="hr_koulu_luotu",
            ),
            # The worklist, the oldest first; what says who is on it comes along.
            models.Index(
                fields=["oppilaitos_oid", "alkoi", "opiskeluoikeus"],
                include=["tila", "puutteet", "huomautukset", "paivitetty"],
                name="hr_koulu_alkoi",
            ),
            # Searching.
            models.Index(fields=["tutkinto_avain", "oppilaitos_oid", "tila"], name="hr_tutkinto"),
            models.Index(fields=["osaamisala_avain", "oppilaitos_oid", "tila"], name="hr_osaamisala"),
            # Without fastupdate, else every search reads the list of what is pending, and some save must put it away.
            GinIndex(
                OpClass(F("oppilaitos_oid"), "text_ops"),
                OpClass(F("hakunimi"), "gin_trgm_ops"),
                fastupdate=False,
                name="hr_koulu_haku",
            ),
            GinIndex(OpClass(F("hakunimi"), "gin_trgm_ops"), fastupdate=False, name="hr_maa_haku"),
        ]

    def __str__(self) -> str:
        return self.pk
