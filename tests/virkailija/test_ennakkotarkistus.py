"""Tarkista ennalta: the interface's verdict on a page; nothing is kept, and nothing foreign is told."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from hoks.models import Hoks, Kanava, Siirto, Tapahtuma
from tests import payloads
from tests.conftest import TOINEN_KOULU

URL = "/virkailija/tiedonsiirrot/tarkista/"


@pytest.fixture
def ask(client, virkailija):
    """ask(document or text, tapa="POST") -> the answering page."""
    client.force_login(virkailija)

    def post(document, tapa: str = "", **fields):
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False, indent=1)
        return client.post(URL, {"teksti": text, "tapa": tapa, **fields})

    return post


def words(response) -> str:
    """The page's text, spaces evened out."""
    return re.sub(r"\s+", " ", strip_tags(response.content.decode().split("<main")[1].split("</main>")[0]))


def codes(response) -> list[str]:
    return re.findall(r'href="/saannot/#([^"]+)"', response.content.decode())


def uploaded(content: bytes, name: str = "hoks.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/json")


def test_page_asks_for_a_document(client, virkailija):
    client.force_login(virkailija)
    page = client.get(URL)
    assert page.status_code == 200
    assert "Rajapinta" not in words(page).split("Dokumentti")[1]


class TestNewPlan:
    def test_accepted_one_tells_what_is_in_it(self, ask, make_opiskeluoikeus):
        page = ask(payloads.rich(make_opiskeluoikeus()))
        assert page.status_code == 200
        assert "Rajapinta hyväksyisi: 200" in words(page)
        assert "Hankittava ammatillinen tutkinnon osa: 2" in words(page)

    def test_faults_have_code_place_and_line(self, ask, make_opiskeluoikeus):
        document = payloads.minimal(make_opiskeluoikeus()) | {
            "hankittavat-ammat-tutkinnon-osat": [
                {
                    "tutkinnon-osa-koodi-uri": "tutkinnonosat_1",
                    "tutkinnon-osa-koodi-versio": 1,
                    "osaamisen-hankkimistavat": [payloads.hankkimistapa("a") | {"loppu": "31.2.2025"}],
                }
            ]
        }
        page = ask(document)
        assert "Rajapinta hylkäisi: 400" in words(page)
        where = "Hankittava ammatillinen tutkinnon osa 1 › osaamisen hankkimistapa 1 › loppupäivä"
        number = next(
            number for number, line in enumerate(json.dumps(document, indent=1).splitlines(), 1) if "31.2.2025" in line
        )
        assert f"{where} rivi {number} " in words(page)
        assert codes(page) == ["vaara-paivamaara"]

    def test_unknown_study_right(self, ask, make_opiskeluoikeus):
        opiskeluoikeus = make_opiskeluoikeus()
        document = payloads.minimal(opiskeluoikeus)
        opiskeluoikeus.delete()
        assert codes(ask(document)) == ["opiskeluoikeus-tuntematon"]

    def test_existing_plan_is_named_to_those_who_see_it(self, ask, make_hoks):
        hoks = make_hoks()
        page = ask(payloads.minimal(hoks.opiskeluoikeus))
        assert codes(page) == ["hoks-olemassa"]
        assert reverse("virkailija:hoks", args=[hoks.pk]) in page.content.decode()

    def test_without_the_right_to_write_the_verdict_is_401(self, client, katselija, make_opiskeluoikeus):
        client.force_login(katselija)
        page = client.post(URL, {"teksti": json.dumps(payloads.minimal(make_opiskeluoikeus()))})
        assert "Rajapinta hylkäisi: 401" in words(page)
        assert codes(page) == ["ei-oikeutta"]

    def test_foreign_study_right_tells_neither_its_plan_nor_its_learner(self, ask, make_hoks, make_opiskeluoikeus):
        """Whether there is a plan, and whether the learner named is the right one: the answer is the same."""
        with_plan = make_hoks(make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU)).opiskeluoikeus
        without = make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU)
        other_learner = payloads.minimal(without) | {"oppija-oid": with_plan.oppija_id}
        pages = [ask(document) for document in (payloads.minimal(with_plan), payloads.minimal(without), other_learner)]
        assert [codes(page) for page in pages] == [["ei-oikeutta"]] * 3
        assert with_plan.oppija.sukunimi not in words(pages[0]).split("Dokumentti")[0]

    def test_is_judged_as_transferred(self, ask, make_opiskeluoikeus):
        """A workplace period must have an identifier, which hand entry would make."""
        period = payloads.hankkimistapa("a")
        del period["yksiloiva-tunniste"]
        unit = {
            "tutkinnon-osa-koodi-uri": "tutkinnonosat_1",
            "tutkinnon-osa-koodi-versio": 1,
            "osaamisen-hankkimistavat": [period],
        }
        document = payloads.minimal(make_opiskeluoikeus()) | {"hankittavat-ammat-tutkinnon-osat": [unit]}
        assert codes(ask(document)) == ["yksiloiva-tunniste"]


