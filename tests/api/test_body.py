"""What comes as a document: read within limits, or refused with the reason and its place."""

import io
import json
import time

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from hoks.api import body
from hoks.api.refusals import Refusal

LIMIT = 5_000_000


def posted(content: bytes | str, content_type: str = "application/json", **meta):
    """A request with this body."""
    content = content.encode() if isinstance(content, str) else content
    return RequestFactory().generic("POST", "/", content, content_type, **meta)


def refused(content: bytes | str, content_type: str = "application/json", **meta) -> Refusal:
    with pytest.raises(Refusal) as caught:
        body.read_json(posted(content, content_type, **meta))
    return caught.value


def faults(refusal: Refusal) -> list[tuple[str, str]]:
    assert refusal.body["violations"] == [violation.as_wire() for violation in refusal.violations]
    return [(fault["path"], fault["code"]) for fault in refusal.body["violations"]]


# --- Documents -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "document"),
    [
        ("{}", {}),
        (' \r\n\t{"a": [1, 2.5, true, null, "\\u00e4"]} \n', {"a": [1, 2.5, True, None, "ä"]}),
        ("[]", []),
        ("5", 5),
        ('"x"', "x"),
        ("null", None),
        # Any finite number is one; whether it fits is the contract's affair.
        ("[1e300, 0.1, 12345678901234567890, 4.0, -0, 1e-400]", [1e300, 0.1, 12345678901234567890, 4.0, 0, 0.0]),
        ("9" * 4300, int("9" * 4300)),
        # Text that can't be stored has a place in the plan, so the contract refuses it.
        ('{"a": "\\u0000 \\ud800"}', {"a": "\0 \ud800"}),
        ('["\\ud83d\\ude00"]', ["😀"]),
        # The same key in two objects.
        ('[{"a": 1, "b": {"a": 2}}, {"a": 3}]', [{"a": 1, "b": {"a": 2}}, {"a": 3}]),
    ],
)
def test_a_document_is_read(content, document):
    read = body.read_json(posted(content))
    assert read == document
    assert json.dumps(read) == json.dumps(document)


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("application/json", "utf-8"),
        ("APPLICATION/JSON; charset=UTF-8", "utf-8"),
        ('application/json;charset="utf8"', "utf-8"),
        ("application/json; odata=verbose", "utf-8"),
        ("", "utf-8"),
        ("application/json; charset=ISO-8859-1", "latin-1"),
        ("application/json; charset=iso-8859-15", "iso-8859-15"),
        ("application/json; charset=windows-1252", "cp1252"),
    ],
)
def test_a_document_comes_as_json_in_an_encoding_in_use(content_type, encoding):
    request = posted('{"nimi": "Äijälä"}'.encode(encoding), content_type)
    assert body.read_json(request) == {"nimi": "Äijälä"}
    assert body.text(request) == '{"nimi": "Äijälä"}'


# --- Refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "text/json",
        "application/jsonp",
        "application/json; charset=rot13",
        "application/json; charset=hex",
        "application/json; charset=utf-7",
        "application/json; charset=idna",
        "application/json; charset=ei-ole",
        "application/json; charset=",
    ],
)
def test_what_is_not_json_is_not_guessed_at(content_type):
    refusal = refused("{}", content_type)
    assert (refusal.status, refusal.koodit, faults(refusal)) == (
        415,
        ["vaara-sisaltotyyppi"],
        [("", "vaara-sisaltotyyppi")],
    )
    assert "error" in refusal.body


