"""Drafts on the server: opened, changed under a lock, published through the one door (design 7)."""

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from hoks import audit, permissions, services
from hoks.drafts import document as documents
from hoks.drafts.merging import Side, join
from hoks.models import Hoks, HoksVersio, Kanava, Luonnos, Opiskeluoikeus, Tapahtuma
from hoks.models.opiskeluoikeus import TILAJAKSOT
from hoks.rules.huomautukset import Huomautus, huomautukset
from hoks.tree import TreeNode
from hoks.violations import Refused, Violation


class StaleDraft(Exception):
    """The node has changed since the form was made. Nothing was saved.

    node: as it is now; proposed: its own values as the form would leave them
    """

    def __init__(self, node: TreeNode, proposed: dict):
        self.node, self.proposed = node, proposed
        super().__init__(node.key)


class Unseen(Exception):
    """The draft has changed since the page that asked to publish it was shown. Nothing was saved."""


def drafts_of(user) -> QuerySet[Luonnos]:
    """The user's drafts of plans that he may still write, with what pages need of them.

    A deleted plan's draft is kept and says so, for the plan may come back. `pohja`, as long as the draft itself, and
    Koski's record are read when they are asked for.
    """
    mine = Luonnos.objects.filter(omistaja=user, opiskeluoikeus__in=Opiskeluoikeus.objects.editable_by(user))
    whole = mine.select_related("opiskeluoikeus__oppija", "hoks").defer("pohja", "opiskeluoikeus__koski")
    return whole.annotate(tilajaksot=TILAJAKSOT)


def other_drafts(opiskeluoikeus: Opiskeluoikeus, *, by) -> QuerySet[Luonnos]:
    """Drafts of the same plan by others: whose, and since when."""
    others = Luonnos.objects.filter(opiskeluoikeus=opiskeluoikeus).exclude(omistaja=by)
    return others.select_related("omistaja").defer("dokumentti", "pohja")


def subject(luonnos: Luonnos) -> Hoks | Opiskeluoikeus:
    """What who reads the draft has read of, for the audit: the plan, or the study right of one to come."""
    if luonnos.hoks is None:
        return luonnos.opiskeluoikeus
    luonnos.hoks.opiskeluoikeus = luonnos.opiskeluoikeus
    return luonnos.hoks


def last_transfer(hoks: Hoks | None) -> HoksVersio | None:
    """The last save by data transfer, from which the next one would come; None when there is none."""
    if hoks is None:
        return None
    transfers = HoksVersio.objects.filter(hoks=hoks, kanava=Kanava.TIEDONSIIRTO).select_related("tekija")
    return transfers.defer("dokumentti", "yhteystiedot").order_by("-numero").first()


# --- Opening -------------------------------------------------------------------------------


def open_new(opiskeluoikeus: Opiskeluoikeus, *, by) -> Luonnos:
    """The user's draft of a new plan for the study right: the one he has, or a new one with what is known filled in."""
    if not permissions.can_create(by, opiskeluoikeus):
        raise PermissionDenied
    return _get_or_create(opiskeluoikeus, by, lambda: {"dokumentti": _new_document(opiskeluoikeus, by)})


def open_existing(hoks: Hoks, *, by) -> Luonnos:
    """The user's draft of the plan: the one he has, or a new one of the plan as it is now."""
    if not permissions.can_edit(by, hoks):
        raise PermissionDenied

    def fields() -> dict:
        document = documents.from_plan(hoks)
        audit.record(Tapahtuma.Toiminto.LUETTU, hoks, by=by, kohde="luonnos")
        return {
            "dokumentti": document,
            "pohja": copy.deepcopy(document),
            "hoks": hoks,
            "pohja_versionumero": hoks.versionumero,
        }

    return _get_or_create(hoks.opiskeluoikeus, by, fields)


