from collections import Counter
from random import Random

from hoks.maa.nimet import NAISET_MUU, SUKUNIMET, SUKUNIMET_MUU, SUKUNIMET_RUOTSI, harvinaiset, henkilo
from hoks.names import search_words


def test_common_names_are_common_and_rare_ones_many():
    rng = Random(1)
    people = [henkilo(rng) for _ in range(20_000)]
    surnames = Counter(nimi.sukunimi for nimi in people)
    assert 0.002 < surnames["Korhonen"] / len(people) < 0.01
    assert surnames["Korhonen"] > 2 * surnames[SUKUNIMET[150]]
    assert sum(1 for count in surnames.values() if count <= 3) > 1000
    assert any(surnames[name] for name in SUKUNIMET_RUOTSI) and any(surnames[name] for name in SUKUNIMET_MUU)
    assert any("-" in name for name in surnames) and any("-" in nimi.kutsumanimi for nimi in people)
    assert all(nimi.kutsumanimi in nimi.etunimet.split() for nimi in people)


def test_lists_hold_each_name_once_and_every_name_can_be_searched():
    for names in (SUKUNIMET, SUKUNIMET_MUU, NAISET_MUU, harvinaiset()):
        assert len(names) == len(set(names))
        assert all(search_words(name) for name in names)
