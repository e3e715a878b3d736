"""Texts that try to be more than text, and the pages where they would have to show it."""

from django.urls import reverse

from hoks.tree import tree
from tests.payloads import KOULU_OID

MARKUP = (
    """<script>alert("x")</script><img src=x onerror='alert(1)'>"""
    """"'&lt;</textarea></title></option>--><b>{{ 7 }}{% x %}"""
)
INVISIBLE = "\u202ekääntyvä\u2066\u200b\u2028\ufeff"

# Fields that hold free text, on whatever node.
TEXTS = {
    "nimi",
    "kuvaus",
    "rooli",
    "ajanjakson-tarkenne",
    "tyopaikan-nimi",
    "tavoitteet-ja-sisallot",
    "amosaa-tunniste",
    "vaatimuksista-tai-tavoitteista-poikkeaminen",
    "tutkinnon-osan-perusteen-diaarinro",
    "keskeiset-tyotehtavat",
    "sisallon-kuvaus",
    "yksilolliset-kriteerit",
}


def with_texts(value, text: str, name: str = ""):
    """The document with the text in every field of TEXTS."""
    if isinstance(value, dict):
        return {key: with_texts(item, text, key) for key, item in value.items()}
    if isinstance(value, list):
        return [with_texts(item, text, name) for item in value]
    return text if name in TEXTS else value


def officials_urls(hoks, luonnos) -> list[str]:
    """Every page where an official sees the plan or his draft of it, with one node of each kind."""
    kinds = {node.cls: node.key for node in tree(luonnos.dokumentti).walk() if node.key}
    keys = ["perustiedot", *kinds.values()]
    return [
        reverse("virkailija:opiskelijat") + f"?oppilaitos={KOULU_OID}&tila=kaikki",
        reverse("virkailija:hoks", args=[hoks.pk]),
        reverse("virkailija:hoks-poista", args=[hoks.pk]),
        reverse("virkailija:hoks-versiot", args=[hoks.pk]),
        reverse("virkailija:hoks-vertailu", args=[hoks.pk]),
        reverse("virkailija:hoks-versio", args=[hoks.pk, 1]),
        reverse("virkailija:hoks-versio", args=[hoks.pk, hoks.versionumero]),
        reverse("virkailija:hoks-versio-palauta", args=[hoks.pk, 1]),
        reverse("virkailija:luonnokset"),
        reverse("virkailija:luonnos", args=[luonnos.pk]),
        reverse("virkailija:luonnos-hylkaa", args=[luonnos.pk]),
        reverse("virkailija:luonnos-tarkista", args=[luonnos.pk]),
        *(reverse("virkailija:luonnos-osa", args=[luonnos.pk, key]) for key in keys),
        *(reverse("virkailija:luonnos-osa-poista", args=[luonnos.pk, key]) for key in keys[1:]),
    ]


def keys_of(value):
    """The key of every node of a draft's document."""
    if isinstance(value, dict):
        if "_key" in value:
            yield value["_key"]
        for item in value.values():
            yield from keys_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from keys_of(item)


def learners_urls(hoks) -> list[str]:
    """Every page where a learner sees his plan."""
    return [reverse("oppija:etusivu"), reverse("oppija:hoks", args=[hoks.eid]), reverse("oppija:katselut")]
