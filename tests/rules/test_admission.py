"""Truth tables of creation and update (domain.md 2.5, 2.6)."""

import datetime as dt

import pytest
from django.utils import timezone

from hoks.contract import HoksPatch, HoksPost, HoksPut, read
from hoks.models import Hoks
from hoks.rules import judge
from tests.documents import (
    OPISKELUOIKEUS_OID,
    OPPIJA_OID,
    TOINEN_OPISKELUOIKEUS_OID,
    TOINEN_OPPIJA_OID,
    context,
    hoks,
    opiskeluoikeus,
    oppija,
    problems,
    update_context,
)

DELETED = Hoks(pk=7, poistettu=timezone.make_aware(dt.datetime(2026, 1, 1)))


def wire_texts(document: dict, context_) -> list[str]:
    variant = {"luonti": HoksPost, "korvaus": HoksPut, "muutos": HoksPatch}[context_.toiminto]
    return [violation.wire_text for violation in judge(read(document, variant), context_)]


# --- Creation ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "expected", "wire_text"),
    [
        (
            {"opiskeluoikeus": None},
            ("/opiskeluoikeus-oid", "opiskeluoikeus-tuntematon"),
            f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` not found in Koski",
        ),
        (
            {"oppija": None},
            ("/oppija-oid", "oppija-tuntematon"),
            f"Oppija `{OPPIJA_OID}` not found in Oppijanumerorekisteri",
        ),
        (
            {"opiskeluoikeus": opiskeluoikeus(oppija=oppija(oid=TOINEN_OPPIJA_OID))},
            ("/opiskeluoikeus-oid", "opiskeluoikeus-ei-oppijan"),
            f"No opiskeluoikeus {OPISKELUOIKEUS_OID} found for oppija {OPPIJA_OID}",
        ),
        (
            {"opiskeluoikeus": opiskeluoikeus(sisaltyy_opiskeluoikeuteen=TOINEN_OPISKELUOIKEUS_OID)},
            ("/opiskeluoikeus-oid", "sisaltyva-opiskeluoikeus"),
            f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` sisältyy toiseen opiskeluoikeuteen.",
        ),
        (
            {"opiskeluoikeus": opiskeluoikeus(tila="valmistunut")},
            ("/opiskeluoikeus-oid", "opiskeluoikeus-paattynyt"),
            f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` is no longer active",
        ),
        (
            {"hoks": Hoks(pk=7)},
            ("/opiskeluoikeus-oid", "hoks-olemassa"),
            "HOKS with the same opiskeluoikeus-oid already exists",
        ),
        (
            {"hoks": DELETED},
            ("/opiskeluoikeus-oid", "hoks-arkistoitu"),
            "Archived HOKS with given opiskeluoikeus oid found. Contact eHOKS support for more information.",
        ),
    ],
)
def test_creation_is_refused(known, expected, wire_text):
    assert problems(hoks(), context(**known)) == [expected]
    assert wire_texts(hoks(), context(**known)) == [wire_text]


def test_creation_for_a_learner_merged_into_another():
    merged = opiskeluoikeus(oppija=oppija(oppijanumero=TOINEN_OPPIJA_OID))
    for named in (OPPIJA_OID, TOINEN_OPPIJA_OID):
        assert problems(hoks(oppija_oid=named), context(opiskeluoikeus=merged, oppija=oppija(oid=named))) == []


def test_ownership_is_a_switch():
    foreign = opiskeluoikeus(oppija=oppija(oid=TOINEN_OPPIJA_OID))
    assert problems(hoks(), context(opiskeluoikeus=foreign, enforce_opiskeluoikeus_match=False)) == []


def test_ownership_points_at_both_oids():
    foreign = context(opiskeluoikeus=opiskeluoikeus(oppija=oppija(oid=TOINEN_OPPIJA_OID)))
    (violation,) = judge(read(hoks(), HoksPost), foreign)
    assert violation.fields == (("opiskeluoikeus-oid",), ("oppija-oid",))


@pytest.mark.parametrize(
    ("tila", "active"),
    [
        ("", True),
        ("lasna", True),
        ("loma", True),
        ("valiaikaisestikeskeytynyt", True),
        ("mitatoity", True),
        ("tuntematontila", True),
        ("valmistunut", False),
        ("eronnut", False),
        ("katsotaaneronneeksi", False),
        ("peruutettu", False),
    ],
)
def test_activity(tila, active):
    oikeus = opiskeluoikeus(tila=tila)
    expected = [] if active else [("/opiskeluoikeus-oid", "opiskeluoikeus-paattynyt")]
    off = {"opiskeluoikeus": oikeus, "prevent_finished_opiskeluoikeus_updates": False}
    assert problems(hoks(), context(opiskeluoikeus=oikeus)) == expected
    assert problems(hoks(), context(**off)) == []
    assert problems({"id": 7}, update_context("muutos", opiskeluoikeus=oikeus)) == expected
    assert problems({"id": 7}, update_context("muutos", **off)) == []


def test_creation_answers_in_order():
    everything = context(
        opiskeluoikeus=opiskeluoikeus(
            oppija=oppija(oid=TOINEN_OPPIJA_OID), tila="eronnut", sisaltyy_opiskeluoikeuteen=TOINEN_OPISKELUOIKEUS_OID
        ),
        hoks=Hoks(pk=7),
    )
    assert [code for _, code in problems(hoks(), everything)] == [
        "opiskeluoikeus-ei-oppijan",
        "sisaltyva-opiskeluoikeus",
        "opiskeluoikeus-paattynyt",
        "hoks-olemassa",
    ]


# --- Replacement and change ------------------------------------------------------------------


@pytest.mark.parametrize("toiminto", ["korvaus", "muutos"])
class TestUpdate:
    def problems(self, toiminto, fields, **known):
        return problems(self.document(toiminto, fields), update_context(toiminto, **known))

    def document(self, toiminto, fields):
        kept = {"ensikertainen-hyvaksyminen": "2024-01-01", "osaamisen-hankkimisen-tarve": True}
        return {"id": 7} | (kept if toiminto == "korvaus" else {}) | fields

    def test_unchanged_or_left_out(self, toiminto):
        assert self.problems(toiminto, {}) == []
        assert self.problems(toiminto, {"oppija-oid": OPPIJA_OID, "opiskeluoikeus-oid": OPISKELUOIKEUS_OID}) == []

    def test_id_is_the_plans(self, toiminto):
        assert self.problems(toiminto, {"id": 8}) == [("/id", "id-ei-tasmaa")]
        assert self.problems(toiminto, {"id": 7.0}) == []

    def test_opiskeluoikeus_stays(self, toiminto):
        changed = {"opiskeluoikeus-oid": TOINEN_OPISKELUOIKEUS_OID}
        assert self.problems(toiminto, changed) == [("/opiskeluoikeus-oid", "opiskeluoikeus-vaihtunut")]
        assert wire_texts(self.document(toiminto, changed), update_context(toiminto)) == [
            f"Tried to update `opiskeluoikeus-oid` from `{OPISKELUOIKEUS_OID}` to `{TOINEN_OPISKELUOIKEUS_OID}`"
            " but updating `opiskeluoikeus-oid` in HOKS is not allowed!"
        ]

    def test_oppija_stays(self, toiminto):
        changed = {"oppija-oid": TOINEN_OPPIJA_OID}
        assert self.problems(toiminto, changed) == [("/oppija-oid", "oppija-vaihtunut")]
        assert wire_texts(self.document(toiminto, changed), update_context(toiminto)) == [
            f"Tried to update `oppija-oid` from `{OPPIJA_OID}` to `{TOINEN_OPPIJA_OID}`"
            " but updating `oppija-oid` in HOKS is only allowed with latest master oppija oid!"
        ]

    def test_oppija_may_be_named_by_the_oid_he_was_merged_into(self, toiminto):
        merged = opiskeluoikeus(oppija=oppija(oppijanumero=TOINEN_OPPIJA_OID))
        assert self.problems(toiminto, {"oppija-oid": TOINEN_OPPIJA_OID}, opiskeluoikeus=merged) == []

    def test_finished_study_right_in_the_reference_words(self, toiminto):
        finished = update_context(toiminto, opiskeluoikeus=opiskeluoikeus(tila="peruutettu"))
        assert wire_texts(self.document(toiminto, {}), finished) == ["Opiskeluoikeus `null` is no longer active."]
        named = self.document(toiminto, {"opiskeluoikeus-oid": OPISKELUOIKEUS_OID})
        assert wire_texts(named, finished) == [f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` is no longer active."]

    def test_creation_is_not_asked(self, toiminto):
        included = opiskeluoikeus(sisaltyy_opiskeluoikeuteen=TOINEN_OPISKELUOIKEUS_OID)
        assert self.problems(toiminto, {}, opiskeluoikeus=included) == []

    def test_without_a_plan_or_study_right_nothing_is_compared(self, toiminto):
        named = {"id": 1, "oppija-oid": TOINEN_OPPIJA_OID, "opiskeluoikeus-oid": TOINEN_OPISKELUOIKEUS_OID}
        assert self.problems(toiminto, named, opiskeluoikeus=None, hoks=None) == []
