"""Reports with a row for each of something (domain.md 6.2, 6.3)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoks import koodisto, search
from hoks.models import Hoks, Jaksopuute, Tyopaikkajakso
from hoks.paging import DATE, INTEGER, Column
from hoks.raportit.rajaus import Rajaus, in_schools
from hoks.raportit.raportti import Listaus, Rivi, Sarake, koulujen_nimet


class Jaksot(Listaus):
    """Workplace periods without osa-aikaisuustieto, of every kind of unit, the first to end first (domain.md 6.2)."""

    avain = "osa-aikaisuustieto-puuttuu"
    nimi = gettext_lazy("Työpaikkajaksot, joilta puuttuu osa-aikaisuustieto")
    selite = gettext_lazy(
        "Ilman osa-aikaisuustietoa jaksosta ei lähde työpaikkakyselyä, eikä jaksosta saa palauterahoitusta."
    )
    paivat = gettext_lazy("Jakso päättyy")
    jarjestys = Column("loppu", DATE, always=True)

    def sarakkeet(self, user) -> list[Sarake]:
        return [
            Sarake(_("Opiskelija"), 30),
            Sarake(_("Työpaikka"), 30),
            Sarake(_("Hankkimistapa"), 18, sivulla=False),
            Sarake(_("Jakso alkaa"), 12),
            Sarake(_("Jakso päättyy"), 12),
            Sarake(_("Tutkinto tai koulutus"), 40),
            Sarake(_("Oppisopimuksen perusta"), 24, sivulla=False),
            Sarake(_("Y-tunnus"), 12, sivulla=False),
            Sarake(_("Työpaikkaohjaaja"), 25),
            Sarake(_("Ohjaajan sähköposti"), 30, sivulla=False),
            Sarake(_("Ohjaajan puhelinnumero"), 20, sivulla=False),
            Sarake(_("Oppilaitos"), 30),
            Sarake(_("Oppilaitoksen OID"), 32, sivulla=False),
            Sarake(_("eHOKS-id"), 10, sivulla=False),
            Sarake(_("HOKSin eid"), 38, sivulla=False),
            Sarake(_("Opiskeluoikeus"), 32, sivulla=False),
            Sarake(_("Oppija"), 32, sivulla=False),
        ]

    def rivit(self, user, rajaus: Rajaus) -> QuerySet[Tyopaikkajakso]:
        rows = Tyopaikkajakso.objects.filter(puutteet__contains=[Jaksopuute.OSA_AIKAISUUS.value])
        rows = in_schools(rows, user, rajaus).filter(**rajaus.between("loppu"))
        return search.with_tutkinto(rows, rajaus.tutkinto, of="hoks__opiskeluoikeus__hakurivi__")

    def nayta(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("hankkimistapa", "hoks__opiskeluoikeus__oppija")
        return rows.defer("hoks__opiskeluoikeus__koski")

    def kerro(self, rows: Sequence[Tyopaikkajakso]) -> Iterable[Rivi]:
        schools = koulujen_nimet(row.oppilaitos_oid for row in rows)
        tavat = [row.hankkimistapa for row in rows]
        names = koodisto.names(
            uri or ""
            for tapa in tavat
            for uri in (tapa.osaamisen_hankkimistapa_koodi_uri, tapa.oppisopimuksen_perusta_koodi_uri)
        )
        for row, tapa in zip(rows, tavat, strict=True):
            hoks, right = row.hoks, row.hoks.opiskeluoikeus
            place = tapa.tyopaikalla_jarjestettava_koulutus or {}
            guide = place.get("vastuullinen-tyopaikka-ohjaaja") or {}
            perusta = tapa.oppisopimuksen_perusta_koodi_uri or ""
            kind = tapa.osaamisen_hankkimistapa_koodi_uri
            yield Rivi(
                [
                    right.oppija.lajittelunimi,
                    place.get("tyopaikan-nimi"),
                    names.get(kind, kind.removeprefix("osaamisenhankkimistapa_")),
                    tapa.alku,
                    tapa.loppu,
                    right.tutkinto,
                    names.get(perusta, perusta),
                    place.get("tyopaikan-y-tunnus"),
                    guide.get("nimi"),
                    guide.get("sahkoposti"),
                    guide.get("puhelinnumero"),
                    schools[row.oppilaitos_oid],
                    row.oppilaitos_oid,
                    row.hoks_id,
                    str(hoks.eid),
                    right.pk,
                    right.oppija_id,
                ],
                row.hoks_id,
            )


class Oikeudet(Listaus):
    """Plans whose study right Koski no longer knows, in the order they were made (domain.md 6.3)."""

    avain = "opiskeluoikeus-puuttuu-koskesta"
    nimi = gettext_lazy("HOKSit, joiden opiskeluoikeutta ei ole enää Koskessa")
    selite = gettext_lazy(
        "Opiskeluoikeus on mitätöity tai poistettu Koskesta. Tarkista, onko HOKS tehty väärään opiskeluoikeuteen."
    )
    paivat = gettext_lazy("Ensikertainen hyväksyminen")
    jarjestys = Column("id", INTEGER, always=True)

    def sarakkeet(self, user) -> list[Sarake]:
        return [
            Sarake(_("Opiskelija"), 30),
            Sarake(_("Opiskeluoikeus"), 32),
            Sarake(_("Tutkinto tai koulutus"), 40),
            Sarake(_("Ensikertainen hyväksyminen"), 14),
            Sarake(_("Oppilaitos"), 30),
            Sarake(_("Oppilaitoksen OID"), 32, sivulla=False),
            Sarake(_("eHOKS-id"), 10),
            Sarake(_("HOKSin eid"), 38, sivulla=False),
            Sarake(_("Oppija"), 32, sivulla=False),
        ]

    def rivit(self, user, rajaus: Rajaus) -> QuerySet[Hoks]:
        rows: QuerySet[Any] = Hoks.objects.filter(poistettu=None, opiskeluoikeus__koski404=True)
        rows = in_schools(rows, user, rajaus, "opiskeluoikeus__oppilaitos_oid")
        rows = rows.filter(**rajaus.between("ensikertainen_hyvaksyminen"))
        return search.with_tutkinto(rows, rajaus.tutkinto, of="opiskeluoikeus__hakurivi__")

    def nayta(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("opiskeluoikeus__oppija").defer("opiskeluoikeus__koski")

    def kerro(self, rows: Sequence[Hoks]) -> Iterable[Rivi]:
        schools = koulujen_nimet(row.opiskeluoikeus.oppilaitos_oid for row in rows)
        for row in rows:
            right = row.opiskeluoikeus
            yield Rivi(
                [
                    right.oppija.lajittelunimi,
                    right.pk,
                    right.tutkinto,
                    row.ensikertainen_hyvaksyminen,
                    schools[right.oppilaitos_oid],
                    right.oppilaitos_oid,
                    row.pk,
                    str(row.eid),
                    right.oppija_id,
                ],
                row.pk,
            )


JAKSOT, OIKEUDET = Jaksot(), Oikeudet()
