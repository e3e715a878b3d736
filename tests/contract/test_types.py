"""What each scalar of the wire accepts, and what becomes of it (domain.md 1.3, 2.0-2.2)."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoks import oids
from hoks.contract import HoksPost, read
from hoks.contract.types import canonical_number
from tests.documents import hato, hoks, hpto, oht, oo, tjk

REFUSED = object()


def codes_of(document: object) -> list[str]:
    """Codes of the contract's refusals of a new plan."""
    return [violation.code for violation in read(document, HoksPost).violations]


def kept_of(document: object) -> HoksPost:
    """The plan as it was understood; it must be valid."""
    reading = read(document, HoksPost)
    assert reading.violations == []
    return reading.document


def in_hato(**fields) -> dict:
    return hoks(hankittavat_ammat_tutkinnon_osat=[hato(**fields)])


# --- Text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("a@b", "a@b"),
        ("  a b\t\n", "a b"),
        ("", ""),
        ("   ", ""),
        ("rivi\r\ntoinen", "rivi\r\ntoinen"),
        ("\u200bx\u202e", "\u200bx\u202e"),
        ("שלום 👩‍🎓", "שלום 👩‍🎓"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 100_000, "x" * 100_000),
    ],
)
def test_text_is_trimmed_and_otherwise_kept(given_, kept):
    assert kept_of(hoks(sahkoposti=given_)).sahkoposti == kept


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        (5, "vaara-tyyppi"),
        (True, "vaara-tyyppi"),
        (None, "vaara-tyyppi"),
        (["a"], "vaara-tyyppi"),
        ({"a": 1}, "vaara-tyyppi"),
        ("a\0b", "kielletty-merkki"),
        ("\ud800", "kielletty-merkki"),
        (json.loads('"\\udfff"'), "kielletty-merkki"),
    ],
)
def test_what_is_no_text(given_, code):
    assert codes_of(hoks(sahkoposti=given_)) == [code]
    assert codes_of(in_hato(osaamisen_osoittaminen=[oo(sisallon_kuvaus=["x", given_])])) == [code]


@pytest.mark.parametrize("value", ["", "  ", "\t\n"])
def test_yksiloiva_tunniste_is_not_blank(value):
    assert codes_of(in_hato(osaamisen_hankkimistavat=[oht(yksiloiva_tunniste=value)])) == ["tyhja"]


@pytest.mark.parametrize(
    ("value", "ok"),
    [
        ("+358 (0)40-123 4567", True),
        ("", True),
        ("1" * 256, True),
        ("1" * 257, False),
        ("040 123x", False),
        ("٠٤٠", False),
        ("040\n123", False),
    ],
)
def test_instructors_phone_number(value, ok):
    ohjaaja = {"nimi": "Olli", "puhelinnumero": value}
    period = oht(tyopaikalla_jarjestettava_koulutus=tjk(vastuullinen_tyopaikka_ohjaaja=ohjaaja))
    assert codes_of(in_hato(osaamisen_hankkimistavat=[period])) == ([] if ok else ["puhelinnumero"])


def test_students_phone_number_is_free():
    assert codes_of(hoks(puhelinnumero="soita äidille")) == []


# --- Numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        (4, 4),
        (4.0, 4),
        (-0.0, 0),
        (2**31 - 1, 2**31 - 1),
        (-(2**31), -(2**31)),
        (4.5, "vaara-kokonaisluku"),
        ("4", "vaara-kokonaisluku"),
        (True, "vaara-kokonaisluku"),
        (None, "vaara-kokonaisluku"),
        (float("inf"), "vaara-kokonaisluku"),
        (float("nan"), "vaara-kokonaisluku"),
        (2**31, "liian-suuri-luku"),
        (-(2**31) - 1, "liian-suuri-luku"),
        (1e300, "liian-suuri-luku"),
        pytest.param(10**5000, "liian-suuri-luku", id="5001 digits"),
    ],
)
def test_whole_numbers_of_32_bits(given_, kept):
    document = hoks(hankittavat_paikalliset_tutkinnon_osat=[hpto(laajuus=given_)])
    if isinstance(kept, str):
        assert codes_of(document) == [kept]
    else:
        laajuus = kept_of(document).hankittavat_paikalliset_tutkinnon_osat[0].laajuus
        assert (laajuus, type(laajuus)) == (kept, int)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        (0, 0),
        (-0.0, 0),
        (150.0, 150),
        (12.5, 12.5),
        (0.1, 0.1),
        (1e308, 1e308),
        (5e-324, 5e-324),
        (2**53 + 1, 2**53 + 1),
        (10**400, 10**400),
        (-1, "negatiivinen"),
        (-1e-9, "negatiivinen"),
        pytest.param(10**5000, "liian-suuri-luku", id="5001 digits"),
        ("12", "vaara-luku"),
        (True, "vaara-luku"),
        (None, "vaara-luku"),
        (float("inf"), "vaara-luku"),
        (float("nan"), "vaara-luku"),
        ([1], "vaara-luku"),
    ],
)
def test_any_finite_number_from_zero(given_, kept):
    document = in_hato(opetus_ja_ohjaus_maara=given_)
    if isinstance(kept, str):
        assert codes_of(document) == [kept]
    else:
        assert kept_of(document).hankittavat_ammat_tutkinnon_osat[0].opetus_ja_ohjaus_maara == kept


