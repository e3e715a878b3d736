"""Files that officials have had made of reports (docs/adr/0022)."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks.taulukot import CSV, XLSX


class Vienti(models.Model):
    """A file being made or made; hoks.raportit.viennit makes, judges and expires it."""

    class Tila(models.TextChoices):
        JONOSSA = "jonossa", _("Odottaa vuoroaan")
        KESKEN = "kesken", _("Tekeillä")
        VALMIS = "valmis", _("Valmis")
        EPAONNISTUI = "epaonnistui", _("Epäonnistui")

    MUODOT = [(CSV, "CSV"), (XLSX, "Excel")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tekija = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    raportti = models.TextField()
    rajaus = models.JSONField(help_text=_("Kuten osoitteessa."))
    muoto = models.TextField(choices=MUODOT)
    tila = models.TextField(choices=Tila, default=Tila.JONOSSA)
    # Schools that the file tells of; null for the whole country.
    koulut = ArrayField(models.TextField(), null=True)
    # Who begins anew takes the next number; whoever has an older one no longer writes.
    yritys = models.SmallIntegerField(default=0)
    rivit = models.IntegerField(default=0, help_text=_("Kirjoitettu."))
    rivit_kaikki = models.IntegerField(null=True)
    koko = models.BigIntegerField(null=True, help_text=_("Tavua."))
    virhe = models.TextField(blank=True)
    luotu = models.DateTimeField()
    # When something was last heard of its making.
    edennyt = models.DateTimeField()
    vanhenee = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("vienti")
        verbose_name_plural = _("viennit")
        indexes = [models.Index(fields=["tekija", "-luotu"], name="vienti_tekija")]

    def __str__(self) -> str:
        return f"{self.raportti} {self.luotu}"

    @property
    def on_kesken(self) -> bool:
        """Neither there nor given up."""
        return self.tila in (self.Tila.JONOSSA, self.Tila.KESKEN)

    @property
    def on_valmis(self) -> bool:
        return self.tila == self.Tila.VALMIS


class Vientipala(models.Model):
    """A stretch of a file's bytes, so that no process holds all of it."""

    vienti = models.ForeignKey(Vienti, on_delete=models.CASCADE, related_name="palat")
    numero = models.IntegerField()
    sisalto = models.BinaryField()

    class Meta:
        verbose_name = _("viennin pala")
        verbose_name_plural = _("viennin palat")
        constraints = [models.UniqueConstraint(fields=["vienti", "numero"], name="vientipala_numero")]

    def __str__(self) -> str:
        return f"{self.vienti_id} {self.numero}"
