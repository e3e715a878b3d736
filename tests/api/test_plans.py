"""The routes of plans, one by one."""

import pytest

from hoks import plan, services
from hoks.models import Hoks, HoksVersio, Kanava, OsaamisenHankkimistapa, Siirto, Tapahtuma
from tests import payloads

pytestmark = pytest.mark.django_db


def errors_of(response) -> list[tuple[str, str]]:
    return [(item["path"], item["code"]) for item in response.json()["violations"]]


@pytest.fixture
def hoks(make_opiskeluoikeus, make_hoks):
    right = make_opiskeluoikeus()
    return make_hoks(right, payloads.rich(right), kanava=Kanava.TIEDONSIIRTO)


@pytest.fixture
def vieraan(make_opiskeluoikeus, make_hoks):
    return make_hoks(make_opiskeluoikeus(oppilaitos_oid="1.2.246.562.10.20000000002"))


class TestPost:
    def test_new_plan(self, send, palvelukayttaja, make_opiskeluoikeus):
        right = make_opiskeluoikeus()
        response = send(palvelukayttaja, "POST", "/hoks", payloads.rich(right))
        hoks = Hoks.objects.get()
        assert response.status_code == 200
        assert response.json() == {
            "meta": {"id": hoks.pk},
            "data": {"uri": f"/ehoks-virkailija-backend/api/v1/hoks/{hoks.pk}"},
        }
        assert response["ETag"] == f'"{hoks.pk}-1"'
        assert (hoks.manuaalisyotto, hoks.opiskeluoikeus_id) == (False, right.pk)
        siirto = Siirto.objects.get()
        assert (siirto.status, siirto.hoks_id, siirto.opiskeluoikeus_oid, siirto.kayttajatunnus, siirto.dokumentti) == (
            200,
            hoks.pk,
            right.pk,
            "palvelu",
            None,
        )
        assert Tapahtuma.objects.get().kayttaja_id == palvelukayttaja.pk

    def test_last_slash_stays_in_the_uri(self, send, palvelukayttaja, make_opiskeluoikeus):
        response = send(palvelukayttaja, "POST", "/hoks/", payloads.minimal(make_opiskeluoikeus()))
        assert response.json()["data"]["uri"].endswith(f"/hoks//{Hoks.objects.get().pk}")

    def test_again(self, send, palvelukayttaja, hoks):
        response = send(palvelukayttaja, "POST", "/hoks", payloads.minimal(hoks.opiskeluoikeus))
        assert response.status_code == 400
        assert response.json()["error"] == "HOKS with the same opiskeluoikeus-oid already exists"
        assert response.json()["hoks-id"] == hoks.pk
        assert errors_of(response) == [("/opiskeluoikeus-oid", "hoks-olemassa")]

    def test_every_fault_at_once_and_the_first_ones_as_of_old(self, send, palvelukayttaja, make_opiskeluoikeus):
        document = payloads.minimal(make_opiskeluoikeus()) | {"versio": "4", "uusi": 1}
        document["hankittavat-ammat-tutkinnon-osat"] = [{"tutkinnon-osa-koodi-uri": "tutkinnonosat_1"}]
        response = send(palvelukayttaja, "POST", "/hoks", document, accept_language="sv")
        told = response.json()
        assert response.status_code == 400
        assert told["errors"] == {
            "versio": '(not (integer? "4"))',
            "uusi": "disallowed-key",
            "hankittavat-ammat-tutkinnon-osat": [{"tutkinnon-osa-koodi-versio": "missing-required-key"}],
        }
        assert (told["type"], told["coercion"], told["in"]) == (
            "compojure.api.exception/request-validation",
            "schema",
            ["request", "body-params"],
        )
        assert told["value"] == document
        assert set(errors_of(response)) == {
            ("/versio", "vaara-kokonaisluku"),
            ("/uusi", "tuntematon-kentta"),
            ("/hankittavat-ammat-tutkinnon-osat/0/tutkinnon-osa-koodi-versio", "pakollinen"),
        }
        siirto = Siirto.objects.get()
        assert siirto.status == 400 and sorted(siirto.koodit) == [
            "pakollinen",
            "tuntematon-kentta",
            "vaara-kokonaisluku",
        ]
        assert '"uusi"' in siirto.dokumentti

    def test_unknown_study_right(self, send, palvelukayttaja, make_opiskeluoikeus):
        right = make_opiskeluoikeus()
        document = payloads.minimal(right)
        right.delete()
        response = send(palvelukayttaja, "POST", "/hoks", document)
        assert response.status_code == 400
        assert (
            response.json()["error"]
            == f"Opiskeluoikeus `{right.pk or document['opiskeluoikeus-oid']}` not found in Koski"
        )

    def test_another_providers_study_right(
        self, send, vieras, make_opiskeluoikeus, toisen_koulun_virkailija, virkailija
    ):
        right = make_opiskeluoikeus()
        response = send(vieras, "POST", "/hoks", payloads.minimal(right))
        assert response.status_code == 401
        assert response.json()["error"] == "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"
        assert not Hoks.objects.exists()
        siirto = Siirto.objects.get()
        assert list(Siirto.objects.visible_to(virkailija)) == [siirto]
        assert not Siirto.objects.open_to(virkailija).exists()

    def test_document_is_judged_before_the_right(self, send, vieras, make_opiskeluoikeus):
        document = payloads.minimal(make_opiskeluoikeus()) | {"versio": "x"}
        assert send(vieras, "POST", "/hoks", document).status_code == 400

    def test_strangers_are_not_told_that_there_is_a_plan(self, send, vieras, hoks):
        assert send(vieras, "POST", "/hoks", payloads.minimal(hoks.opiskeluoikeus)).status_code == 401
        faulty = payloads.minimal(hoks.opiskeluoikeus) | {"versio": "x"}
        assert errors_of(send(vieras, "POST", "/hoks", faulty)) == [("/versio", "vaara-kokonaisluku")]

    def test_reader_may_not(self, send, lukija, make_opiskeluoikeus):
        assert send(lukija, "POST", "/hoks", payloads.minimal(make_opiskeluoikeus())).status_code == 401


