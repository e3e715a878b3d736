"""Values that blanks are filled with: days, moments, identifiers, addresses."""

import datetime as dt
from functools import lru_cache
from random import Random

from hoks.demo.jaksot import ascii_word
from hoks.demo.names import Nimi
from hoks.oids import ibm_137_check_digit, luhn_check_digit

# Identifiers are ten digits; numbering goes through them all in an order that looks like none.
_FIRST, _COUNT, _STEP = 10**9, 9 * 10**9, 5_700_000_011
_DAYS_FROM, _DAYS_TO = dt.date(2010, 1, 1).toordinal(), dt.date(2050, 1, 1).toordinal()
_DAYS = [dt.date.fromordinal(day).isoformat() for day in range(_DAYS_FROM, _DAYS_TO)]


def days(ordinals: tuple[int, ...], back: int) -> list[str]:
    """These days so many days earlier, as the wire and PostgreSQL write them."""
    shift = back + _DAYS_FROM
    return [_DAYS[ordinal - shift] for ordinal in ordinals]


def moment(rng: Random, ordinal: int) -> str:
    """Some time of a day's office hours."""
    return f"{_DAYS[ordinal - _DAYS_FROM]}T{rng.randint(5, 14):02}:{rng.randrange(60):02}:{rng.randrange(60):02}+00:00"


def night(rng: Random, ordinal: int) -> str:
    """Some time of a night, when systems send."""
    return f"{_DAYS[ordinal - _DAYS_FROM]}T0{rng.randint(0, 3)}:{rng.randrange(60):02}:{rng.randrange(60):02}+00:00"


def uuids(rng: Random, count: int) -> list[str]:
    """Random identifiers (version 4)."""
    digits = f"{rng.getrandbits(128 * count) if count else 0:0{32 * count}x}"
    return [
        f"{one[:8]}-{one[8:12]}-4{one[13:16]}-9{one[17:20]}-{one[20:]}"
        for one in (digits[place : place + 32] for place in range(0, 32 * count, 32))
    ]


def address(nimi: Nimi) -> str:
    """What stands before the @ of somebody's address."""
    return f"{_in_address(nimi.kutsumanimi)}.{_in_address(nimi.sukunimi)}"


@lru_cache(maxsize=20_000)
def _in_address(text: str) -> str:
    return ascii_word(text)


def oppija_oid(seed: str, number: int) -> str:
    """OID of the learner with this number."""
    digits = _ten_digits(seed, "oppijat", number)
    return f"1.2.246.562.24.{digits}{ibm_137_check_digit(digits)}"


def opiskeluoikeus_oid(seed: str, number: int) -> str:
    """OID of the study right with this number."""
    digits = _ten_digits(seed, "opiskeluoikeudet", number)
    return f"1.2.246.562.15.{digits}{luhn_check_digit(digits)}"


def _ten_digits(seed: str, kind: str, number: int) -> str:
    return str(_FIRST + (_offset(seed, kind) + number * _STEP) % _COUNT)


@lru_cache(maxsize=8)
def _offset(seed: str, kind: str) -> int:
    return Random(f"{seed} {kind}").randrange(_COUNT)
