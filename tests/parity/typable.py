"""What of a valid document a person can type: blanks, line ends within a line and seconds are beyond the keyboard."""

from typing import Any

from hoks.contract import FieldSpec, HoksPost, Node, fields
from hoks.contract.types import wire_timestamp, write_timestamp
from tests.parity.answers import as_typed

# Digits of a number that anybody would type.
LONGEST_NUMBER = 20
# Before the 1920s Finland's clocks were some seconds off from today's zones.
ZONE_SINCE = 1924


def typable(document: dict[str, Any], cls: type[Node] = HoksPost) -> dict[str, Any]:
    """The document nearest to it that can be typed; as valid as it."""
    told = {wire: value for wire, value in document.items() if wire != "id"}
    for spec in fields(cls):
        if spec.wire in told:
            value = _typable(spec, told.pop(spec.wire))
            if value not in (None, "", {}) or spec.required:
                told[spec.wire] = value
    return told


def _typable(spec: FieldSpec, value: Any) -> Any:
    if spec.kind == "object":
        return typable(value, spec.node)
    if spec.kind in ("objects", "nodes"):
        return [typable(item, spec.node) for item in value or []]
    if spec.kind == "texts":
        return [text for text in map(_line, value or []) if text]
    if spec.kind == "timestamp":
        moment = wire_timestamp(value)
        return write_timestamp(moment.replace(year=max(moment.year, ZONE_SINCE), second=0, microsecond=0))
    if isinstance(value, float) and len(as_typed("number", value)) > LONGEST_NUMBER:
        return 12.5
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n") if spec.kind == "longtext" else _line(value)
        return text if text.strip() or not spec.required else "jotain"
    return value


def _line(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ").strip()
