"""What typed text means, and how values are written out."""

import pytest

from hoks.forms.typed import meant, written


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "1.8.2026", "2026-08-01"),
        ("date", "01.08.2026", "2026-08-01"),
        ("date", " 1. 8. 2026 ", "2026-08-01"),
        ("date", "2026-08-01", "2026-08-01"),
        ("date", "29.2.2024", "2024-02-29"),
        ("date", "31.2.2026", "31.2.2026"),
        ("date", "1.8.26", "1.8.26"),
        ("date", "1.8.", "1.8."),
        ("date", "١.٨.٢٠٢٦", "١.٨.٢٠٢٦"),
        ("date", "huomenna", "huomenna"),
        ("int", "12", 12),
        ("int", " 12 ", 12),
        ("int", "-3", -3),
        ("int", "−3", -3),
        ("int", "12 000", 12000),
        ("int", "12,5", "12,5"),
        ("int", "2147483648", 2147483648),
        ("int", "9" * 301, "9" * 301),
        ("int", "kaksi", "kaksi"),
        ("number", "12,5", 12.5),
        ("number", "12.5", 12.5),
        ("number", "12,0", 12),
        ("number", "1 200,5", 1200.5),
        ("number", "-1", -1),
        ("number", "1e5", "1e5"),
        ("number", "NaN", "NaN"),
        ("number", "9" * 301, "9" * 301),
        ("bool", "true", True),
        ("bool", "false", False),
        ("timestamp", "1.8.2026 klo 12.00", "2026-08-01T09:00:00Z"),
        ("timestamp", "1.8.2026 12:00", "2026-08-01T09:00:00Z"),
        ("timestamp", "1.1.2026", "2025-12-31T22:00:00Z"),
        ("timestamp", "1.8.2026 klo 25.00", "1.8.2026 klo 25.00"),
        ("timestamp", "1.1.0001", "1.1.0001"),
        ("text", "  väliä ", "  väliä "),
    ],
)
def test_what_typed_text_means(kind, text, value):
    read = meant(kind, text)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("date", "2026-08-01", "1.8.2026"),
        ("date", "0001-01-01", "1.1.0001"),
        ("date", "31.2.2026", "31.2.2026"),
        ("date", None, ""),
        ("number", 12.5, "12,5"),
        ("number", 1e308, "1e+308"),
        ("number", 10**308, "1e+308"),
        ("int", 4.0, "4"),
        ("bool", True, "true"),
        ("timestamp", "2026-08-01T09:00:00Z", "1.8.2026 klo 12.00"),
        ("timestamp", "9999-12-31T23:59:59Z", "31.12.9999 klo 23.59"),
        ("timestamp", "eilen", "eilen"),
        ("text", "rivi\r\ntoinen", "rivi\r\ntoinen"),
        ("text", {"outo": 1}, "{'outo': 1}"),
    ],
)
def test_how_a_value_is_written(kind, value, text):
    assert written(kind, value) == text