class TestGet:
    def test_whole_plan(self, send, lukija, hoks):
        response = send(lukija, "GET", f"/hoks/{hoks.pk}")
        assert response.status_code == 200
        assert response.json() == {"meta": {}, "data": plan.load(hoks)}
        assert response["ETag"] == f'"{hoks.pk}-1"'
        assert response["Cache-Control"] == "no-cache, no-store, max-age=0" and response["Expires"] == "0"
        assert Tapahtuma.objects.order_by("pk").last().toiminto == "read"
        assert not Siirto.objects.exists()

    def test_statements(self, send, lukija, hoks, statements, ticket):
        granted = ticket(lukija)
        with statements(15):
            send(None, "GET", f"/hoks/{hoks.pk}", ticket=granted)

    def test_top_level_by_study_right(self, send, lukija, hoks):
        told = send(lukija, "GET", f"/hoks/opiskeluoikeus/{hoks.opiskeluoikeus_id}").json()["data"]
        whole = plan.load(hoks)
        assert told == {key: value for key, value in whole.items() if not isinstance(value, list)}
        assert told["id"] == hoks.pk

    def test_study_right_without_plan(self, send, lukija, make_opiskeluoikeus):
        response = send(lukija, "GET", f"/hoks/opiskeluoikeus/{make_opiskeluoikeus().pk}")
        assert (response.status_code, response.json()["error"]) == (404, "No HOKS found with given opiskeluoikeus")

    @pytest.mark.parametrize("path", ["/hoks/987654321", "/hoks/x", "/hoks/-1", f"/hoks/{'9' * 30}", "/hoks/1.0"])
    def test_unknown(self, send, lukija, path):
        response = send(lukija, "GET", path)
        assert (response.status_code, response.json()["error"]) == (404, "HOKS not found")

    def test_deleted(self, send, lukija, hoks, poistaja):
        services.delete_hoks(hoks, by=poistaja, syy="")
        assert send(lukija, "GET", f"/hoks/{hoks.pk}").status_code == 404
        assert send(lukija, "GET", f"/hoks/opiskeluoikeus/{hoks.opiskeluoikeus_id}").status_code == 404

    def test_other_school(self, send, lukija, vieraan):
        assert send(lukija, "GET", f"/hoks/{vieraan.pk}").status_code == 401
        assert send(lukija, "GET", f"/hoks/opiskeluoikeus/{vieraan.opiskeluoikeus_id}").status_code == 401
        refused = Tapahtuma.objects.filter(hoks_id=vieraan.pk, tulos="failed", kayttaja_id=lukija.pk)
        assert refused.count() == 2
        assert Siirto.objects.filter(status=401).count() == 2

    def test_hankintakoulutukset(self, send, lukija, hoks, make_opiskeluoikeus):
        included = make_opiskeluoikeus(sisaltyy_opiskeluoikeuteen=hoks.opiskeluoikeus_id)
        assert send(lukija, "GET", f"/hoks/{hoks.pk}/hankintakoulutukset").json() == [included.pk]

    def test_period_is_for_oph(self, send, oph, palvelukayttaja, hoks):
        period = OsaamisenHankkimistapa.objects.all()[0]
        told = send(oph, "GET", f"/hoks/osaamisen-hankkimistapa/{period.pk}").json()["data"]
        assert (told["id"], told["module-id"]) == (period.pk, str(period.module_id))
        assert send(palvelukayttaja, "GET", f"/hoks/osaamisen-hankkimistapa/{period.pk}").status_code == 401
        response = send(oph, "GET", "/hoks/osaamisen-hankkimistapa/987654321")
        assert response.json()["error"] == "No osaamisen hankkimistapa found with given ID"

    def test_head(self, send, lukija, hoks):
        response = send(lukija, "HEAD", f"/hoks/{hoks.pk}")
        assert (response.status_code, response.content) == (200, b"")


