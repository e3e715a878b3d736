"""Learners from oppijanumerorekisteri."""

import pytest

from accounts.importing import Outcome, RecordRefused
from hoks.importing import store_oppija, store_oppijat
from hoks.models import Oppija

OID = "1.2.246.562.24.10000000009"


def henkilo(**changes):
    return {"oidHenkilo": OID, "etunimet": "Aino Maria", "kutsumanimi": "Aino", "sukunimi": "Öhman"} | changes


@pytest.mark.django_db
class TestStoring:
    def test_creates_updates_and_leaves_alone(self):
        assert store_oppija(henkilo()) is Outcome.CREATED
        assert store_oppija(henkilo()) is Outcome.UNCHANGED
        assert store_oppija(henkilo(sukunimi="Åberg", oppijanumero="1.2.246.562.24.20000000008")) is Outcome.UPDATED
        oppija = Oppija.objects.get()
        assert (oppija.nimi, oppija.oppijanumero) == ("Aino Maria Åberg", "1.2.246.562.24.20000000008")

    def test_only_the_names_and_the_master_are_kept(self):
        store_oppija(henkilo(hetu="010203A123X", yhteystiedotRyhma=[{"id": 1}]))
        kept = {field.name: str(getattr(Oppija.objects.get(), field.name)) for field in Oppija._meta.concrete_fields}
        assert kept == {
            "oid": OID,
            "etunimet": "Aino Maria",
            "kutsumanimi": "Aino",
            "sukunimi": "Öhman",
            "oppijanumero": "",
        }

    def test_names_may_be_missing_or_null(self):
        assert store_oppija({"oidHenkilo": OID, "etunimet": None}) is Outcome.CREATED
        assert Oppija.objects.get().lajittelunimi == OID

    def test_changed_name_is_copied_to_the_study_rights(self, make_oppija, make_opiskeluoikeus):
        oppija, other = make_oppija("Aino", "Öhman"), make_oppija("Eetu", "Ahtola")
        own, others = make_opiskeluoikeus(oppija), make_opiskeluoikeus(other)
        store_oppija({"oidHenkilo": oppija.pk, "etunimet": "Aino", "sukunimi": "Åberg"})
        assert (own.hakurivi.jarjestysnimi, own.hakurivi.hakunimi) == ("{berg\taino", " aino åberg")
        assert others.hakurivi.jarjestysnimi == "ahtola\teetu"

    def test_later_of_two_records_in_a_batch_stands(self):
        outcomes = store_oppijat([henkilo(), henkilo(sukunimi="Åberg"), henkilo(sukunimi="Åberg")])
        assert outcomes == [Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED]
        assert Oppija.objects.get().sukunimi == "Åberg"

    def test_rerun_writes_nothing(self, statements):
        records = [henkilo(oidHenkilo=f"1.2.246.562.24.1000000000{digit}") for digit in range(10)]
        store_oppijat(records)
        with statements(1):
            assert set(store_oppijat(records)) == {Outcome.UNCHANGED}

    def test_refused_ones_keep_nobody_out(self):
        results = store_oppijat([henkilo(etunimet=5), henkilo(), "Aino"])
        assert [type(result) for result in results] == [RecordRefused, Outcome, RecordRefused]
        assert Oppija.objects.count() == 1


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (None, "JSON-olio"),
        ([], "JSON-olio"),
        ({}, "oidHenkilo puuttuu"),
        (henkilo(oidHenkilo=None), "oidHenkilo puuttuu"),
        (henkilo(oidHenkilo=""), "oidHenkilo puuttuu"),
        (henkilo(oidHenkilo=12), "oidHenkilo: Arvon on oltava tekstiä"),
        (henkilo(oidHenkilo="Aino"), "oidHenkilo: Arvo ei ole OID"),
        (henkilo(oidHenkilo="1." * 80 + "1"), "oidHenkilo: Arvo ei ole OID"),
        (henkilo(sukunimi=["Öhman"]), "sukunimi: Arvon on oltava tekstiä"),
        (henkilo(sukunimi="Öh\x00man"), "merkki, jota ei voi tallentaa"),
        (henkilo(muu={"nimi": "\ud800"}), "merkki, jota ei voi tallentaa"),
        (henkilo(oppijanumero="uusi"), "oppijanumero: Arvo ei ole OID"),
    ],
)
def test_refusal_says_what_is_wrong(db, record, reason):
    with pytest.raises(RecordRefused, match=reason):
        store_oppija(record)
    assert not Oppija.objects.exists()


def test_absurdly_nested_record_is_refused(db):
    nested = {}
    for _level in range(5_000):
        nested = {"sisalla": nested}
    with pytest.raises(RecordRefused, match="sisäkkäis"):
        store_oppija(henkilo(muu=nested))
