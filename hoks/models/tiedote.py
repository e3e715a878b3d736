"""Announcements, who has read them, and the rule of the webinars."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Languages that an announcement may be written in. The first is required: others fall back to it.
KIELET = ("fi", "sv", "en")


class Tiedote(models.Model):
    """An announcement in one to three languages; who may read it is hoks.tiedotteet.lukijat's affair.

    otsikko and teksti are {language: text} with the same languages, Finnish always among them; teksti is Markdown.
    Readers see a published one from nakyy_alkaen until just before nakyy_asti (None: until it is withdrawn). A draft
    without nakyy_alkaen is seen from the moment it is published.
    """

    class Tila(models.TextChoices):
        LUONNOS = "luonnos", _("Luonnos")
        JULKAISTU = "julkaistu", _("Julkaistu")
        VEDETTY = "vedetty", _("Vedetty pois")

    class Kohderyhma(models.TextChoices):
        KAIKKI = "kaikki", _("Kaikki virkailijat ja opiskelijat")
        JARJESTAJA = "jarjestaja", _("Yhden koulutuksen järjestäjän virkailijat")
        OPPIJAT = "oppijat", _("Opiskelijat")

    otsikko = models.JSONField()
    teksti = models.JSONField()
    kohderyhma = models.TextField(choices=Kohderyhma)
    # Text, not a foreign key: organisations come and go with imports. Empty but for JARJESTAJA.
    jarjestaja_oid = models.TextField(blank=True)
    nakyy_alkaen = models.DateTimeField(null=True)
    nakyy_asti = models.DateTimeField(null=True)
    kiinnitetty = models.BooleanField(default=False)
    kiireellinen = models.BooleanField(default=False)
    tila = models.TextField(choices=Tila, default=Tila.LUONNOS)
    # Grows with every change and tells a stale form.
    revisio = models.PositiveIntegerField(default=1)
    luotu = models.DateTimeField(auto_now_add=True)
    muokattu = models.DateTimeField(auto_now=True)
    muokkaaja = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("tiedote")
        verbose_name_plural = _("tiedotteet")
        ordering = ["-nakyy_alkaen", "-pk"]
        indexes = [models.Index(fields=["-nakyy_alkaen", "-id"], name="tiedote_uusimmat")]
        constraints = [
            models.CheckConstraint(
                condition=Q(otsikko__has_key=KIELET[0]) & Q(teksti__has_key=KIELET[0]), name="tiedote_suomeksi"
            ),
            models.CheckConstraint(
                condition=Q(nakyy_asti__isnull=True) | Q(nakyy_asti__gt=F("nakyy_alkaen")),
                name="tiedote_nakyy_jonkin_aikaa",
            ),
            models.CheckConstraint(
                condition=~Q(tila="julkaistu") | Q(nakyy_alkaen__isnull=False), name="tiedote_julkaistu_alkaa"
            ),
            models.CheckConstraint(
                condition=Q(kohderyhma="jarjestaja") & ~Q(jarjestaja_oid="")
                | ~Q(kohderyhma="jarjestaja") & Q(jarjestaja_oid=""),
                name="tiedote_jarjestaja_jos_jarjestajan",
            ),
        ]

    def __str__(self) -> str:
        return f"Tiedote {self.pk}"

    @property
    def kielet(self) -> list[str]:
        """The languages it is written in, Finnish first."""
        return [kieli for kieli in KIELET if self.otsikko.get(kieli)]

    @property
    def vaihe(self) -> str:
        """Where it is on its way, as writers see it: luonnos, tulossa, nakyvilla, paattynyt or vedetty."""
        now = timezone.now()
        if self.tila != self.Tila.JULKAISTU:
            return str(self.tila)
        if now < self.nakyy_alkaen:
            return "tulossa"
        return "paattynyt" if self.nakyy_asti and self.nakyy_asti <= now else "nakyvilla"


class TiedoteLuettu(models.Model):
    """A user has read an announcement."""

    tiedote = models.ForeignKey(Tiedote, on_delete=models.CASCADE, related_name="luetut")
    # The unique constraint's index serves lookups by user.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    aika = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("luettu tiedote")
        verbose_name_plural = _("luetut tiedotteet")
        constraints = [models.UniqueConstraint(fields=["user", "tiedote"], name="tiedote_luettu_kerran")]


class Webinaarisaanto(models.Model):
    """When webinars are: on a weekday, every so many weeks from a day on, at an hour of Finland's clock.

    There is one at most, AINOA. viikonpaiva: 0 is Monday. tunniste: what calendars know it by.
    """

    AINOA = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=AINOA, editable=False)
    otsikko = models.CharField(_("otsikko"), max_length=200)
    linkki = models.CharField(_("linkki"), max_length=500, blank=True)
    viikonpaiva = models.PositiveSmallIntegerField(_("viikonpäivä"))
    vali_viikkoa = models.PositiveSmallIntegerField(_("väli viikkoina"))
    alkaa = models.DateField(_("ensimmäinen päivä"))
    paattyy = models.DateField(_("viimeinen päivä"), null=True)
    klo_alku = models.TimeField(_("alkaa klo"))
    klo_loppu = models.TimeField(_("päättyy klo"))
    tunniste = models.UUIDField(default=uuid.uuid4, editable=False)
    revisio = models.PositiveIntegerField(default=1)
    muokattu = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("webinaarien sääntö")
        verbose_name_plural = _("webinaarien säännöt")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="webinaari_yksi_saanto"),
            models.CheckConstraint(condition=Q(viikonpaiva__lte=6), name="webinaari_viikonpaiva"),
            models.CheckConstraint(condition=Q(vali_viikkoa__gte=1, vali_viikkoa__lte=52), name="webinaari_vali"),
            models.CheckConstraint(condition=Q(klo_loppu__gt=F("klo_alku")), name="webinaari_kellonajat"),
            models.CheckConstraint(
                condition=Q(paattyy__isnull=True) | Q(paattyy__gte=F("alkaa")), name="webinaari_paivat"
            ),
        ]

    def __str__(self) -> str:
        return self.otsikko


class Webinaaripoikkeus(models.Model):
    """A webinar of the rule's day `paiva` that is cancelled, or moved to another day or hour when it has the three."""

    saanto = models.ForeignKey(Webinaarisaanto, on_delete=models.CASCADE, related_name="poikkeukset")
    paiva = models.DateField(_("säännön mukainen päivä"))
    uusi_paiva = models.DateField(_("uusi päivä"), null=True)
    uusi_alku = models.TimeField(_("alkaa klo"), null=True)
    uusi_loppu = models.TimeField(_("päättyy klo"), null=True)

    class Meta:
        verbose_name = _("webinaarin poikkeus")
        verbose_name_plural = _("webinaarien poikkeukset")
        ordering = ["paiva"]
        constraints = [
            models.UniqueConstraint(fields=["saanto", "paiva"], name="webinaaripoikkeus_kerran"),
            models.CheckConstraint(
                condition=Q(uusi_paiva__isnull=True, uusi_alku__isnull=True, uusi_loppu__isnull=True)
                | Q(uusi_paiva__isnull=False, uusi_alku__isnull=False, uusi_loppu__gt=F("uusi_alku")),
                name="webinaaripoikkeus_peruttu_tai_siirretty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saanto_id} {self.paiva}"

    @property
    def peruttu(self) -> bool:
        return self.uusi_paiva is None