class TestPut:
    def test_replaces_parts_and_empties_what_is_left_out(self, send, palvelukayttaja, hoks):
        document = {
            "id": hoks.pk,
            "ensikertainen-hyvaksyminen": "2024-08-16",
            "osaamisen-hankkimisen-tarve": False,
            "hankittavat-ammat-tutkinnon-osat": payloads.rich(hoks.opiskeluoikeus)["hankittavat-ammat-tutkinnon-osat"],
        }
        before = plan.load(hoks)
        response = send(palvelukayttaja, "PUT", f"/hoks/{hoks.pk}", document)
        assert (response.status_code, response.content) == (204, b"")
        assert response["ETag"] == f'"{hoks.pk}-2"'
        hoks.refresh_from_db()
        after = plan.load(hoks)
        assert after["hankittavat-ammat-tutkinnon-osat"] == before["hankittavat-ammat-tutkinnon-osat"]
        kept = (
            "id",
            "eid",
            "oppija-oid",
            "opiskeluoikeus-oid",
            "manuaalisyotto",
            "puhelinnumero",
            "tuva-opiskeluoikeus-oid",
        )
        told = {key: value for key, value in after.items() if not isinstance(value, list)}
        assert told == {key: before[key] for key in kept if key in before} | {
            "ensikertainen-hyvaksyminen": "2024-08-16",
            "osaamisen-hankkimisen-tarve": False,
        }
        assert [key for key, value in after.items() if value and isinstance(value, list)] == [
            "hankittavat-ammat-tutkinnon-osat"
        ]

    def test_unchanged_document(self, send, palvelukayttaja, hoks, statements, ticket):
        document = plan.write_shape(plan.load(hoks))
        granted = ticket(palvelukayttaja)
        with statements(20):
            response = send(None, "PUT", f"/hoks/{hoks.pk}", document, ticket=granted)
        assert (response.status_code, response["ETag"]) == (204, f'"{hoks.pk}-1"')
        assert HoksVersio.objects.filter(hoks=hoks).count() == 1
        assert Siirto.objects.get().versionumero is None

    def test_changed_document(self, send, palvelukayttaja, hoks, statements, ticket):
        document = plan.write_shape(plan.load(hoks)) | {"versio": 99, "oppimisen-tuki": None}
        document["hankittavat-ammat-tutkinnon-osat"][0]["osaamisen-hankkimistavat"][0]["loppu"] = "2024-12-14"
        granted = ticket(palvelukayttaja)
        with statements(40):
            response = send(None, "PUT", f"/hoks/{hoks.pk}", document, ticket=granted)
        assert response["ETag"] == f'"{hoks.pk}-2"'
        assert Siirto.objects.get().versionumero == 2

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_id_must_be_the_paths(self, send, palvelukayttaja, hoks, method):
        document = {"ensikertainen-hyvaksyminen": "2024-08-16", "osaamisen-hankkimisen-tarve": False}
        response = send(palvelukayttaja, method, f"/hoks/{hoks.pk}", document)
        assert (response.status_code, response.json()["errors"]) == (400, {"id": "missing-required-key"})
        response = send(palvelukayttaja, method, f"/hoks/{hoks.pk}", document | {"id": hoks.pk + 1})
        assert (response.status_code, errors_of(response)) == (400, [("/id", "id-ei-tasmaa")])
        assert "errors" not in response.json() and response.json()["error"]

    def test_other_oids(self, send, palvelukayttaja, hoks, make_opiskeluoikeus):
        other = make_opiskeluoikeus()
        document = {"id": hoks.pk, "opiskeluoikeus-oid": other.pk, "oppija-oid": other.oppija_id}
        response = send(palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}", document)
        assert response.json()["error"] == (
            f"Tried to update `opiskeluoikeus-oid` from `{hoks.opiskeluoikeus_id}` to `{other.pk}` but updating "
            "`opiskeluoikeus-oid` in HOKS is not allowed!"
        )
        assert [code for _path, code in errors_of(response)] == ["opiskeluoikeus-vaihtunut", "oppija-vaihtunut"]

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_who(self, send, method, lukija, vieras, palvelukayttaja, hoks, vieraan, poistaja):
        change = {"id": hoks.pk, "ensikertainen-hyvaksyminen": "2024-08-16", "osaamisen-hankkimisen-tarve": True}
        assert send(lukija, method, f"/hoks/{hoks.pk}", change).status_code == 401
        assert send(vieras, method, f"/hoks/{hoks.pk}", change).status_code == 401
        # Access comes before the document.
        assert send(vieras, method, f"/hoks/{hoks.pk}", {"id": "x"}).status_code == 401
        assert send(palvelukayttaja, method, "/hoks/987654321", change).status_code == 404
        siirto = Siirto.objects.filter(kayttajatunnus="vieras-palvelu")[0]
        assert (siirto.oppilaitos_oid, siirto.opiskeluoikeus_oid, siirto.oppija_oid) == (
            hoks.opiskeluoikeus.oppilaitos_oid,
            "",
            "",
        )
        services.delete_hoks(hoks, by=poistaja, syy="")
        assert send(palvelukayttaja, method, f"/hoks/{hoks.pk}", change).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
