"""Plans of the demo world with their saves."""

from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]


@dataclass(frozen=True)
class Tallennus:
    """One save of a plan: kanava is a value of hoks.models.Kanava, kayttaja a username, None for the system actor."""

    document: Node
    kanava: str
    kayttaja: str | None


@dataclass(frozen=True)
class DemoHoks:
    """One plan with its saves in order: the first makes it, each other replaces it; then perhaps it is deleted.

    katsojat are usernames of those who have looked at it.
    """

    opiskeluoikeus_oid: str
    tallennukset: tuple[Tallennus, ...]
    katsojat: tuple[str, ...] = ()
    poistaja: str | None = None
    poiston_syy: str = ""
