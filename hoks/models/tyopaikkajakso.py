"""What reports count workplace periods by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks.models.hoks import Hoks
from hoks.models.tutkinnon_osa import OsaamisenHankkimistapa


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

    class Meta:
        verbose_name = _("työpaikkajakso")
        verbose_name_plural = _("työpaikkajaksot")
        indexes = [models.Index(fields=["oppilaitos_oid", "loppu"], name="jakso_koulu_loppu")]

    def __str__(self) -> str:
        return f"{self.oppilaitos_oid} {self.loppu}"
