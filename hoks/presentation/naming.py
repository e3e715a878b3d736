"""The names of every code and organisation of a plan, with one statement each however large the plan."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.functional import cached_property

from accounts.models import Organisaatio
from hoks import koodisto
from hoks.contract import FieldSpec, HoksPost, Node, fields
from hoks.koodisto import KoodiNimi


def references(cls: type[Node], data: Any) -> Iterator[tuple[FieldSpec, str, dict]]:
    """(field, code or organisation OID, the object it stands in) everywhere in a node, in contract order."""
    if not isinstance(data, dict):
        return
    for spec in _referring(cls):
        value = data.get(spec.wire)
        if not value:
            continue
        if spec.node:
            for item in value if isinstance(value, list) else [value]:
                yield from references(spec.node, item)
        elif isinstance(value, str):
            yield spec, value, data


@cache
def _referring(cls: type[Node]) -> tuple[FieldSpec, ...]:
    """The fields that are codes or organisations, or that can have such below them."""
    return tuple(
        spec for spec in fields(cls) if (_referring(spec.node) if spec.node else spec.kind in ("koodi", "organisaatio"))
    )


class Names:
    """Names of the codes and organisations of the documents given, of other organisations asked for, and of fields.

    A code or organisation without a known name stands for itself, marked `tuntematon` (hoks.koodisto.KoodiNimi).
    """

    def __init__(self, *documents: dict, organisaatiot: tuple[str, ...] = ()):
        self._documents, self._also = documents, organisaatiot
        self._labels: dict[FieldSpec, str] = {}

    @cached_property
    def _references(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {"koodi": set(), "organisaatio": {oid for oid in self._also if oid}}
        for document in self._documents:
            for spec, value, _data in references(HoksPost, document):
                found[spec.kind].add(value)
        return found

    @cached_property
    def _koodit(self) -> dict[str, KoodiNimi]:
        return koodisto.names(self._references["koodi"])

    @cached_property
    def _organisaatiot(self) -> dict[str, KoodiNimi]:
        oids = self._references["organisaatio"]
        known = Organisaatio.objects.filter(oid__in=oids) if oids else ()
        names = {organisaatio.oid: organisaatio.display_name for organisaatio in known}
        return {oid: KoodiNimi(names.get(oid, oid), tuntematon=names.get(oid, oid) == oid) for oid in oids}

    def label(self, spec: FieldSpec) -> str:
        """The field's label. A long plan tells some fields two hundred times: each is translated once."""
        if spec not in self._labels:
            self._labels[spec] = spec.label
        return self._labels[spec]

    def koodi(self, uri: str) -> KoodiNimi:
        return self._koodit.get(uri) or KoodiNimi(uri, tuntematon=True)

    def organisaatio(self, oid: str) -> KoodiNimi:
        return self._organisaatiot.get(oid) or KoodiNimi(oid, tuntematon=True)