class TestUnreadable:
    """A body that can't be read comes after the plan and the right, and concerns the plan's school."""

    BODIES = (("{", "application/json", 400), ("[" * 50 + "]" * 50, "application/json", 413), ("{}", "text/plain", 415))

    def test_schools_plan(self, send, palvelukayttaja, virkailija, hoks, method):
        for body, kind, status in self.BODIES:
            response = send(palvelukayttaja, method, f"/hoks/{hoks.pk}", body, **{"content-type": kind})
            siirto = Siirto.objects.latest("pk")
            assert (response.status_code, siirto.status, siirto.hoks_id) == (status, status, hoks.pk)
            assert siirto.opiskeluoikeus_oid == hoks.opiskeluoikeus_id
            assert siirto in Siirto.objects.open_to(virkailija)

    def test_who(self, send, lukija, vieras, palvelukayttaja, hoks, vieraan, method):
        for body, kind, _status in self.BODIES:
            for user, path, status in (
                (lukija, f"/hoks/{hoks.pk}", 401),
                (vieras, f"/hoks/{hoks.pk}", 401),
                (palvelukayttaja, f"/hoks/{vieraan.pk}", 401),
                (palvelukayttaja, "/hoks/987654", 404),
                (palvelukayttaja, "/hoks/x", 404),
            ):
                assert send(user, method, path, body, **{"content-type": kind}).status_code == status, (path, kind)


class TestPatch:
    def test_given_fields_only(self, send, palvelukayttaja, hoks):
        before = plan.load(hoks)
        response = send(palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}", {"id": hoks.pk, "versio": 77})
        assert response.status_code == 204
        hoks.refresh_from_db()
        assert plan.load(hoks) == before | {"versio": 77}

    def test_no_part_arrays(self, send, palvelukayttaja, hoks):
        response = send(palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}", {"id": hoks.pk, "oppimisen-tuki": []})
        assert response.json()["errors"] == {"oppimisen-tuki": "disallowed-key"}


