"""Where in a document something is, in the words of the contract's labels."""

import re

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from hoks import contract
from hoks.contract import FieldSpec, HoksPost, Node
from hoks.drafts.outline import lower_first
from hoks.presentation import words

LONGEST_UNKNOWN_KEY = 60


def in_words(pointer: str, variant: type[Node] = HoksPost) -> str:
    """The place a JSON Pointer names in a document of the variant, for people; whatever the pointer, it answers.

    "/hankittavat-ammat-tutkinnon-osat/1/osaamisen-hankkimistavat/0/loppu" -> "Hankittava ammatillinen tutkinnon osa 2
    › osaamisen hankkimistapa 1 › loppupäivä". A key the contract doesn't know is shown as it was written.
    """
    return " › ".join(steps(pointer, variant))


def steps(pointer: str, variant: type[Node] = HoksPost) -> list[str]:
    """What `in_words` joins, outermost first; one step at least."""
    found: list[str] = []
    cls: type[Node] | None = variant
    listed: FieldSpec | None = None
    for key in keys(pointer):
        if listed is not None and re.fullmatch("[0-9]{1,9}", key):
            # The element takes the place of its list, which has been told.
            found[-1] = _in_its_place(f"{element_name(listed)} {int(key) + 1}", len(found) - 1)
            listed = None
            continue
        spec = contract.spec(cls, key) if cls and key else None
        if cls is None or spec is None:
            found.append(Truncator(key).chars(LONGEST_UNKNOWN_KEY) or '""')
            cls = listed = None
            continue
        found.append(_in_its_place(_label(cls, spec, key), len(found)))
        cls, listed = spec.node, spec if spec.kind in ("nodes", "objects", "texts") else None
    return found or [_("Koko suunnitelma")]


def keys(pointer: str) -> list[str]:
    """The steps of a JSON Pointer (RFC 6901)."""
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def _in_its_place(label: str, place: int) -> str:
    return lower_first(label) if place else label


def _label(cls: type[Node], spec: FieldSpec, key: str) -> str:
    if key == spec.versio_wire:
        return _(cls.model_fields[key.replace("-", "_")].title or "") or key
    return spec.label.rstrip("?")


def element_name(spec: FieldSpec) -> str:
    """What one element of the list is called; lists of units say at which stage the unit is."""
    if spec.kind != "nodes":
        return spec.label
    kind = words.laji(spec.node)
    if spec.wire.startswith("hankittavat-"):
        return _("Hankittava %(laji)s") % {"laji": lower_first(kind)}
    if spec.wire.startswith("aiemmin-hankitut-"):
        return _("Aiemmin hankittu %(laji)s") % {"laji": lower_first(kind)}
    return kind
