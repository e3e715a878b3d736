"""Differences in words, by node and not by place."""

import copy

import pytest

from hoks.diff import ADDED, CHANGED, REMOVED, diff
from hoks.models import Koodi
from tests.presentation.unique import Filler

pytestmark = pytest.mark.django_db

LEIPOMINEN = {"module-id": "a", "nimi": "Leipominen", "laajuus": 5}
KAHVI = {"module-id": "b", "nimi": "Kahvinkeitto", "laajuus": 10}


def local(*osat) -> dict:
    return {"hankittavat-paikalliset-tutkinnon-osat": [copy.deepcopy(osa) for osa in osat]}


def told(old, new):
    return [(change.kind, change.path_in_words, change.label, change.old, change.new) for change in diff(old, new)]


def test_equal_documents_do_not_differ():
    document = Filler().document().document
    assert diff(document, copy.deepcopy(document)) == []


def test_every_field_that_goes_is_told():
    document = Filler().document().document
    for wire in document:
        without = {key: value for key, value in document.items() if key != wire}
        if not wire.endswith("versio"):
            assert diff(document, without), wire


def test_order_is_no_difference():
    assert diff(local(LEIPOMINEN, KAHVI), local(KAHVI, LEIPOMINEN)) == []


def test_field_of_a_moved_node():
    assert told(local(LEIPOMINEN, KAHVI), local(KAHVI | {"laajuus": 15}, LEIPOMINEN)) == [
        (CHANGED, ("Kahvinkeitto",), "Laajuus", "10 osp", "15 osp")
    ]


def test_node_that_comes_and_goes():
    assert told(local(LEIPOMINEN), local(KAHVI)) == [
        (ADDED, (), "Paikallinen tutkinnon osa", "", "Kahvinkeitto"),
        (REMOVED, (), "Paikallinen tutkinnon osa", "Leipominen", ""),
    ]


def test_nodes_below_a_new_node_are_told_too():
    osa = KAHVI | {"osaamisen-hankkimistavat": [{"module-id": "c", "alku": "2026-08-01", "loppu": "2026-08-02"}]}
    assert [(change.kind, change.path_in_words) for change in diff(local(), local(osa))] == [
        (ADDED, ()),
        (ADDED, ("Kahvinkeitto",)),
    ]


def test_top_level_fields():
    assert told({"ensikertainen-hyvaksyminen": "2026-08-01"}, {"sahkoposti": "a@b.fi"}) == [
        (ADDED, (), "Opiskelijan sähköposti", "", "a@b.fi"),
        (REMOVED, (), "Ensikertainen hyväksyminen", "1.8.2026", ""),
    ]


def test_code_version_alone():
    old = {"urasuunnitelma-koodi-uri": "urasuunnitelma_0001", "urasuunnitelma-koodi-versio": 1}
    assert told(old, old | {"urasuunnitelma-koodi-versio": 2}) == [
        (CHANGED, (), "Urasuunnitelma, koodin versio", "1", "2")
    ]


def test_another_code_of_the_same_name():
    for arvo in ("0001", "0002"):
        uri = f"urasuunnitelma_{arvo}"
        Koodi.objects.create(koodisto="urasuunnitelma", arvo=arvo, koodi_uri=uri, versio=1, nimi={"fi": "Työelämä"})
    old, new = ({"urasuunnitelma-koodi-uri": f"urasuunnitelma_{arvo}"} for arvo in ("0001", "0002"))
    assert told(old, new) == [
        (CHANGED, (), "Urasuunnitelma", "Työelämä (urasuunnitelma_0001)", "Työelämä (urasuunnitelma_0002)")
    ]


def test_nodes_without_a_key_are_paired_by_content_then_subject():
    old = {
        "opiskeluvalmiuksia-tukevat-opinnot": [
            {"nimi": "Luki", "kuvaus": "x", "alku": "2026-08-01", "loppu": "2026-08-02"},
            {"nimi": "Mate", "kuvaus": "y", "alku": "2026-08-01", "loppu": "2026-08-02"},
        ]
    }
    new = copy.deepcopy(old)
    new["opiskeluvalmiuksia-tukevat-opinnot"].reverse()
    new["opiskeluvalmiuksia-tukevat-opinnot"][0]["kuvaus"] = "z"
    assert told(old, new) == [(CHANGED, ("Mate 1.8.2026–2.8.2026",), "Kuvaus", "y", "z")]


def test_two_statements_whatever_the_size(django_assert_max_num_queries):
    old = Filler().document().document
    with django_assert_max_num_queries(2):
        assert diff(old, {})
