"""A plan typed by hand from nothing is the plan that a transfer of the same document makes."""

import copy
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from hoks import services
from hoks.contract import OsaamisenHankkimistapa, fields
from hoks.drafts import store
from hoks.models import Hoks, HoksVersio, Kanava, Koodi, Luonnos
from hoks.tree import tree
from tests import payloads, strategies
from tests.parity.typable import typable
from tests.parity.typist import Typist
from tests.plans.test_plan import normal, written

pytestmark = pytest.mark.django_db

TUNNISTE = "yksiloiva-tunniste"


def transferred(document, by) -> dict:
    """The plan a transfer of the document makes; nothing of it stays."""
    with transaction.atomic():
        hoks = services.create_hoks(copy.deepcopy(document), by=by, kanava=Kanava.TIEDONSIIRTO)
        told = written(hoks)
        transaction.set_rollback(True)
    return told


def typed(document, typist) -> Hoks:
    """The plan that typing the document makes."""
    typist.begin(document["opiskeluoikeus-oid"])
    typist.type_plan(document)
    typist.assert_all_lists_were_offered()
    assert typist.publish().status_code == 302, store.judge(typist.luonnos)
    assert not Luonnos.objects.filter(opiskeluoikeus=document["opiskeluoikeus-oid"]).exists()
    return Hoks.objects.get(opiskeluoikeus=document["opiskeluoikeus-oid"])


@pytest.fixture
def words() -> dict[str, str]:
    """Code lists in which all codes of the payloads are, and what is typed to find each."""
    opiskeluoikeus = type("Oikeus", (), {"oppija_id": "", "pk": ""})
    uris = {
        value
        for document in (payloads.rich(opiskeluoikeus), payloads.tuva(opiskeluoikeus))
        for node in tree(document).walk()
        for value in _koodit(node.cls, node.data)
    }
    found = {}
    for uri in sorted(uris):
        koodisto, arvo = uri.rsplit("_", 1)
        nimi = f"{koodisto.title()} numero {arvo}"
        Koodi.objects.create(koodisto=koodisto, arvo=arvo.upper(), koodi_uri=uri, versio=9, nimi={"fi": nimi})
        found[uri] = arvo
    return found


def _koodit(cls, data):
    for spec in fields(cls):
        value = data.get(spec.wire)
        if spec.kind == "koodi" and value:
            yield value
        elif value and spec.kind in ("object", "objects"):
            for item in value if spec.kind == "objects" else [value]:
                yield from _koodit(spec.node, item)


def some_of_rich(opiskeluoikeus) -> dict:
    """A unit of each way to have codes and organisations in it, since every search is two presses."""
    return payloads.rich(opiskeluoikeus) | {
        "aiemmin-hankitut-ammat-tutkinnon-osat": [],
        "aiemmin-hankitut-paikalliset-tutkinnon-osat": [],
        "hankittavat-yhteiset-tutkinnon-osat": [],
        "hankittavat-paikalliset-tutkinnon-osat": [],
    }


@pytest.mark.parametrize(
    ("make", "tyyppi", "searching"),
    [
        (payloads.rich, "ammatillinenkoulutus", False),
        (some_of_rich, "ammatillinenkoulutus", True),
        (payloads.tuva, "tuva", False),
        (payloads.tuva, "tuva", True),
    ],
    ids=["rich, typed", "rich, searched", "tuva, typed", "tuva, searched"],
)
def test_every_field_can_be_typed_and_picked(make, tyyppi, searching, words, make_opiskeluoikeus, client, virkailija):
    opiskeluoikeus = make_opiskeluoikeus(tyyppi=tyyppi)
    document = make(opiskeluoikeus)
    expected = transferred(document, virkailija)
    client.force_login(virkailija)

    school = {payloads.KOULU_OID: "Hirvijoen ammattiopisto"}
    hoks = typed(document, Typist(client, words | school, searching=searching))

    assert written(hoks) == expected == normal(document)
    assert hoks.manuaalisyotto
    versio = HoksVersio.objects.get(hoks=hoks)
    assert (versio.tekija, versio.kanava) == (virkailija, Kanava.VIRKAILIJA)


def test_periods_typed_without_an_identifier_get_one(make_opiskeluoikeus, typist):
    opiskeluoikeus = make_opiskeluoikeus()
    jakso = payloads.hankkimistapa(tunniste=None)
    osa = {"nimi": "Sauna", "osaamisen-hankkimistavat": [jakso, jakso]}
    document = payloads.minimal(opiskeluoikeus) | {"hankittavat-paikalliset-tutkinnon-osat": [osa]}

    told = written(typed(document, typist))

    jaksot = told["hankittavat-paikalliset-tutkinnon-osat"][0]["osaamisen-hankkimistavat"]
    tunnisteet = [period.pop(TUNNISTE) for period in jaksot]
    assert len({str(uuid.UUID(tunniste)) for tunniste in tunnisteet}) == 2
    assert told == normal(document)


def leave_generated_out(told: dict, expected: dict) -> None:
    """Take identifiers away that hand entry has made for periods which the document gives none."""
    for mine, theirs in zip(tree(told).walk(), tree(expected).walk(), strict=True):
        if mine.cls is OsaamisenHankkimistapa and TUNNISTE not in theirs.data:
            del mine.data[TUNNISTE]


@pytest.mark.parametrize(("tyyppi", "examples"), [("ammatillinenkoulutus", 8), ("tuva", 4)])
def test_any_plan_can_be_typed(tyyppi, examples, make_opiskeluoikeus, typist, virkailija):
    opiskeluoikeus = make_opiskeluoikeus(tyyppi=tyyppi)

    @settings(
        max_examples=examples, deadline=None, report_multiple_bugs=False, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(strategies.plans(opiskeluoikeus, today=services.today()).map(typable))
    def is_the_same_by_both_doors(document):
        with transaction.atomic():
            expected = transferred(document, virkailija)
            told = written(typed(document, typist))
            leave_generated_out(told, expected)
            assert told == expected
            transaction.set_rollback(True)

    is_the_same_by_both_doors()
