"""When a field is asked. It decides what a form shows and nothing else: what is accepted is the contract's affair."""

from typing import Any

from hoks.contract import FieldSpec
from hoks.rules.oppimisen_tuki import TUKIOPETUS
from hoks.rules.osaamisen_hankkimistapa import OPPISOPIMUS, TAPA, TYOPAIKKAJAKSOT

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
    return spec.kind != "oid" and (applies(spec, data, on_tuva=on_tuva) or holds_value(data.get(spec.wire)))


def holds_value(value: Any) -> bool:
    """Anything at all is there; an empty list is nothing."""
    return value is not None and value != []
