"""What a person would type, line by line, to say what a wire document says."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hoks.contract import Node, fields

HELSINKI = ZoneInfo("Europe/Helsinki")


def answers(cls: type[Node], data: dict[str, Any], path: str = "") -> dict[str, str]:
    """Text by input name for the node's own fields; picked values (codes, organisations) as they are."""
    told: dict[str, str] = {}
    for spec in fields(cls):
        name, value = path + spec.wire, data.get(spec.wire)
        if spec.versio_wire in data:
            told[path + spec.versio_wire] = as_typed("int", data[spec.versio_wire])
        if value is None or spec.kind in ("nodes", "oid"):
            continue
        if spec.kind == "object":
            told |= answers(spec.node, value, name + ".")
        elif spec.kind == "objects":
            for place, item in enumerate(value):
                told |= answers(spec.node, item, f"{name}.{place}.")
        elif spec.kind == "texts":
            told |= {f"{name}.{place}": item for place, item in enumerate(value)}
        else:
            told[name] = as_typed(spec.kind, value)
    return told


def as_typed(kind: str, value: Any) -> str:
    """A wire value as a Finn types it; what is not of the kind as it stands."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return f"{number.to_integral_value() if number == number.to_integral_value() else number:f}".replace(".", ",")
    try:
        if kind == "date":
            return _day(dt.date.fromisoformat(value))
        if kind == "timestamp":
            moment = dt.datetime.fromisoformat(value)
            moment = moment.astimezone(HELSINKI) if moment.tzinfo else moment
            return f"{_day(moment)} klo {moment.hour}.{moment.minute:02}"
    except ValueError:
        return value
    return value


def _day(day: dt.date) -> str:
    return f"{day.day}.{day.month}.{day.year:04}"