def test_a_compressed_document_is_not_taken():
    assert refused("{}", HTTP_CONTENT_ENCODING="gzip").status == 415
    assert body.read_json(posted("{}", HTTP_CONTENT_ENCODING="identity")) == {}


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        ("", "tyhja-dokumentti", "Lähetä suunnitelma: pyynnössä ei ole sisältöä."),
        (" \r\n\t", "tyhja-dokumentti", "Lähetä suunnitelma: pyynnössä ei ole sisältöä."),
        (
            b"\xef\xbb\xbf{}",
            "tavujarjestysmerkki",
            "Tallenna dokumentti ilman tavujärjestysmerkkiä (BOM), joka on sen alussa.",
        ),
        (b'{\n"n": "\xe4"}', "vaara-merkisto", "Tallenna dokumentti merkistöllä UTF-8: muuta on rivin 2 merkissä 7."),
        (
            b'["\xed\xa0\x80"]',
            "vaara-merkisto",
            "Tallenna dokumentti merkistöllä UTF-8: muuta on rivin 1 merkissä 3.",
        ),
        ('{"a": 1', "ei-json", "Lähetä koko dokumentti: se loppuu kesken (rivi 1, merkki 8)."),
        ('{"a":\n', "ei-json", "Lähetä koko dokumentti: se loppuu kesken (rivi 2, merkki 1)."),
        ('{"a": }', "ei-json", "Lisää arvo tai poista ylimääräinen pilkku (rivi 1, merkki 7)."),
        (
            '{"a": 1,\n}',
            "ei-json",
            "Kirjoita kentän nimi lainausmerkkeihin tai poista ylimääräinen pilkku (rivi 2, merkki 1).",
        ),
        (
            "{'a': 1}",
            "ei-json",
            "Kirjoita kentän nimi lainausmerkkeihin tai poista ylimääräinen pilkku (rivi 1, merkki 2).",
        ),
        ('{"a" 1}', "ei-json", "Lisää kaksoispiste kentän nimen jälkeen (rivi 1, merkki 6)."),
        ('{"ä": 1\n "b": 2}', "ei-json", "Lisää pilkku tai loppusulje (rivi 2, merkki 2)."),
        ('{"a": "x}', "ei-json", "Päätä teksti lainausmerkkiin (rivi 1, merkki 7)."),
        (
            '["a\0"]',
            "ei-json",
            "Kirjoita rivinvaihto ja muut ohjausmerkit kenoviivalla, esimerkiksi \\n (rivi 1, merkki 4).",
        ),
        (
            '["a\nb"]',
            "ei-json",
            "Kirjoita rivinvaihto ja muut ohjausmerkit kenoviivalla, esimerkiksi \\n (rivi 1, merkki 4).",
        ),
        ('["\\x"]', "ei-json", "Korjaa kenoviivalla alkava merkintä (rivi 1, merkki 3)."),
        ('["\\u12"]', "ei-json", "Korjaa kenoviivalla alkava merkintä (rivi 1, merkki 4)."),
        ("{} {}", "ei-json", "Poista se, mikä on dokumentin lopun jälkeen (rivi 1, merkki 4)."),
        ("[01]", "ei-json", "Lisää pilkku tai loppusulje (rivi 1, merkki 3)."),
        ("[1.]", "ei-json", "Lisää pilkku tai loppusulje (rivi 1, merkki 3)."),
        ("[.5]", "ei-json", "Lisää arvo tai poista ylimääräinen pilkku (rivi 1, merkki 2)."),
        ("// {}", "ei-json", "Lisää arvo tai poista ylimääräinen pilkku (rivi 1, merkki 1)."),
        ("<HOKS/>", "ei-json", "Lisää arvo tai poista ylimääräinen pilkku (rivi 1, merkki 1)."),
    ],
)
def test_what_cannot_be_parsed_is_refused_with_the_place(content, code, sentence):
    refusal = refused(content)
    assert faults(refusal) == [("", code)]
    assert refusal.body["violations"][0]["message"]["fi"] == sentence
    assert refusal.koodit == list(dict.fromkeys(["ei-json", code]))
    assert refusal.status == 400
    assert refusal.body | {"original": "", "violations": []} == {
        "type": "compojure.api.exception/request-parsing",
        "format": "application/json",
        "charset": "utf-8",
        "original": "",
        "message": "Malformed application/json request.",
        "violations": [],
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("NaN", [("", "ei-luku")]),
        ('{"a": [1, NaN, Infinity, -Infinity]}', [("/a/1", "ei-luku"), ("/a/2", "ei-luku"), ("/a/3", "ei-luku")]),
        ('{"a": {"b": 1e400}}', [("/a/b", "ei-luku")]),
        ('{"a": -1E999}', [("/a", "ei-luku")]),
        ('{"a": ' + "9" * 4301 + "}", [("/a", "liian-suuri-luku")]),
        ('{"a": -' + "9" * 100_000 + "}", [("/a", "liian-suuri-luku")]),
        ('{"a": 1, "a": 1}', [("/a", "toistuva-avain")]),
        ('{"a": 1, "b": 2, "a": 3, "a": 4, "b": 5}', [("/a", "toistuva-avain"), ("/b", "toistuva-avain")]),
        ('{"x/y": [{}, {"~": {"a": 1, "a": 2}}]}', [("/x~1y/1/~0/a", "toistuva-avain")]),
        ('{"\\u0061": 1, "a": 2}', [("/a", "toistuva-avain")]),
        # The object that held the first one's fault is gone.
        ('{"a": {"b": NaN}, "a": 1}', [("/a", "toistuva-avain")]),
        ('{"a": {"b": 1, "b": 2}, "a": 1}', [("/a", "toistuva-avain")]),
        ('{"a\\u0000": 1}', [("/a\ufffd", "kielletty-merkki")]),
        ('[{"\\ud800": {"b": 1, "b": 2}}]', [("/0/\ufffd", "kielletty-merkki"), ("/0/\ufffd/b", "toistuva-avain")]),
        ('{"a": NaN, "b": 1, "c": 1e400, "b": 2}', [("/b", "toistuva-avain"), ("/a", "ei-luku"), ("/c", "ei-luku")]),
    ],
)  # fmt: skip
def test_what_the_parser_would_let_pass_is_refused_with_its_path(content, expected):
    refusal = refused(content)
    assert (refusal.status, faults(refusal)) == (400, expected)
    assert refusal.koodit[0] == "ei-json"
    json.dumps(refusal.body, ensure_ascii=False).encode()


# --- Limits --------------------------------------------------------------------------------


def nested(levels: int, inner: str = "1") -> str:
    return "[" * levels + inner + "]" * levels


