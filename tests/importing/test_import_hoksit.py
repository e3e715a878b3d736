"""import_hoksit and the commands that delete and bring back."""

import json

import pytest
from django.core.management import CommandError, call_command

from hoks import plan
from hoks.models import Hoks, HoksVersio, Tapahtuma
from tests import payloads

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    def write(content, name: str = "hoksit.json") -> str:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def answers(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_a_list_and_lines(make_opiskeluoikeus, write):
    rights = [make_opiskeluoikeus() for _ in range(5)]
    documents = [payloads.rich(right) for right in rights]
    call_command(
        "import_hoksit",
        write(documents[0], "yksi.json"),
        write(documents[1:3], "lista.json"),
        write("\n".join(json.dumps(document) for document in documents[3:]), "rivit.jsonl"),
    )
    assert Hoks.objects.filter(manuaalisyotto=True).count() == 5
    assert {versio.kanava for versio in HoksVersio.objects.all()} == {"tuonti"}
    assert {versio.tekija.username for versio in HoksVersio.objects.all()} == {"jarjestelma"}


def test_again_changes_nothing(make_opiskeluoikeus, write, capsys):
    right = make_opiskeluoikeus()
    document = payloads.minimal(right) | {
        "hankittavat-paikalliset-tutkinnon-osat": [{"osaamisen-hankkimistavat": [payloads.hankkimistapa(None)]}]
    }
    path = write([document])
    call_command("import_hoksit", path)
    before = plan.load(Hoks.objects.get())
    call_command("import_hoksit", path)
    assert "muuttumatta 1" in capsys.readouterr().out
    assert plan.load(Hoks.objects.get()) == before
    assert HoksVersio.objects.count() == 1


def test_good_ones_go_in_and_refused_ones_are_told(make_opiskeluoikeus, write, capsys):
    good, bad = make_opiskeluoikeus(), make_opiskeluoikeus()
    path = write([payloads.minimal(bad) | {"versio": "4"}, payloads.minimal(good), 7])
    with pytest.raises(CommandError):
        call_command("import_hoksit", path)
    assert Hoks.objects.get().opiskeluoikeus == good
    told = capsys.readouterr().err
    assert "tietue 1" in told and "/versio" in told and "tietue 3" in told


def test_json_is_one_object_a_document_and_nothing_else(make_opiskeluoikeus, write, capsys):
    good, bad = make_opiskeluoikeus(), make_opiskeluoikeus()
    path = write([payloads.minimal(good), payloads.minimal(bad) | {"versio": "4"}])
    with pytest.raises(CommandError):
        call_command("import_hoksit", path, "--json")
    first, second = answers(capsys)
    assert first == {"index": 0, "accepted": True, "id": Hoks.objects.get().pk, "violations": []}
    assert (second["index"], second["accepted"], second["id"]) == (1, False, None)
    assert [(item["path"], item["code"]) for item in second["violations"]] == [("/versio", "vaara-kokonaisluku")]
    assert set(second["violations"][0]["message"]) == {"fi"}


def test_dry_run_saves_nothing(make_opiskeluoikeus, write, capsys):
    right = make_opiskeluoikeus()
    path = write([payloads.minimal(right), payloads.minimal(right)])
    call_command("import_hoksit", path, "--dry-run", "--json")
    assert [answer["accepted"] for answer in answers(capsys)] == [True, True]
    assert not Hoks.objects.exists() and not Tapahtuma.objects.exists()


def test_transfer_variant_wants_yksiloiva_tunniste(make_opiskeluoikeus, write, capsys):
    right = make_opiskeluoikeus()
    document = payloads.minimal(right) | {
        "hankittavat-paikalliset-tutkinnon-osat": [{"osaamisen-hankkimistavat": [payloads.hankkimistapa(None)]}]
    }
    path = write([document])
    with pytest.raises(CommandError):
        call_command("import_hoksit", path, "--json", "--kanava", "tiedonsiirto")
    assert [item["code"] for item in answers(capsys)[0]["violations"]] == ["yksiloiva-tunniste"]
    call_command("import_hoksit", path, "--json")


def test_transfer_update_keeps_what_put_keeps(make_opiskeluoikeus, write):
    right = make_opiskeluoikeus()
    call_command("import_hoksit", write([payloads.rich(right)]), "--kanava", "tiedonsiirto")
    call_command("import_hoksit", write([payloads.minimal(right)]), "--kanava", "tiedonsiirto")
    hoks = Hoks.objects.get()
    assert hoks.puhelinnumero and hoks.tuva_opiskeluoikeus_oid and hoks.sahkoposti is None
    assert hoks.manuaalisyotto is False


def test_unreadable_json_is_a_refusal(db, write, capsys):
    with pytest.raises(CommandError):
        call_command("import_hoksit", write("[{]"), "--json")
    assert [item["code"] for item in answers(capsys)[0]["violations"]] == ["ei-json"]


@pytest.mark.django_db(transaction=True)
def test_workers_do_and_tell_the_same_in_the_order_of_the_file(make_opiskeluoikeus, write, capsys):
    rights = [make_opiskeluoikeus() for _ in range(4)]
    documents = [payloads.minimal(right) | {"versio": versio} for versio in (1, 2, 3) for right in rights]
    documents[5] = payloads.minimal(rights[1]) | {"versio": "2"}
    path = write("\n".join([*map(json.dumps, documents), "{"]), "rivit.jsonl")
    with pytest.raises(CommandError, match="2 tietuetta"):
        call_command("import_hoksit", path, "--json", "--workers", "2")
    captured = capsys.readouterr()
    told = [json.loads(line) for line in captured.out.splitlines()]
    assert [answer["index"] for answer in told] == list(range(13))
    assert [answer["index"] for answer in told if not answer["accepted"]] == [5, 12]
    assert "rivi 6" in captured.err and "/versio" in captured.err and "ei-json" in captured.err
    # Each study right's documents were taken in order, so the last of them stands, on top of the ones before.
    assert {hoks.opiskeluoikeus_id: (hoks.versio, hoks.versionumero) for hoks in Hoks.objects.all()} == {
        right.pk: (3, 2 if right == rights[1] else 3) for right in rights
    }


def test_no_workers_is_refused(write):
    with pytest.raises(CommandError, match="positiivinen"):
        call_command("import_hoksit", write([]), "--workers", "0")


def test_delete_and_undo(make_hoks, poistaja, paakayttaja, virkailija, capsys):
    hoks = make_hoks()
    with pytest.raises(CommandError, match="ei ole oikeutta"):
        call_command("delete_hoks", hoks.pk, "--by", "virkailija", "--syy", "x")
    with pytest.raises(CommandError, match="Käyttäjää"):
        call_command("delete_hoks", hoks.pk, "--by", "olematon", "--syy", "x")
    call_command("delete_hoks", hoks.pk, "--by", "poistaja", "--syy", "Tehty väärälle")
    hoks.refresh_from_db()
    assert hoks.poiston_syy == "Tehty väärälle" and hoks.poistaja == poistaja
    with pytest.raises(CommandError, match="poistettu"):
        call_command("delete_hoks", hoks.pk, "--by", "poistaja", "--syy", "x")
    with pytest.raises(CommandError, match="ei ole oikeutta"):
        call_command("undo_delete_hoks", hoks.pk, "--by", "poistaja")
    call_command("undo_delete_hoks", hoks.pk, "--by", "paakayttaja")
    hoks.refresh_from_db()
    assert hoks.poistettu is None
    with pytest.raises(CommandError, match="ei ole"):
        call_command("undo_delete_hoks", hoks.pk, "--by", "paakayttaja")
