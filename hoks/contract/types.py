"""The wire's scalar types, exactly as domain.md 1.3 and 2.0 accept them.

Each type is strict: text is text, an int may be written 4 or 4.0 but not "4" or true, dates are YYYY-MM-DD. A refusal
carries a stable code (the error's `type`), from which hoks.violations makes the sentence.
"""

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StrictBool, StrictStr
from pydantic_core import PydanticCustomError

from hoks import oids

T = TypeVar("T")
INT_MIN, INT_MAX = -(2**31), 2**31 - 1
# Python writes no longer integers as text.
NUMBER_MAX_BITS = 14_000
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
DATE_RE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
PHONE_NUMBER_RE = re.compile(r"[-+0-9() ]*", re.ASCII)
TIMESTAMP_RE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt](\d\d:\d\d)(:\d\d)?(?:[.,]\d{1,9})?([Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def refuse(code: str, expected: str = "") -> PydanticCustomError:
    """An error of this code; the sentence is made by hoks.violations. For `expected` see Violation."""
    return PydanticCustomError(code, "{code}", {"code": code, "expected": expected})


def storable(value: str) -> str:
    """Text that PostgreSQL and UTF-8 can hold: no NUL, no lone surrogates."""
    if UNSTORABLE.search(value):
        raise refuse("kielletty-merkki")
    return value


def trimmed(value: str) -> str:
    return value.strip()


def whole_number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse("vaara-kokonaisluku")
    if isinstance(value, float):
        if not value.is_integer():
            raise refuse("vaara-kokonaisluku")
        value = int(value)
    if not INT_MIN <= value <= INT_MAX:
        raise refuse("liian-suuri-luku")
    return value


def canonical_number(value: int | float | Decimal) -> int | float:
    """One Python number for one decimal number: whole ones up to 2**53 as int, others as float where that is exact."""
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if number == number.to_integral_value() and abs(number) <= 2**53:
        return int(number)
    as_float = float(number)
    if math.isfinite(as_float) and Decimal(repr(as_float)) == number:
        return as_float
    return int(number) if number == number.to_integral_value() else as_float


def number_at_least_zero(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse("vaara-luku")
    if isinstance(value, float) and not math.isfinite(value):
        raise refuse("vaara-luku")
    if value < 0:
        raise refuse("negatiivinen")
    if isinstance(value, int) and value.bit_length() > NUMBER_MAX_BITS:
        raise refuse("liian-suuri-luku")
    return canonical_number(value)


def wire_date(value: Any) -> dt.date:
    if type(value) is dt.date:
        return value
    if not isinstance(value, str) or not DATE_RE.fullmatch(value):
        raise refuse("vaara-paivamaara")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise refuse("vaara-paivamaara") from None


def wire_timestamp(value: Any) -> dt.datetime:
    """An instant in UTC to the second; a bare date is its midnight, a missing offset means UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(microsecond=0)
    match = TIMESTAMP_RE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise refuse("vaara-aikaleima")
    day, minutes, seconds, offset = match.groups()
    offset = "+00:00" if offset in (None, "Z", "z") else offset
    try:
        moment = dt.datetime.fromisoformat(f"{day}T{minutes or '00:00'}{seconds or ':00'}{offset}")
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise refuse("vaara-aikaleima") from None


def write_timestamp(value: dt.datetime) -> str:
    """yyyy-MM-ddTHH:mm:ssZ, four-digit year also before the year 1000."""
    return value.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def checked_oid(value: str) -> str:
    if not oids.has_valid_check_digit(value):
        raise refuse("tarkistusmerkki")
    return value


def checked_y_tunnus(value: str) -> str:
    if not oids.is_valid_y_tunnus(value):
        raise refuse("y-tunnus")
    return value


def phone_number(value: str) -> str:
    if len(value) > 256 or not PHONE_NUMBER_RE.fullmatch(value):
        raise refuse("puhelinnumero")
    return value


def not_blank(value: str) -> str:
    if not value:
        raise refuse("tyhja")
    return value


def pattern(expression: str) -> Any:
    """Type of untrimmed text that matches the expression as a whole (the reference lets a trailing newline past)."""
    compiled = re.compile(expression.removesuffix("$"), re.ASCII)

    def matching(value: Any) -> str:
        if not isinstance(value, str):
            raise refuse("vaara-tyyppi", "formed text")
        if not compiled.fullmatch(storable(value)):
            raise refuse("vaara-muoto", expression)
        return value

    return Annotated[
        str,
        BeforeValidator(matching, json_schema_input_type=str),
        Field(json_schema_extra={"pattern": expression}),
    ]


def koodi_uri(koodisto: str, tail: str) -> Any:
    """Type of a code's URI: code list name, underscore, and what `tail` allows."""
    return pattern(rf"^{koodisto}_{tail}$")


Text = Annotated[StrictStr, AfterValidator(storable), AfterValidator(trimmed)]
# What follows a type's check is the same in JSON Schema's words, for the interface's documentation.
NonEmptyText = Annotated[Text, AfterValidator(not_blank), Field(json_schema_extra={"pattern": r"\S"})]
PhoneNumber = Annotated[
    Text, AfterValidator(phone_number), Field(json_schema_extra={"pattern": "^[-+0-9() ]*$", "maxLength": 256})
]
Int = Annotated[
    int, BeforeValidator(whole_number, json_schema_input_type=Annotated[int, Field(ge=INT_MIN, le=INT_MAX)])
]
Number = Annotated[
    int | float, BeforeValidator(number_at_least_zero, json_schema_input_type=Annotated[float, Field(ge=0)])
]
Bool = StrictBool
Date = Annotated[dt.date, BeforeValidator(wire_date, json_schema_input_type=dt.date)]
Timestamp = Annotated[
    dt.datetime,
    # A bare date is a timestamp too, which JSON Schema's date-time is not.
    BeforeValidator(
        wire_timestamp,
        json_schema_input_type=Annotated[str, Field(json_schema_extra={"pattern": f"^{TIMESTAMP_RE.pattern}$"})],
    ),
    PlainSerializer(write_timestamp, return_type=str, when_used="json-unless-none"),
]
OppijaOid = Annotated[pattern(oids.OPPIJA_RE), AfterValidator(checked_oid)]
OpiskeluoikeusOid = Annotated[pattern(oids.OPISKELUOIKEUS_RE), AfterValidator(checked_oid)]
OrganisaatioOid = pattern(oids.ORGANISAATIO_RE)
YTunnus = Annotated[pattern(oids.Y_TUNNUS_RE), AfterValidator(checked_y_tunnus)]
# An array may be null on the wire, required or not, and then it is empty (domain.md 1.3).
Array = Annotated[list[T], BeforeValidator(lambda value: [] if value is None else value)]
