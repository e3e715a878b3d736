"""Units of a plan: one table for every kind, hankittava and aiemmin hankittu."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoks.models.fields import NumberField
from hoks.models.hoks import Hoks


class Osa(models.Model):
    """What every row of a plan below its top level has: its plan, its place among its siblings, and its identity."""

    hoks = models.ForeignKey(Hoks, on_delete=models.CASCADE, related_name="%(class)s_set")
    module_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    jarjestys = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering = ["jarjestys", "pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.module_id}"


class TutkinnonOsa(Osa):
    """A unit, or a sub-area (osa-alue) whose parent is a common unit."""

    class Laji(models.TextChoices):
        HANKITTAVA_AMMATILLINEN = "hato", _("Hankittava ammatillinen tutkinnon osa")
        HANKITTAVA_PAIKALLINEN = "hpto", _("Hankittava paikallinen tutkinnon osa")
        HANKITTAVA_YHTEINEN = "hyto", _("Hankittava yhteinen tutkinnon osa")
        HANKITTAVA_OSA_ALUE = "hyto-osa-alue", _("Hankittavan yhteisen tutkinnon osan osa-alue")
        AIEMMIN_AMMATILLINEN = "ahato", _("Aiemmin hankittu ammatillinen tutkinnon osa")
        AIEMMIN_PAIKALLINEN = "ahpto", _("Aiemmin hankittu paikallinen tutkinnon osa")
        AIEMMIN_YHTEINEN = "ahyto", _("Aiemmin hankittu yhteinen tutkinnon osa")
        AIEMMIN_OSA_ALUE = "ahyto-osa-alue", _("Aiemmin hankitun yhteisen tutkinnon osan osa-alue")

    laji = models.TextField(choices=Laji)
    # hoks.plan deletes bottom up, one statement a table; the collector's look-ups would only cost.
    yhteinen_tutkinnon_osa = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, null=True, related_name="osa_alueet"
    )

    tutkinnon_osa_koodi_uri = models.TextField(null=True)
    tutkinnon_osa_koodi_versio = models.IntegerField(null=True)
    osa_alue_koodi_uri = models.TextField(null=True)
    osa_alue_koodi_versio = models.IntegerField(null=True)
    tutkinnon_osan_perusteen_diaarinro = models.TextField(null=True)
    nimi = models.TextField(null=True)
    laajuus = models.IntegerField(null=True)
    amosaa_tunniste = models.TextField(null=True)
    tavoitteet_ja_sisallot = models.TextField(null=True)
    koulutuksen_jarjestaja_oid = models.TextField(null=True)
    vaatimuksista_tai_tavoitteista_poikkeaminen = models.TextField(null=True)
    olennainen_seikka = models.BooleanField(null=True)
    opetus_ja_ohjaus_maara = NumberField(null=True)
    valittu_todentamisen_prosessi_koodi_uri = models.TextField(null=True)
    valittu_todentamisen_prosessi_koodi_versio = models.IntegerField(null=True)
    tarkentavat_tiedot_osaamisen_arvioija = models.JSONField(null=True)

    class Meta(Osa.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="tutkinnon_osa_laji",
                condition=Q(
                    laji__in=["hato", "hpto", "hyto", "hyto-osa-alue", "ahato", "ahpto", "ahyto", "ahyto-osa-alue"]
                ),
            ),
            models.CheckConstraint(
                name="tutkinnon_osa_osa_alueella_on_yhteinen",
                condition=Q(laji__in=["hyto-osa-alue", "ahyto-osa-alue"], yhteinen_tutkinnon_osa__isnull=False)
                | (~Q(laji__in=["hyto-osa-alue", "ahyto-osa-alue"]) & Q(yhteinen_tutkinnon_osa__isnull=True)),
            ),
            models.CheckConstraint(
                name="tutkinnon_osa_koodi_lajin_mukaan",
                condition=(
                    Q(laji__in=["hato", "hyto", "ahato", "ahyto"])
                    & Q(tutkinnon_osa_koodi_uri__isnull=False, tutkinnon_osa_koodi_versio__isnull=False)
                    & Q(osa_alue_koodi_uri__isnull=True)
                )
                | (
                    Q(laji__in=["hyto-osa-alue", "ahyto-osa-alue"])
                    & Q(osa_alue_koodi_uri__isnull=False, osa_alue_koodi_versio__isnull=False)
                    & Q(tutkinnon_osa_koodi_uri__isnull=True)
                )
                | (
                    Q(laji__in=["hpto", "ahpto"])
                    & Q(tutkinnon_osa_koodi_uri__isnull=True, osa_alue_koodi_uri__isnull=True)
                ),
            ),
        ]


class HankittavaKoulutuksenOsa(Osa):
    """Unit of TUVA education; `laajuus` in weeks."""

    koulutuksen_osa_koodi_uri = models.TextField()
    koulutuksen_osa_koodi_versio = models.IntegerField()
    alku = models.DateField()
    loppu = models.DateField()
    laajuus = NumberField()


class OppimisenTuki(Osa):
    """Learning support."""

    oppimisen_tuen_tyyppi_koodi_uri = models.TextField()
    alku = models.DateField(null=True)
    loppu = models.DateField(null=True)
    tutkinnon_osan_tyyppi_koodi_uri = models.TextField(null=True)


class OpiskeluvalmiuksiaTukevatOpinnot(Osa):
    """Studies supporting study readiness."""

    nimi = models.TextField()
    kuvaus = models.TextField()
    alku = models.DateField()
    loppu = models.DateField()


class TutkinnonOsanOsa(Osa):
    """A row below a unit. `hoks` is the unit's, repeated so that a plan loads with one statement a table."""

    tutkinnon_osa = models.ForeignKey(TutkinnonOsa, on_delete=models.DO_NOTHING, related_name="%(class)s_set")

    class Meta(Osa.Meta):
        abstract = True


