"""Second looks: what the contract and the rules accept but is probably wrong. Nothing is ever refused by them.

A warning is one small function beside the rules, without database or clock, asked of a plan's wire document whatever
its state: a stored plan, a draft that isn't ready, a document as it came. What is missing or of the wrong type is the
contract's business and passed over here.
"""

import datetime as dt
from functools import cache
from typing import Any

from hoks.contract import Node
from hoks.models import Opiskeluoikeus
from hoks.rules.huomautukset import jaksot, osat, perustiedot
from hoks.rules.huomautukset.registry import Huomautus, Laji, Tilanne, lajit
from hoks.rules.judging import positions
from hoks.tree import tree

# The modules fill the registry when they are imported; lists tell it in this order.
MODULES = (perustiedot, osat, jaksot)
_ORDER = [module.__name__ for module in MODULES]
LAJIT: tuple[Laji, ...] = tuple(sorted(lajit(), key=lambda laji: _ORDER.index(laji.check.__module__)))
# Code of a warning: what it is called in lists, in Finnish and lazily translated.
KOODIT: dict[str, Any] = {laji.koodi: laji.nimi for laji in LAJIT}


__all__ = ["KOODIT", "LAJIT", "Huomautus", "Laji", "huomautukset"]


@cache
def _asked_of(cls: type[Node]) -> tuple[Laji, ...]:
    return tuple(laji for laji in LAJIT if issubclass(cls, laji.nodes))


def huomautukset(document: dict, opiskeluoikeus: Opiskeluoikeus | None, *, tanaan: dt.date) -> list[Huomautus]:
    """Every warning of a plan's document, in document order. Never raises, whatever the document.

    document: wire keys, with or without the keys of a draft or module-ids
    opiskeluoikeus: the plan's study right, None when unknown; of its columns `koski` is read when there are periods
    tanaan: the date in Europe/Helsinki
    """
    if not isinstance(document, dict):
        return []
    root = tree(document)
    tilanne = Tilanne(root, opiskeluoikeus, tanaan)
    found = [
        Huomautus(laji.koodi, (*node.path, *steps), laji.teksti)
        for node in root.walk()
        for laji in _asked_of(node.cls)
        for steps in laji.check(node, tilanne)
    ]
    return sorted(found, key=lambda huomautus: positions(root.cls, huomautus.path))
