"""The contract: what a plan looks like on the wire (domain.md 1.3-1.5). Sense is judged by hoks.rules."""

from hoks.contract.fields import FieldSpec, Node, fields, spec, wire_name
from hoks.contract.hoks import HoksPatch, HoksPost, HoksPut
from hoks.contract.nodes import (
    AiemminHankittuAmmatillinen,
    AiemminHankittuOsaAlue,
    AiemminHankittuPaikallinen,
    AiemminHankittuYhteinen,
    HankittavaAmmatillinen,
    HankittavaKoulutuksenOsa,
    HankittavaOsaAlue,
    HankittavaPaikallinen,
    HankittavaYhteinen,
    OpiskeluvalmiuksiaTukevaOpinto,
    OppimisenTuki,
    OsaamisenHankkimistapa,
    OsaamisenOsoittaminen,
)
from hoks.contract.reading import Reading, read

__all__ = [
    "AiemminHankittuAmmatillinen",
    "AiemminHankittuOsaAlue",
    "AiemminHankittuPaikallinen",
    "AiemminHankittuYhteinen",
    "FieldSpec",
    "HankittavaAmmatillinen",
    "HankittavaKoulutuksenOsa",
    "HankittavaOsaAlue",
    "HankittavaPaikallinen",
    "HankittavaYhteinen",
    "HoksPatch",
    "HoksPost",
    "HoksPut",
    "Node",
    "OpiskeluvalmiuksiaTukevaOpinto",
    "OppimisenTuki",
    "OsaamisenHankkimistapa",
    "OsaamisenOsoittaminen",
    "Reading",
    "fields",
    "read",
    "spec",
    "wire_name",
]
