"""What is picked instead of typed: codes, organisations, the learner's TUVA study rights; searched by name."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisaatio
from hoks import koodisto
from hoks.contract import FieldSpec, Node
from hoks.models import Koodi, Opiskeluoikeus
from hoks.models.opiskeluoikeus import TUVA
from hoks.presentation.naming import Names, references
from hoks.presentation.rows import date_text

# Searched; the other code lists are short enough to be shown whole.
HAETTAVAT = ("tutkinnonosat", "ammatillisenoppiaineet")
LIMIT = 20
ORGANISAATIO_OID = re.compile(r"1\.2\.246\.562\.\d+\.\d+", re.ASCII)

Option = tuple[str, str, str]  # value, text in the box, second line


def koodi_text(uri: str, name: str) -> str:
    """A code in the box: its name and its number, since units of different qualifications share names."""
    arvo = uri.partition("_")[2]
    return f"{name} ({arvo.upper()})" if name != uri else uri


class Picking:
    """Names, choices and searches for the forms of one study right's plan.

    data: nodes whose codes and organisations are to be named, in one statement each
    choices: of short code lists by name, filled as they are read; given to share them between forms
    """

    def __init__(
        self,
        opiskeluoikeus: Opiskeluoikeus,
        data: Iterable[tuple[type[Node], dict]] = (),
        choices: dict[str, list[tuple[str, str]]] | None = None,
    ):
        self.opiskeluoikeus = opiskeluoikeus
        self._data = list(data)
        self._choices = {} if choices is None else choices

    @cached_property
    def _names(self) -> Names:
        return NodeNames(self._data)

    def is_searched(self, spec: FieldSpec) -> bool:
        """Whether the field is searched by words; otherwise its choices are shown, or it is typed."""
        if spec.kind == "organisaatio":
            return True
        return spec.kind == "koodi" and (spec.koodisto in HAETTAVAT or not self.choices(spec))

    def choices(self, spec: FieldSpec) -> list[tuple[str, str]]:
        """(value, name) of everything that can be picked; empty for what is searched."""
        if spec.kind == "tuva":
            return self._tuva_choices
        if spec.kind != "koodi" or spec.koodisto in HAETTAVAT:
            return []
        if spec.koodisto not in self._choices:
            codes = koodisto.in_force(spec.koodisto).only("koodi_uri", "nimi", "laajuus_osp").order_by("koodi_uri")
            self._choices[spec.koodisto] = [(code.koodi_uri, str(koodisto.name_of(code))) for code in codes]
        return self._choices[spec.koodisto]

    @cached_property
    def _tuva_choices(self) -> list[tuple[str, str]]:
        others = Opiskeluoikeus.objects.filter(oppija=self.opiskeluoikeus.oppija_id, tyyppi=TUVA)
        rights = list(others.exclude(pk=self.opiskeluoikeus.pk).order_by("alkamispaiva"))
        schools = {
            school.pk: school for school in Organisaatio.objects.filter(pk__in={r.oppilaitos_oid for r in rights})
        }
        return [(right.oid, _tuva_text(right, schools.get(right.oppilaitos_oid))) for right in rights]

    def text(self, spec: FieldSpec, value: Any) -> str:
        """What the box shows for a value: its name, or what was typed when it is none."""
        if not isinstance(value, str):
            return "" if value is None else str(value)
        if spec.kind == "koodi":
            name = self._names.koodi(value)
            return koodi_text(value, name) if spec.koodisto in HAETTAVAT else str(name)
        return str(self._names.organisaatio(value)) if spec.kind == "organisaatio" else value

    def is_picked(self, spec: FieldSpec, value: Any) -> bool:
        """A value that could have been picked, known or not, and not words left in the box."""
        if not isinstance(value, str):
            return False
        if spec.kind == "koodi":
            return value.startswith(spec.koodisto + "_")
        return ORGANISAATIO_OID.fullmatch(value) is not None

    def search(self, spec_or_koodisto: FieldSpec | str, words: str) -> tuple[list[Option], bool]:
        """Options for words, best first, and whether there were more than these."""
        name = spec_or_koodisto if isinstance(spec_or_koodisto, str) else spec_or_koodisto.koodisto
        if not name:
            return search_organisaatiot(words)
        return search_koodit(name, words, self.opiskeluoikeus.tutkinto_koodi)

    def resolve(self, spec: FieldSpec, text: str) -> str | None:
        """The value typed words mean without doubt: a code's number, or the exact name of exactly one thing."""
        wanted = text.strip().casefold()
        if spec.kind == "koodi":
            found = koodisto.search(spec.koodisto, text.rpartition("(")[0] or text, limit=LIMIT)
            numbered = [
                code for code in koodisto.search(spec.koodisto, text, limit=LIMIT) if code.arvo.casefold() == wanted
            ]
            named = [
                code
                for code in found
                if wanted in (str(koodisto.name_of(code)).casefold(), _koodi_option(code)[1].casefold())
            ]
            uris = {code.koodi_uri for code in numbered or named}
        else:
            options, _more = search_organisaatiot(text)
            uris = {value for value, name, _detail in options if name.casefold() == wanted}
        return uris.pop() if len(uris) == 1 else None

    def latest_version(self, uri: str) -> int | None:
        """The version a newly picked code gets."""
        return koodisto.latest_version(uri)


class NodeNames(Names):
    """Names of single nodes of any class."""

    def __init__(self, data: list[tuple[type[Node], dict]]):
        super().__init__()
        self._data = data

    @cached_property
    def _references(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {"koodi": set(), "organisaatio": set()}
        for cls, data in self._data:
            for spec, value, _holder in references(cls, data):
                found[spec.kind].add(value)
        return found


def search_koodit(name: str, words: str, tutkinto: str = "") -> tuple[list[Option], bool]:
    """Codes of a list; units of the qualification `tutkinto` (its code) first."""
    codes = koodisto.search(name, words, limit=LIMIT + 1, suosi_tutkinto=tutkinto or None)
    return [_koodi_option(code) for code in codes[:LIMIT]], len(codes) > LIMIT


def _koodi_option(code: Koodi) -> Option:
    laajuus = f"{code.laajuus_osp.normalize():f} {_('osp')}".replace(".", ",") if code.laajuus_osp is not None else ""
    return code.koodi_uri, koodi_text(code.koodi_uri, str(koodisto.name_of(code))), laajuus


def search_organisaatiot(words: str) -> tuple[list[Option], bool]:
    """Organisations in whose Finnish or Swedish name every word occurs, or whose OID is given."""
    found = Organisaatio.objects.exclude(tila="PASSIIVINEN")
    for word in words.split():
        found = found.filter(Q(nimi__fi__icontains=word) | Q(nimi__sv__icontains=word) | Q(oid=word))
    rows = list(found.order_by("nimi__fi", "oid")[: LIMIT + 1])
    return [(row.oid, row.display_name, row.oid) for row in rows[:LIMIT]], len(rows) > LIMIT


def _tuva_text(right: Opiskeluoikeus, school: Organisaatio | None) -> str:
    name = school.display_name if school else right.oppilaitos_oid
    start = date_text(right.alkamispaiva) if right.alkamispaiva else _("alku ei tiedossa")
    return f"{name}, {start}"
