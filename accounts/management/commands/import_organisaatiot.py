"""import_organisaatiot FILE…: organisations as the organisation service tells them."""

from django.utils.translation import gettext as _

from accounts.importing import ImportCommand, Outcome, RecordRefused
from accounts.models import Organisaatio


class Command(ImportCommand):
    help = "Import organisations (records of the organisation service); upserts by oid."

    def import_record(self, value: dict) -> Outcome:
        """Upsert one organisation; its path in the tree is parentOidPath, parentOid and itself (domain.md 4.2)."""
        told = _told_fields(value)
        known = Organisaatio.objects.filter(oid=told["oid"]).first()
        if known and all(getattr(known, name) == field for name, field in told.items()):
            return Outcome.UNCHANGED
        organisaatio = Organisaatio(**told)
        organisaatio.full_clean(validate_unique=False, validate_constraints=False)
        organisaatio.save()
        return Outcome.UPDATED if known else Outcome.CREATED


def _told_fields(value: dict) -> dict:
    """Model fields of one record; RecordRefused when a member has the wrong shape."""
    parent = value.get("parentOid")
    oid, path = _text(value, "oid"), _text(value, "parentOidPath")
    ancestors = [part for part in path.split("|") if part]
    if parent and parent not in ancestors:
        ancestors.append(parent)
    nimi, tyypit = value.get("nimi") or {}, value.get("tyypit") or []
    if not isinstance(nimi, dict) or not all(isinstance(name, str | None) for name in nimi.values()):
        raise RecordRefused(_("nimi: Nimien on oltava oliossa kielittäin (fi, sv, en)."))
    if not isinstance(tyypit, list) or not all(isinstance(tyyppi, str) for tyyppi in tyypit):
        raise RecordRefused(_("tyypit: Tyyppien on oltava luettelo tekstejä."))
    return {
        "oid": oid,
        "nimi": {language: name for language, name in nimi.items() if name},
        "tyypit": tyypit,
        "tila": _text(value, "status"),
        "parent_oid": _text(value, "parentOid") or None,
        "polku": [*(ancestor for ancestor in ancestors if ancestor != oid), oid],
    }


def _text(value: dict, key: str) -> str:
    text = value.get(key)
    if text is not None and not isinstance(text, str):
        raise RecordRefused(_("%(key)s: Arvon on oltava tekstiä.") % {"key": key})
    return text or ""
