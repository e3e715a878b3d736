"""Links by which a calendar program fetches a school's deadlines."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kalenterisyote(models.Model):
    """A secret link of an official's, in force until revoked; hoks.maaraajat.syote makes and judges it.

    The secret itself isn't kept: whoever reads the database can't fetch the feed.
    """

    tunniste = models.TextField(unique=True, help_text=_("Salaisuuden SHA-256."))
    tekija = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    oppilaitos_oid = models.TextField()
    luotu = models.DateTimeField()
    haettu = models.DateTimeField(null=True, help_text=_("Tunnin tarkkuudella."))
    peruttu = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kalenterisyöte")
        verbose_name_plural = _("kalenterisyötteet")

    def __str__(self) -> str:
        return f"{self.tekija_id} {self.oppilaitos_oid}"
