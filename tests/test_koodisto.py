import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from hoks.demo.koodit import koodisto_files
from hoks.koodisto import latest_version, names, search
from hoks.models import Koodi

pytestmark = pytest.mark.django_db


def record(uri="tutkinnonosat_100054", versio=1, fi="Elintarviketuotannossa toimiminen", **members):
    return {
        "koodiUri": uri,
        "koodiArvo": uri.rsplit("_", 1)[1],
        "versio": versio,
        "metadata": [{"kieli": "FI", "nimi": fi}] if fi else [],
        **members,
    }


@pytest.fixture
def run(tmp_path):
    """Import the given records; returns (exit was clean, stdout, stderr)."""

    def run(*records, text=None):
        path = tmp_path / "koodit.json"
        path.write_text(text if text is not None else json.dumps(list(records)))
        out, err = StringIO(), StringIO()
        try:
            call_command("import_koodistot", str(path), stdout=out, stderr=err)
        except CommandError:
            return False, out.getvalue(), err.getvalue()
        return True, out.getvalue(), err.getvalue()

    return run


def test_our_own_lists_go_in_and_running_again_changes_nothing():
    files = [str(path) for path in koodisto_files()]
    call_command("import_koodistot", *files, stdout=StringIO())
    count = Koodi.objects.count()
    out = StringIO()
    call_command("import_koodistot", *files, stdout=out)
    assert count == Koodi.objects.count() > 150
    assert f"muuttumatta {count}" in out.getvalue()


def test_one_code_alone_is_a_file_too(run):
    ok, _out, _err = run(text=json.dumps(record()))
    assert ok
    assert Koodi.objects.get().koodisto == "tutkinnonosat"


def test_a_changed_name_is_updated(run):
    run(record())
    ok, out, _err = run(record(fi="Uusi nimi"))
    assert ok and "päivitetty 1" in out
    assert names(["tutkinnonosat_100054"]) == {"tutkinnonosat_100054": "Uusi nimi"}
    assert [koodi.nimi["fi"] for koodi in search("tutkinnonosat", "uusi")] == ["Uusi nimi"]


@pytest.mark.parametrize(
    "bad",
    [
        record(uri="ilmanarvoa_") | {"koodiUri": "ilmanarvoa"},
        record(versio="1"),
        record(versio=None),
        record(versio=True),
        record(tila="OUTO"),
        record(metadata=None),
        record(voimassaAlkuPvm="1.8.2026"),
        record(laajuusOsp="paljon"),
        record(fi="nolla\x00merkki"),
        "pelkkä teksti",
    ],
)
def test_a_bad_record_is_named_and_the_good_ones_go_in(run, bad):
    ok, _out, err = run(record(), bad, record("tutkinnonosat_106003"))
    assert not ok
    assert "tietue 2" in err
    assert Koodi.objects.count() == 2


def test_names_takes_one_statement_whatever_is_asked(run, django_assert_num_queries):
    run(*(record(f"tutkinnonosat_{number}") for number in range(50)))
    with django_assert_num_queries(1):
        assert len(names(f"tutkinnonosat_{number}" for number in range(80))) == 80
    with django_assert_num_queries(0):
        assert names([None, ""]) == {}


def test_names_are_of_the_latest_version(run):
    run(record(versio=2, fi="Uudempi"), record(versio=1, fi="Vanhempi"))
    assert names(["tutkinnonosat_100054"])["tutkinnonosat_100054"] == "Uudempi"
    assert latest_version("tutkinnonosat_100054") == 2
    assert latest_version("tutkinnonosat_9") is None


@pytest.mark.parametrize(
    ("language", "metadata", "expected"),
    [
        ("sv", {"FI": "suomeksi", "SV": "på svenska"}, "på svenska"),
        ("sv", {"FI": "suomeksi"}, "suomeksi"),
        ("en", {"SV": "på svenska"}, "på svenska"),
        ("fi", {"EN": "in English"}, "tutkinnonosat_100054"),
    ],
)
def test_name_falls_back_to_finnish_then_swedish_then_the_code(run, language, metadata, expected):
    run(record(metadata=[{"kieli": kieli, "nimi": nimi} for kieli, nimi in metadata.items()]))
    with translation.override(language):
        name = names(["tutkinnonosat_100054"])["tutkinnonosat_100054"]
    assert name == expected
    assert name.tuntematon == (expected == "tutkinnonosat_100054")


def test_an_unknown_code_stands_for_itself(run):
    name = names(["tutkinnonosat_1"])["tutkinnonosat_1"]
    assert (name, name.tuntematon, name.laajuus_osp) == ("tutkinnonosat_1", True, None)


def test_passive_and_expired_codes_are_named_but_not_offered(run):
    run(
        record("urasuunnitelma_1", fi="Passiivinen ura", tila="PASSIIVINEN"),
        record("urasuunnitelma_2", fi="Päättynyt ura", voimassaLoppuPvm="2019-09-17"),
        record("urasuunnitelma_3", fi="Tuleva ura", voimassaLoppuPvm="2999-01-01"),
        record("urasuunnitelma_4", fi="Vanha ura"),
        record("urasuunnitelma_4", versio=2, fi="Vanha ura", tila="PASSIIVINEN"),
    )
    assert [koodi.koodi_uri for koodi in search("urasuunnitelma", "ura")] == ["urasuunnitelma_3"]
    assert names(["urasuunnitelma_1"])["urasuunnitelma_1"] == "Passiivinen ura"


@pytest.fixture
def units(run):
    run(
        record("tutkinnonosat_100031", fi="Moottorin ja voimansiirron huolto ja korjaus"),
        record(
            "tutkinnonosat_200031", fi="Pienmoottorin huolto", withinCodeElements=[{"codeElementUri": "koulutus_1"}]
        ),
        record("tutkinnonosat_300031", fi="Ääniväylä", metadata=[{"kieli": "FI", "nimi": "Café Ääniväylä"}]),
        record("oppimisymparistot_0001", fi="Moottorihuolto"),
    )


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("huolto moottori", ["100031", "200031"]),
        ("MOOTTORIN korjaus", ["100031"]),
        ("cafe", ["300031"]),
        ("ääni", ["300031"]),
        ("200031", ["200031"]),
        ("tutkinnonosat_2000", ["200031"]),
        ("0031", ["300031", "100031", "200031"]),
        ("%", ["300031", "100031", "200031"]),
        ("puuttuu", []),
    ],
)
def test_search_finds_words_in_any_order_and_numbers(units, q, expected):
    assert [koodi.arvo for koodi in search("tutkinnonosat", q)] == expected


def test_search_prefers_the_learners_qualification_and_keeps_the_limit(units):
    found = search("tutkinnonosat", "moottori", suosi_tutkinto="1")
    assert [koodi.arvo for koodi in found] == ["200031", "100031"]
    assert len(search("tutkinnonosat", "", limit=2)) == 2


def test_a_code_saved_in_the_admin_is_found_too():
    Koodi.objects.create(
        koodisto="oppimisymparistot",
        arvo="0999",
        koodi_uri="oppimisymparistot_0999",
        versio=1,
        nimi={"fi": "Laboratorio"},
    )
    assert [koodi.arvo for koodi in search("oppimisymparistot", "labora")] == ["0999"]
