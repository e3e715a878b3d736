"""Documents and rows: what is saved comes back, and identity stays where it belongs."""

import copy

import pytest

from hoks import contract, plan, services
from hoks.models import Hoks, HoksVersio, Kanava, OsaamisenHankkimistapa, TutkinnonOsa
from tests import payloads

pytestmark = pytest.mark.django_db

HATOT = "hankittavat-ammat-tutkinnon-osat"
HPTOT = "hankittavat-paikalliset-tutkinnon-osat"
HYTOT = "hankittavat-yhteiset-tutkinnon-osat"
OHT = "osaamisen-hankkimistavat"
OO = "osaamisen-osoittaminen"


def loaded(hoks: Hoks) -> dict:
    return plan.load(Hoks.objects.select_related("opiskeluoikeus").get(pk=hoks.pk))


def normal(document: dict) -> dict:
    """The document as the contract understands it: arrays present, texts trimmed, ids dropped."""
    told = contract.read(document, contract.HoksPost).document.model_dump(mode="json", by_alias=True, exclude_none=True)
    lists = ("aiemmin-hankitut-ammat-tutkinnon-osat", "aiemmin-hankitut-paikalliset-tutkinnon-osat")
    yhteiset = told["aiemmin-hankitut-yhteiset-tutkinnon-osat"]
    units = [unit for name in lists for unit in told[name]]
    units += [*yhteiset, *(osa_alue for unit in yhteiset for osa_alue in unit["osa-alueet"])]
    for unit in units:
        unit.setdefault("tarkentavat-tiedot-osaamisen-arvioija", {"aiemmin-hankitun-osaamisen-arvioijat": []})
    return told


def written(hoks: Hoks) -> dict:
    """The stored document without what only the server says."""
    told = plan.write_shape(loaded(hoks))
    told.pop("id")
    return told


def save(hoks: Hoks, document: dict, by, **arguments) -> bool:
    return services.replace_hoks(hoks, {"id": hoks.pk, **document}, by=by, kanava=Kanava.TIEDONSIIRTO, **arguments)


def module_ids(units: list[dict]) -> list[str]:
    return [unit["module-id"] for unit in units]


@pytest.fixture
def rich(make_opiskeluoikeus, make_hoks):
    opiskeluoikeus = make_opiskeluoikeus()
    document = payloads.rich(opiskeluoikeus)
    return make_hoks(opiskeluoikeus, document, kanava=Kanava.TIEDONSIIRTO), document


def test_every_field_comes_back(rich):
    hoks, document = rich
    assert written(hoks) == normal(document)


def test_tuva_comes_back(make_opiskeluoikeus, make_hoks):
    opiskeluoikeus = make_opiskeluoikeus(tyyppi="tuva")
    document = payloads.tuva(opiskeluoikeus)
    assert written(make_hoks(opiskeluoikeus, document)) == normal(document)


def test_nested_ids_are_dropped(make_opiskeluoikeus, make_hoks):
    opiskeluoikeus = make_opiskeluoikeus()
    document = payloads.minimal(opiskeluoikeus)
    naytto = payloads.naytto()
    naytto["tyoelama-osaamisen-arvioijat"][0]["id"] = 7
    naytto["jarjestaja"]["id"] = 8
    document[HPTOT] = [{OO: [naytto]}]
    hoks = make_hoks(opiskeluoikeus, document)
    assert written(hoks)[HPTOT][0][OO] == [payloads.naytto()]


@pytest.mark.parametrize("number", [0, 1, 0.1, 12.5, 2**53, 2**53 + 1, 10**22, 1e308, 10**400, 5e-324])
def test_any_finite_number_comes_back(make_opiskeluoikeus, make_hoks, number):
    opiskeluoikeus = make_opiskeluoikeus()
    document = payloads.minimal(opiskeluoikeus) | {HPTOT: [{"opetus-ja-ohjaus-maara": number}]}
    hoks = make_hoks(opiskeluoikeus, document)
    assert written(hoks)[HPTOT][0]["opetus-ja-ohjaus-maara"] == normal(document)[HPTOT][0]["opetus-ja-ohjaus-maara"]


def test_every_unit_period_and_naytto_says_its_module_id(rich):
    hoks, _ = rich
    document = loaded(hoks)
    unit = document[HATOT][0]
    assert unit["module-id"] and unit[OHT][0]["module-id"] and unit[OO][0]["module-id"]
    assert "module-id" not in document["oppimisen-tuki"][0]


