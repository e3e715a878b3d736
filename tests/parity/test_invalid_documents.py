"""A plan that is refused is refused for the same things at the same places by transfer and by hand (design 11)."""

import html
import io
import json
import re
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from hoks import services
from hoks.drafts import store
from hoks.models import Kanava, Luonnos, Opiskeluoikeus, Oppija, Tapahtuma
from hoks.models.hakurivi import Hakurivi, Koulutusnimi
from hoks.violations import Refused
from tests.invalid_documents import INVALID_DOCUMENTS

pytestmark = pytest.mark.django_db

TYPABLE = [case for case in INVALID_DOCUMENTS if case.typable]
WITHOUT_PLANS = (Opiskeluoikeus, Oppija, Hakurivi, Koulutusnimi, Luonnos, Tapahtuma)


@pytest.fixture
def opiskeluoikeus_of(make_opiskeluoikeus):
    """The study right a case is for."""
    return lambda case: make_opiskeluoikeus(tyyppi="tuva" if case.tuva else "ammatillinenkoulutus")


def assert_nothing_is_saved():
    for model in apps.get_app_config("hoks").get_models():
        assert model in WITHOUT_PLANS or not model.objects.exists(), model
    assert not Hakurivi.objects.exclude(hoks_id=None).exists()


def found(violations) -> list[tuple[str, str]]:
    return [(violation.pointer, violation.code) for violation in violations]


def test_there_are_enough_that_can_be_typed():
    assert len(TYPABLE) >= 60


@pytest.mark.parametrize("case", TYPABLE, ids=str)
def test_both_doors_refuse_the_same_things(case, opiskeluoikeus_of, typist, virkailija):
    opiskeluoikeus = opiskeluoikeus_of(case)
    document = case.document(opiskeluoikeus.oppija_id, opiskeluoikeus.pk)

    with pytest.raises(Refused) as refused:
        services.create_hoks(document, by=virkailija, kanava=Kanava.TIEDONSIIRTO)
    assert found(refused.value.violations) == case.expected

    typist.begin(opiskeluoikeus.pk)
    typist.type_plan(document)
    typed = typist.luonnos.dokumentti
    assert found(store.judge(typist.luonnos)) == case.expected

    response = typist.publish()
    assert response.status_code == 422
    assert_nothing_is_saved()
    assert typist.luonnos.dokumentti == typed
    assert_problems_lead_to_their_fields(case, typist, response)


def assert_problems_lead_to_their_fields(case, typist, response):
    """Every problem of the check page is a link to the form of its node, whose field said the same after Valmis."""
    page = response.content.decode()
    summary = re.search(r'<ul class="error-summary__list">(.*?)</ul>', page, re.DOTALL)[1]
    links = re.findall(r'<li><a href="([^"]*)"><span.*?:</span> (.*?)</a></li>', summary)
    assert summary.count("<li>") == len(links)
    nodes = [typist.node_at(pointer)[0] for pointer, _code in case.expected]
    addresses = {typist.url("luonnos-osa", key) for key in nodes}
    assert {urlsplit(html.unescape(href)).path for href, _words in links} == addresses
    assert typist.objections.keys() == addresses
    for href, words in links:
        address = urlsplit(html.unescape(href))
        error = re.search(
            rf'id="{re.escape(address.fragment)}-virhe">(.*?)</div>', typist.objections[address.path], re.DOTALL
        )
        assert error and words in error[1], f"{words} does not stand at {href}"


@pytest.mark.parametrize("kanava", ["tiedonsiirto", "tuonti"])
def test_an_import_refuses_the_same_things(kanava, opiskeluoikeus_of, tmp_path):
    lines = []
    for case in INVALID_DOCUMENTS:
        opiskeluoikeus = opiskeluoikeus_of(case)
        lines.append(json.dumps(case.document(opiskeluoikeus.oppija_id, opiskeluoikeus.pk)))
    file = tmp_path / "hoksit.jsonl"
    file.write_text("\n".join(lines))
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("import_hoksit", str(file), "--kanava", kanava, "--json", stdout=out, stderr=io.StringIO())

    for case, line in zip(INVALID_DOCUMENTS, out.getvalue().splitlines(), strict=True):
        told = json.loads(line)
        assert not told["accepted"] and told["id"] is None
        assert [(item["path"], item["code"]) for item in told["violations"]] == case.expected, case
    assert_nothing_is_saved()
