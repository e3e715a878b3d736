"""What reports count and deadlines are told by: workplace periods and demonstrations, each with its school."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoks.models.hoks import Hoks
from hoks.models.tutkinnon_osa import OsaamisenHankkimistapa, OsaamisenOsoittaminen


class Jaksopuute(models.IntegerChoices):
    """What a workplace period lacks of that which feedback and funding need (domain.md 2.3, 9; users.md 1.4)."""

    OSA_AIKAISUUS = 1, _("osa-aikaisuustieto")
    TYOPAIKKA = 2, _("työpaikan nimi")
    Y_TUNNUS = 3, _("työpaikan Y-tunnus")
    OHJAAJA = 4, _("työpaikkaohjaajan nimi")
    OHJAAJAN_YHTEYS = 5, _("työpaikkaohjaajan sähköposti tai puhelinnumero")
    PERUSTA = 6, _("oppisopimuksen perusta")


class Tyopaikkajakso(models.Model):
    """A workplace period of a plan that has not been deleted; hoks.luvut.jaksot writes it.

    The periods themselves don't know their school, and looking it up costs more the more periods the country has.
    """

    hankkimistapa = models.OneToOneField(
        OsaamisenHankkimistapa, on_delete=models.DO_NOTHING, primary_key=True, related_name="+"
    )
    hoks = models.ForeignKey(Hoks, on_delete=models.CASCADE, related_name="+")
    oppilaitos_oid = models.TextField()
    loppu = models.DateField()
    # Jaksopuute
    puutteet = ArrayField(models.SmallIntegerField(), default=list)

    class Meta:
        verbose_name = _("työpaikkajakso")
        verbose_name_plural = _("työpaikkajaksot")
        indexes = [
            models.Index(fields=["oppilaitos_oid", "loppu"], name="jakso_koulu_loppu"),
            models.Index(fields=["oppilaitos_oid", "loppu"], condition=~Q(puutteet=[]), name="jakso_puutteet"),
            # The report of those without osa-aikaisuustieto, of a school and of the country.
            *(
                models.Index(
                    fields=[*scope, "loppu", "hankkimistapa"],
                    condition=Q(puutteet__contains=[Jaksopuute.OSA_AIKAISUUS.value]),
                    name=f"jakso_osa_aika_{name}",
                )
                for name, scope in (("koulu", ["oppilaitos_oid"]), ("maa", []))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.oppilaitos_oid} {self.loppu}"


class Nayttopaiva(models.Model):
    """A demonstration of a unit to acquire, of a plan that has not been deleted; hoks.luvut.jaksot writes it."""

    osoittaminen = models.OneToOneField(
        OsaamisenOsoittaminen, on_delete=models.DO_NOTHING, primary_key=True, related_name="+"
    )
    hoks = models.ForeignKey(Hoks, on_delete=models.CASCADE, related_name="+")
    oppilaitos_oid = models.TextField()
    alku = models.DateField()
    loppu = models.DateField()

    class Meta:
        verbose_name = _("näyttöpäivä")
        verbose_name_plural = _("näyttöpäivät")
        indexes = [models.Index(fields=["oppilaitos_oid", "alku"], name="naytto_koulu_alku")]

    def __str__(self) -> str:
        return f"{self.oppilaitos_oid} {self.alku}"