@pytest.mark.parametrize("inner", ["", "1", "{}", '"["'])
def test_forty_levels_are_enough(inner):
    levels = 40 - (inner == "{}")
    assert body.read_json(posted(nested(levels, inner))) == json.loads(nested(levels, inner))
    assert refused(nested(levels + 1, inner)).status == 413


@pytest.mark.parametrize("content", ["[%s]", '{"a": [[%s], []]}', '[{"a": 1, "b": [%s]}]'])
def test_twenty_thousand_values_are_enough(content):
    around = content.count("[") + content.count(":") - 1
    most = content % ",".join(["0"] * (20_000 - around))
    assert body.read_json(posted(most)) == json.loads(most)
    refusal = refused(content % ",".join(["{}"] * (20_001 - around)))
    assert (refusal.status, refusal.koodit) == (413, ["liian-suuri"])


@pytest.mark.parametrize("content", [nested(100_000), "[" * 4_000_000, '{"a":' * 200_000, '[{"a":' * 500])
def test_deep_nesting_is_refused_without_a_fall(content):
    refusal = refused(content)
    assert (refusal.status, refusal.koodit) in [(413, ["liian-syva"]), (400, ["ei-json"])]
    if len(content) > 10_000:
        assert refusal.status == 413


def test_the_limit_is_the_documents_size_in_bytes():
    assert body.read_json(posted('"' + "a" * (LIMIT - 2) + '"')) == "a" * (LIMIT - 2)
    for content in ('"' + "a" * (LIMIT - 1) + '"', '"' + "ä" * (LIMIT // 2) + '"', " " * LIMIT + "{}"):
        refusal = refused(content)
        assert (refusal.status, refusal.koodit, faults(refusal)) == (413, ["liian-suuri"], [("", "liian-suuri")])


def test_the_limit_is_a_setting(settings):
    settings.RAJAPINTA_KOKO_ENINTAAN = 10
    assert body.read_json(posted("[1,2,3,45]")) == [1, 2, 3, 45]
    assert refused("[1,2,3,456]").status == 413


class Stream(io.BytesIO):
    """A server's input that counts what is read of it."""

    def __init__(self, content: bytes):
        super().__init__(content)
        self.given = 0

    def read(self, size=-1):
        chunk = super().read(size)
        self.given += len(chunk)
        return chunk


def streamed(content: bytes, **meta):
    stream = Stream(content)
    return WSGIRequest(posted(b"").META | {"wsgi.input": stream} | meta), stream


def test_a_body_without_content_length_is_read_to_its_end():
    meta = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    request, _stream = streamed(b'{"a": 1}', **meta)
    assert body.read_json(request) == {"a": 1}
    request, stream = streamed(b" " * LIMIT * 2, **meta)
    with pytest.raises(Refusal) as caught:
        body.read_json(request)
    assert (caught.value.status, stream.given) == (413, LIMIT + 1)


def test_no_more_is_read_than_was_announced():
    request, stream = streamed(b'{"a": 1}garbage', CONTENT_LENGTH="8")
    assert body.read_json(request) == {"a": 1}
    assert stream.given == 8


def test_what_announces_itself_too_long_is_not_read():
    request, stream = streamed(b"{}", CONTENT_LENGTH=str(LIMIT + 1))
    with pytest.raises(Refusal) as caught:
        body.read_json(request)
    assert (caught.value.status, stream.given) == (413, 0)


@pytest.mark.parametrize("length", ["100", "-1", "0", "x", "1e3", "", "9" * 5000])
def test_a_lying_content_length_is_no_failure(length):
    request, _stream = streamed(b'{"a": 1', CONTENT_LENGTH=length)
    with pytest.raises(Refusal) as caught:
        body.read_json(request)
    assert caught.value.status in (400, 413)


class BadChunks(Exception):
    """What a server may raise; no OSError."""


@pytest.mark.parametrize("error", [ConnectionResetError, BadChunks])
@pytest.mark.parametrize("meta", [{"CONTENT_LENGTH": "10"}, {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}])
def test_a_body_that_breaks_is_no_failure(error, meta):
    class Broken(io.BytesIO):
        def read(self, *_args):
            raise error

    request = WSGIRequest(posted(b"").META | {"wsgi.input": Broken()} | meta)
    with pytest.raises(Refusal) as caught:
        body.read_json(request)
    assert (caught.value.status, faults(caught.value)) == (400, [("", "katkennut")])


def test_the_text_is_there_to_read_whatever_is_wrong_with_it():
    request = posted(b"{\xff")
    assert body.text(request) == "{\ufffd"
    with pytest.raises(Refusal):
        body.read_json(request)
    assert body.text(request) == "{\ufffd"


def test_a_hostile_document_takes_no_time():
    for content in ('{"a":' + "1" * 4_000_000 + "}", '["' + "\\u0000" * 600_000 + '"]', "[" + "{}," * 900_000 + "{}]"):
        started = time.perf_counter()
        try:
            body.read_json(posted(content))
        except Refusal as refusal:
            assert refusal.status in (400, 413)
        assert time.perf_counter() - started < 3