def _get_or_create(opiskeluoikeus: Opiskeluoikeus, by, fields: Callable[[], dict]) -> Luonnos:
    mine = Luonnos.objects.filter(omistaja=by, opiskeluoikeus=opiskeluoikeus)
    existing = mine.first()
    if existing:
        return existing
    try:
        with transaction.atomic():
            return Luonnos.objects.create(omistaja=by, opiskeluoikeus=opiskeluoikeus, **fields())
    except IntegrityError:
        return mine.get()


def _new_document(opiskeluoikeus: Opiskeluoikeus, by) -> dict:
    document = {"oppija-oid": opiskeluoikeus.oppija_id, "opiskeluoikeus-oid": opiskeluoikeus.oid}
    # An older study right has an older approval date, which only the official knows.
    if not opiskeluoikeus.alkoi_vanhan_lain_aikana:
        document["ensikertainen-hyvaksyminen"] = services.today().isoformat()
    known = Hoks.objects.visible_to(by).filter(opiskeluoikeus__oppija=opiskeluoikeus.oppija_id, poistettu=None)
    for name in ("sahkoposti", "puhelinnumero"):
        found = known.exclude(**{name: None}).order_by("-muokattu").values_list(name, flat=True).first()
        if found:
            document[name] = found
    return document


# --- Changing ------------------------------------------------------------------------------


@contextmanager
def changing(luonnos_id: int, *, by) -> Iterator[Luonnos]:
    """The user's draft, locked; what the block does to its document is saved as the next revision.

    Raises Luonnos.DoesNotExist when there is no such draft of his.
    """
    with transaction.atomic():
        luonnos = _locked(luonnos_id, by)
        before = documents.canonical(luonnos.dokumentti)
        yield luonnos
        if documents.canonical(luonnos.dokumentti) != before:
            _save_revision(luonnos)


def _locked(luonnos_id: int, by) -> Luonnos:
    return drafts_of(by).select_for_update(of=("self",)).get(pk=luonnos_id)


def _save_revision(luonnos: Luonnos) -> None:
    luonnos.revisio += 1
    luonnos.save(update_fields=["dokumentti", "revisio", "muokattu"])


def save_node(
    luonnos_id: int, key: str, read: Callable[[Luonnos, TreeNode], dict], *, by, fingerprint: str
) -> tuple[Luonnos, TreeNode]:
    """Give a node the own values that `read` makes of it; (the draft, the node) as they are then.

    fingerprint: of the node the form was made from. Raises StaleDraft when the node has changed since and the form
    says otherwise, NoSuchNode when it is gone, Luonnos.DoesNotExist when there is no such draft of his.
    """
    with transaction.atomic():
        luonnos = _locked(luonnos_id, by)
        node = documents.find(luonnos.dokumentti, key)
        # Nothing but the node changes, so the rest of a long draft is not compared.
        before, is_fresh = documents.canonical(documents.own(node)), fingerprint == documents.fingerprint(node)
        data = read(luonnos, node)
        if documents.canonical(data) != before:
            if not is_fresh:
                raise StaleDraft(node, data)
            documents.set_own(node, data)
            _save_revision(luonnos)
    return luonnos, node


def add_node(luonnos_id: int, parent_key: str, list_wire: str, key: str, *, by) -> TreeNode:
    """A new empty node in a list of a node; see documents.add."""
    with changing(luonnos_id, by=by) as luonnos:
        return documents.add(luonnos.dokumentti, parent_key, list_wire, key)


def remove_node(luonnos_id: int, key: str, *, by) -> None:
    """Take a node and all below it away; nothing happens when it is gone already."""
    with changing(luonnos_id, by=by) as luonnos:
        try:
            documents.remove(luonnos.dokumentti, key)
        except documents.NoSuchNode:
            if key == documents.ROOT:
                raise


def copy_node(luonnos_id: int, key: str, new_key: str, *, by) -> TreeNode:
    """Duplicate a node; see documents.copy_node."""
    with changing(luonnos_id, by=by) as luonnos:
        return documents.copy_node(luonnos.dokumentti, key, new_key)


def discard(luonnos_id: int, *, by) -> None:
    """Throw the user's draft away; the plan stays as it is."""
    drafts_of(by).filter(pk=luonnos_id).delete()


