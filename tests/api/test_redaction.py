"""What is kept back of a plan, wherever in it."""

import copy

import pytest

from hoks import contract
from hoks.api.redaction import hides, redact
from hoks.contract.fields import Node, nested_node
from tests import payloads

HATO = ("hankittavat-ammat-tutkinnon-osat", 0)
OHT = (*HATO, "osaamisen-hankkimistavat", 0)
TJK = (*OHT, "tyopaikalla-jarjestettava-koulutus")
OO = (*HATO, "osaamisen-osoittaminen", 0)
HYTO = ("aiemmin-hankitut-yhteiset-tutkinnon-osat", 0)
TTA = "tarkentavat-tiedot-osaamisen-arvioija"


def leaves(cls: type[Node], path: tuple = ()):
    """(path, kind) of every field of a plan, an element standing for a list."""
    for spec in contract.fields(cls):
        here = (*path, spec.wire)
        if spec.node is None:
            yield here, spec.kind
        else:
            yield from leaves(spec.node, (*here, 0) if nested_node(cls.model_fields[spec.name].annotation)[1] else here)


@pytest.mark.parametrize(
    "path",
    [
        ("sahkoposti",),
        ("puhelinnumero",),
        (*OHT, "jarjestajan-edustaja"),
        (*OHT, "hankkijan-edustaja", "nimi"),
        (*TJK, "vastuullinen-tyopaikka-ohjaaja", "puhelinnumero"),
        (*OO, "koulutuksen-jarjestaja-osaamisen-arvioijat", 1, "nimi"),
        (*OO, "tyoelama-osaamisen-arvioijat", 0, "nimi"),
        (*HYTO, TTA, "aiemmin-hankitun-osaamisen-arvioijat", 0, "nimi"),
        (*HYTO, "osa-alueet", 2, TTA, "aiemmin-hankitun-osaamisen-arvioijat", 0, "nimi"),
    ],
)
def test_kept_back(path):
    assert hides(path)


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("oppija-oid",),
        HATO,
        OHT,
        (*TJK, "tyopaikan-nimi"),
        (*TJK, "keskeiset-tyotehtavat", 0),
        (*OO, "nayttoymparisto", "nimi"),
        (*OO, "tyoelama-osaamisen-arvioijat", 0, "organisaatio", "nimi"),
        ("hankittavat-paikalliset-tutkinnon-osat", 0, "nimi"),
        ("tuntematon", "sahkoposti"),
    ],
)
def test_told(path):
    assert not hides(path)


def test_no_contact_detail_is_told_now_or_when_the_contract_grows():
    contacts = [path for path, kind in leaves(contract.HoksPut) if kind in ("email", "phone")]
    assert len(contacts) > 2 and [path for path in contacts if not hides(path)] == []


def test_names_told_are_of_places_and_subjects():
    names = {path[-2:] for path, _kind in leaves(contract.HoksPut) if path[-1].endswith("nimi") and not hides(path)}
    assert {(parent, name) for parent, name in names if isinstance(parent, str)} == {
        ("nayttoymparisto", "nimi"),
        ("organisaatio", "nimi"),
        ("tyopaikalla-jarjestettava-koulutus", "tyopaikan-nimi"),
    }


def test_the_document_given_stays_as_it_was(make_opiskeluoikeus):
    document = payloads.rich(make_opiskeluoikeus())
    before = copy.deepcopy(document)
    assert redact(document) != before and document == before


def test_what_is_missing_is_not_made_up():
    bare = {"id": 1, "hankittavat-paikalliset-tutkinnon-osat": [{"osaamisen-hankkimistavat": [{}]}]}
    assert redact(bare) == bare
