"""What the interface would answer to a document, for an official who asks beforehand. Nothing is kept of it."""

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hoks import contract, permissions, services
from hoks.api import body
from hoks.api.refusals import KINDS, Refusal
from hoks.models import Hoks, Kanava, Opiskeluoikeus
from hoks.rules import Stage
from hoks.rules.huomautukset import Huomautus, huomautukset
from hoks.siirrot.lines import lines
from hoks.transfer import complete_replacement
from hoks.tree import tree
from hoks.violations import Violation


class Tapa(enum.StrEnum):
    """How the document would be sent."""

    UUSI = "POST"
    PAIVITYS = "PUT"


@dataclass(frozen=True)
class Verdict:
    """status: as the interface would answer, with `koodi` when the request itself is refused.

    violations: with the line of the text where each stands, None when it stands nowhere
    counts: how many nodes of each contract class a document that would be saved has
    huomautukset: what would be saved all the same but looks odd, with its line
    hoks: the plan it is about, when the official may see it
    unread: the text is no JSON that the interface reads
    """

    status: int
    tapa: Tapa
    koodi: str = ""
    violations: Sequence[tuple[Violation, int | None]] = ()
    counts: dict[type[contract.Node], int] = field(default_factory=dict)
    huomautukset: Sequence[tuple[Huomautus, int | None]] = ()
    hoks: Hoks | None = None
    unread: bool = False

    @property
    def accepted(self) -> bool:
        return self.status < 400

    @property
    def variant(self) -> type[contract.Node]:
        return contract.HoksPost if self.tapa is Tapa.UUSI else contract.HoksPut


class PlanNotNamed(Exception):
    """A replacement that doesn't say which plan it replaces, or not one that the official may change."""


def verdict(received: bytes, tapa: Tapa | None, *, by) -> Verdict:
    """The interface's verdict on a document sent by somebody with the official's own rights.

    tapa: None for a replacement when the document has an id, else a new plan. Raises PlanNotNamed.
    """
    try:
        document = body.parse(received)
    except Refusal as refused:
        told = [(violation, None) for violation in refused.violations]
        return Verdict(refused.status, tapa or Tapa.UUSI, violations=told, unread=True)
    if tapa is None:
        tapa = Tapa.PAIVITYS if isinstance(document, dict) and "id" in document else Tapa.UUSI
    found = _replacement(document, by) if tapa is Tapa.PAIVITYS else _new(document, by)
    if isinstance(found, Verdict):
        return found
    violations, hoks = found
    looks = huomautukset(document, _opiskeluoikeus(document, hoks, by), tanaan=services.today())
    where = lines(received.decode(), [*(one.path for one in violations), *(look.path for look in looks)])
    odd: list[tuple[Huomautus, int | None]] = [(look, where[look.path]) for look in looks]
    if violations:
        faults: list[tuple[Violation, int | None]] = [(one, where[one.path]) for one in violations]
        return Verdict(400, tapa, violations=faults, hoks=hoks, huomautukset=odd)
    counts = Counter(node.cls for node in tree(document).walk() if node.path)
    return Verdict(204 if tapa is Tapa.PAIVITYS else 200, tapa, counts=dict(counts), hoks=hoks, huomautukset=odd)


def _opiskeluoikeus(document: Any, hoks: Hoks | None, by) -> Opiskeluoikeus | None:
    """The study right that the document is for, as far as the official may know of it."""
    named = hoks.opiskeluoikeus if hoks else services.named_opiskeluoikeus(document)
    return named if named and permissions.can_create(by, named) else None


def _new(document: Any, by) -> Verdict | tuple[list[Violation], Hoks | None]:
    """As services.create_hoks; of a foreign study right nothing is told but what anybody may ask (POST /validointi)."""
    violations = services.judge_new(document, kanava=Kanava.TIEDONSIIRTO)
    opiskeluoikeus = services.named_opiskeluoikeus(document)
    if opiskeluoikeus is None:
        return violations, None
    if not permissions.can_create(by, opiskeluoikeus):
        violations = [one for one in violations if one.rule is None or one.rule.stage <= Stage.OBJECT]
        return (violations, None) if violations else _refused("ei-oikeutta", Tapa.UUSI)
    return violations, Hoks.objects.visible_to(by).filter(opiskeluoikeus=opiskeluoikeus, poistettu=None).first()


def _replacement(document: Any, by) -> Verdict | tuple[list[Violation], Hoks | None]:
    """As services.replace_hoks. A plan that the official may not see is answered as one that there isn't."""
    hoks = _plan(document, by)
    if hoks is None:
        return _refused("hoks-tuntematon", Tapa.PAIVITYS)
    if not permissions.can_edit(by, hoks):
        return _refused("ei-oikeutta", Tapa.PAIVITYS)
    completed = complete_replacement(hoks, document)
    return services.judge_replacement(hoks, completed, kanava=Kanava.TIEDONSIIRTO), hoks


def _plan(document: Any, by) -> Hoks | None:
    """The plan that the document's id names, else its study right, among those that the official sees."""
    plans = Hoks.objects.visible_to(by).filter(poistettu=None).select_related("opiskeluoikeus__oppija")
    told = document.get("id") if isinstance(document, dict) else None
    if isinstance(told, int | float) and not isinstance(told, bool) and 0 < told < 2**63 and told == int(told):
        return plans.filter(pk=int(told)).first()
    opiskeluoikeus = services.named_opiskeluoikeus(document)
    hoks = plans.filter(opiskeluoikeus=opiskeluoikeus).first() if opiskeluoikeus else None
    if hoks is None:
        raise PlanNotNamed
    return hoks


def _refused(koodi: str, tapa: Tapa) -> Verdict:
    return Verdict(KINDS[koodi].status, tapa, koodi=koodi)
