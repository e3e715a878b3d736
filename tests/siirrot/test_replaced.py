"""Which hand edits a transfer undid."""

import pytest

from hoks import plan, services
from hoks.models import Kanava
from hoks.siirrot.replaced import undone_hand_edits
from tests import payloads

pytestmark = pytest.mark.django_db

OSAT = "hankittavat-ammat-tutkinnon-osat"
SIIRTO, KASIN = Kanava.TIEDONSIIRTO, Kanava.VIRKAILIJA


@pytest.fixture
def saves(make_hoks, make_opiskeluoikeus, virkailija, palvelukayttaja):
    """saves((door, change of the document), …) -> the plan after a first transfer and these saves."""

    def make(*changes, first: Kanava = SIIRTO):
        right = make_opiskeluoikeus()
        sent = payloads.rich(right)
        hoks = make_hoks(right, sent, by=palvelukayttaja, kanava=first)
        for kanava, change in changes:
            # A student system sends what it has; an official edits what is here.
            document = sent if kanava is SIIRTO else plan.write_shape(plan.load(hoks))
            changed = change(document)
            document = document if changed is None else changed
            by = palvelukayttaja if kanava is SIIRTO else virkailija
            services.replace_hoks(hoks, document | {"id": hoks.pk}, by=by, kanava=kanava)
        return hoks

    return make


def same(document):
    return document


def phone(document):
    return document | {"puhelinnumero": "040 555 0100"}


def mail(document):
    return document | {"sahkoposti": "toinen@example.org"}


def stamps(document):
    return document | {"paivitetty": "2024-09-09T10:30:00Z", "versio": 9}


def later_period(document):
    document[OSAT][0]["osaamisen-hankkimistavat"][0]["loppu"] = "2024-12-20"


def new_unit(document):
    document[OSAT].append({"tutkinnon-osa-koodi-uri": "tutkinnonosat_100009", "tutkinnon-osa-koodi-versio": 2})


def without_unit(document):
    return document | {OSAT: document[OSAT][:1]}


def without_support(document):
    return document | {"oppimisen-tuki": document["oppimisen-tuki"][1:]}


@pytest.mark.parametrize(
    "edit", [phone, mail, later_period, new_unit, without_unit, without_support], ids=lambda edit: edit.__name__
)
def test_what_the_transfer_does_not_know_is_undone(saves, edit):
    hoks = saves((KASIN, edit), (SIIRTO, lambda sent: mail(sent) if edit is not mail else sent))
    assert hoks.versionumero == 3
    assert undone_hand_edits(hoks, 3) == 2


@pytest.mark.parametrize("edit", [phone, mail, later_period, without_unit], ids=lambda edit: edit.__name__)
def test_what_the_transfer_knows_is_not(saves, edit):
    def with_more(sent):
        changed = edit(sent)
        return (sent if changed is None else changed) | {"urasuunnitelma-koodi-uri": "urasuunnitelma_0001"}

    hoks = saves((KASIN, edit), (SIIRTO, with_more))
    assert hoks.versionumero == 3
    assert undone_hand_edits(hoks, 3) is None


def test_stamps_of_the_source_are_no_edits(saves):
    hoks = saves((KASIN, stamps), (SIIRTO, same))
    assert hoks.versionumero == 3
    assert undone_hand_edits(hoks, 3) is None


def test_a_run_of_hand_edits_is_told_by_its_last(saves):
    hoks = saves((KASIN, phone), (KASIN, new_unit), (SIIRTO, phone))
    assert undone_hand_edits(hoks, 4) == 3


def test_an_edit_that_was_undone_before_is_not_told_again(saves):
    hoks = saves((KASIN, new_unit), (SIIRTO, same), (SIIRTO, mail))
    assert [undone_hand_edits(hoks, numero) for numero in (2, 3, 4)] == [None, 2, None]


def test_an_edit_that_one_transfer_spared_is_undone_by_the_next(saves):
    def with_unit(sent):
        new_unit(sent)
        return mail(sent)

    def without_it(sent):
        del sent[OSAT][-1]

    hoks = saves((KASIN, new_unit), (SIIRTO, with_unit), (SIIRTO, without_it))
    assert [undone_hand_edits(hoks, numero) for numero in (3, 4)] == [None, 2]


def test_plan_that_was_first_typed(saves):
    hoks = saves((SIIRTO, mail), first=KASIN)
    assert undone_hand_edits(hoks, 2) == 1


def test_statements(saves, statements):
    untouched = saves((SIIRTO, mail))
    with statements(1):
        assert undone_hand_edits(untouched, 2) is None
    edited = saves((KASIN, phone), (SIIRTO, mail))
    with statements(2):
        assert undone_hand_edits(edited, 3) == 2
