"""Between a wire value and the text in its input: how it is written out, and what typed text means."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hoks.contract.types import canonical_number, wire_timestamp, write_timestamp
from hoks.presentation.rows import date_text, moment_text, number_text

HELSINKI = ZoneInfo("Europe/Helsinki")
# A number too great for its field is one nevertheless, and the contract says what is wrong with it; digits beyond
# these are no number that anybody means.
LONGEST_NUMBER = 300
_DAY = r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})"
_DATE = re.compile(_DAY, re.ASCII)
_MOMENT = re.compile(_DAY + r"(?:\s+\D*(\d{1,2})[.:](\d{2}))?", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INT = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def written(kind: str, value: Any) -> str:
    """A wire value as it stands in its input; what is not of the field's kind as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(canonical_number(value))
    if not isinstance(value, str):
        return str(value)
    try:
        if kind == "date":
            return date_text(dt.date.fromisoformat(value)) if _ISO_DATE.fullmatch(value) else value
        if kind == "timestamp":
            return moment_text(wire_timestamp(value))
    except ValueError:
        return value
    return value


def meant(kind: str, text: str) -> Any:
    """The wire value that typed text means; the text itself, as typed, when it is none of the kind."""
    reader = {"date": _date, "timestamp": _moment, "int": _int, "number": _number, "bool": _bool}.get(kind)
    value = reader(text.strip()) if reader else text
    return text if value is None else value


def _date(text: str) -> str | None:
    if _ISO_DATE.fullmatch(text):
        return text
    found = _DATE.fullmatch(text)
    day = _day(found.groups()) if found else None
    return day.isoformat() if day else None


def _day(parts) -> dt.date | None:
    try:
        return dt.date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _moment(text: str) -> str | None:
    found = _MOMENT.fullmatch(text)
    day = _day(found.groups()[:3]) if found else None
    if not day:
        return None
    try:
        time = dt.time(int(found[4] or 0), int(found[5] or 0))
        return write_timestamp(dt.datetime.combine(day, time, HELSINKI))
    except (ValueError, OverflowError):
        return None


def _bare(text: str) -> str:
    """Digits without the spaces that group them."""
    return re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", text).replace("\N{MINUS SIGN}", "-")


def _int(text: str) -> int | None:
    text = _bare(text)
    return int(text) if _INT.fullmatch(text) and len(text) <= LONGEST_NUMBER else None


def _number(text: str) -> int | float | None:
    text = _bare(text).replace(",", ".")
    return canonical_number(Decimal(text)) if _NUMBER.fullmatch(text) and len(text) <= LONGEST_NUMBER else None


def _bool(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)
