"""How adoption goes: what has been counted by hoks.kayttoonotto.laskenta, for pages that can't wait for counting."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoks.models.hoks import Kanava


class Kayttoonottokoulu(models.Model):
    """A school's plans, study rights and transfers as they were when last counted; docs/adr/0021 says what counts.

    Every school that has or has had study rights has a row. Deleted plans are no plans. A first transfer stays known
    when the log no longer holds it.
    """

    oppilaitos_oid = models.TextField(primary_key=True)
    # Plans by the door they first came in by: columns named after Kanava.
    tiedonsiirto = models.PositiveIntegerField(default=0)
    virkailija = models.PositiveIntegerField(default=0)
    tuonti = models.PositiveIntegerField(default=0)
    kuukauden = models.PositiveIntegerField(default=0, help_text=_("Laskentapäivän kuussa tehdyt suunnitelmat."))
    oikeudet = models.PositiveIntegerField(default=0, help_text=_("Aktiiviset opiskeluoikeudet, joita eHOKS koskee."))
    katetut = models.PositiveIntegerField(default=0, help_text=_("Niistä ne, joilla on suunnitelma."))
    ensimmainen_siirto = models.DateTimeField(null=True, help_text=_("Onnistunut."))
    viimeisin_siirto = models.DateTimeField(null=True, help_text=_("Onnistunut."))
    hylatyt = models.PositiveIntegerField(default=0, help_text=_("Viimeisten 30 päivän aikana."))

    class Meta:
        verbose_name = _("käyttöönotto oppilaitoksessa")
        verbose_name_plural = _("käyttöönotto oppilaitoksittain")

    def __str__(self) -> str:
        return self.oppilaitos_oid

    @property
    def hoksit(self) -> int:
        return sum(getattr(self, kanava) for kanava in Kanava)

    @property
    def on_aloittanut(self) -> bool:
        """The school has a plan, or a transfer of its has succeeded."""
        return self.hoksit > 0 or self.ensimmainen_siirto is not None


class Kayttoonottoviikko(models.Model):
    """Plans of a school made in a week of the last year, by door; without a row there are none."""

    pk = models.CompositePrimaryKey("oppilaitos_oid", "viikko", "kanava")
    oppilaitos_oid = models.TextField()
    viikko = models.DateField(help_text=_("Viikon maanantai, Suomen aikaa."))
    kanava = models.TextField(choices=Kanava)
    maara = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("käyttöönotto viikossa")
        verbose_name_plural = _("käyttöönotto viikoittain")

    def __str__(self) -> str:
        return f"{self.oppilaitos_oid} {self.viikko} {self.kanava}"


class Kayttoonottolaskenta(models.Model):
    """When it was last counted, and what may be told to all of it: one row or none."""

    AINOA = 1

    id = models.SmallIntegerField(primary_key=True, default=AINOA)
    laskettu = models.DateTimeField()
    # hoks.kayttoonotto.julkiset; nothing that stands for too few learners is here.
    julkiset = models.JSONField()

    class Meta:
        verbose_name = _("käyttöönoton laskenta")
        verbose_name_plural = _("käyttöönoton laskennat")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kayttoonottolaskenta_ainoa")]

    def __str__(self) -> str:
        return f"{self.laskettu:%Y-%m-%d %H:%M}"

    @property
    def paiva(self) -> dt.date:
        """The day of counting in Finland."""
        return timezone.localdate(self.laskettu)
