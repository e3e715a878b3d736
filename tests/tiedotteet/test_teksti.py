"""What is typed as an announcement's text comes out as a few harmless elements, whatever it is."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from hoks.tiedotteet.teksti import clean, in_language, is_safe_link, render
from tests.hostile import INVISIBLE, MARKUP

TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "a", "br"}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Judge(HTMLParser):
    """What of the markup is not among the few elements, and what it says as text."""

    def __init__(self, html: str):
        super().__init__()
        self.wrong, self.text, self.levels, self.open = [], "", [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        names = {name for name, _value in attributes}
        if tag not in TAGS or names - ATTRIBUTES.get(tag, set()):
            self.wrong.append(self.get_starttag_text())
        if tag[0] == "h":
            self.levels.append(int(tag[1]))
        for name, value in attributes:
            if name == "href" and urlsplit(value).scheme not in ("http", "https", "mailto"):
                self.wrong.append(value)
            if name == "rel" and value != "noopener noreferrer":
                self.wrong.append(value)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.wrong.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def judged(text: str) -> Judge:
    judge = Judge(render(text))
    assert judge.wrong == [] and judge.open == [], render(text)
    return judge


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Yksi\n\nKaksi", "<p>Yksi</p>\n<p>Kaksi</p>\n"),
        ("rivi\ntoinen", "<p>rivi<br>\ntoinen</p>\n"),
        ("**a** *b* __c__ _d_", "<p><strong>a</strong> <em>b</em> <strong>c</strong> <em>d</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        (
            "[OPH](https://www.oph.fi/fi)",
            '<p><a href="https://www.oph.fi/fi" rel="noopener noreferrer">OPH</a></p>\n',
        ),
        ("[posti](mailto:a@b.fi)", '<p><a href="mailto:a@b.fi" rel="noopener noreferrer">posti</a></p>\n'),
        ("\\*ei korostusta\\*", "<p>*ei korostusta*</p>\n"),
        ("", ""),
    ],
)
def test_what_works(typed, html):
    assert render(typed) == html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<!-- kommentti -->",
        "<b>lihava</b>",
        "`koodi`",
        "> lainaus",
        "---",
        "    sisennetty",
        "```\nkoodi\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "~~yli~~",
        "&lt;script&gt; &#106; &copy;",
        "[viite]: https://x.fi",
    ],
)
def test_what_doesnt_is_shown_as_typed(typed):
    judge = judged(typed)
    assert "".join(judge.text.split()) == "".join(typed.split())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "javascript%3Aalert(1)",
        "\x01javascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "ftp://x.fi/",
        "tel:112",
        "//evil.example/",
        "/virkailija/",
        "etusivu",
        "http:",
        "https:///polku",
        "mailto:",
        "http://[::1",
        "#ankkuri",
        "?x=1",
    ],
)
def test_link_elsewhere_than_web_and_mail_is_none(address):
    assert not is_safe_link(address)
    for typed in (f"[x]({address})", f"[x](<{address}>)", f"<{address}>", f'[x]({address} "otsikko")'):
        assert "<a" not in render(typed), typed
        judged(typed)


def test_picture_is_a_link_at_most():
    html = render("![kuva](https://x.fi/a.png) ![k](data:image/png;base64,AAAA)")
    assert "<img" not in html and html.count("<a ") == 1


def test_link_cannot_break_out_of_its_attribute():
    for typed in (
        '[x](https://a.fi/"onclick="alert(1))',
        "[x](<https://a.fi/\" onmouseover='alert(1)'>)",
        '[x](https://a.fi "t\\" onclick=alert(1)")',
        '<https://a.fi/"><script>alert(1)</script>>',
        "[<img src=x onerror=alert(1)>](https://a.fi)",
        "[**[b](https://b.fi)**](https://a.fi)",
    ):
        judged(typed)


def test_link_without_words_says_where_it_goes():
    for words in ("", " ", "\u200b"):
        assert "https://a.fi" in judged(f"[{words}](https://a.fi)").text


@pytest.mark.parametrize(
    ("typed", "below", "levels"),
    [
        ("# a\n\n## b\n\n# c", 1, [2, 3, 2]),
        ("### a\n\n###### b", 1, [2, 3]),
        ("# a\n\n## b", 3, [4, 5]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", 1, [2, 3, 4, 5, 6, 6]),
        ("#\n\n## \u200b\n\n# a", 1, [2]),
    ],
)
def test_headings_fit_under_the_page_s(typed, below, levels):
    assert Judge(render(typed, below=below)).levels == levels


@pytest.mark.parametrize(
    "typed",
    [
        "[" * 20_000,
        "*a" * 10_000,
        "[a](" * 5_000,
        "![" * 10_000,
        "[*" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "- " * 10_000,
        "\n".join("  " * depth + "- a" for depth in range(150)),
        "1. " * 6_000,
        "**_" * 6_000,
        "<" * 20_000,
        "# " * 10_000,
        "x" * 20_000,
        "\\" * 20_000,
        "[x](https://a.fi/" + "a" * 19_000 + ")",
    ],
    ids=lambda typed: f"{typed[:5]!r}",
)
def test_nested_and_long_take_no_time(typed):
    began = time.perf_counter()
    judged(typed)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("typed", [MARKUP, INVISIBLE, MARKUP + INVISIBLE * 100], ids=["markup", "invisible", "both"])
def test_hostile(typed):
    judged(typed)


def test_direction_is_not_turned():
    for mark in TURNING:
        assert mark not in render(f"alku {mark} [linkki{mark}](https://a.fi/) loppu")
    assert clean("a\x00b\x1bc\r\nd\re\tf") == "abc\nd\ne\tf"
    assert clean("العربية äö 👩🏽‍🍳") == "العربية äö 👩🏽‍🍳"


pieces = st.sampled_from(
    [
        *"[]()<>!*_#-+\\`\"'&;:/.1 \n\t",
        "javascript:",
        "https://a.fi",
        "mailto:a@b",
        "<script>",
        "data:",
        *TURNING,
        "ä",
        "\x00",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(pieces, max_size=120).map("".join)))
def test_any_text(typed):
    judge = judged(typed)
    assert all(later <= earlier + 1 for earlier, later in zip([1, *judge.levels], judge.levels, strict=False))


class TestLanguages:
    otsikko, teksti = {"fi": "Hei", "sv": "Hej"}, {"fi": "suomeksi", "sv": "på svenska"}

    def test_the_reader_s_own(self):
        with translation.override("sv"):
            found = in_language(self.otsikko, self.teksti)
        assert (found.kieli, found.otsikko, found.teksti, found.lang) == ("sv", "Hej", "på svenska", "")

    def test_falls_back_to_finnish_and_says_so(self):
        with translation.override("en"):
            found = in_language(self.otsikko, self.teksti)
        assert (found.kieli, found.otsikko, found.lang) == ("fi", "Hei", "fi")

    def test_one_that_was_asked_for(self):
        with translation.override("fi"):
            assert in_language(self.otsikko, self.teksti, "sv").lang == "sv"
            for asked in ("en", "xx", "", "<b>", "fi"):
                found = in_language(self.otsikko, self.teksti, asked)
                assert (found.kieli, found.lang) == ("fi", "")
