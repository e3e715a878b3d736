"""The JSON of a request: read within limits, and refused for exactly what is wrong with it (domain.md 2.0).

Stricter than Python's json: what it would let pass silently (a key given twice, NaN, 1e400) is refused. Characters that
can't be stored and whole numbers out of range are the contract's to refuse, as they have a place in the plan.
"""

import codecs
import json
from collections.abc import Iterator
from typing import Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoks.api.refusals import Refusal
from hoks.contract.types import UNSTORABLE
from hoks.violations import Path, Violation

# A plan's deepest value is on the tenth level, and one of forty units has two thousand. An empty object may be five
# faults: twenty thousand of them take four seconds to tell, in twenty megabytes.
NESTING_MAX = 40
VALUES_MAX = 20_000
# As Python calls them. A system that has always written Latin-1 may go on; no other encoding has been seen.
CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"})
BYTE_ORDER_MARK = "\ufeff"
WHITESPACE = " \t\n\r"

# Beginnings of the parser's complaints. Each sentence is followed by the place.
COMPLAINTS = {
    "Expecting value": _("Lisää arvo tai poista ylimääräinen pilkku"),
    "Expecting property name": _("Kirjoita kentän nimi lainausmerkkeihin tai poista ylimääräinen pilkku"),
    "Expecting ':'": _("Lisää kaksoispiste kentän nimen jälkeen"),
    "Expecting ','": _("Lisää pilkku tai loppusulje"),
    "Illegal trailing comma": _("Poista ylimääräinen pilkku"),
    "Unterminated string": _("Päätä teksti lainausmerkkiin"),
    "Invalid control character": _("Kirjoita rivinvaihto ja muut ohjausmerkit kenoviivalla, esimerkiksi \\n"),
    "Invalid \\": _("Korjaa kenoviivalla alkava merkintä"),
    "Extra data": _("Poista se, mikä on dokumentin lopun jälkeen"),
}


def read_json(request) -> Any:
    """The request's document, parsed. Raises Refusal: 415, 413, or 400 with every fault that has a place."""
    charset = _charset(request)
    return parse(_received(request), charset)


def parse(received: bytes, charset: str = "utf-8") -> Any:
    """The document in a body, which need not have come in a request. Raises Refusal: 413 or 400, as `read_json`.

    charset: Python's name for the encoding
    """
    if len(received) > settings.RAJAPINTA_KOKO_ENINTAAN:
        _refuse_size()
    try:
        text = received.decode(charset)
    except UnicodeDecodeError as error:
        line, column = _place(error.object[: error.start].decode(charset, "replace"))
        told = _("Tallenna dokumentti merkistöllä %(charset)s: muuta on rivin %(line)s merkissä %(column)s.") % {
            "charset": charset.upper(),
            "line": line,
            "column": column,
        }
        _refuse_document(charset, f"Invalid {charset}", [Violation((), "vaara-merkisto", told)])
    if not text.strip(WHITESPACE):
        violation = Violation((), "tyhja-dokumentti", _("Lähetä suunnitelma: pyynnössä ei ole sisältöä."))
        _refuse_document(charset, "Empty body", [violation])
    if text.startswith(BYTE_ORDER_MARK):
        message = _("Tallenna dokumentti ilman tavujärjestysmerkkiä (BOM), joka on sen alussa.")
        _refuse_document(charset, "Byte order mark", [Violation((), "tavujarjestysmerkki", message)])
    return _parsed(text, charset)


def text(request) -> str:
    """The request's body as it came, for people to read. Raises Refusal: 415 or 413."""
    return _received(request).decode(_charset(request), "replace")


# --- Receiving -----------------------------------------------------------------------------


def _charset(request) -> str:
    """Python's name for the body's encoding.

    A body without Content-Type can mean nothing but JSON; one that claims to be something else is not guessed at.
    """
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if request.content_type not in ("application/json", "") or coding not in ("", "identity"):
        _refuse(415, "vaara-sisaltotyyppi", "Content-Type must be application/json", _CONTENT_TYPE)
    try:
        charset = codecs.lookup(request.content_params.get("charset", "utf-8").strip()).name
    except (LookupError, ValueError):
        charset = ""
    if charset not in CHARSETS:
        _refuse(415, "vaara-sisaltotyyppi", "Charset must be utf-8", _CHARSET)
    return charset


_CONTENT_TYPE = _("Lähetä dokumentti pakkaamattomana JSONina ja lisää pyyntöön otsake Content-Type: application/json.")
_CHARSET = _("Lähetä dokumentti merkistöllä UTF-8.")


def _received(request) -> bytes:
    """The body as bytes, kept on the request. Django's own limit (2.6 MB) concerns forms."""
    if not hasattr(request, "received"):
        limit = settings.RAJAPINTA_KOKO_ENINTAAN
        # Only the server knows where a body without Content-Length ends; Django takes it for empty.
        unmeasured = not request.META.get("CONTENT_LENGTH") and request.META.get("wsgi.input_terminated")
        stream = request.META["wsgi.input"] if unmeasured else request
        too_long = not unmeasured and _content_length(request) > limit
        try:
            request.received = b"" if too_long else stream.read(limit + 1)
        except Exception:
            # A broken connection or bad chunks; each server has exceptions of its own.
            violation = Violation((), "katkennut", _("Lähetä pyyntö uudelleen: se katkesi kesken."))
            _refuse_document("utf-8", "Unreadable body", [violation])
        if too_long or len(request.received) > limit:
            _refuse_size()
    return request.received


