"""Every document of tests/invalid_documents.py is refused for exactly what it says, by transfer and in hand entry."""

import datetime as dt

import pytest

from hoks.models import Kanava
from hoks.violations import SENTENCES
from tests.documents import context, opiskeluoikeus, problems
from tests.invalid_documents import INVALID_DOCUMENTS

OIKEUS = {"alkamispaiva": dt.date(2024, 8, 1), "arvioitu_paattymispaiva": dt.date(2027, 5, 31)}


@pytest.mark.parametrize("kanava", Kanava)
@pytest.mark.parametrize("case", INVALID_DOCUMENTS, ids=str)
def test_is_refused_for_what_it_says(case, kanava):
    oikeus = opiskeluoikeus(tyyppi="tuva" if case.tuva else "ammatillinenkoulutus", **OIKEUS)
    assert problems(case.document(), context(kanava=kanava, opiskeluoikeus=oikeus)) == case.expected


def test_there_are_enough_of_them():
    names = [case.name for case in INVALID_DOCUMENTS]
    assert len(names) == len(set(names))
    assert sum(case.typable for case in INVALID_DOCUMENTS) >= 70


def test_every_refusal_of_the_contract_is_among_them():
    assert set(SENTENCES) - {code for case in INVALID_DOCUMENTS for _, code in case.expected} == set()
