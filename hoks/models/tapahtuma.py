"""The audit trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tapahtuma(models.Model):
    """Somebody read or wrote, or tried to. Append-only, without foreign keys, paths but never values."""

    class Toiminto(models.TextChoices):
        LUETTU = "read", _("Katsottu")
        LUOTU = "create", _("Luotu")
        MUUTETTU = "update", _("Muutettu")
        KORVATTU = "overwrite", _("Korvattu")
        POISTETTU = "delete", _("Poistettu")
        PALAUTETTU = "restore", _("Palautettu")

    class Tulos(models.TextChoices):
        ONNISTUI = "succeeded", _("Onnistui")
        EPAONNISTUI = "failed", _("Epäonnistui")

    aika = models.DateTimeField()
    toiminto = models.TextField(choices=Toiminto)
    tulos = models.TextField(choices=Tulos)
    kohde = models.TextField(default="hoks")
    kayttaja_id = models.BigIntegerField(null=True)
    kayttaja_oid = models.TextField(blank=True)
    kayttaja_tyyppi = models.TextField(blank=True)
    organisaatio_oid = models.TextField(blank=True)
    hoks_id = models.BigIntegerField(null=True)
    oppija_oid = models.TextField(blank=True)
    opiskeluoikeus_oid = models.TextField(blank=True)
    kanava = models.TextField(blank=True)
    # [{"path": …, "op": add|remove|replace}] of a write, [{"path": …, "code": …}] of a refusal
    muutokset = models.JSONField(default=list)
    lisatiedot = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("tapahtuma")
        verbose_name_plural = _("tapahtumat")
        ordering = ["-aika", "-pk"]
        indexes = [
            models.Index(fields=["oppija_oid", "-aika"], name="tapahtuma_oppija"),
            models.Index(fields=["hoks_id", "-aika"], name="tapahtuma_hoks"),
        ]

    def __str__(self) -> str:
        return f"{self.toiminto} {self.tulos} {self.aika:%Y-%m-%d %H:%M}"
