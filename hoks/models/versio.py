"""Immutable snapshots of plans, one per changing save."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks.models.hoks import Hoks, Kanava


class HoksVersio(models.Model):
    """The document as a save left it: who, when, by which door, why.

    `dokumentti` has no contact details; they stand in `yhteystiedot` ({JSON Pointer: value}) so that they can be
    erased (domain.md 5.3) while the rest stays as it was.
    """

    hoks = models.ForeignKey(Hoks, on_delete=models.CASCADE, related_name="versiot")
    numero = models.PositiveIntegerField()
    aika = models.DateTimeField()
    tekija = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kanava = models.TextField(choices=Kanava)
    syy = models.TextField(blank=True)
    dokumentti = models.JSONField()
    yhteystiedot = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("versio")
        verbose_name_plural = _("versiot")
        ordering = ["-numero"]
        constraints = [models.UniqueConstraint(fields=["hoks", "numero"], name="hoks_versio_numero")]

    def __str__(self) -> str:
        return f"HOKS {self.hoks_id} versio {self.numero}"
