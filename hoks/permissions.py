"""Who may see and do what with plans and study rights: one Q a question, for lists and for yes/no alike (design 6).

Where somebody holds a privilege is accounts.permissions' affair; what state a plan or study right is in is the
model's. Invisible means 404, visible but not allowed 403.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.permissions import (
    Privilege,
    has_privilege_at_oph,
    is_oppija,
    is_paakayttaja,
    is_palvelu,
    is_system,
    is_virkailija,
    organisaatio_oids,
)

NOTHING = Q(pk__in=[])


def opiskeluoikeus_q(user, privilege: Privilege) -> Q:
    """Study rights in whose school the user holds the privilege; a learner has none."""
    return _in_schools(user, privilege, "oppilaitos_oid")


def hoks_q(user, privilege: Privilege) -> Q:
    """Plans, deleted ones too, in whose school the user holds the privilege."""
    return _in_schools(user, privilege, "opiskeluoikeus__oppilaitos_oid")


def _in_schools(user, privilege: Privilege, school: str) -> Q:
    if is_system(user):
        return Q()
    if not (is_virkailija(user) or is_palvelu(user)):
        return NOTHING
    return Q(**{f"{school}__in": organisaatio_oids(user, privilege)})


def visible_hoks_q(user) -> Q:
    """Plans the user may read.

    A learner: his own. A machine account: those of its schools. An official: those of his schools, and all plans of
    a learner who has a plan in one of them on an active study right (domain.md 4.4; here the same rule also opens).
    Deleted plans are seen by those who can restore them only.
    """
    from hoks.models.hoks import Hoks
    from hoks.models.opiskeluoikeus import PAATTYNEET_TILAT

    if is_oppija(user):
        return Q(opiskeluoikeus__oppija=user.oid_henkilo, poistettu=None)
    own = hoks_q(user, Privilege.READ)
    if not is_virkailija(user):
        return own & Q(poistettu=None)
    # Asked of one learner at a time: as a list of learners it would be all of the schools', for one plan's page too.
    of_learner = Hoks.objects.filter(own, poistettu=None, opiskeluoikeus__oppija=OuterRef("opiskeluoikeus__oppija"))
    student = Exists(of_learner.exclude(opiskeluoikeus__tila__in=PAATTYNEET_TILAT))
    alive = Q(poistettu=None) & (own | Q(student))
    return alive | (own & Q(poistettu__isnull=False)) if is_paakayttaja(user) else alive


def paged_hoks_q(user) -> Q:
    """Plans a machine account may read by the thousand, deleted ones too (docs/adr/0010).

    With READ at the root every plan, also of a school that nobody has told us of; else those of its schools.
    """
    if not is_palvelu(user):
        return NOTHING
    return Q() if has_privilege_at_oph(user, Privilege.READ) else hoks_q(user, Privilege.READ)


def siirto_q(user) -> Q:
    """Transfers an official sees in the transfer desk.

    Those about his schools' study rights, and those that an account of his organisations sent. A paakayttaja sees
    all, which is the only way to see the ones that nobody's account sent.
    """
    if not is_virkailija(user):
        return NOTHING
    if is_paakayttaja(user):
        return Q()
    own = organisaatio_oids(user, Privilege.READ)
    return Q(oppilaitos_oid__in=own) | Q(lahettaja_oid__in=own)


def siirto_details_q(user) -> Q:
    """Transfers whose document and faults an official may read.

    Both come from the sender's file: they stay inside the sender's organisation. A school reads of its own study
    right when the sender has rights in that school; of a stranger's attempt it sees code, time and sender only.
    """
    if not is_virkailija(user):
        return NOTHING
    if is_paakayttaja(user):
        return Q()
    own = organisaatio_oids(user, Privilege.READ)
    return Q(oppilaitos_oid__in=own, lahettajan_oppilaitos=True) | Q(lahettaja_oid__in=own)


def can_view(user, hoks) -> bool:
    """The user may read the plan."""
    return _holds(hoks, visible_hoks_q(user))


def can_create(user, opiskeluoikeus) -> bool:
    """The user may make a plan for the study right; whether it can have one is for the rules."""
    return _holds(opiskeluoikeus, opiskeluoikeus_q(user, Privilege.WRITE))


def holds(user, privilege: Privilege, hoks) -> bool:
    """The user holds the privilege in the plan's school; for doors that go by privilege alone (domain.md 3.1)."""
    return _holds(hoks, hoks_q(user, privilege))


def can_edit(user, hoks) -> bool:
    """The user may change the plan; whether it can be changed is for the rules."""
    return _holds(hoks, hoks_q(user, Privilege.UPDATE) & Q(poistettu=None))


def can_delete(user, hoks) -> bool:
    """The user may delete the plan: hoks_delete in its school, an ordinary CRUD will not do (domain.md 4.6)."""
    return is_virkailija(user) and _holds(hoks, hoks_q(user, Privilege.HOKS_DELETE) & Q(poistettu=None))


def can_undo_delete(user, hoks) -> bool:
    """The user may bring the deleted plan back: paakayttaja only (domain.md 5.1)."""
    return is_paakayttaja(user) and _holds(hoks, hoks_q(user, Privilege.READ) & Q(poistettu__isnull=False))


def _holds(instance, condition: Q) -> bool:
    return type(instance)._default_manager.filter(condition, pk=instance.pk).exists()
