"""Places of a document in words."""

import pytest

from hoks.contract import HoksPatch, HoksPost, Node
from hoks.contract.fields import nested_node, wire_name
from hoks.siirrot.paths import in_words, keys
from hoks.violations import pointer


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "Koko suunnitelma"),
        ("/oppija-oid", "Oppija"),
        ("/osaamisen-hankkimisen-tarve", "Onko opiskelijalla osaamisen hankkimisen tarve"),
        ("/hankittavat-ammat-tutkinnon-osat", "Hankittavat ammatilliset tutkinnon osat"),
        (
            "/hankittavat-ammat-tutkinnon-osat/1/osaamisen-hankkimistavat/0/loppu",
            "Hankittava ammatillinen tutkinnon osa 2 › osaamisen hankkimistapa 1 › loppupäivä",
        ),
        (
            "/aiemmin-hankitut-yhteiset-tutkinnon-osat/0/osa-alueet/2/tarkentavat-tiedot-naytto/0/nayttoymparisto/y-tunnus",
            "Aiemmin hankittu yhteinen tutkinnon osa 1 › yhteisen tutkinnon osan osa-alue 3 › osaamisen osoittaminen 1"
            " › näyttöympäristö › näyttöympäristön Y-tunnus",
        ),
        (
            "/hankittavat-paikalliset-tutkinnon-osat/0/osaamisen-osoittaminen/1/sisallon-kuvaus/3",
            "Hankittava paikallinen tutkinnon osa 1 › osaamisen osoittaminen 2 › näytön sisältö 4",
        ),
        (
            "/hankittavat-koulutuksen-osat/0/koulutuksen-osa-koodi-versio",
            "Hankittava koulutuksen osa 1 › koulutuksen osan koodin versio",
        ),
        ("/oppimisen-tuki/0", "Oppimisen tuki 1"),
        ("/opiskeluvalmiuksia-tukevat-opinnot/9/kuvaus", "Opiskeluvalmiuksia tukeva opinto 10 › kuvaus"),
    ],
)
def test_places_are_told_by_the_labels_of_the_contract(path, words):
    assert in_words(path) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/Tuntematon/0/Alku", "Tuntematon › 0 › Alku"),
        ("/hankittavat-ammat-tutkinnon-osat/x/loppu", "Hankittavat ammatilliset tutkinnon osat › x › loppu"),
        ("/oppimisen-tuki/0/~01~1", "Oppimisen tuki 1 › ~1/"),
        ("/oppimisen-tuki/٣", "Oppimisen tuki › ٣"),
        ("/", '""'),
        ("ei osoitin", "Koko suunnitelma"),
        ("/" + "a" * 5000, "a" * 59 + "…"),
    ],
)
def test_what_the_contract_does_not_know_is_shown_as_written(path, words):
    assert in_words(path) == words


def test_variant_decides_what_is_known():
    assert in_words("/id", HoksPatch) == "eHOKS-id"
    assert in_words("/oppimisen-tuki/0", HoksPatch) == "oppimisen-tuki › 0"


def pointers(cls: type[Node], above: tuple = ()):
    for name, info in cls.model_fields.items():
        path = (*above, wire_name(name))
        nested, many = nested_node(info.annotation)
        yield pointer(path)
        if many:
            path = (*path, 0)
            yield pointer(path)
        if nested:
            yield from pointers(nested, path)


def test_every_place_of_the_contract_has_words():
    """A field without a label would show its wire name; the old systems' ids have none, and nobody need fill them."""
    wire_names = {key for path in pointers(HoksPost) for key in keys(path) if "-" in key} - {"osa-alueet"}
    untold = [
        path for path in pointers(HoksPost) if keys(path)[-1] != "id" and wire_names & set(in_words(path).split(" › "))
    ]
    assert untold == []
