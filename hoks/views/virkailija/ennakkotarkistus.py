"""Tarkista ennalta: what the transfer interface would say of a document. Nothing of it is saved or logged."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.decorators import virkailija_required
from hoks.api.node_schemas import title
from hoks.contract.types import canonical_number
from hoks.presentation.rows import number_text
from hoks.siirrot.explanations import STATUSES, explain
from hoks.siirrot.paths import in_words
from hoks.siirrot.verdict import PlanNotNamed, Tapa, Verdict, verdict

MOST_SHOWN = 100
# A longer file is not written into the page again.
LONGEST_SHOWN = 500_000


@csrf_exempt  # An oversized form is answered on the page; everything else is checked by `_posted`.
@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def tarkista(request):
    """Paste or upload a document; the answer has the interface's status, and every fault with its place."""
    if request.method != "POST":
        return _page(request)
    try:
        posted = request.POST
    except RequestDataTooBig:
        told = {"most": _megabytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}
        return _page(request, errors={"teksti": _("Tekstin suurin koko on %(most)s Mt. Lähetä se tiedostona.") % told})
    return _posted(request, posted)


@csrf_protect
def _posted(request, posted: QueryDict):
    uploaded = request.FILES.get("tiedosto")
    received = (
        uploaded.read(settings.RAJAPINTA_KOKO_ENINTAAN + 1)
        if uploaded
        else posted.get("teksti", "").encode("utf-8", "replace")
    )
    text = received.decode("utf-8", "replace") if not uploaded or len(received) <= LONGEST_SHOWN else ""
    tapa = posted.get("tapa")
    asked = {"text": text, "tapa": tapa if tapa in list(Tapa) else ""}
    field = "tiedosto" if uploaded else "teksti"
    if uploaded and not (uploaded.name or "").lower().endswith(".json"):
        return _page(request, errors={"tiedosto": _("Valitse tiedosto, jonka pääte on .json.")}, **asked)
    if not received.strip():
        return _page(request, errors={field: _("Liitä dokumentti tekstinä tai valitse tiedosto.")}, **asked)
    try:
        found = verdict(received, Tapa(tapa) if asked["tapa"] else None, by=request.user)
    except PlanNotNamed:
        message = _("Lisää dokumenttiin päivitettävän suunnitelman id, tai tarkista dokumentti uutena.")
        return _page(request, errors={"tapa": message}, **asked)
    errors = {field: str(found.violations[0][0].message)} if found.unread and found.violations else {}
    return _page(request, errors=errors, found=found, **asked)


def _page(
    request, *, errors: dict[str, str] | None = None, found: Verdict | None = None, text: str = "", tapa: str = ""
):
    context: dict[str, Any] = {
        "text": text,
        "tapa": tapa,
        "choices": [
            ("", _("Sen mukaan, onko dokumentissa id")),
            (Tapa.UUSI, _("Uusi suunnitelma (POST)")),
            (Tapa.PAIVITYS, _("Suunnitelman päivitys (PUT)")),
        ],
        "errors": errors or {},
        "summary": [{"href": f"#{field}", "text": message} for field, message in (errors or {}).items()],
        "megabytes": _megabytes(settings.RAJAPINTA_KOKO_ENINTAAN),
        "area_attributes": {"spellcheck": "false", "autocapitalize": "off"},
        "file_attributes": {"accept": ".json,application/json"},
    }
    if found is not None:
        context |= _told(found)
    return render(request, "virkailija/ennakkotarkistus.html", context, status=422 if errors else 200)


def _megabytes(size: int) -> str:
    """Rounded down."""
    return number_text(canonical_number(size // 100_000 / 10))


def _told(found: Verdict) -> dict[str, Any]:
    """The verdict for the page."""
    return {
        "found": found,
        "status": STATUSES.get(found.status),
        "refusal": explain(found.koodi) if found.koodi else None,
        "faults": [
            {
                "violation": violation,
                "line": line,
                "where": in_words(violation.pointer, found.variant),
                "explanation": explain(violation.code),
            }
            for violation, line in found.violations[:MOST_SHOWN]
        ],
        "more": max(len(found.violations) - MOST_SHOWN, 0),
        "counts": [(title(cls), count) for cls, count in found.counts.items()],
        "replaceable": found.hoks if found.tapa is Tapa.UUSI and not found.accepted else None,
    }
