"""Drafts: plans being typed by hand, possibly incomplete, possibly wrong, on the server only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks.models.hoks import Hoks
from hoks.models.opiskeluoikeus import Opiskeluoikeus


class Luonnos(models.Model):
    """One official's draft of one study right's plan.

    `dokumentti` is the plan in the wire's shape, where every node with identity also has "_key" (its module-id or a
    fresh UUID); a value that doesn't parse is kept as the text that was typed. `pohja` is the version it was made
    from, empty for a new plan. `revisio` grows with every change and tells a stale form.
    """

    opiskeluoikeus = models.ForeignKey(Opiskeluoikeus, on_delete=models.CASCADE, related_name="luonnokset")
    omistaja = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="luonnokset")
    hoks = models.ForeignKey(Hoks, on_delete=models.CASCADE, null=True, related_name="luonnokset")
    pohja_versionumero = models.PositiveIntegerField(null=True)
    pohja = models.JSONField(null=True)
    dokumentti = models.JSONField()
    revisio = models.PositiveIntegerField(default=1)
    luotu = models.DateTimeField(auto_now_add=True)
    muokattu = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("luonnos")
        verbose_name_plural = _("luonnokset")
        ordering = ["-muokattu"]
        constraints = [models.UniqueConstraint(fields=["omistaja", "opiskeluoikeus"], name="luonnos_yksi_omistajalla")]

    def __str__(self) -> str:
        return f"Luonnos {self.pk}"
