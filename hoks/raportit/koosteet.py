"""Reports that count: plans by state and tutkinto, hours of opetus ja ohjaus by school and tutkinto."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoks import search
from hoks.models import Hakurivi, Opiskeluoikeus
from hoks.raportit.rajaus import Rajaus, in_schools
from hoks.raportit.raportti import Kooste, Rivi, Sarake, koulujen_nimet
from hoks.search import Rajaus as Tilarajaus


class Tilat(Kooste):
    """Plans and study rights without one, by tutkinto, as the list of students has them."""

    avain = "hoksit-tiloittain"
    nimi = gettext_lazy("HOKSit tiloittain ja tutkinnoittain")
    selite = gettext_lazy(
        "Opiskeluoikeudet, joita eHOKS koskee, HOKSin tilan mukaan. Samat luvut saat opiskelijalistalta."
    )
    paivat = gettext_lazy("Opinnot alkoivat")

    def sarakkeet(self, user) -> list[Sarake]:
        return [
            Sarake(_("Tutkinto tai koulutus"), 50),
            *(Sarake(str(tila.label), 14, on_luku=True) for tila in _told(user)),
            Sarake(_("Yhteensä"), 12, on_luku=True),
        ]

    def ryhmat(self, user, rajaus: Rajaus) -> QuerySet[Any, dict[str, Any]]:
        counted = {tila.value: Count("pk", filter=Q(tila__in=search.states(user, tila))) for tila in _told(user)}
        rows = in_schools(Hakurivi.objects.filter(tila__in=search.states(user, Tilarajaus.KAIKKI)), user, rajaus)
        rows = search.with_tutkinto(rows.filter(**rajaus.between("alkoi")), rajaus.tutkinto)
        groups = rows.values("jarjestystutkinto").annotate(esimerkki=Min("pk"), kaikki=Count("pk"), **counted)
        return groups.order_by("jarjestystutkinto")

    def kerro(self, groups: Sequence[dict[str, Any]]) -> Iterable[Rivi]:
        names = _tutkinnot(groups)
        for group in groups:
            counted = [group[tila.value] for tila in _STATES if tila.value in group]
            yield Rivi([names[group["esimerkki"]], *counted, group["kaikki"]])


class Opetus(Kooste):
    """Hours of opetus-ja-ohjaus-maara in plans that have not been deleted."""

    avain = "opetus-ja-ohjaus"
    nimi = gettext_lazy("Opetuksen ja ohjauksen tunnit tutkinnoittain ja oppilaitoksittain")
    selite = gettext_lazy(
        "Suunnitelmiin merkitty opetus ja ohjaus tunteina. Moneenko suunnitelmaan niitä on merkitty, näkyy vieressä."
    )
    paivat = gettext_lazy("Ensikertainen hyväksyminen")

    def sarakkeet(self, user) -> list[Sarake]:
        return [
            Sarake(_("Tutkinto tai koulutus"), 50),
            Sarake(_("Oppilaitos"), 40),
            Sarake(_("Oppilaitoksen OID"), 32, sivulla=False),
            Sarake(_("HOKSeja"), 12, on_luku=True),
            Sarake(_("Joissa tunteja"), 14, on_luku=True),
            Sarake(_("Tunteja yhteensä"), 16, on_luku=True),
            Sarake(_("Tunteja HOKSissa keskimäärin"), 16, on_luku=True),
        ]

    def ryhmat(self, user, rajaus: Rajaus) -> QuerySet[Any, dict[str, Any]]:
        rows = in_schools(Hakurivi.objects.filter(hoks_id__isnull=False), user, rajaus)
        rows = search.with_tutkinto(rows.filter(**rajaus.between("ensikertainen_hyvaksyminen")), rajaus.tutkinto)
        groups = rows.values("jarjestystutkinto", "oppilaitos_oid").annotate(
            esimerkki=Min("pk"),
            hoksit=Count("pk"),
            joissa=Count("opetus_ja_ohjaus"),
            tunnit=Sum("opetus_ja_ohjaus"),
        )
        return groups.order_by("jarjestystutkinto", "oppilaitos_oid")

    def kerro(self, groups: Sequence[dict[str, Any]]) -> Iterable[Rivi]:
        names = _tutkinnot(groups)
        schools = koulujen_nimet(group["oppilaitos_oid"] for group in groups)
        for group in groups:
            hours, plans = group["tunnit"] or Decimal(), group["joissa"]
            yield Rivi(
                [
                    names[group["esimerkki"]],
                    schools[group["oppilaitos_oid"]],
                    group["oppilaitos_oid"],
                    group["hoksit"],
                    plans,
                    _short(hours),
                    _short(hours / plans) if plans else None,
                ]
            )


_STATES = (Tilarajaus.VOIMASSA, Tilarajaus.PAATTYNYT, Tilarajaus.PUUTTUU, Tilarajaus.POISTETTU)


def _told(user) -> list[Tilarajaus]:
    """The states: who doesn't see deleted plans has them among those that lack one."""
    return [tila for tila in _STATES if search.states(user, tila)]


def _tutkinnot(groups: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The tutkinto's name as each group's example has it. One statement."""
    rights = Opiskeluoikeus.objects.only("tutkinto_nimi").in_bulk([group["esimerkki"] for group in groups])
    return {
        group["esimerkki"]: (right.tutkinto if (right := rights.get(group["esimerkki"])) else "") or _("Ei nimeä")
        for group in groups
    }


def _short(hours: Decimal) -> Decimal:
    """To the tenth, as plans tell hours; whole ones without a tenth."""
    told = hours.quantize(Decimal("0.1"))
    return told.to_integral_value() if told == told.to_integral_value() else told


TILAT, OPETUS = Tilat(), Opetus()
