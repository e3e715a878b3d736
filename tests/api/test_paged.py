"""Plans by the thousand: who gets which, what is told of them, what is left out, and what stays behind."""

import datetime as dt
import json
import threading

import pytest
from django.db import connection
from django.utils import timezone

from hoks import contact_details, plan, services
from hoks.api.paged import paged
from hoks.models import Hoks, Kanava, Opiskeluoikeus, Oppija, OsaamisenHankkimistapa, Siirto, Tapahtuma
from tests import payloads
from tests.conftest import SISARKOULU, TOINEN_KOULU

pytestmark = pytest.mark.django_db

HATOT = "hankittavat-ammat-tutkinnon-osat"
OHT = "osaamisen-hankkimistavat"
PERSONAL = [
    "oppija@example.org",
    "765 4321",
    "Ossi",
    "ossi@example.org",
    "123 4567",
    "Oili",
    "Heikki",
    "koulutuspäällikkö",
    "Opettaja",
    "Leevi",
    "Arvo",
]


@pytest.fixture
def read(send):
    """read(user, amount=2, from_id=…, updated_after=…) -> the answer's data."""

    def get(user, **query) -> dict:
        asked = "&".join(f"{name.replace('_', '-')}={value}" for name, value in query.items())
        response = send(user, "GET", f"/hoks/paged?{asked}")
        assert response.status_code == 200, response.content
        told = json.loads(response.getvalue())
        assert told["meta"] == {}
        return told["data"]

    return get


@pytest.fixture
def make_rich(make_opiskeluoikeus, make_hoks):
    """make_rich(**columns of the study right) -> a plan full of everything, sent by a student system."""

    def make(**columns) -> Hoks:
        right = make_opiskeluoikeus(**columns)
        return make_hoks(right, payloads.rich(right), kanava=Kanava.TIEDONSIIRTO)

    return make


def ids(data: dict) -> list[int]:
    return [told["id"] for told in data["result"]]


def loaded(hoks: Hoks) -> dict:
    return plan.load(Hoks.objects.select_related("opiskeluoikeus").get(pk=hoks.pk))


