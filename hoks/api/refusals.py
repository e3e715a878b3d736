"""Every answer of the interface that isn't a success: the reference's literal body, and our sentence beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from hoks.violations import Violation

# Of every answer (domain.md 2.0); no-store is ours, as these are minors' data.
NOT_TO_BE_KEPT = {"Cache-Control": "no-cache, no-store, max-age=0", "Expires": "0"}


@dataclass(frozen=True)
class Kind:
    """status and body as the reference has them (domain.md 2.0, 3.8); sentence: what to do, in Finnish and lazily."""

    status: int
    body: Mapping[str, str]
    sentence: Any


NO_ACCESS = {"error": "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"}
LINKED_SYSTEM_DOWN = {
    "error": "(transient?) failure in call to a linked system, maybe downtime.  "
    "If this doesn't go away, contact eHOKS support."
}

KINDS: dict[str, Kind] = {
    "caller-id-puuttuu": Kind(
        400,
        {"error": "Caller-Id header is missing"},
        _("Lisää pyyntöön otsake caller-id: organisaation OID, piste ja järjestelmän nimi."),
    ),
    "lippu-puuttuu": Kind(
        401,
        {"error": "Cas service ticket header is missing"},
        _("Tarvittava palvelukäyttäjätunnus puuttuu: hae lippu palvelukäyttäjänä ja lisää se otsakkeeseen ticket."),
    ),
    "lippu-ei-kelpaa": Kind(
        401,
        {"error": "User not found for given ticket. Ticket may be expired."},
        _("Hae uusi lippu jokaista pyyntöä varten: lippu käy kerran, hetken aikaa ja vain tähän palveluun."),
    ),
    "vaara-kayttajatyyppi": Kind(
        403,
        {"error": "User type 'PALVELU' is required"},
        _("Käytä palvelukäyttäjän tunnusta: virkailijan tunnuksella ei voi siirtää tietoja."),
    ),
    "ei-oikeutta": Kind(
        401,
        NO_ACCESS,
        _("Pyydä palvelukäyttäjälle oikeus oppilaitokseen, jossa opiskeluoikeus on, tai tarkista opiskeluoikeus."),
    ),
    "hoks-tuntematon": Kind(
        404, {"error": "HOKS not found"}, _("Tarkista id: sillä ei ole suunnitelmaa, tai suunnitelma on poistettu.")
    ),
    "opiskeluoikeudella-ei-hoksia": Kind(
        404,
        {"error": "No HOKS found with given opiskeluoikeus"},
        _("Tarkista opiskeluoikeus: sillä ei ole suunnitelmaa, tai suunnitelma on poistettu."),
    ),
    "jakso-tuntematon": Kind(
        404,
        {"error": "No osaamisen hankkimistapa found with given ID"},
        _("Tarkista osaamisen hankkimistavan tunniste: sellaista ei ole."),
    ),
    "vaara-pyynto": Kind(
        400, {"error": "Bad request"}, _("Korjaa pyynnön osoite, parametrit ja otsakkeet: niitä ei voi lukea.")
    ),
    "reitti-tuntematon": Kind(404, {"reason": "Route not found"}, _("Tarkista osoite rajapinnan ohjeesta.")),
    "vaara-menetelma": Kind(
        405,
        {"error": "Method not allowed"},
        _("Käytä osoitteen omaa menetelmää: ne luetellaan vastauksen otsakkeessa Allow."),
    ),
    "poistunut-reitti": Kind(
        410, {"message": "Route is deprected."}, _("Lähetä koko suunnitelma: osia ei enää siirretä yksitellen.")
    ),
    "versio-vanhentunut": Kind(
        412,
        {"error": "The HOKS has changed since the version named in If-Match"},
        _("Hae suunnitelma uudelleen: sitä on muutettu sen jälkeen, kun järjestelmä luki sen."),
    ),
    "liian-tiheaan": Kind(
        429, {"error": "Too many requests"}, _("Odota otsakkeen Retry-After sekunnit ja lähetä sitten uudelleen.")
    ),
    "cas-ei-vastaa": Kind(500, LINKED_SYSTEM_DOWN, _("Yritä hetken kuluttua uudelleen: kirjautumispalvelu ei vastaa.")),
    "palvelun-virhe": Kind(
        500, {"type": "unknown-exception"}, _("Yritä uudelleen; jos virhe toistuu, ilmoita siitä palvelun tukeen.")
    ),
}


@dataclass
class Refusal(Exception):
    """An answer that isn't a success, raised from anywhere below a route.

    koodit: codes for the transfer log; violations: what is wrong with the document, also for the log
    """

    status: int
    body: dict[str, Any]
    koodit: Sequence[str]
    violations: Sequence[Violation] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        return answer(self.body, self.status, self.headers)


def refusal(koodi: str, *, headers: Mapping[str, str] | None = None, **members: Any) -> Refusal:
    """The refusal of this code; `members` stand in the body beside the reference's literal."""
    kind = KINDS[koodi]
    violation = Violation((), koodi, kind.sentence)
    body = {**kind.body, **members, "violations": [violation.as_wire()]}
    return Refusal(kind.status, body, [koodi], headers=headers or {})


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """A JSON answer with the headers that every answer has."""
    return JsonResponse(
        body,
        status=status,
        safe=False,
        headers={**NOT_TO_BE_KEPT, **(headers or {})},
        json_dumps_params={"ensure_ascii": True},
    )
