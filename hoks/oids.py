"""Check digits and shapes of OIDs and business ids (domain.md 2.1-2.2)."""

import re

OPISKELUOIKEUS_RE = r"^1\.2\.246\.562\.15\.[1-9]\d{9}(\d|10)$"
OPPIJA_RE = r"^1\.2\.246\.562\.(24|[12]?98)\.[1-9]\d{9}(\d|10)$"
ORGANISAATIO_RE = r"^1\.2\.246\.562\.(10|[12]?99)\.([1-9]\d{9}(\d|10)|0{10}1|201[34]\d{18})$"
Y_TUNNUS_RE = r"^[0-9]{7}-[0-9]$"


def luhn_check_digit(digits: str) -> int:
    """Luhn check digit of ten digits, doubling every second one from the right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def ibm_137_check_digit(digits: str) -> int:
    """IBM 1-3-7 check digit of ten digits, weights 7, 3, 1 repeating from the right."""
    return -sum(int(digit) * (7, 3, 1)[place % 3] for place, digit in enumerate(reversed(digits))) % 10


def y_tunnus_check_digit(digits: str) -> int | None:
    """Check digit of a business id's first seven digits; None when no digit makes them valid."""
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {0: 0, 1: None}.get(remainder, 11 - remainder)


def has_valid_check_digit(oid: str) -> bool:
    """True when the last component of a learner's or study right's OID ends in its check digit.

    The OID must match its own pattern already. A learner of node 24 is checked by IBM 1-3-7, test persons and
    study rights by Luhn; a check digit 0 may be written 10 (domain.md 2.2).
    """
    node, last = oid.split(".")[-2:]
    expected = ibm_137_check_digit(last[:10]) if node == "24" else luhn_check_digit(last[:10])
    return int(last[10:]) % 10 == expected


def is_valid_y_tunnus(value: str) -> bool:
    """True for seven digits, a dash and their check digit."""
    return re.fullmatch(r"[0-9]{7}-[0-9]", value, re.ASCII) is not None and y_tunnus_check_digit(value[:7]) == int(
        value[8]
    )
