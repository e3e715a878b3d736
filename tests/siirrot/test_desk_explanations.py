"""Every code of the transfer log is told in plain words."""

import re
from pathlib import Path

import pytest

from hoks import api
from hoks.api.refusals import KINDS
from hoks.rules import RULES
from hoks.siirrot.explanations import EXPLANATIONS, REQUEST_CODES, STATUSES, Tekija, explain
from hoks.violations import SENTENCES

API = Path(api.__file__).parent
# Codes that stand in the interface's source, and those of refused requests for tickets.
IN_SOURCE = re.compile(r"""(?:Violation\([^"{]*|_Unusable\(|_refuse\([^"{]*|refusal\()"([a-z]+(?:-[a-z]+)*)\"""")
LOGGED = {code for path in API.glob("*.py") for code in IN_SOURCE.findall(path.read_text())}
LOGGED |= {"tunnus-tai-salasana", "tunnus-lukittu", "versio-vanhentunut", "ei-json"}


@pytest.mark.parametrize(
    "codes", [[rule.code for rule in RULES], SENTENCES, KINDS, LOGGED], ids=["rules", "contract", "api", "log"]
)
def test_every_code_is_explained(codes):
    assert set(codes) - set(EXPLANATIONS) == set()


def test_nothing_is_explained_that_is_no_code():
    codes = {rule.code for rule in RULES} | set(SENTENCES) | set(KINDS) | LOGGED
    assert set(EXPLANATIONS) - codes == set()


def test_each_says_what_and_what_to_do():
    for one in EXPLANATIONS.values():
        for text in (str(one.title), str(one.todo)):
            assert text[0].isupper() and text.endswith("."), one.code
        assert one.tekija.label
    assert len({str(one.title) for one in EXPLANATIONS.values()}) == len(EXPLANATIONS)


def test_a_rule_says_what_it_demands():
    assert "1–100" in explain("osa-aikaisuustieto").holds
    assert explain("pakollinen").holds == ""


def test_codes_of_the_request_are_none_of_the_document():
    assert not REQUEST_CODES & ({rule.code for rule in RULES} | set(SENTENCES))
    assert "ei-oikeutta" in REQUEST_CODES


def test_the_four_that_schools_know():
    assert {400, 401, 403, 423} <= set(STATUSES)


def test_a_code_of_old_is_told_too():
    assert str(explain("mennyt-koodi").title) == "Pyyntö hylättiin."


def test_an_id_is_the_systems_to_send():
    assert explain("pakollinen", "/id").tekija == Tekija.TOIMITTAJA
    assert explain("pakollinen", "/id").title != explain("pakollinen").title
    for pointer in ("", "/oppija-oid", "/opiskeluvalmiuksia-tukevat-opinnot/0/nimi"):
        assert explain("pakollinen", pointer).tekija == Tekija.OPPILAITOS
