"""Pages of the editor as tests use them: addresses, and forms filled as a browser would."""

import uuid

from django.urls import reverse

from hoks.models import Luonnos
from tests.forms.browser_form import untouched

HATOT = "hankittavat-ammat-tutkinnon-osat"


def url(name: str, *args) -> str:
    return reverse(f"virkailija:{name}", args=args)


def node_url(draft: Luonnos, key: str = "perustiedot") -> str:
    return url("luonnos-osa", draft.pk, key)


def form_of(client, draft: Luonnos, key: str = "perustiedot") -> dict[str, str]:
    """What a browser would post of a node's untouched form."""
    return untouched(client.get(node_url(draft, key)).text, f"lomake-{key}")


def save(client, draft: Luonnos, key: str = "perustiedot", toiminto: str = "valmis", htmx: bool = False, **typed):
    """Post a node's form with these inputs typed."""
    names = {name.replace("__", ".").replace("_", "-"): text for name, text in typed.items()}
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(
        node_url(draft, key), form_of(client, draft, key) | {"toiminto": toiminto} | names, headers=headers
    )


def add(client, draft: Luonnos, parent: str, wire: str) -> str:
    """A new node; its key."""
    key = str(uuid.uuid4())
    client.post(url("luonnos-osa-uusi", draft.pk), {"vanhempi": parent, "lista": wire, "avain": key})
    return key


def document(draft: Luonnos) -> dict:
    draft.refresh_from_db()
    return draft.dokumentti
