"""The plan's top level."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Privilege
from hoks import permissions
from hoks.models.opiskeluoikeus import Opiskeluoikeus


class Kanava(models.TextChoices):
    """The door a plan came in by."""

    TIEDONSIIRTO = "tiedonsiirto", _("Tiedonsiirto")
    VIRKAILIJA = "virkailija", _("Käsin syötetty")
    TUONTI = "tuonti", _("Tuonti")

    @property
    def on_kasisyotto(self) -> bool:
        """Whether the hand-entry variant of the rules holds (domain.md 1.3)."""
        return self is not Kanava.TIEDONSIIRTO


class HoksQuerySet(models.QuerySet["Hoks"]):
    """Plans by who is asking (hoks.permissions)."""

    def visible_to(self, user) -> "HoksQuerySet":
        """Those the user may read; deleted ones only for those who can restore them."""
        return self.filter(permissions.visible_hoks_q(user))

    def editable_by(self, user) -> "HoksQuerySet":
        """Those the user may change."""
        return self.filter(permissions.hoks_q(user, Privilege.UPDATE), poistettu=None)


class Hoks(models.Model):
    """A plan. Its learner is its study right's; its parts hang below (TutkinnonOsa and the rest).

    Written by hoks.services alone. Deletion is soft: `poistettu` hides the plan and with it every part.
    """

    eid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opiskeluoikeus = models.OneToOneField(Opiskeluoikeus, on_delete=models.PROTECT, related_name="hoks")
    # The door of the first version.
    kanava = models.TextField(choices=Kanava, default=Kanava.TIEDONSIIRTO)
    manuaalisyotto = models.BooleanField(default=False)
    versionumero = models.PositiveIntegerField(default=0)
    luotu = models.DateTimeField(auto_now_add=True)
    muokattu = models.DateTimeField()
    poistettu = models.DateTimeField(null=True)
    poistaja = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    poiston_syy = models.TextField(blank=True)

    tuva_opiskeluoikeus_oid = models.TextField(null=True)
    sahkoposti = models.TextField(null=True)
    puhelinnumero = models.TextField(null=True)
    urasuunnitelma_koodi_uri = models.TextField(null=True)
    urasuunnitelma_koodi_versio = models.IntegerField(null=True)
    versio = models.IntegerField(null=True)
    ensikertainen_hyvaksyminen = models.DateField()
    hyvaksytty = models.DateTimeField(null=True)
    paivitetty = models.DateTimeField(null=True)
    osaamisen_saavuttamisen_pvm = models.DateField(null=True)
    osaamisen_hankkimisen_tarve = models.BooleanField(null=True)

    objects = HoksQuerySet.as_manager()

    class Meta:
        verbose_name = _("HOKS")
        verbose_name_plural = _("HOKSit")
        # For clients that page through what has changed.
        indexes = [models.Index(fields=["muokattu"], name="hoks_muokattu")]

    def __str__(self) -> str:
        return f"HOKS {self.pk}"

    @property
    def on_poistettu(self) -> bool:
        return self.poistettu is not None
