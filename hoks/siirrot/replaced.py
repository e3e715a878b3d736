"""What officials had typed and a transfer then undid."""

from django.db.models import Max, Q

from hoks.contact_details import versio_document
from hoks.drafts.document import canonical, own
from hoks.models import Hoks, HoksVersio, Kanava
from hoks.tree import MODULE_ID, TreeNode, tree

# What every transfer tells of itself, rather than of the plan.
STAMPS = ("paivitetty", "versio")


def undone_hand_edits(hoks: Hoks, versionumero: int) -> int | None:
    """Number of the latest hand-entered version before this one whose edits this version undoes; None when it doesn't.

    An edit is what changed from the last version not made by hand (nothing, when there is none) to the hand-entered
    one. It is undone when it still stood in the version before this one and doesn't in this. Two statements; one for
    a plan that nobody has edited by hand.
    """
    earlier = HoksVersio.objects.filter(hoks=hoks, numero__lt=versionumero)
    found = earlier.aggregate(by_hand=Max("numero", filter=Q(kanava=Kanava.VIRKAILIJA)))
    numero = found["by_hand"]
    if numero is None:
        return None
    base = earlier.filter(numero__lt=numero).exclude(kanava=Kanava.VIRKAILIJA).order_by("-numero").values("numero")[:1]
    wanted = Q(numero__in=[numero, versionumero - 1, versionumero]) | Q(numero=base)
    documents = {versio.numero: versio_document(versio) for versio in HoksVersio.objects.filter(wanted, hoks=hoks)}
    earliest = min(documents)
    before = documents[earliest] if earliest < numero else {}
    typed, previous, now = documents[numero], documents[versionumero - 1], documents[versionumero]
    return numero if _undoes(before, typed, previous, now) else None


def _undoes(before: dict, typed: dict, previous: dict, now: dict) -> bool:
    """Whether `now` lacks a value that was typed, or has again one that was taken away, and `previous` didn't."""
    was, set_to, stood, is_now = (_values(document) for document in (before, typed, previous, now))
    for place, value in set_to.items():
        if was.get(place) != value and stood.get(place) == value and is_now.get(place) != value:
            return True
    gone = [place for place in was if place not in set_to and place not in stood]
    if any(is_now.get(place) == was[place] for place in gone):
        return True
    taken_away = _contents(before) - _contents(typed) - _contents(previous)
    return bool(taken_away & _contents(now))


def _values(document: dict) -> dict[tuple[str, str, str], str]:
    """Every value of the document by node and field, nodes told apart by module-id, those without one by content."""
    return {
        (node.list_wire, node.key or (canonical(node.data) if node.path else ""), wire): canonical(value)
        for node in tree(document).walk()
        for wire, value in _said(node).items()
    }


def _contents(document: dict) -> set[tuple[str, str]]:
    """What every node below the top says by itself: a transfer that brings one back gives it another module-id."""
    return {(node.list_wire, canonical(_said(node))) for node in tree(document).walk() if node.path}


def _said(node: TreeNode) -> dict:
    unsaid = (MODULE_ID, *(() if node.path else STAMPS))
    return {wire: value for wire, value in own(node).items() if wire not in unsaid}