def change(sql: str, *values) -> None:
    """What no door lets in."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


class TestWho:
    @pytest.fixture
    def hoksit(self, make_hoks, make_opiskeluoikeus, poistaja):
        """Plans of the own school, of its sister, of a stranger, of a school nobody knows; a deleted own one."""
        schools = {"oma": {}, "sisar": {"oppilaitos_oid": SISARKOULU}, "vieras": {"oppilaitos_oid": TOINEN_KOULU}}
        schools |= {"tuntematon": {"oppilaitos_oid": "1.2.246.562.10.99999999999"}, "poistettu": {}}
        made = {name: make_hoks(make_opiskeluoikeus(**columns)) for name, columns in schools.items()}
        services.delete_hoks(made["poistettu"], by=poistaja, syy="Väärä")
        return made

    @pytest.mark.parametrize(
        "persona, seen",
        [
            ("oph", ["oma", "sisar", "vieras", "tuntematon", "poistettu"]),
            ("palvelukayttaja", ["oma", "sisar", "poistettu"]),
            ("lukija", ["oma", "sisar", "poistettu"]),
            ("vieras", ["vieras"]),
        ],
    )
    def test_national_services_get_all_and_others_their_own(self, request, read, hoksit, persona, seen):
        assert ids(read(request.getfixturevalue(persona))) == [hoksit[name].pk for name in seen]

    def test_rights_that_do_not_read_are_refused(self, send, make_user, hoksit):
        user = make_user("poistava", "PALVELU", ("1.2.246.562.10.00000000001", "HOKS_DELETE"))
        response = send(user, "GET", "/hoks/paged")
        assert response.status_code == 401
        assert response.json()["error"].startswith("No access is allowed.")
        assert Siirto.objects.get().koodit == ["ei-oikeutta"]

    def test_officials_are_refused(self, send, paakayttaja, hoksit):
        assert send(paakayttaja, "GET", "/hoks/paged").status_code == 403

    def test_nobody_is_refused(self, send, hoksit):
        assert send(None, "GET", "/hoks/paged").status_code in (400, 401)


class TestPages:
    def test_pages_until_there_is_no_more(self, read, oph, make_hoks):
        made = [make_hoks().pk for _ in range(5)]
        got, from_id = [], 0
        while True:
            data = read(oph, amount=2, from_id=from_id)
            if not data["result"] and not data["failed-ids"]:
                break
            assert data["last-id"] == ids(data)[-1]
            got, from_id = got + ids(data), data["last-id"]
        assert got == made and data["last-id"] == from_id

    def test_empty_page_repeats_the_id_it_was_asked_from(self, read, oph, make_hoks):
        make_hoks()
        assert read(oph, from_id=2**40) == {"result": [], "failed-ids": [], "last-id": 2**40}

    @pytest.mark.parametrize("amount, count", [("1", 1), ("0", 1), ("-7", 1), ("3", 3), ("1001", 4), ("9" * 18, 4)])
    def test_amount_is_clamped(self, read, oph, make_hoks, amount, count):
        for _ in range(4):
            make_hoks()
        assert len(read(oph, amount=amount)["result"]) == count

    @pytest.mark.parametrize(
        "query, path, code",
        [
            ("amount=kaksi", "/amount", "vaara-kokonaisluku"),
            ("amount=", "/amount", "vaara-kokonaisluku"),
            ("amount=1.0", "/amount", "vaara-kokonaisluku"),
            ("amount=%201", "/amount", "vaara-kokonaisluku"),
            ("amount=1_0", "/amount", "vaara-kokonaisluku"),
            ("from-id=%D9%A1", "/from-id", "vaara-kokonaisluku"),
            ("from-id=9223372036854775808", "/from-id", "liian-suuri-luku"),
            ("from-id=" + "9" * 6000, "/from-id", "liian-suuri-luku"),
            ("updated-after=eilen", "/updated-after", "vaara-aikaleima"),
            ("updated-after=2026-02-30", "/updated-after", "vaara-aikaleima"),
            ("updated-after=", "/updated-after", "vaara-aikaleima"),
        ],
    )
    def test_parameter_without_meaning_is_refused(self, send, oph, query, path, code):
        response = send(oph, "GET", f"/hoks/paged?{query}")
        told = response.json()
        assert response.status_code == 400
        assert [(item["path"], item["code"]) for item in told["violations"]] == [(path, code)]
        assert told["in"] == ["request", "query-params"] and told["errors"][path[1:]].startswith("(not (in")
        assert Siirto.objects.get().koodit == [code] and not Tapahtuma.objects.exists()

    def test_every_parameter_without_meaning_is_told(self, send, oph):
        told = send(oph, "GET", "/hoks/paged?amount=x&from-id=y&updated-after=z").json()
        assert set(told["errors"]) == {"amount", "from-id", "updated-after"}

    def test_smallest_id_is_any(self, read, oph, make_hoks):
        hoks = make_hoks()
        assert ids(read(oph, from_id=-(2**63) + 1)) == [hoks.pk]


class TestUpdatedAfter:
    @pytest.mark.parametrize("told", ["2026-03-01T10:00:00Z", "2026-03-01T12:00:00%2B02:00", "2026-03-01T10:00:00.000"])
    def test_strictly_later(self, read, oph, make_hoks, told):
        moment = dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)
        hoksit = [make_hoks() for _ in range(3)]
        for hoks, seconds in zip(hoksit, (-1, 0, 1), strict=True):
            Hoks.objects.filter(pk=hoks.pk).update(muokattu=moment + dt.timedelta(seconds=seconds))
        assert ids(read(oph, updated_after=told)) == [hoksit[2].pk]

    def test_date_is_its_midnight(self, read, oph, make_hoks):
        hoks = make_hoks()
        assert ids(read(oph, updated_after="2026-01-01")) == [hoks.pk]
        assert ids(read(oph, updated_after="2999-01-01")) == []

    @pytest.fixture
    def aged(self, make_rich):
        """A plan last changed a year ago."""
        hoks = make_rich()
        Hoks.objects.filter(pk=hoks.pk).update(muokattu=timezone.now() - dt.timedelta(days=365))
        return Hoks.objects.get(pk=hoks.pk)

    @pytest.mark.parametrize("deed", ["replace", "update", "delete", "restore", "erase"])
    def test_every_change_is_an_update(self, read, oph, aged, poistaja, paakayttaja, deed):
        if deed == "replace":
            document = plan.write_shape(loaded(aged)) | {"versio": 77}
            services.replace_hoks(aged, document, by=poistaja, kanava=Kanava.TIEDONSIIRTO)
        elif deed == "update":
            services.update_hoks(aged, {"id": aged.pk, "versio": 77}, by=poistaja, kanava=Kanava.TIEDONSIIRTO)
        elif deed == "erase":
            contact_details.erase_contact_details(aged, oppija=True)
        else:
            services.delete_hoks(aged, by=poistaja, syy="Väärä")
            if deed == "restore":
                Hoks.objects.filter(pk=aged.pk).update(muokattu=timezone.now() - dt.timedelta(days=365))
                services.restore_hoks(aged, by=paakayttaja)
        assert ids(read(oph, updated_after="2026-08-01")) == [aged.pk]

    def test_the_same_again_is_none(self, read, oph, aged, poistaja):
        services.replace_hoks(aged, plan.write_shape(loaded(aged)), by=poistaja, kanava=Kanava.TIEDONSIIRTO)
        assert ids(read(oph, updated_after="2026-08-01")) == []


class TestWhatIsTold:
    def redacted(self, value, place=""):
        """By names alone, another way than the product goes."""
        if isinstance(value, list):
            return [self.redacted(item, place) for item in value]
        if not isinstance(value, dict):
            return value
        told = {}
        for name, item in value.items():
            if name in ("jarjestajan-edustaja", "hankkijan-edustaja", "sahkoposti", "puhelinnumero"):
                continue
            if name == "vastuullinen-tyopaikka-ohjaaja":
                told[name] = True
            elif name == "nimi" and place.endswith("arvioijat"):
                told[name] = "<REDACTED>"
            else:
                told[name] = self.redacted(item, name)
        return told

    def test_everything_but_what_the_law_keeps_back(self, read, oph, make_rich):
        hoks = make_rich()
        assert read(oph)["result"] == [self.redacted(loaded(hoks))]

    def test_nothing_kept_back_is_anywhere_in_the_answer(self, send, oph, make_rich):
        whole = json.dumps(loaded(make_rich()), ensure_ascii=False)
        answer = json.dumps(json.loads(send(oph, "GET", "/hoks/paged").getvalue()), ensure_ascii=False)
        for text in PERSONAL:
            assert text in whole and text not in answer
        assert answer.count("<REDACTED>") == whole.count('-arvioijat": [{')

    def test_deleted_plan_tells_when_and_has_no_parts(self, read, oph, make_rich, poistaja):
        hoks = make_rich()
        services.delete_hoks(hoks, by=poistaja, syy="Väärä")
        hoks.refresh_from_db()
        (told,) = read(oph)["result"]
        assert told["poistettu"] == hoks.poistettu.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert [value for value in told.values() if isinstance(value, list)] == [[]] * 9

    def test_restored_plan_is_whole_again(self, read, oph, make_rich, poistaja, paakayttaja):
        hoks = make_rich()
        services.delete_hoks(hoks, by=poistaja, syy="Väärä")
        services.restore_hoks(hoks, by=paakayttaja)
        assert read(oph)["result"] == [self.redacted(loaded(hoks))]

    def test_hand_entered_and_tuva_plans(self, read, oph, make_hoks, make_opiskeluoikeus):
        kasin = make_opiskeluoikeus()
        make_hoks(kasin, payloads.rich(kasin), kanava=Kanava.VIRKAILIJA)
        tuva = make_opiskeluoikeus(tyyppi="tuva")
        make_hoks(tuva, payloads.tuva(tuva))
        told = read(oph)["result"]
        assert told[0]["manuaalisyotto"] is True
        assert told[1]["hankittavat-koulutuksen-osat"][0]["laajuus"] == 12.5


class TestFailed:
    """Plans that the contract or a rule refuses today, however they came into the database."""

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE hoks_osaamisenhankkimistapa SET loppu = alku + interval '6 years' WHERE hoks_id = %s",
            "UPDATE hoks_osaamisenhankkimistapa SET yksiloiva_tunniste = NULL WHERE hoks_id = %s",
            "UPDATE hoks_osaamisenhankkimistapa SET oppisopimuksen_perusta_koodi_uri = NULL WHERE hoks_id = %s",
            "UPDATE hoks_osaamisenhankkimistapa SET tyopaikalla_jarjestettava_koulutus ="
            " tyopaikalla_jarjestettava_koulutus - 'tyopaikan-y-tunnus' WHERE hoks_id = %s",
            "UPDATE hoks_osaamisenhankkimistapa SET muut_oppimisymparistot = '7' WHERE hoks_id = %s",
            "UPDATE hoks_osaamisenosoittaminen SET nayttoymparisto = '[]' WHERE hoks_id = %s",
            "UPDATE hoks_osaamisenosoittaminen SET sisallon_kuvaus = ARRAY[NULL] WHERE hoks_id = %s",
            "UPDATE hoks_osaamisenosoittaminen SET alku = '-infinity' WHERE hoks_id = %s",
            "UPDATE hoks_tutkinnonosa SET opetus_ja_ohjaus_maara = 'NaN' WHERE hoks_id = %s",
            "UPDATE hoks_tutkinnonosa SET koulutuksen_jarjestaja_oid = '1.2.3' WHERE hoks_id = %s",
            "UPDATE hoks_hoks SET osaamisen_saavuttamisen_pvm = '2017-01-01' WHERE id = %s",
            "UPDATE hoks_hoks SET hyvaksytty = 'infinity' WHERE id = %s",
        ],
    )
    def test_is_left_out_and_named(self, read, oph, make_rich, sql):
        hoksit = [make_rich() for _ in range(3)]
        change(sql, hoksit[1].pk)
        data = read(oph)
        assert ids(data) == [hoksit[0].pk, hoksit[2].pk]
        assert data["failed-ids"] == [hoksit[1].pk] and data["last-id"] == hoksit[2].pk

    def test_page_of_failures_only_leads_on(self, read, oph, make_rich):
        hoksit = [make_rich() for _ in range(2)]
        change("UPDATE hoks_tutkinnonosa SET koulutuksen_jarjestaja_oid = '1.2.3'")
        assert read(oph) == {
            "result": [],
            "failed-ids": [hoks.pk for hoks in hoksit],
            "last-id": hoksit[1].pk,
        }

    def test_rules_that_ask_the_study_right_are_not_asked(self, read, oph, make_rich):
        hoks = make_rich()
        Opiskeluoikeus.objects.filter(pk=hoks.opiskeluoikeus_id).update(
            alkamispaiva=dt.date(2030, 1, 1), arvioitu_paattymispaiva=dt.date(2030, 1, 2), tyyppi="tuva"
        )
        OsaamisenHankkimistapa.objects.update(osa_aikaisuustieto=None)
        assert ids(read(oph)) == [hoks.pk]

    def test_fault_in_what_is_kept_back_is_none(self, read, oph, make_rich):
        hoks = make_rich()
        path = "{vastuullinen-tyopaikka-ohjaaja,puhelinnumero}"
        change(
            "UPDATE hoks_osaamisenhankkimistapa SET hankkijan_edustaja = '{}', tyopaikalla_jarjestettava_koulutus ="
            f" jsonb_set(tyopaikalla_jarjestettava_koulutus, '{path}', '\"numero\"')"
        )
        assert ids(read(oph)) == [hoks.pk]


class TestRecord:
    def test_one_row_a_page(self, read, oph, make_hoks):
        hoksit = [make_hoks() for _ in range(3)]
        Tapahtuma.objects.all().delete()
        read(oph, amount=2, from_id=1, updated_after="2026-01-01T10:00:00%2B02:00")
        event = Tapahtuma.objects.get()
        assert (event.toiminto, event.tulos, event.kohde, event.kayttaja_id) == ("read", "succeeded", "paged", oph.pk)
        assert event.lisatiedot == {
            "fromId": 1,
            "amount": 2,
            "updatedAfter": "2026-01-01T08:00:00Z",
            "hoksIds": [hoksit[0].pk, hoksit[1].pk],
        }
        assert not Siirto.objects.exists()

    def test_learners_are_told_of_it_as_a_whole(self, client, read, oph, oppija, make_hoks, make_opiskeluoikeus):
        make_hoks(make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo)))
        read(oph)
        client.force_login(oppija)
        page = client.get("/oppija/katselut/").content.decode()
        assert "tilastointiin" in page and "Tietojärjestelmä" not in page

    def test_head_hands_out_nothing(self, send, oph, make_hoks):
        make_hoks()
        Tapahtuma.objects.all().delete()
        response = send(oph, "HEAD", "/hoks/paged")
        assert (response.status_code, response.content, response["Content-Type"]) == (200, b"", "application/json")
        assert not Tapahtuma.objects.exists()
        assert send(oph, "HEAD", "/hoks/paged?amount=x").status_code == 400


class TestCost:
    @pytest.mark.parametrize("persona", ["oph", "palvelukayttaja"])
    def test_statements_do_not_grow_with_the_page(
        self, request, send, ticket, statements, make_rich, monkeypatch, persona
    ):
        granted = ticket(request.getfixturevalue(persona))
        monkeypatch.setattr("hoks.plan.loading.CHUNK", 3)
        for _ in range(6):
            make_rich()
        with statements(8):
            response = send(None, "GET", "/hoks/paged", ticket=granted)
            assert len(json.loads(response.getvalue())["data"]["result"]) == 6


@pytest.mark.django_db(transaction=True)
class TestStream:
    @pytest.fixture(autouse=True)
    def small_chunks(self, monkeypatch):
        monkeypatch.setattr("hoks.plan.loading.CHUNK", 1)

    @pytest.fixture
    def hoksit(self, make_rich):
        return [make_rich() for _ in range(4)]

    @pytest.fixture
    def response(self, hoksit, rf, oph):
        request = rf.get("/")
        request.caller = oph
        response = paged(request)
        yield response
        response.close()

    def test_a_page_is_of_one_moment(self, hoksit, response, poistaja):
        chunks = iter(response)
        told = next(chunks)

        def write():
            services.delete_hoks(hoksit[3], by=poistaja, syy="Väärä")
            connection.close()

        thread = threading.Thread(target=write)
        thread.start()
        thread.join(10)
        assert Hoks.objects.filter(poistettu__isnull=False).count() == 1
        last = json.loads(told + b"".join(chunks))["data"]["result"][3]
        assert "poistettu" not in last and last[HATOT]

    def test_the_reading_is_on_record_before_the_first_byte_leaves(self, response, oph):
        assert Tapahtuma.objects.filter(kohde="paged", kayttaja_id=oph.pk).count() == 1

    def test_a_client_that_goes_away_leaves_nothing_open(self, response):
        next(iter(response))
        assert connection.in_atomic_block
        response.close()
        assert not connection.in_atomic_block
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors")
            assert cursor.fetchone() == (0,)
        Hoks.objects.update(versio=1)

    def test_the_first_plans_leave_before_the_last_are_read(self, response, hoksit):
        chunks = iter(response)
        assert json.loads(next(chunks) + b"]}}")["data"]["result"][0]["id"] == hoksit[0].pk
        assert len(list(chunks)) == 4

    def test_a_database_that_fails_breaks_the_answer_off(self, response, monkeypatch, caplog):
        chunks = iter(response)
        next(chunks)
        connection.connection.close()
        with pytest.raises(RuntimeError, match="Page cut short"):
            list(chunks)
        connection.close()