class OsaamisenHankkimistapa(TutkinnonOsanOsa):
    """A period and way of acquiring competence."""

    alku = models.DateField()
    loppu = models.DateField()
    yksiloiva_tunniste = models.TextField(null=True)
    ajanjakson_tarkenne = models.TextField(null=True)
    osaamisen_hankkimistapa_koodi_uri = models.TextField()
    osaamisen_hankkimistapa_koodi_versio = models.IntegerField()
    oppisopimuksen_perusta_koodi_uri = models.TextField(null=True)
    oppisopimuksen_perusta_koodi_versio = models.IntegerField(null=True)
    osa_aikaisuustieto = models.IntegerField(null=True)
    tyopaikalla_jarjestettava_koulutus = models.JSONField(null=True)
    jarjestajan_edustaja = models.JSONField(null=True)
    hankkijan_edustaja = models.JSONField(null=True)
    muut_oppimisymparistot = models.JSONField(default=list)
    keskeytymisajanjaksot = models.JSONField(default=list)

    class Meta(TutkinnonOsanOsa.Meta):
        abstract = False
        indexes = [models.Index(fields=["loppu"], name="oht_loppu")]
        constraints = [
            # domain.md 2.3 rule 5
            models.CheckConstraint(name="oht_alku_ennen_loppua", condition=Q(loppu__gte=models.F("alku"))),
        ]


class OsaamisenOsoittaminen(TutkinnonOsanOsa):
    """A demonstration of competence; on an aiemmin hankittu unit the wire calls the list tarkentavat-tiedot-naytto."""

    alku = models.DateField()
    loppu = models.DateField()
    jarjestaja = models.JSONField(null=True)
    nayttoymparisto = models.JSONField()
    osa_alueet = models.JSONField(default=list)
    sisallon_kuvaus = ArrayField(models.TextField(), default=list)
    koulutuksen_jarjestaja_osaamisen_arvioijat = models.JSONField(default=list)
    tyoelama_osaamisen_arvioijat = models.JSONField(default=list)
    vaatimuksista_tai_tavoitteista_poikkeaminen = models.TextField(null=True)
    yksilolliset_kriteerit = ArrayField(models.TextField(), default=list)
