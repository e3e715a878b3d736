import datetime as dt

import pytest

from hoks.maa import tyo
from hoks.maa.rivit import BLANKS, Pattern, blank, form, instance_line
from hoks.models import Koodi, Oppija


@pytest.mark.django_db
def test_copied_rows_come_back_as_they_were():
    nasty = "sarkain\t, kenoviiva \\N, rivi\nrivi\r, lainaus \"'{},%s 100 % å"
    oppija = Oppija(oid="1.2.3", etunimet=nasty, kutsumanimi="", sukunimi="\\.")
    koodi = Koodi(
        pk=7,
        koodisto="x",
        arvo=nasty,
        koodi_uri="x_1",
        versio=1,
        nimi={"fi": nasty, "sv": None},
        voimassa_alku=dt.date(2026, 1, 2),
        tutkinnot=[nasty, "", "NULL", 'a"b\\c'],
    )
    told = tyo.copy({Oppija: [instance_line(oppija)], Koodi: [instance_line(koodi)]})
    assert told == {"hoks_oppija": 1, "hoks_koodi": 1}
    for made in (oppija, koodi):
        found = type(made).objects.get(pk=made.pk)
        for field in made._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(made, field.attname), field


def test_blanks_are_filled_in_and_percent_signs_stay():
    marks = {blank("nimi"): 1, blank("luku"): 0}
    pattern = Pattern(f"100 % {blank('nimi')} %s {blank('luku')}", BLANKS, marks.__getitem__)
    assert pattern.fill([5, "Äijä"]) == "100 % Äijä %s 5"


def test_a_pattern_of_one_blank_or_none_can_be_filled():
    row = form(Oppija, ["oid"], sukunimi="Öhman")
    assert row.fill(["1.2.3"]) == "1.2.3\t\t\tÖhman\t\n"
    assert form(Oppija, [], oid="1").fill([]) == "1\t\t\t\t\n"