def test_same_document_again_writes_the_audit_entry_and_nothing_else(rich, virkailija):
    hoks, document = rich
    before = loaded(hoks)
    muokattu = Hoks.objects.get(pk=hoks.pk).muokattu
    assert save(hoks, document, virkailija) is False
    assert loaded(hoks) == before
    assert Hoks.objects.get(pk=hoks.pk).muokattu == muokattu
    assert HoksVersio.objects.filter(hoks=hoks).count() == 1


def test_inserting_a_unit_at_the_front_moves_nobodys_module_id(rich, virkailija):
    hoks, document = rich
    before = loaded(hoks)
    for name in (HATOT, HPTOT):
        new = copy.deepcopy(document[name][0])
        new.pop("nimi", None)
        new["amosaa-tunniste" if name == HPTOT else "tutkinnon-osa-koodi-uri"] = "tutkinnonosat_999999"
        document[name].insert(0, new)
    assert save(hoks, document, virkailija)
    after = loaded(hoks)
    for name in (HATOT, HPTOT):
        assert module_ids(after[name])[1:] == module_ids(before[name])
        assert after[name][0]["module-id"] not in module_ids(before[name])
        assert after[name][1:] == before[name]


def test_inserting_an_equal_unit_keeps_the_old_ones_identity(rich, virkailija):
    hoks, document = rich
    before = loaded(hoks)
    changed = copy.deepcopy(document[HATOT][0]) | {"vaatimuksista-tai-tavoitteista-poikkeaminen": "Toinen"}
    document[HATOT].insert(0, changed)
    save(hoks, document, virkailija)
    assert module_ids(loaded(hoks)[HATOT])[1:] == module_ids(before[HATOT])


def test_removing_the_first_of_two_keeps_the_seconds_identity(rich, virkailija):
    hoks, document = rich
    before = loaded(hoks)
    del document[HATOT][0]
    save(hoks, document, virkailija)
    after = loaded(hoks)
    assert after[HATOT] == before[HATOT][1:]
    assert TutkinnonOsa.objects.filter(hoks=hoks, laji="hato").count() == 1


def test_a_changed_unit_and_period_keep_their_module_ids(rich, virkailija):
    hoks, document = rich
    before = loaded(hoks)
    document[HATOT][0]["opetus-ja-ohjaus-maara"] = 99
    document[HATOT][0][OHT][0]["loppu"] = "2024-12-20"
    save(hoks, document, virkailija)
    after = loaded(hoks)
    assert module_ids(after[HATOT]) == module_ids(before[HATOT])
    assert after[HATOT][0][OHT][0]["module-id"] == before[HATOT][0][OHT][0]["module-id"]
    assert after[HATOT][0][OHT][0]["loppu"] == "2024-12-20"


def test_a_changed_naytto_is_a_new_one(rich, virkailija):
    """It has no natural key, and by position it would take its neighbour's identity."""
    hoks, document = rich
    before = loaded(hoks)
    document[HATOT][0][OO][0]["loppu"] = "2025-03-10"
    save(hoks, document, virkailija)
    assert loaded(hoks)[HATOT][0][OO][0]["module-id"] != before[HATOT][0][OO][0]["module-id"]


def test_a_changed_naytto_keeps_its_identity_by_its_key(rich, virkailija):
    hoks, document = rich
    before = loaded(hoks)
    key = before[HATOT][0][OO][0]["module-id"]
    document[HATOT][0][OO][0]["loppu"] = "2025-03-10"
    save(hoks, document, virkailija, keys={f"/{HATOT}/0/{OO}/0": key})
    assert loaded(hoks)[HATOT][0][OO][0]["module-id"] == key


def test_a_key_of_a_node_elsewhere_is_not_taken(rich, virkailija):
    hoks, document = rich
    foreign = loaded(hoks)[HATOT][1]["module-id"]
    document[HPTOT].append({"nimi": "Uusi"})
    save(hoks, document, virkailija, keys={f"/{HPTOT}/1": foreign})
    after = loaded(hoks)
    assert after[HATOT][1]["module-id"] == foreign
    assert after[HPTOT][1]["module-id"] != foreign


def test_emptied_parts_are_gone(rich, virkailija, make_opiskeluoikeus):
    hoks, document = rich
    bare = {name: value for name, value in document.items() if not isinstance(value, list)}
    save(hoks, bare, virkailija)
    assert written(hoks) == normal(bare)
    assert not TutkinnonOsa.objects.filter(hoks=hoks).exists()


