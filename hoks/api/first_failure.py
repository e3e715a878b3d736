"""The `errors` member of a refused document: the reference's view of it, leaf by leaf (domain.md 2.0).

Nested like the document: an object's faulty members, an array's every place with null where nothing is wrong, and for
leaves texts that today's clients search for the text of a rule. Of each object only the first failing rule is told,
and none when something within the object is wrong. Finnish whatever language was asked for.

Leaves quote as Clojure prints, but a rule's own text, which stands as it is written, so that it is found.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from hoks.contract.types import UNSTORABLE
from hoks.rules import Stage
from hoks.violations import Path, Violation

# A longer value is told by its class.
VALUE_MAX = 19
ARRAY_MAP_MAX = 8
# Java quotes no more of a text that is no date.
UNPARSABLE_MAX = 64
LONG_MIN, LONG_MAX = -(2**63), 2**63 - 1

WORDS = {"pakollinen": "missing-required-key", "tuntematon-kentta": "disallowed-key"}
# What the reference asks of a value, by what the contract expected (Violation.expected).
KINDS = {
    "text": "instance? java.lang.String",
    "formed text": "string?",
    "boolean": "instance? java.lang.Boolean",
    "array": "sequential?",
    "object": "map?",
}
QUESTIONS = {
    "vaara-kokonaisluku": "integer?",
    "vaara-luku": "instance? java.lang.Number",
    "vaara-paivamaara": "instance? java.time.LocalDate",
    "vaara-aikaleima": "instance? java.util.Date",
    "tarkistusmerkki": "oph.ehoks.schema.oid/valid-oid?",
    "tyhja": "not-empty",
    "keskeytykset-limittain": "oph.ehoks.hoks.schema/not-overlapping?",
}
DATES = ("vaara-paivamaara", "vaara-aikaleima")
RULES = {"y-tunnus": "Kelvollinen Y-tunnus", "puhelinnumero": "Puhelinnumero virheellinen."}
NEGATIVE = {
    "opetus-ja-ohjaus-maara": "Opetuksen ja ohjauksen määrä ei saa olla negatiivinen.",
    "laajuus": "Muuta koulutuksen osan laajuus positiiviseksi.",
}
ESCAPES = str.maketrans(
    {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f", "\b": "\\b"},
)


def errors(document: Any, violations: Iterable[Violation]) -> dict[str, Any] | str:
    """The first failures of the document, as submitted; a text when it is no object. Other stages' are left out."""
    tree: dict[str, Any] = {}
    with_faults: set[Path] = set()
    for violation in _first(violations):
        place = _own_place(violation)
        if place in with_faults:
            continue
        with override("fi"):
            leaf = _leaf(violation, _value(document, place))
        if not place:
            return leaf
        _hang(tree, document, place, leaf)
        with_faults.update(place[:length] for length in range(len(place) + 1))
    return tree


def _first(violations: Iterable[Violation]) -> list[Violation]:
    """What takes part, in the order in which it is asked: fields, then objects from the innermost."""
    fields, objects = [], []
    for violation in violations:
        if violation.rule is None or violation.rule.stage is Stage.FIELD:
            fields.append(violation)
        elif violation.rule.stage is Stage.OBJECT:
            objects.append(violation)
    return fields + sorted(objects, key=lambda violation: (-len(violation.node), violation.rule.order))


def _own_place(violation: Violation) -> Path:
    """A rule about an object is told in the object's place, whatever fields it points at."""
    of_object = violation.rule is not None and violation.rule.stage is Stage.OBJECT
    return violation.node if of_object else violation.path


def _value(document: Any, path: Path) -> Any:
    """What the document has there; None where it has nothing."""
    value = document
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _hang(tree: dict[str, Any], document: Any, path: Path, leaf: str) -> None:
    branch: Any = tree
    for place, step in enumerate(path[:-1]):
        if branch[step] is None if isinstance(step, int) else step not in branch:
            below = _value(document, path[: place + 1])
            branch[step] = [None] * len(below) if isinstance(below, list) else {}
        branch = branch[step]
    branch[path[-1]] = leaf


# --- Leaves --------------------------------------------------------------------------------


def _leaf(violation: Violation, value: Any) -> str:
    code = violation.code
    if code in WORDS:
        return WORDS[code]
    if code in DATES and isinstance(value, str):
        told = UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value[:UNPARSABLE_MAX]).translate(ESCAPES)
        return f"(not #error {{:cause \"Text '{told}' could not be parsed\"}})"
    if code == "tyhja":
        value = ""
    elif code == "puhelinnumero":
        value = value.strip()
    return f"(not ({_question(violation)} {_named(value, top=not violation.path)}))"


def _question(violation: Violation) -> str:
    code = violation.code
    if code == "vaara-muoto":
        return f're-find #"{violation.expected}"'
    if code == "vaara-tyyppi":
        return KINDS[violation.expected]
    if code in QUESTIONS:
        return QUESTIONS[code]
    if code == "negatiivinen":
        return f'"{NEGATIVE[str(violation.path[-1])]}"'
    # What the reference never refuses, but can't store, is told as a rule with our own sentence.
    return f'"{violation.wire_text or RULES.get(code) or violation.message}"'


def _named(value: Any, *, top: bool = False) -> str:
    """The value as Clojure prints it when that is short, else the name of its Java class."""
    if top and isinstance(value, list):
        return "a-clojure.lang.LazySeq"
    printed = _printed(value)
    # A text is measured without its quotes, in UTF-16.
    length = len(value.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(value, str) else len(printed)
    if length > VALUE_MAX or UNSTORABLE.search(printed):
        return f"a-{_class(value)}"
    return printed


def _class(value: Any) -> str:
    match value:
        case str():
            return "java.lang.String"
        case float():
            return "java.lang.Double"
        case int():
            return "java.lang.Long" if LONG_MIN <= value <= LONG_MAX else "java.math.BigInteger"
        case list():
            return "clojure.lang.PersistentVector"
        case _:
            return f"clojure.lang.Persistent{'Array' if len(value) <= ARRAY_MAP_MAX else 'Hash'}Map"


def _printed(value: Any) -> str:
    """As Clojure prints it; something too long in place of what is."""
    match value:
        case None:
            return "nil"
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case float():
            return _double(value)
        case int():
            return str(value)
    if len(value) > VALUE_MAX // 2:
        return _class(value)
    if isinstance(value, list):
        return "[" + " ".join(_printed(item) for item in value) + "]"
    return "{" + ", ".join(f":{name} {_printed(item)}" for name, item in value.items()) + "}"


def _quoted(text: str) -> str:
    return '"' + text.translate(ESCAPES) + '"'


def _double(value: float) -> str:
    """As Java prints it: with an exponent from ten million, and below a thousandth."""
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(value)
    number = Decimal(repr(value)).normalize()
    first, *rest = (str(digit) for digit in number.as_tuple().digits)
    return f"{'-' if value < 0 else ''}{first}.{''.join(rest) or '0'}E{number.adjusted()}"