class TestReplacement:
    def test_id_makes_it_one(self, ask, make_hoks):
        hoks = make_hoks()
        page = ask(payloads.minimal(hoks.opiskeluoikeus) | {"id": hoks.pk})
        assert "Rajapinta hyväksyisi: 204" in words(page)

    def test_without_id_the_study_right_names_the_plan(self, ask, make_hoks):
        hoks = make_hoks()
        page = ask(payloads.minimal(hoks.opiskeluoikeus), "PUT")
        assert codes(page) == ["pakollinen"]

    def test_what_put_keeps_is_filled_in(self, ask, make_hoks, make_opiskeluoikeus, virkailija):
        """The kept parallel TUVA study right is judged too, as the interface does."""
        opiskeluoikeus = make_opiskeluoikeus()
        document = payloads.minimal(opiskeluoikeus) | {"tuva-opiskeluoikeus-oid": "1.2.246.562.15.78573431000"}
        hoks = make_hoks(opiskeluoikeus, document, by=virkailija)
        opiskeluoikeus.tyyppi = "tuva"
        opiskeluoikeus.save()
        assert codes(ask(payloads.minimal(opiskeluoikeus) | {"id": hoks.pk})) == ["tuva-opiskeluoikeus-oid"]

    def test_that_names_no_plan_is_told_at_the_choice(self, ask, make_opiskeluoikeus):
        page = ask(payloads.minimal(make_opiskeluoikeus()), "PUT")
        assert page.status_code == 422
        assert 'href="#tapa"' in page.content.decode()

    @pytest.mark.parametrize("pk", [0, -1, 2**63, 10**400, True, "1", 1.5, None])
    def test_odd_ids(self, ask, make_opiskeluoikeus, pk):
        assert ask(payloads.minimal(make_opiskeluoikeus()) | {"id": pk}).status_code in (200, 422)

    def test_unseen_plan_is_answered_as_none(self, ask, make_hoks, make_opiskeluoikeus):
        hoks = make_hoks(make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU))
        document = payloads.minimal(hoks.opiskeluoikeus)
        foreign, unknown = (ask(document | {"id": pk}) for pk in (hoks.pk, hoks.pk + 1))
        assert codes(foreign) == codes(unknown) == ["hoks-tuntematon"]

    def test_seen_but_not_to_be_changed_is_401(self, client, katselija, make_hoks):
        hoks = make_hoks()
        client.force_login(katselija)
        document = payloads.minimal(hoks.opiskeluoikeus) | {"id": hoks.pk}
        assert codes(client.post(URL, {"teksti": json.dumps(document)})) == ["ei-oikeutta"]


class TestText:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ('{"id": 1,}', "ei-json"),
            ("{", "ei-json"),
            ('{"a": NaN}', "ei-luku"),
            ('{"a": 1, "a": 2}', "toistuva-avain"),
            ("\ufeff{}", "tavujarjestysmerkki"),
            ("[" * 100_000, "liian-syva"),
            ("<script>alert(1)</script>", "ei-json"),
            ('{"a": "\0"}', "ei-json"),
        ],
    )
    def test_what_is_no_document_is_told_at_the_field(self, ask, text, code):
        page = ask(text)
        assert page.status_code == 422
        assert 'id="teksti-virhe"' in page.content.decode()
        assert code in codes(page)
        assert "<script>alert" not in page.content.decode()

    @pytest.mark.parametrize("text", ["", " \n", "\t"])
    def test_nothing_is_asked_for(self, ask, text):
        assert "Liitä dokumentti" in words(ask(text))

    @pytest.mark.parametrize("text", ["[]", "1", '"x"', "null", '{"\\ud800": 1}', '{"id": {}}', '{"oppija-oid": []}'])
    def test_json_that_is_no_plan_is_refused(self, ask, text):
        page = ask(text)
        assert page.status_code in (200, 422)
        assert codes(page) != [] or "Lisää dokumenttiin" in words(page)

    def test_what_was_pasted_stays(self, ask):
        text = '{"sahkoposti": "a</textarea><b>"'
        assert "{&quot;sahkoposti&quot;: &quot;a&lt;/textarea&gt;&lt;b&gt;&quot;" in ask(text).content.decode()


class TestFile:
    def test_is_judged_instead_of_the_text(self, ask, make_opiskeluoikeus):
        document = json.dumps(payloads.minimal(make_opiskeluoikeus())).encode()
        page = ask("roskaa", tiedosto=uploaded(document))
        assert "Rajapinta hyväksyisi: 200" in words(page)

    def test_has_the_right_name(self, ask):
        assert "pääte on .json" in words(ask("", tiedosto=uploaded(b"{}", "hoks.exe")))

    def test_in_another_encoding(self, ask):
        page = ask("", tiedosto=uploaded('{"a": "ä"}'.encode("latin-1")))
        assert page.status_code == 422
        assert codes(page) == ["vaara-merkisto"]

    def test_over_the_interface_s_limit(self, ask, settings):
        settings.RAJAPINTA_KOKO_ENINTAAN = 100
        page = ask("", tiedosto=uploaded(b" " * 50 + b"x" * 51))
        assert "Rajapinta vastaisi 413" in words(page)

    def test_empty(self, ask):
        assert ask("", tiedosto=uploaded(b"")).status_code == 422


def test_nothing_is_kept(ask, make_opiskeluoikeus, caplog):
    document = payloads.rich(make_opiskeluoikeus()) | {"sahkoposti": "salainen@example.org"}
    before = Tapahtuma.objects.count()
    ask(document)
    ask(document | {"outo": 1})
    assert (Hoks.objects.count(), Siirto.objects.count(), Tapahtuma.objects.count()) == (0, 0, before)
    assert "salainen" not in caplog.text


def test_verdict_is_the_interface_s(ask, make_hoks, make_opiskeluoikeus):
    """The same document, saved through the transfer door, is refused for the same."""
    from hoks.services import judge_new

    document = payloads.tuva(make_opiskeluoikeus()) | {"outo": 1, "versio": "4"}
    assert codes(ask(document)) == [one.code for one in judge_new(document, kanava=Kanava.TIEDONSIIRTO)]
