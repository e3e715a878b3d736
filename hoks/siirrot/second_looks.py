"""What looks odd in a transferred document, as the desk tells it: place and sentence, no value of the document."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from hoks.api import body
from hoks.api.refusals import Refusal
from hoks.contact_details import versio_document
from hoks.contract import HoksPost, Node
from hoks.models import HoksVersio, Opiskeluoikeus, Siirto
from hoks.rules.huomautukset import Huomautus, huomautukset
from hoks.siirrot.paths import steps

SHOWN = 100


def told(
    found: Iterable[tuple[Huomautus, int | None]], variant: type[Node] = HoksPost
) -> tuple[list[dict[str, Any]], int]:
    """(the first of the warnings for hoks/_huomautukset.html, how many there are besides); each with its line."""
    found = list(found)
    looks = [
        {"text": look.text, "where": steps(look.pointer, variant), "line": line, "code": look.koodi}
        for look, line in found[:SHOWN]
    ]
    return looks, max(len(found) - SHOWN, 0)


def of_refused(siirto: Siirto, opiskeluoikeus: Opiskeluoikeus | None, *, tanaan: dt.date) -> list[Huomautus]:
    """Warnings of the document that was kept of a refused transfer; none when it is no JSON object."""
    try:
        document = body.parse((siirto.dokumentti or "").encode("utf-8", "replace"))
    except Refusal:
        return []
    return huomautukset(document, opiskeluoikeus, tanaan=tanaan)


def of_saved(siirto: Siirto, opiskeluoikeus: Opiskeluoikeus | None, *, tanaan: dt.date) -> list[Huomautus]:
    """Warnings of the version that a transfer saved, or that it found the same; none when it is no more."""
    saves = HoksVersio.objects.filter(hoks=siirto.hoks_id).order_by("-numero")
    numero = siirto.versionumero
    save = (saves.filter(aika__lte=siirto.aika) if numero is None else saves.filter(numero=numero)).first()
    return huomautukset(versio_document(save), opiskeluoikeus, tanaan=tanaan) if save else []
