"""A code of a national code list, as the koodisto service describes it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks.names import search_text


class Koodi(models.Model):
    """One version of one code; several versions of a code may be kept, the greatest is the one in use.

    koodi_uri is the key plans carry (`<koodisto>_<arvo>`, lower case); arvo is how the service writes the value and
    may differ from the end of koodi_uri. nimi is {"fi": …, "sv": …, "en": …}, any of which may be missing.
    """

    class Tila(models.TextChoices):
        LUONNOS = "LUONNOS", _("luonnos")
        HYVAKSYTTY = "HYVAKSYTTY", _("hyväksytty")
        PASSIIVINEN = "PASSIIVINEN", _("passiivinen")

    koodisto = models.TextField()
    arvo = models.TextField()
    koodi_uri = models.TextField()
    versio = models.IntegerField()
    nimi = models.JSONField(default=dict)
    voimassa_alku = models.DateField(null=True, blank=True)
    voimassa_loppu = models.DateField(null=True, blank=True)
    tila = models.TextField(choices=Tila, default=Tila.HYVAKSYTTY)
    laajuus_osp = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    tutkinnot = ArrayField(models.TextField(), default=list, blank=True)
    haku = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("koodi")
        verbose_name_plural = _("koodit")
        ordering = ["koodi_uri", "versio"]
        constraints = [models.UniqueConstraint(fields=["koodi_uri", "versio"], name="koodi_uri_versio_unique")]
        indexes = [models.Index(fields=["koodisto"], name="koodi_koodisto_idx")]

    def __str__(self) -> str:
        return self.nimi.get("fi") or self.nimi.get("sv") or self.koodi_uri

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.haku = self.haku_text()
        super().save(*args, **kwargs)

    def haku_text(self) -> str:
        """What pickers look in: every name and the number; the Finnish name first, since it also sorts."""
        languages = sorted(self.nimi, key=lambda language: (language != "fi", language))
        return search_text(" ".join([*(self.nimi[language] for language in languages), self.arvo]))
