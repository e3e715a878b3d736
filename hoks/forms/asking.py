"""When a field is asked. It decides what a form shows and nothing else: what is accepted is the contract's affair."""

from typing import Any

from hoks.contract import FieldSpec
from hoks.rules.oppimisen_tuki import TUKIOPETUS
from hoks.rules.osaamisen_hankkimistapa import OPPISOPIMUS, TAPA, TYOPAIKKAJAKSOT

# Optional in the contract, but a rule asks for them when they apply (domain.md 2.3 rules 1, 3 and 4, 2.4).
USUALLY_NEEDED = {"tyopaikan-y-tunnus"}

# Told by the systems that transfer plans; an official has seldom anything to say of them.
SELDOM_TYPED = {"hyvaksytty", "paivitetty", "versio"}

TUEN_TYYPPI = "oppimisen-tuen-tyyppi-koodi-uri"


def applies(spec: FieldSpec, data: dict, *, on_tuva: bool) -> bool:
    """Whether the field's `asked_when` holds for a node with this data on a study right of this kind."""
    match spec.asked_when:
        case "tuva":
            return on_tuva
        case "ei-tuva":
            return not on_tuva
        case "tyopaikkajakso":
            return data.get(TAPA) in TYOPAIKKAJAKSOT
        case "oppisopimus":
            return data.get(TAPA) == OPPISOPIMUS
        case "tukiopetus":
            return data.get(TUEN_TYYPPI) == TUKIOPETUS
    return True


def is_shown(spec: FieldSpec, data: dict, *, on_tuva: bool) -> bool:
    """Asked, or holding a value that hiding would keep from the official's eyes."""
    held = holds_value(data.get(spec.wire)) or holds_value(data.get(spec.versio_wire))
    return spec.kind != "oid" and (held or applies(spec, data, on_tuva=on_tuva))


def is_optional(spec: FieldSpec) -> bool:
    """Whether to say that the field may be left empty."""
    if spec.required or spec.kind in ("object", "objects") or spec.wire in USUALLY_NEEDED:
        return False
    return not depends_on_sibling(spec)


def depends_on_sibling(spec: FieldSpec) -> bool:
    """Whether the field comes and goes with another field of the same node."""
    return spec.asked_when not in ("", "tuva", "ei-tuva")


def holds_value(value: Any) -> bool:
    """Anything at all is there; an empty list is nothing."""
    return value is not None and value != []