def test_hand_entry_generates_tunniste_once(make_opiskeluoikeus, make_hoks, virkailija):
    opiskeluoikeus = make_opiskeluoikeus()
    unit = {"nimi": "Osa", OHT: [payloads.hankkimistapa(None)]}
    document = payloads.minimal(opiskeluoikeus) | {HPTOT: [unit]}
    hoks = make_hoks(opiskeluoikeus, document)
    before = loaded(hoks)
    assert before[HPTOT][0][OHT][0]["yksiloiva-tunniste"]
    changed = services.replace_hoks(hoks, {"id": hoks.pk, **document}, by=virkailija, kanava=Kanava.VIRKAILIJA)
    assert not changed
    assert loaded(hoks) == before


def test_the_database_refuses_a_period_that_ends_before_it_starts(rich):
    from django.db import IntegrityError, transaction

    hoks, _ = rich
    with pytest.raises(IntegrityError), transaction.atomic():
        OsaamisenHankkimistapa.objects.filter(hoks=hoks).update(loppu="2020-01-01", alku="2021-01-01")


def forty_units(opiskeluoikeus) -> dict:
    document = payloads.rich(opiskeluoikeus)
    unit = document[HATOT][0]
    document[HATOT] = []
    for number in range(40):
        document[HATOT].append(
            copy.deepcopy(unit)
            | {
                "tutkinnon-osa-koodi-uri": f"tutkinnonosat_{200000 + number}",
                OHT: [payloads.hankkimistapa(f"j{number}")],
            }
        )
    return document


def test_statements(make_opiskeluoikeus, virkailija, statements):
    from accounts.models import User

    def fresh() -> User:
        return User.objects.get(pk=virkailija.pk)

    opiskeluoikeus = make_opiskeluoikeus()
    document = forty_units(opiskeluoikeus)
    by = fresh()
    with statements(16):
        hoks = services.create_hoks(document, by=by, kanava=Kanava.VIRKAILIJA)
    hoks = Hoks.objects.get(pk=hoks.pk)
    with statements(2):
        plan.load(hoks)
    by = fresh()
    with statements(6):
        assert not services.replace_hoks(hoks, {"id": hoks.pk, **document}, by=by, kanava=Kanava.VIRKAILIJA)
    for units in document.values():
        if isinstance(units, list) and units:
            units.insert(0, copy.deepcopy(units[-1]))
            units[1:3] = units[2:3]
    document[HATOT][3][OHT][0]["loppu"] = "2024-12-19"
    document[HATOT][4][OO][0]["alku"] = "2025-03-02"
    by = fresh()
    with statements(21):
        assert services.replace_hoks(hoks, {"id": hoks.pk, **document}, by=by, kanava=Kanava.VIRKAILIJA)


def test_units_of_the_same_code_are_told_apart_by_what_hangs_below_them(make_opiskeluoikeus, make_hoks, virkailija):
    opiskeluoikeus = make_opiskeluoikeus()
    unit = {"tutkinnon-osa-koodi-uri": "tutkinnonosat_100001", "tutkinnon-osa-koodi-versio": 1}
    one = unit | {OHT: [payloads.hankkimistapa("a")]}
    two = unit | {OHT: [payloads.hankkimistapa("b"), payloads.hankkimistapa("c")]}
    hoks = make_hoks(opiskeluoikeus, payloads.minimal(opiskeluoikeus) | {HATOT: [one, two]})
    before = loaded(hoks)
    save(hoks, payloads.minimal(opiskeluoikeus) | {HATOT: [two, one]}, virkailija)
    assert loaded(hoks)[HATOT] == before[HATOT][::-1]


def test_a_reader_who_fetched_the_plan_before_a_change_gets_all_of_the_change(rich, virkailija):
    hoks, document = rich
    early = Hoks.objects.select_related("opiskeluoikeus").get(pk=hoks.pk)
    document[HATOT][0][OHT][0]["loppu"] = "2024-12-20"
    save(hoks, document | {"versio": 99}, virkailija)
    assert plan.load(early) == loaded(hoks)
    assert early.versionumero == 2


def test_text_that_means_something_to_json_or_sql_comes_back(make_opiskeluoikeus, make_hoks):
    opiskeluoikeus = make_opiskeluoikeus()
    odd = 'a"b\\u0041\\n %s {} \u2028 null \U0001f469'
    document = payloads.minimal(opiskeluoikeus) | {
        HPTOT: [{"nimi": odd, OO: [payloads.naytto(**{"sisallon-kuvaus": [odd, "", "NULL", "{}"]})]}]
    }
    unit = written(make_hoks(opiskeluoikeus, document))[HPTOT][0]
    assert (unit["nimi"], unit[OO][0]["sisallon-kuvaus"]) == (odd, [odd, "", "NULL", "{}"])
