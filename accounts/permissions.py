"""In which organisations does a user hold which privilege. Nothing else reads Kayttooikeus (domain.md 4.1-4.2)."""

from collections.abc import Collection
from enum import StrEnum

from django.db.models import QuerySet, prefetch_related_objects

from accounts.models import Organisaatio, User


class Privilege(StrEnum):
    """What a role allows in an organisation; hoks_delete is apart from delete, which only data transfer knows."""

    READ = "read"
    WRITE = "write"
    UPDATE = "update"
    DELETE = "delete"
    HOKS_DELETE = "hoks_delete"


_ALL_BUT_HOKS_DELETE = frozenset({Privilege.READ, Privilege.WRITE, Privilege.UPDATE, Privilege.DELETE})

PAAKAYTTAJA_ROLE = "OPHPAAKAYTTAJA"

# The root of the organisation tree, Opetushallitus.
OPH_OID = "1.2.246.562.10.00000000001"

# domain.md 4.1; a role that is not here gives nothing.
ROLE_PRIVILEGES: dict[str, frozenset[Privilege]] = {
    "CRUD": _ALL_BUT_HOKS_DELETE,
    PAAKAYTTAJA_ROLE: _ALL_BUT_HOKS_DELETE,
    "READ": frozenset({Privilege.READ}),
    "HOKS_DELETE": frozenset({Privilege.HOKS_DELETE}),
}


def is_virkailija(user) -> bool:
    """True of an active official, the only kind of account that gets /virkailija/."""
    return _is_active(user) and user.kayttaja_tyyppi == User.Tyyppi.VIRKAILIJA


def is_oppija(user) -> bool:
    """True of an active learner, the only kind of account that gets /oppija/; user.oid_henkilo is then the learner."""
    return _is_active(user) and user.kayttaja_tyyppi == User.Tyyppi.OPPIJA


def is_palvelu(user) -> bool:
    """True of an active machine account, which transfers plans and gets no pages."""
    return _is_active(user) and user.kayttaja_tyyppi == User.Tyyppi.PALVELU


def is_system(user) -> bool:
    """True of the system actor, which imports write as."""
    return _is_active(user) and user.kayttaja_tyyppi == User.Tyyppi.JARJESTELMA


def is_paakayttaja(user) -> bool:
    """True when the user has OPHPAAKAYTTAJA in any organisation, whichever and known or not (domain.md 4.1)."""
    return any(oikeus == PAAKAYTTAJA_ROLE for _oid, oikeus in _grants(user))


def organisaatiot(user, privilege: Privilege) -> QuerySet[Organisaatio]:
    """Organisations where the user holds the privilege.

    Rights are inherited down the tree, never up. Empty for anonymous, inactive and learner users. The system actor
    holds everything everywhere.
    """
    every = Organisaatio.objects.order_by()
    if is_system(user):
        return every
    granted = {oid for oid, oikeus in _grants(user) if privilege in ROLE_PRIVILEGES.get(oikeus, ())}
    return every.filter(polku__overlap=sorted(granted)) if granted else every.none()


def organisaatio_oids(user, privilege: Privilege) -> QuerySet:
    """OIDs of organisaatiot(), as a queryset to use in a subquery."""
    return organisaatiot(user, privilege).values_list("oid", flat=True)


def privileges(user, organisaatio_oid: str) -> frozenset[Privilege]:
    """All privileges of the user in one organisation, with one statement; an unknown organisation gives none.

    The system actor holds every privilege everywhere, in unknown organisations too: imports may come in any order.
    """
    if is_system(user):
        return frozenset(Privilege)
    if not _grants(user):
        return frozenset()
    polku = Organisaatio.objects.filter(oid=organisaatio_oid).values_list("polku", flat=True).first()
    return privileges_along(user, polku or ())


def privileges_along(user, polku: Collection[str]) -> frozenset[Privilege]:
    """All privileges of an official or a machine account in the organisation at the end of the path from the root."""
    held = (ROLE_PRIVILEGES.get(oikeus, frozenset()) for oid, oikeus in _grants(user) if oid in polku)
    return frozenset().union(*held)


def has_privilege(user, privilege: Privilege, organisaatio_oid: str) -> bool:
    """Does the user hold the privilege in the organisation; the yes/no twin of organisaatio_oids."""
    return privilege in privileges(user, organisaatio_oid)


def has_privilege_at_oph(user, privilege: Privilege) -> bool:
    """Does the user hold the privilege at the root itself, which national services are asked for (domain.md 3.1)."""
    return any(oid == OPH_OID and privilege in ROLE_PRIVILEGES.get(oikeus, ()) for oid, oikeus in _grants(user))


def has_privilege_somewhere(user, privilege: Privilege) -> bool:
    """Does the user hold the privilege in any organisation, known to us or not."""
    return any(privilege in ROLE_PRIVILEGES.get(oikeus, ()) for _oid, oikeus in _grants(user))


def _is_active(user) -> bool:
    return user.is_authenticated and user.is_active


def _grants(user) -> list[tuple[str, str]]:
    """The user's (organisaatio_oid, oikeus) pairs, read once per user instance; refresh_from_db() forgets them."""
    if not _is_active(user) or user.kayttaja_tyyppi not in (User.Tyyppi.VIRKAILIJA, User.Tyyppi.PALVELU):
        return []
    if "kayttooikeudet" not in getattr(user, "_prefetched_objects_cache", ()):
        prefetch_related_objects([user], "kayttooikeudet")
    return [(right.organisaatio_oid, right.oikeus) for right in user.kayttooikeudet.all()]


def granting_organisaatio_oid(user, oppilaitos_oid: str) -> str:
    """The organisation whose official or system the user is when he acts on the school's data, for the audit trail.

    The nearest organisation above the school (or the school) where he holds any right; else his first one; else "".
    """
    oids = [oid for oid, oikeus in _grants(user) if oikeus in ROLE_PRIVILEGES]
    if len(set(oids)) < 2:
        return oids[0] if oids else ""
    polku = Organisaatio.objects.filter(oid=oppilaitos_oid).values_list("polku", flat=True).first() or []
    return max(oids, key=lambda oid: polku.index(oid) if oid in polku else -1)
