"""Tarkista ennalta: what the transfer interface would say of a document. Nothing of it is saved or logged."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.decorators import virkailija_required
from hoks.api.node_schemas import title
from hoks.contract.types import canonical_number
from hoks.presentation.rows import number_text
from hoks.siirrot import second_looks
from hoks.siirrot.explanations import STATUSES, explain
from hoks.siirrot.paths import in_words
from hoks.siirrot.verdict import PlanNotNamed, Tapa, Verdict, verdict

MOST_SHOWN = 100
# A longer file is not written into the page again.
LONGEST_SHOWN = 500_000


@dataclass
class Asked:
    """What was sent for checking. text: to be shown in the form again; source: its field; errors: by field."""

    received: bytes = b""
    text: str = ""
    tapa: str = ""
    source: str = "teksti"
    errors: dict[str, list[str]] = field(default_factory=dict)


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def tarkista(request):
    """Paste or upload a document; the answer has the interface's status, and every fault with its place."""
    if request.method != "POST":
        return _page(request, Asked())
    asked, found = _asked(request), None
    if not asked.errors:
        try:
            found = verdict(asked.received, Tapa(asked.tapa) if asked.tapa else None, by=request.user)
        except PlanNotNamed:
            message = _("Lisää dokumenttiin päivitettävän suunnitelman id, tai tarkista dokumentti uutena.")
            asked.errors["tapa"] = [message]
    if found is not None and found.unread:
        asked.errors[asked.source] = [str(violation.message) for violation, _line in found.violations[:MOST_SHOWN]]
    return _page(request, asked, found)


def _asked(request) -> Asked:
    tapa = request.POST.get("tapa")
    tapa = tapa if tapa in list(Tapa) else ""
    text = request.POST.get("teksti", "")
    uploaded = request.FILES.get("tiedosto")
    if uploaded is None:
        asked = Asked(text.encode("utf-8", "replace"), text, tapa)
    else:
        # One byte too many is enough to know.
        received = uploaded.read(settings.RAJAPINTA_KOKO_ENINTAAN + 1)
        shown = received.decode("utf-8", "replace") if len(received) <= LONGEST_SHOWN else ""
        asked = Asked(received, shown, tapa, source="tiedosto")
    if uploaded is not None and not (uploaded.name or "").lower().endswith(".json"):
        asked.errors["tiedosto"] = [_("Valitse tiedosto, jonka pääte on .json.")]
    elif not asked.received.strip():
        asked.errors[asked.source] = [_("Liitä dokumentti tekstinä tai valitse tiedosto.")]
    return asked


def _page(request, asked: Asked, found: Verdict | None = None):
    context: dict[str, Any] = {
        "asked": asked,
        "choices": [
            ("", _("Sen mukaan, onko dokumentissa id")),
            (Tapa.UUSI, _("Uusi suunnitelma (POST)")),
            (Tapa.PAIVITYS, _("Suunnitelman päivitys (PUT)")),
        ],
        "summary": [
            {"href": f"#{name}", "text": text} for name, sentences in asked.errors.items() for text in sentences
        ],
        "text_megabytes": _megabytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        "file_megabytes": _megabytes(settings.RAJAPINTA_KOKO_ENINTAAN),
        "area_attributes": {"spellcheck": "false", "autocapitalize": "off"},
        "file_attributes": {"accept": ".json,application/json"},
    }
    if found is not None:
        context |= _told(found)
    return render(request, "virkailija/ennakkotarkistus.html", context, status=422 if asked.errors else 200)


def _megabytes(size: int) -> str:
    """Rounded down."""
    return number_text(canonical_number(size // 100_000 / 10))


def _told(found: Verdict) -> dict[str, Any]:
    """The verdict for the page."""
    looks, more_looks = second_looks.told(found.huomautukset, found.variant)
    return {
        "looks": looks,
        "more_looks": more_looks,
        "found": found,
        "status": STATUSES.get(found.status),
        "refusal": explain(found.koodi) if found.koodi else None,
        "faults": [
            {
                "violation": violation,
                "line": line,
                "where": in_words(violation.pointer, found.variant),
                "explanation": explain(violation.code, violation.pointer),
            }
            for violation, line in found.violations[:MOST_SHOWN]
        ],
        "more": max(len(found.violations) - MOST_SHOWN, 0),
        "counts": [(title(cls), count) for cls, count in found.counts.items()],
        "replaceable": found.hoks if found.tapa is Tapa.UUSI and not found.accepted else None,
    }