def expire(now: dt.datetime | None = None) -> int:
    """Delete drafts nobody has touched for LUONNOS_SAILYTYS_PAIVAA days; how many."""
    limit = (now or timezone.now()) - dt.timedelta(days=settings.LUONNOS_SAILYTYS_PAIVAA)
    return Luonnos.objects.filter(muokattu__lt=limit).delete()[1].get("hoks.Luonnos", 0)


# --- Publishing ----------------------------------------------------------------------------


def document_for_publishing(luonnos: Luonnos) -> tuple[dict, dict[str, str]]:
    """(the document as the door takes it, {JSON Pointer: key} of its nodes)."""
    document, keys = documents.bare(luonnos.dokumentti)
    if luonnos.hoks_id is not None:
        document["id"] = luonnos.hoks_id
    return document, keys


def judge(luonnos: Luonnos) -> list[Violation]:
    """Everything wrong with the draft as it is; nothing is saved."""
    document, _keys = document_for_publishing(luonnos)
    hoks = subject(luonnos)
    if isinstance(hoks, Hoks):
        return services.judge_replacement(hoks, document, kanava=Kanava.VIRKAILIJA)
    return services.judge_new(document, kanava=Kanava.VIRKAILIJA)


def second_looks(luonnos: Luonnos) -> list[Huomautus]:
    """What is accepted in the draft but looks odd; see hoks.rules.huomautukset."""
    opiskeluoikeus = luonnos.opiskeluoikeus
    if hasattr(luonnos, "tilajaksot"):
        opiskeluoikeus.tilajaksot = luonnos.tilajaksot
    return huomautukset(luonnos.dokumentti, opiskeluoikeus, tanaan=services.today())


def changed_plan(luonnos: Luonnos) -> Hoks | None:
    """The plan when it is no longer the one the draft was made from; None when it is."""
    current = luonnos.hoks or Hoks.objects.filter(opiskeluoikeus=luonnos.opiskeluoikeus_id, poistettu=None).first()
    return current if current and current.versionumero != luonnos.pohja_versionumero else None


def rebase(luonnos_id: int, current: Hoks, theirs: dict, choices: Mapping[str, Side], *, by, revisio: int) -> Luonnos:
    """Put the draft on top of the plan as it is now.

    theirs: the plan's document with keys, as the official saw it; choices: see merging.join. Raises Unseen when the
    draft has changed since.
    """
    with changing(luonnos_id, by=by) as luonnos:
        if luonnos.revisio != revisio:
            raise Unseen
        luonnos.dokumentti = join(luonnos.pohja or {}, luonnos.dokumentti, theirs, choices)
        luonnos.pohja, luonnos.hoks, luonnos.pohja_versionumero = theirs, current, current.versionumero
        luonnos.save(update_fields=["pohja", "hoks", "pohja_versionumero"])
    return luonnos


def publish(luonnos_id: int, *, by, revisio: int) -> Hoks:
    """Make the draft the plan and throw the draft away.

    revisio: of the draft the official was shown. Raises what hoks.services raises, Unseen, Luonnos.DoesNotExist, and
    Hoks.DoesNotExist when the plan has been deleted.
    """
    with transaction.atomic():
        luonnos = _locked(luonnos_id, by)
        if luonnos.revisio != revisio:
            raise Unseen
        document, keys = document_for_publishing(luonnos)
        # The refusal's audit entry is in this transaction, so it is raised after the commit.
        refusal: Exception | None = None
        hoks = luonnos.hoks
        try:
            if hoks is None:
                hoks = services.create_hoks(document, by=by, kanava=Kanava.VIRKAILIJA, keys=keys)
            else:
                services.replace_hoks(
                    hoks, document, by=by, kanava=Kanava.VIRKAILIJA, keys=keys, based_on=luonnos.pohja_versionumero
                )
            luonnos.delete()
        except (Refused, services.Conflict, PermissionDenied) as error:
            refusal = error
    if refusal:
        raise refusal
    return hoks
