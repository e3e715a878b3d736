"""Values in words."""

import datetime as dt

import pytest

from hoks.contract import HoksPost, OsaamisenHankkimistapa, OsaamisenOsoittaminen, spec
from hoks.models import Koodi
from hoks.presentation import Names, Plan
from hoks.presentation.rows import date_text, heading, moment_text, number_text, period_text, rows, value_text


def test_dates():
    assert date_text(dt.date(2026, 8, 1)) == "1.8.2026"
    assert date_text(dt.date(1, 2, 3)) == "3.2.0001"
    assert period_text({"alku": "2026-08-01", "loppu": "2026-12-31"}) == "1.8.2026–31.12.2026"
    assert period_text({"alku": "2026-08-01", "loppu": "2026-08-01"}) == "1.8.2026"
    assert period_text({"alku": "2026-08-01"}) == "1.8.2026–"
    assert period_text({"alku": "31.2.2026", "loppu": None}) == "31.2.2026–"


def test_moments_are_told_in_finnish_time():
    assert moment_text(dt.datetime(2026, 8, 1, 6, 5, tzinfo=dt.UTC)) == "1.8.2026 klo 9.05"
    assert moment_text(dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC)) == "31.12.9999 klo 23.59"
    assert moment_text(dt.datetime(1, 1, 1, tzinfo=dt.UTC)).startswith("1.1.0001")


@pytest.mark.parametrize(("number", "text"), [(12.5, "12,5"), (150, "150"), (0, "0"), (1e308, "1e+308"), (0.1, "0,1")])
def test_numbers(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Leipominen", "Leipominen"), ("", "?"), (None, "?"), ("\u200b\u202e", "?"), ("a\nb", "a b"), ("x" * 500, None)],
)
def test_headings(text, shown):
    made = heading(text, "?")
    assert made == shown if shown else len(made) == 120 and made.endswith("…")


@pytest.mark.django_db
class TestRows:
    def words(self, cls, data, **options):
        return {row.spec.wire: row.values for row in rows(cls, data, Names(data), **options)}

    def test_units_booleans_and_people(self):
        told = self.words(
            OsaamisenHankkimistapa,
            {
                "osa-aikaisuustieto": 50,
                "jarjestajan-edustaja": {"nimi": "Aino", "rooli": "opettaja"},
                "tyopaikalla-jarjestettava-koulutus": {
                    "tyopaikan-nimi": "Kahvila",
                    "vastuullinen-tyopaikka-ohjaaja": {"nimi": "Olli", "puhelinnumero": "040 1"},
                    "keskeiset-tyotehtavat": ["Kahvinkeitto", "Tiski"],
                },
                "keskeytymisajanjaksot": [{"alku": "2026-08-01", "loppu": "2026-08-02"}, {"alku": "2026-09-01"}],
            },
        )
        assert told == {
            "osa-aikaisuustieto": ("50 prosenttia",),
            "jarjestajan-edustaja": ("Aino, opettaja",),
            "tyopaikan-nimi": ("Kahvila",),
            "vastuullinen-tyopaikka-ohjaaja": ("Olli, 040 1",),
            "keskeiset-tyotehtavat": ("Kahvinkeitto", "Tiski"),
            "keskeytymisajanjaksot": ("1.8.2026–2.8.2026", "1.9.2026–"),
        }

    def test_false_and_zero_are_told_and_nothing_is_not(self):
        told = self.words(HoksPost, {"osaamisen-hankkimisen-tarve": False, "versio": 0, "sahkoposti": ""})
        assert told == {"osaamisen-hankkimisen-tarve": ("Ei",), "versio": ("0",)}

    @pytest.mark.parametrize("odd", ["teksti", 7, ["a"], {"a": 1}, True])
    def test_what_a_draft_holds_wrongly_is_told_as_it_is(self, odd):
        for cls in (OsaamisenHankkimistapa, OsaamisenOsoittaminen, HoksPost):
            data = {wire: odd for wire in (field.replace("_", "-") for field in cls.model_fields)}
            Plan(data)
            rows(cls, data, Names(data))

    def test_names_fall_back_to_swedish_and_then_to_the_code(self, django_assert_num_queries):
        Koodi.objects.create(
            koodisto="urasuunnitelma", koodi_uri="urasuunnitelma_0001", arvo="0001", versio=1, nimi={"sv": "Arbete"}
        )
        field = spec(HoksPost, "urasuunnitelma-koodi-uri")
        names = Names({field.wire: "urasuunnitelma_0001"})
        with django_assert_num_queries(1):
            assert value_text(field, "urasuunnitelma_0001", names) == "Arbete"
            unknown = value_text(field, "urasuunnitelma_9999", names)
        assert unknown == "urasuunnitelma_9999" and unknown.tuntematon