def _content_length(request) -> int:
    """As announced; 0 when it is no number, as Django takes it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


# --- Parsing -------------------------------------------------------------------------------


class _Unusable:
    """Stands in the document for a value that no JSON has, or no computer holds."""

    def __init__(self, code: str, message: Any):
        self.code, self.message = code, message


def _parsed(text: str, charset: str) -> Any:
    unusable: list[_Unusable] = []
    repeated: dict[int, tuple[dict, list[str]]] = {}

    def not_finite(token: str) -> _Unusable:
        unusable.append(_Unusable("ei-luku", _("Anna luku, joka on äärellinen.")))
        return unusable[-1]

    def number(token: str) -> float | _Unusable:
        value = float(token)
        return not_finite(token) if value in (float("inf"), float("-inf")) else value

    def whole_number(token: str) -> int | _Unusable:
        try:
            return int(token)
        except ValueError:  # Python reads no longer ones.
            unusable.append(_Unusable("liian-suuri-luku", _("Anna pienempi luku.")))
            return unusable[-1]

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _value in pairs]
            repeated[id(found)] = found, sorted({key for key in keys if keys.count(key) > 1})
        return found

    decoder = json.JSONDecoder(
        parse_constant=not_finite, parse_float=number, parse_int=whole_number, object_pairs_hook=members
    )
    try:
        document = decoder.decode(text)
    except RecursionError:
        _refuse_nesting()
    except json.JSONDecodeError as error:
        _refuse_syntax(charset, text, error)
    _limit_shape(document)
    # A key can hold what can't be stored only when it is written with an escape.
    if unusable or repeated or "\\u" in text:
        violations = list(_faults(document, repeated))
        if violations:
            _refuse_document(charset, "Not a usable document", violations)
    return document


def _faults(document: Any, repeated: dict[int, tuple[dict, list[str]]]) -> Iterator[Violation]:
    """What is wrong with keys and values that the parser accepted, in document order."""
    for path, value in _nodes(document):
        if isinstance(value, _Unusable):
            yield Violation(path, value.code, value.message)
        if not isinstance(value, dict):
            continue
        for key in value:
            if UNSTORABLE.search(key):
                message = _("Poista kentän nimestä merkki, jota ei voi tallentaa.")
                yield Violation((*path, _storable(key)), "kielletty-merkki", message)
        for key in repeated.get(id(value), (value, []))[1]:
            yield Violation((*path, _storable(key)), "toistuva-avain", _("Anna kenttä vain kerran."))


def _nodes(document: Any) -> Iterator[tuple[Path, Any]]:
    waiting: list[tuple[Path, Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, dict):
            waiting += reversed([((*path, _storable(key)), item) for key, item in value.items()])
        elif isinstance(value, list):
            waiting += reversed([((*path, place), item) for place, item in enumerate(value)])


def _storable(key: str) -> str:
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", key)


def _limit_shape(document: Any) -> None:
    """Refuse what is deeper or has more values than a plan needs: each may be a fault to tell, or a row to store."""
    level = [document] if isinstance(document, dict | list) else []
    values = 0
    for _depth in range(NESTING_MAX):
        values += sum(map(len, level))
        if values > VALUES_MAX:
            message = _("Lähetä pienempi dokumentti: siinä saa olla enintään %(most)s arvoa.") % {"most": VALUES_MAX}
            _refuse(413, "liian-suuri", f"Body has over {VALUES_MAX} values", message)
        level = [
            item
            for value in level
            for item in (value.values() if isinstance(value, dict) else value)
            if isinstance(item, dict | list)
        ]
        if not level:
            return
    _refuse_nesting()


# --- Refusing ------------------------------------------------------------------------------


def _refuse_syntax(charset: str, text: str, error: json.JSONDecodeError) -> NoReturn:
    if error.pos >= len(text.rstrip(WHITESPACE)):
        sentence: Any = _("Lähetä koko dokumentti: se loppuu kesken")
    else:
        sentences = (sentence for start, sentence in COMPLAINTS.items() if error.msg.startswith(start))
        sentence = next(sentences, _("Korjaa JSON"))
    line, column = _place(text[: error.pos])
    told = _("%(sentence)s (rivi %(line)s, merkki %(column)s).") % {
        "sentence": sentence,
        "line": line,
        "column": column,
    }
    _refuse_document(charset, str(error), [Violation((), "ei-json", told)])


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows the text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _refuse_document(charset: str, original: str, violations: list[Violation]) -> NoReturn:
    """400 in the reference's shape (its framework's), with our list beside it."""
    body = {
        "type": "compojure.api.exception/request-parsing",
        "format": "application/json",
        "charset": charset,
        "original": original,
        "message": "Malformed application/json request.",
        "violations": [violation.as_wire() for violation in violations],
    }
    codes = dict.fromkeys(["ei-json", *(violation.code for violation in violations)])
    raise Refusal(400, body, list(codes), violations)


def _refuse_size() -> NoReturn:
    limit = settings.RAJAPINTA_KOKO_ENINTAAN
    megabytes = f"{limit / 1_000_000:.3g}".replace(".", ",")
    message = _("Lähetä pienempi dokumentti: suurin koko on %(megabytes)s Mt.") % {"megabytes": megabytes}
    _refuse(413, "liian-suuri", f"Body is over {limit} bytes", message)


def _refuse_nesting() -> NoReturn:
    message = _("Lähetä dokumentti, jossa on enintään %(most)s sisäkkäistä tasoa.") % {"most": NESTING_MAX}
    _refuse(413, "liian-syva", f"Nested deeper than {NESTING_MAX} levels", message)


def _refuse(status: int, code: str, error: str, message: Any) -> NoReturn:
    violation = Violation((), code, message)
    raise Refusal(status, {"error": error, "violations": [violation.as_wire()]}, [code], [violation])
