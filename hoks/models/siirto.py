"""The log of data transfers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hoks import permissions


class SiirtoQuerySet(models.QuerySet["Siirto"]):
    """Transfers by who is asking (hoks.permissions)."""

    def visible_to(self, user) -> "SiirtoQuerySet":
        """Those that concern the user's schools or were sent by an account of his organisations."""
        return self.filter(permissions.siirto_q(user))

    def open_to(self, user) -> "SiirtoQuerySet":
        """Those whose document and faults the user may read too: nobody's by naming another provider's study right."""
        return self.filter(permissions.siirto_details_q(user))


class Siirto(models.Model):
    """One request of a student system, without foreign keys: what it sent outlives what it was about.

    The document (the body as text) is kept of refused requests alone and until `dokumentti_asti` at the latest.
    A refusal is resolved when a later transfer of the same study right succeeds (hoks.siirrot.log.unresolved).
    """

    aika = models.DateTimeField()
    menetelma = models.TextField()
    polku = models.TextField()
    caller_id = models.TextField(blank=True)
    kayttaja_id = models.BigIntegerField(null=True)
    # As it was given, when it is nobody's.
    kayttajatunnus = models.TextField(blank=True)
    # The organisation whose system the account is; empty when the account is unknown.
    lahettaja_oid = models.TextField(blank=True)
    # The study right's school; empty when the study right is not known to us.
    oppilaitos_oid = models.TextField(blank=True)
    # The sending account holds some right in that school.
    lahettajan_oppilaitos = models.BooleanField(default=False)
    # As the request names it, known or not.
    opiskeluoikeus_oid = models.TextField(blank=True)
    oppija_oid = models.TextField(blank=True)
    hoks_id = models.BigIntegerField(null=True)
    status = models.PositiveSmallIntegerField()
    koodit = ArrayField(models.TextField(), default=list)
    # [{"path": JSON Pointer, "code": …, "message": {"fi": …}}]
    virheet = models.JSONField(default=list)
    dokumentti = models.TextField(null=True)
    dokumentti_asti = models.DateTimeField(null=True)
    # The version the transfer made, and the hand-entered one whose edits it undid.
    versionumero = models.PositiveIntegerField(null=True)
    korvattu_versionumero = models.PositiveIntegerField(null=True)
    ratkaistu = models.DateTimeField(null=True)

    objects = SiirtoQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiedonsiirto")
        verbose_name_plural = _("tiedonsiirrot")
        ordering = ["-aika", "-pk"]
        indexes = [
            models.Index(fields=["oppilaitos_oid", "-aika", "-id"], name="siirto_oppilaitos"),
            # A school whose system sends everything every night has few failures among very many successes.
            models.Index(
                fields=["oppilaitos_oid", "-aika", "-id"], condition=models.Q(status__gte=400), name="siirto_virheet"
            ),
            models.Index(
                fields=["oppilaitos_oid", "-aika", "-id"],
                condition=models.Q(korvattu_versionumero__isnull=False),
                name="siirto_korvanneet",
            ),
            models.Index(
                fields=["lahettaja_oid", "-aika", "-id"],
                condition=models.Q(lahettajan_oppilaitos=False),
                name="siirto_vieraat",
            ),
            models.Index(fields=["opiskeluoikeus_oid", "-aika"], name="siirto_opiskeluoikeus"),
            models.Index(
                fields=["opiskeluoikeus_oid"],
                condition=models.Q(status__gte=400, ratkaistu=None),
                name="siirto_ratkaisematta",
            ),
            models.Index(
                fields=["dokumentti_asti"], condition=models.Q(dokumentti__isnull=False), name="siirto_dokumentti"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.menetelma} {self.status} {self.aika:%Y-%m-%d %H:%M}"

    @property
    def onnistui(self) -> bool:
        return self.status < 400
