"""A document with every field of the contract, each with a value found nowhere else, and the words a page shows."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Organisaatio
from hoks.contract import FieldSpec, HoksPost, Node, fields
from hoks.presentation.rows import is_internal


@dataclass
class Unique:
    """told: {words: field} that every reader must find; internal: those only officials may see."""

    document: dict = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    internal: dict[str, str] = field(default_factory=dict)


class Filler:
    def __init__(self):
        self._numbers = itertools.count(1001)
        self.unique = Unique()

    def document(self) -> Unique:
        self.unique.document = self._object(HoksPost, "")
        return self.unique

    def _object(self, cls: type[Node], path: str) -> dict:
        data: dict[str, Any] = {}
        for spec in fields(cls):
            data[spec.wire] = self._value(spec, f"{path}/{spec.wire}")
            if spec.versio_wire:
                number = next(self._numbers)
                data[spec.versio_wire] = number
                self.unique.internal[str(number)] = f"{path}/{spec.versio_wire}"
        return data

    def _value(self, spec: FieldSpec, path: str) -> Any:
        if spec.kind == "object":
            return self._object(spec.node, path)
        if spec.kind in ("objects", "nodes"):
            return [self._object(spec.node, f"{path}/0")]
        if spec.kind == "texts":
            return [self._scalar(spec, f"{path}/{place}") for place in (0, 1)]
        return self._scalar(spec, path)

    def _scalar(self, spec: FieldSpec, path: str) -> Any:
        number = next(self._numbers)
        if spec.kind == "bool":
            return True
        day = dt.date(2000, 1, 1) + dt.timedelta(days=number)
        value, words = {
            "date": (day.isoformat(), f"{day.day}.{day.month}.{day.year}"),
            "timestamp": (f"{day}T10:00:00Z", f"{day.day}.{day.month}.{day.year}"),
            "int": (number, str(number)),
            "number": (number + 0.25, f"{number},25"),
            "organisaatio": (f"1.2.246.562.10.{number}", f"Organisaatio-{number}-a"),
        }.get(spec.kind, (f"arvo-{number}-b", f"arvo-{number}-b"))
        if spec.kind == "organisaatio":
            Organisaatio.objects.create(oid=value, nimi={"fi": words}, polku=[value])
        told = self.unique.internal if is_internal(spec) else self.unique.told
        told[words] = path
        return value
