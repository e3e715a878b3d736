"""Reading members of a record whose shape nobody promises: each has the right type, is missing, or is refused."""

import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _

from accounts.importing import RecordRefused, unstorable_text

_OID = re.compile(r"\d+(\.\d+)+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
OID_LENGTH = 100


class Olio:
    """A JSON object of a record; `path` says where in it, for refusals. null is the same as missing."""

    def __init__(self, value: dict[str, Any], path: str = ""):
        self._value, self._path = value, path

    def text(self, key: str) -> str:
        """A text member; "" when missing."""
        value = self._value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise RecordRefused(_("%(path)s: Arvon on oltava tekstiä.") % {"path": self._at(key)})
        return value

    def oid(self, key: str) -> str:
        """An OID (numbers and dots); "" when missing. Check digits are not looked at: registers make their own."""
        value = self.text(key)
        if value and (not _OID.fullmatch(value) or len(value) > OID_LENGTH):
            raise RecordRefused(_("%(path)s: Arvo ei ole OID.") % {"path": self._at(key)})
        return value

    def required_oid(self, key: str) -> str:
        """An OID that must be there."""
        value = self.oid(key)
        if not value:
            raise RecordRefused(_("%(path)s puuttuu.") % {"path": self._at(key)})
        return value

    def date(self, key: str) -> dt.date | None:
        """A YYYY-MM-DD date that is in the calendar; None when missing."""
        value = self._value.get(key)
        if value is None:
            return None
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass
        raise RecordRefused(_("%(path)s: Päivämäärän on oltava muotoa VVVV-KK-PP.") % {"path": self._at(key)})

    def object(self, key: str) -> "Olio":
        """An object member; an empty one when missing."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, dict):
            raise RecordRefused(_("%(path)s: Arvon on oltava olio.") % {"path": self._at(key)})
        return Olio(value or {}, self._at(key))

    def objects(self, key: str) -> list["Olio"]:
        """A list of objects; empty when missing."""
        value = self._value.get(key)
        value = [] if value is None else value
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise RecordRefused(_("%(path)s: Arvon on oltava luettelo olioita.") % {"path": self._at(key)})
        return [Olio(item, f"{self._at(key)}.{number}") for number, item in enumerate(value)]

    def nimi(self, key: str = "nimi") -> dict[str, str]:
        """A name in some of the languages fi, sv, en; {} when missing."""
        names = self.object(key)
        return {language: name for language in ("fi", "sv", "en") if (name := names.text(language))}

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def read_record(value: Any) -> Olio:
    """The record as an object to read; RecordRefused when it is not one or holds text that cannot be stored."""
    if not isinstance(value, dict):
        raise RecordRefused(_("Tietueen on oltava JSON-olio."))
    try:
        unstorable = unstorable_text(value)
    except RecursionError:
        raise RecordRefused(_("Tietueessa on liian monta sisäkkäistä tasoa.")) from None
    if unstorable:
        raise RecordRefused(_("Kohdassa %(path)s on merkki, jota ei voi tallentaa.") % {"path": unstorable})
    return Olio(value)