@given(st.floats(min_value=0, allow_nan=False, allow_infinity=False) | st.integers(min_value=0))
def test_a_number_is_made_canonical_once(number):
    canonical = canonical_number(number)
    assert canonical == number
    assert canonical_number(canonical) == canonical
    assert type(canonical_number(canonical)) is type(canonical)


@pytest.mark.parametrize(
    ("given_", "ok"), [(True, True), (False, True), ("true", False), (1, False), (0, False), (None, False)]
)
def test_booleans(given_, ok):
    assert codes_of(hoks(osaamisen_hankkimisen_tarve=given_)) == ([] if ok else ["vaara-tyyppi"])


# --- Dates and times -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "ok"),
    [
        ("2024-02-29", True),
        ("0001-01-01", True),
        ("9999-12-31", True),
        ("2023-02-29", False),
        ("2024-13-01", False),
        ("0000-01-01", False),
        ("-001-01-01", False),
        ("+10000-01-01", False),
        ("10000-01-01", False),
        ("2024-1-1", False),
        ("20240101", False),
        ("2024-W01-1", False),
        ("1.8.2026", False),
        ("2024-01-01T00:00:00Z", False),
        ("2024-01-01\n", False),
        (" 2024-01-01", False),
        ("２０２４-01-01", False),
        ("", False),
        (20240101, False),
        (None, False),
    ],
)
def test_dates(given_, ok):
    document = hoks(ensikertainen_hyvaksyminen=given_)
    if ok:
        assert kept_of(document).ensikertainen_hyvaksyminen == dt.date.fromisoformat(given_)
    else:
        assert codes_of(document) == ["vaara-paivamaara"]


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("2024-08-15", "2024-08-15T00:00:00Z"),
        ("2024-08-15T10:20:30Z", "2024-08-15T10:20:30Z"),
        ("2024-08-15T10:20:30", "2024-08-15T10:20:30Z"),
        ("2024-08-15T10:20", "2024-08-15T10:20:00Z"),
        ("2024-08-15T10:20:30.987Z", "2024-08-15T10:20:30Z"),
        ("2024-08-15T10:20:30.987654321", "2024-08-15T10:20:30Z"),
        ("2024-08-15T10:20:30+03:00", "2024-08-15T07:20:30Z"),
        ("2024-08-15T10:20:30+0300", "2024-08-15T07:20:30Z"),
        ("2024-08-15T23:20:30-03:30", "2024-08-16T02:50:30Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00+01:00", REFUSED),
        ("9999-12-31T23:59:59-01:00", REFUSED),
        ("2024", REFUSED),
        ("2024-W33", REFUSED),
        ("2024-08-15 10:20:30", REFUSED),
        ("2024-08-15T24:00:00Z", REFUSED),
        ("2024-08-15T10:20:61Z", REFUSED),
        ("2024-08-15T10:20:30+99:99", REFUSED),
        ("2024-08-15T10:20:30Z ", REFUSED),
        ("2024-02-30T10:20:30Z", REFUSED),
        (1723717230, REFUSED),
        (None, REFUSED),
    ],
)
def test_timestamps(given_, kept):
    if kept is REFUSED:
        assert codes_of(hoks(hyvaksytty=given_)) == ["vaara-aikaleima"]
    else:
        document = kept_of(hoks(hyvaksytty=given_))
        assert document.model_dump(mode="json", by_alias=True, exclude_none=True)["hyvaksytty"] == kept
        assert kept_of(hoks(hyvaksytty=kept)).hyvaksytty == document.hyvaksytty


def test_dates_and_moments_of_python_are_taken_as_they_are():
    moment = dt.datetime(2024, 8, 15, 13, 0, 30, 999, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    document = kept_of(hoks(ensikertainen_hyvaksyminen=dt.date(2024, 8, 15), hyvaksytty=moment))
    assert document.ensikertainen_hyvaksyminen == dt.date(2024, 8, 15)
    assert document.hyvaksytty == dt.datetime(2024, 8, 15, 10, 0, 30, tzinfo=dt.UTC)


# --- Identifiers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tail", "codes"),
    [
        *((tail, []) for tail in ("41024330544", "78573431000", "298574987110", "983769802510")),
        *((tail, ["tarkistusmerkki"]) for tail in ("41014330544", "68533489991", "897639829610")),
        *((tail, ["vaara-muoto"]) for tail in ("09873698279", "1068968963", "987369457211", "")),
        *((tail, ["vaara-muoto"]) for tail in ("41024330544 ", "41024330544\n", "4102433054\uff14")),
    ],
)
def test_study_right_oids(tail, codes):
    assert codes_of(hoks(opiskeluoikeus_oid=f"1.2.246.562.15.{tail}")) == codes
    assert codes_of(hoks(tuva_opiskeluoikeus_oid=f"1.2.246.562.15.{tail}")) == codes


