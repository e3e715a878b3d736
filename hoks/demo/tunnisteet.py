"""Identifiers of the demo world: right in form and check digit, and nobody's."""

from random import Random

from hoks.oids import ibm_137_check_digit, luhn_check_digit, y_tunnus_check_digit

OPH_OID = "1.2.246.562.10.00000000001"


def henkilo_oid(rng: Random) -> str:
    """OID of a person, learner or official (node 24, IBM 1-3-7)."""
    digits = _ten_digits(rng)
    return f"1.2.246.562.24.{digits}{ibm_137_check_digit(digits)}"


def opiskeluoikeus_oid(rng: Random) -> str:
    """OID of a study right (node 15, Luhn)."""
    digits = _ten_digits(rng)
    return f"1.2.246.562.15.{digits}{luhn_check_digit(digits)}"


def organisaatio_oid(rng: Random) -> str:
    """OID of an organisation (node 10); no check digit is required of these, Luhn is used."""
    digits = _ten_digits(rng)
    return f"1.2.246.562.10.{digits}{luhn_check_digit(digits)}"


def y_tunnus(rng: Random) -> str:
    """A business id from the 9 000 000s, which have not been given to anyone."""
    while True:
        digits = f"9{rng.randrange(10**6):06}"
        check = y_tunnus_check_digit(digits)
        if check is not None:
            return f"{digits}-{check}"


def _ten_digits(rng: Random) -> str:
    return str(rng.randrange(10**9, 10**10))
