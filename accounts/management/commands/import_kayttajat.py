"""import_kayttajat FILE…: users and their rights as käyttöoikeuspalvelu tells them."""

from django.utils.translation import gettext as _

from accounts.importing import ImportCommand, Outcome, RecordRefused
from accounts.models import SYSTEM_USERNAME, User
from accounts.sign_in import VerifiedIdentity, upsert_user

IMPORTED_TYPES = (User.Tyyppi.VIRKAILIJA, User.Tyyppi.PALVELU, User.Tyyppi.OPPIJA)


class Command(ImportCommand):
    help = (
        "Import users and their rights (records of käyttöoikeuspalvelu, optionally with password); upserts by username."
    )

    def import_record(self, value: dict) -> Outcome:
        """Upsert one user; a password, where given, is taken as it is (demo passwords are short on purpose)."""
        username, kayttaja_tyyppi = _text(value, "username"), _text(value, "kayttajaTyyppi")
        if not username:
            raise RecordRefused(_("username puuttuu."))
        if username == SYSTEM_USERNAME:
            raise RecordRefused(_("username: Tunnus on varattu järjestelmälle."))
        if kayttaja_tyyppi not in IMPORTED_TYPES:
            raise RecordRefused(_("kayttajaTyyppi: Anna VIRKAILIJA, PALVELU tai OPPIJA."))
        _user, outcome = upsert_user(
            VerifiedIdentity(
                username=username,
                kayttaja_tyyppi=kayttaja_tyyppi,
                oid_henkilo=_text(value, "oidHenkilo"),
                roles=_roles(value),
                etunimet=_text(value, "etunimet"),
                sukunimi=_text(value, "sukunimi"),
                password=_text(value, "password"),
            )
        )
        return outcome


def _text(value: dict, key: str) -> str | None:
    """A text member, None when missing or empty."""
    text = value.get(key)
    if text is not None and not isinstance(text, str):
        raise RecordRefused(_("%(key)s: Arvon on oltava tekstiä.") % {"key": key})
    return text or None


def _objects(value: dict, key: str) -> list[dict]:
    """A list of objects, empty when missing."""
    items = value.get(key) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise RecordRefused(_("%(key)s: Arvon on oltava luettelo olioita.") % {"key": key})
    return items


def _roles(value: dict) -> frozenset[tuple[str, str]]:
    """The (organisaatio_oid, oikeus) pairs of the service EHOKS; other services' rights are none of ours."""
    roles = set()
    for organisaatio in _objects(value, "organisaatiot"):
        for right in _objects(organisaatio, "kayttooikeudet"):
            if right.get("palvelu") != "EHOKS":
                continue
            oid, oikeus = _text(organisaatio, "organisaatioOid"), _text(right, "oikeus")
            if not oid or not oikeus:
                raise RecordRefused(_("organisaatiot: EHOKS-oikeudesta puuttuu organisaatioOid tai oikeus."))
            roles.add((oid, oikeus))
    return frozenset(roles)