@pytest.mark.parametrize(
    ("tail", "codes"),
    [
        *((f"24.{tail}", []) for tail in ("54450598189", "16068378700", "160683787010", "898261719310")),
        *((f"24.{tail}", ["tarkistusmerkki"]) for tail in ("54440598189", "37998957910", "642978032610")),
        *(
            (f"{node}.{tail}", [])
            for node in ("98", "198", "298")
            for tail in ("54450598187", "16068378708", "160683787410")
        ),
        ("98.54440598186", ["tarkistusmerkki"]),
        ("198.54450598189", ["tarkistusmerkki"]),
        ("24.54450598187", ["tarkistusmerkki"]),
        ("398.54450598187", ["vaara-muoto"]),
        ("15.41024330544", ["vaara-muoto"]),
        ("24.05445059818", ["vaara-muoto"]),
    ],
)
def test_learner_oids(tail, codes):
    assert codes_of(hoks(oppija_oid=f"1.2.246.562.{tail}")) == codes


@pytest.mark.parametrize(
    ("tail", "ok"),
    [
        ("10.12345678901", True),
        ("10.123456789010", True),
        ("99.12345678901", True),
        ("199.12345678901", True),
        ("299.12345678901", True),
        ("10.00000000001", True),
        ("10.2013123456789012345678", True),
        ("10.2014123456789012345678", True),
        ("10.2015123456789012345678", False),
        ("10.123456789011", False),
        ("10.00000000002", False),
        ("11.12345678901", False),
        ("10.12345678901\n", False),
    ],
)
def test_organisation_oids_have_no_checked_digit(tail, ok):
    document = in_hato(koulutuksen_jarjestaja_oid=f"1.2.246.562.{tail}")
    assert codes_of(document) == ([] if ok else ["vaara-muoto"])


@pytest.mark.parametrize(
    ("y_tunnus", "codes"),
    [
        *((y_tunnus, []) for y_tunnus in ("1234567-1", "5523718-7", "1234564-7", "0000000-0")),
        *((y_tunnus, ["y-tunnus"]) for y_tunnus in ("1234567-2", "7654321-8", "0000006-0")),
        *((y_tunnus, ["vaara-muoto"]) for y_tunnus in ("12345678-1", "1234567-1 ", "1234567-1\n", "12345671", "")),
    ],
)
def test_business_ids_wherever_they_are(y_tunnus, codes):
    tyoelama = {"nimi": "Tiina", "organisaatio": {"nimi": "Konepaja", "y-tunnus": y_tunnus}}
    for document in (
        in_hato(osaamisen_hankkimistavat=[oht(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=y_tunnus))]),
        in_hato(osaamisen_osoittaminen=[oo(nayttoymparisto={"nimi": "Halli", "y-tunnus": y_tunnus})]),
        in_hato(osaamisen_osoittaminen=[oo(tyoelama_osaamisen_arvioijat=[tyoelama])]),
    ):
        assert codes_of(document) == codes


@given(st.integers(1_000_000_000, 9_999_999_999), st.integers(1, 9))
def test_exactly_one_check_digit_fits(number, difference):
    luhn, ibm = oids.luhn_check_digit(str(number)), oids.ibm_137_check_digit(str(number))
    for node, digit in (("15", luhn), ("98", luhn), ("24", ibm)):
        assert oids.has_valid_check_digit(f"1.2.246.562.{node}.{number}{digit}")
        assert not oids.has_valid_check_digit(f"1.2.246.562.{node}.{number}{(digit + difference) % 10}")
        assert oids.has_valid_check_digit(f"1.2.246.562.{node}.{number}10") is (digit == 0)


@given(st.integers(0, 9_999_999))
def test_a_business_id_has_at_most_one_check_digit(number):
    valid = [digit for digit in range(10) if oids.is_valid_y_tunnus(f"{number:07}-{digit}")]
    expected = oids.y_tunnus_check_digit(f"{number:07}")
    assert valid == ([] if expected is None else [expected])


CODES = {
    "urasuunnitelma_0001": True,
    "urasuunnitelma_004": False,
    "urasuunnitelma_00011": False,
    "urasuunnitelma_٠٠٠١": False,
    "urasuunnitelma_0001\n": False,
    " urasuunnitelma_0001": False,
    "Urasuunnitelma_0001": False,
}


@pytest.mark.parametrize(("uri", "ok"), CODES.items())
def test_code_uris_match_as_a_whole(uri, ok):
    assert codes_of(hoks(urasuunnitelma_koodi_uri=uri)) == ([] if ok else ["vaara-muoto"])


@pytest.mark.parametrize(
    ("tail", "ok"), [("oppisopimus", True), ("jotain muuta!", True), (" ", True), ("", False), ("a\nb", False)]
)
def test_open_ended_code_uris(tail, ok):
    period = oht(osaamisen_hankkimistapa_koodi_uri=f"osaamisenhankkimistapa_{tail}")
    assert codes_of(in_hato(osaamisen_hankkimistavat=[period])) == ([] if ok else ["vaara-muoto"])
