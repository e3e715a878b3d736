"""Documents that are no plans, and take more out of a server than they take to write."""

import json
import random
import time

import pytest

from hoks import services
from hoks.models import Hoks, Kanava
from tests import payloads

pytestmark = pytest.mark.django_db


def in_list(name: str, text: str) -> str:
    return json.dumps({**payloads.minimal(RIGHT), name: ["x"]}).replace('"x"', text)


class RIGHT:
    """A study right that there isn't."""

    pk, oppija_id = "1.2.246.562.15.41024330544", "1.2.246.562.24.54450598189"


PAIKALLISET = "hankittavat-paikalliset-tutkinnon-osat"
DOCUMENTS = {
    "deep lists": ("[" * 4_990_000, 413),
    "deep objects": ('{"a":' * 900_000, 413),
    "deep and whole": ("[" * 200_000 + "]" * 200_000, 413),
    "wide list": ("[" + "[]," * 500_000 + "[]]", 413),
    "wide object": ("{" + ",".join(f'"a{number}":1' for number in range(300_000)) + "}", 413),
    "one long text": (in_list("sahkoposti", json.dumps("x" * 4_900_000)), 400),
    "empty units": (in_list(PAIKALLISET, ",".join(["{}"] * 100_000)), 413),
    "as many as fit": (in_list(PAIKALLISET, ",".join(["{}"] * 1_600_000)), 413),
    "nulls": (in_list(PAIKALLISET, ",".join(["null"] * 900_000)), 413),
    "too large": (" " * 5_000_001, 413),
    "repeated keys": ('{"id":1,"id":2}', 400),
    "many repeated keys": ("{" + ",".join(['"a":1'] * 19_000) + "}", 400),
    "prototype": ('{"__proto__":{"admin":true},"constructor":{"prototype":{}},"__class__":"x"}', 400),
    "not a number": ('{"versio":NaN}', 400),
    "endless number": ('{"versio":-Infinity}', 400),
    "great float": ('{"versio":1e400}', 400),
    "great integer": ('{"versio":' + "9" * 10_000 + "}", 400),
    "huge integer": ('{"versio":' + "9" * 4_900_000 + "}", 400),
    "great exponent": ('{"versio":1e999999999999999999}', 400),
    "long fraction": ('{"versio":0.' + "1" * 1_000_000 + "}", 400),
    "negative zero": ('{"versio":-0.0}', 400),
    "lone surrogate": ('{"sahkoposti":"\\ud800"}', 400),
    "lone surrogate as key": ('{"\\udfff":1}', 400),
    "NUL": ('{"sahkoposti":"a\\u0000b"}', 400),
    "NUL as key": ('{"\\u0000":1}', 400),
    "raw NUL": ('{"sahkoposti":"\0"}', 400),
    "unicode digits": ('{"id":"١٢","opiskeluoikeus-oid":"1.2.246.562.15.٤١٠٢٤٣٣٠٥٤٤"}', 400),
    "no object": ("[]", 400),
    "a text": ('"hoks"', 400),
    "null": ("null", 400),
    "nothing": ("", 400),
    "not UTF-8": (b'{"sahkoposti":"\xff\xfe"}', 400),
    "UTF-16": ("{}".encode("utf-16"), 400),
    "comments": ('{/* a */"id":1}', 400),
    "two documents": ("{}{}", 400),
    "form": ("ticket=ST-1&caller-id=x", 400),
}


def test_are_refused_at_once(send, palvelukayttaja, make_hoks, settings):
    settings.VALIDOINTI_PYYNTOJA_MINUUTISSA = 0
    hoks = make_hoks()
    requests = [
        (None, "POST", "/validointi"),
        (palvelukayttaja, "POST", "/hoks"),
        (palvelukayttaja, "PUT", f"/hoks/{hoks.pk}"),
        (palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}"),
    ]
    wrong = []
    for name, (document, status) in DOCUMENTS.items():
        # Megabytes take some tenths of a second each time.
        for user, method, path in requests if len(document) < 200_000 else requests[:1]:
            started = time.perf_counter()
            response = send(user, method, path, document)
            seconds = time.perf_counter() - started
            if response.status_code != status or not response.json()["violations"] or seconds > 5:
                wrong.append((name, method, path, response.status_code, seconds, response.content[:200]))
    assert wrong == []
    assert Hoks.objects.get().versionumero == 1


def test_a_great_many_units_are_saved_in_seconds(send, palvelukayttaja, make_hoks):
    hoks = make_hoks()
    document = payloads.minimal(hoks.opiskeluoikeus) | {"id": hoks.pk, PAIKALLISET: [{}] * 1_000}
    started = time.perf_counter()
    assert send(palvelukayttaja, "PUT", f"/hoks/{hoks.pk}", document).status_code == 204
    assert len(send(palvelukayttaja, "GET", f"/hoks/{hoks.pk}").json()["data"][PAIKALLISET]) == 1_000
    assert time.perf_counter() - started < 10


def test_faulty_units_by_the_thousand_are_told_in_seconds(send, palvelukayttaja, make_opiskeluoikeus):
    document = payloads.minimal(make_opiskeluoikeus()) | {"hankittavat-koulutuksen-osat": [{}] * 1_000}
    started = time.perf_counter()
    response = send(palvelukayttaja, "POST", "/hoks", document)
    assert (response.status_code, len(response.json()["errors"]["hankittavat-koulutuksen-osat"])) == (400, 1_000)
    assert time.perf_counter() - started < 10


def test_texts_of_any_length_are_kept_or_refused(send, palvelukayttaja, make_opiskeluoikeus, make_hoks):
    """Grown past what an index of PostgreSQL holds, and past what it makes smaller."""
    right = make_opiskeluoikeus()
    hoks = make_hoks(right)
    whole = payloads.rich(right) | {"id": hoks.pk}
    more = "".join(random.Random(7).choices("0123456789", k=10_000))

    def is_accepted(name: str) -> bool:
        return not services.judge_replacement(hoks, grown(whole, {name}, more), kanava=Kanava.TIEDONSIIRTO)

    kept = {name for name in names_of_texts(whole) if is_accepted(name)}
    assert {"sahkoposti", "yksiloiva-tunniste", "nimi", "kuvaus"} <= kept
    assert send(palvelukayttaja, "PUT", f"/hoks/{hoks.pk}", grown(whole, kept, more)).status_code == 204


def names_of_texts(value, name: str = "") -> set[str]:
    if isinstance(value, dict):
        return set().union(*(names_of_texts(item, key) for key, item in value.items()))
    if isinstance(value, list):
        return set().union(*(names_of_texts(item, name) for item in value))
    return {name} if isinstance(value, str) else set()


def grown(value, names: set[str], more: str, name: str = ""):
    """The value with `more` after every text that goes by one of the names."""
    if isinstance(value, dict):
        return {key: grown(item, names, more, key) for key, item in value.items()}
    if isinstance(value, list):
        return [grown(item, names, more, name) for item in value]
    return value + more if isinstance(value, str) and name in names else value
