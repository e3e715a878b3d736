"""What the transfer door does with a document before the one writer gets it."""

from typing import Any

from hoks.contract import wire_name
from hoks.models import Hoks

# A transferred replacement that leaves these out keeps them; everything else it leaves out is emptied (domain.md 3.1).
KEPT_WHEN_LEFT_OUT = ("puhelinnumero", "tuva_opiskeluoikeus_oid")


def complete_replacement(hoks: Hoks, document: Any) -> Any:
    """The transferred PUT document with the kept fields of the plan filled in; what is no object stays as it is."""
    if not isinstance(document, dict):
        return document
    kept = {wire_name(name): getattr(hoks, name) for name in KEPT_WHEN_LEFT_OUT}
    return {**{name: value for name, value in kept.items() if value is not None}, **document}