class TestIfMatch:
    def test_stale_one_changes_nothing(self, send, palvelukayttaja, hoks):
        tag = send(palvelukayttaja, "GET", f"/hoks/{hoks.pk}")["ETag"]
        change = {"id": hoks.pk, "versio": 77}
        fresh = send(palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}", change, if_match=tag)
        assert fresh.status_code == 204
        stale = send(palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}", change | {"versio": 78}, if_match=tag)
        assert (stale.status_code, stale.json()["violations"][0]["code"]) == (412, "versio-vanhentunut")
        again = send(palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}", change | {"versio": 79}, if_match=fresh["ETag"])
        assert again.status_code == 204
        hoks.refresh_from_db()
        assert hoks.versio == 79

    @pytest.mark.parametrize(
        ("tag", "status"),
        [
            ("*", 204),
            ('"{id}-1"', 204),
            ('W/"{id}-1"', 204),
            ('"{id}-9", "{id}-1"', 204),
            ('"{id}-9"', 412),
            ('"1{id}-1"', 412),
            ('"{id}-99999999999999999999"', 412),
            ("nonsense", 412),
            ('""', 412),
        ],
    )
    def test_forms(self, send, palvelukayttaja, hoks, tag, status):
        change = {"id": hoks.pk, "versio": 5}
        tag = tag.replace("{id}", str(hoks.pk))
        assert send(palvelukayttaja, "PATCH", f"/hoks/{hoks.pk}", change, if_match=tag).status_code == status

    def test_who_comes_first(self, send, vieras, hoks):
        assert send(vieras, "PATCH", f"/hoks/{hoks.pk}", {"id": hoks.pk}, if_match='"9-9"').status_code == 401


class TestValidointi:
    def test_verdicts(self, send, make_opiskeluoikeus, hoks):
        right = make_opiskeluoikeus()
        response = send(None, "POST", "/validointi", payloads.rich(right))
        assert (response.status_code, response.json()) == (200, {"meta": {}, "data": {}})
        response = send(None, "POST", "/validointi", payloads.minimal(right) | {"versio": "x"})
        assert (response.status_code, response.json()["errors"]) == (400, {"versio": '(not (integer? "x"))'})
        # That it has a plan already is nobody's business here.
        assert send(None, "POST", "/validointi", payloads.minimal(hoks.opiskeluoikeus)).status_code == 200
        assert not Siirto.objects.exists() and Hoks.objects.count() == 1

    def test_wants_caller_id(self, send):
        assert send(None, "POST", "/validointi", {}, caller_id=None).status_code == 400

    def test_rate_is_by_address(self, send, settings, make_opiskeluoikeus):
        settings.VALIDOINTI_PYYNTOJA_MINUUTISSA = 2
        document = payloads.minimal(make_opiskeluoikeus())
        answers = [send(None, "POST", "/validointi", document) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 1 <= int(answers[2]["Retry-After"]) <= 60


class TestResolution:
    def test_success_resolves_earlier_refusals_of_the_study_right(self, send, palvelukayttaja, make_opiskeluoikeus):
        right, other = make_opiskeluoikeus(), make_opiskeluoikeus()
        for each in (right, other):
            send(palvelukayttaja, "POST", "/hoks", payloads.minimal(each) | {"versio": "x"})
        send(palvelukayttaja, "POST", "/hoks", payloads.minimal(right))
        resolved = Siirto.objects.filter(status=400, ratkaistu__isnull=False)
        assert [siirto.opiskeluoikeus_oid for siirto in resolved] == [right.pk]

    def test_hand_edits_that_a_transfer_undoes(self, send, palvelukayttaja, virkailija, hoks):
        sent = plan.write_shape(plan.load(hoks))
        services.replace_hoks(hoks, sent | {"sahkoposti": "kasin@example.org"}, by=virkailija, kanava=Kanava.VIRKAILIJA)
        send(palvelukayttaja, "PUT", f"/hoks/{hoks.pk}", sent)
        siirto = Siirto.objects.get()
        assert (siirto.versionumero, siirto.korvattu_versionumero) == (3, 2)
