"""What a form that was touched does to its node, and what it leaves alone."""

import pytest

from hoks import contract
from hoks.forms.inputs import Form, all_inputs, build
from hoks.forms.picking import Picking
from hoks.forms.reading import add_row, read, remove_row
from hoks.models import Opiskeluoikeus
from tests import documents as builders

OHT, OO, HATO = contract.OsaamisenHankkimistapa, contract.OsaamisenOsoittaminen, contract.HankittavaAmmatillinen
TTA = "tarkentavat-tiedot-osaamisen-arvioija"


class Known(Picking):
    """Two codes and a school, known without a database."""

    NAMES = {
        "tutkinnonosat_1": "Asentaminen",
        "tutkinnonosat_2": "Huoltaminen",
        "1.2.246.562.10.12944436166": "Hirvijoen ammattiopisto",
    }
    SHORT = {"osaamisenhankkimistapa": ("koulutussopimus", "oppisopimus"), "urasuunnitelma": ("0001", "0002")}

    def choices(self, spec):
        return [(f"{spec.koodisto}_{arvo}", arvo) for arvo in self.SHORT.get(spec.koodisto, ())]

    def text(self, spec, value):
        return self.NAMES.get(value, "" if value is None else str(value))

    def resolve(self, spec, text):
        return next((uri for uri, name in self.NAMES.items() if name.casefold() == text.casefold()), None)

    def latest_version(self, uri):
        return 7 if uri in self.NAMES else None


def form(**more) -> Form:
    return Form(False, Known(Opiskeluoikeus(oid="1", oppija_id="2")), **more)


def shown(cls, data) -> dict[str, str]:
    """What a browser would post of the untouched form, near enough."""
    posted = {}
    for part in all_inputs(build(cls, data, form())):
        if part.widget in ("object", "objects", "texts") or not part.shown:
            continue
        posted[part.name] = part.value
        if part.widget == "combobox":
            posted[f"{part.name}_haku"] = part.text
        if part.versio:
            posted[part.versio.name] = part.versio.value
    return posted


def change(cls, data: dict, *, done: bool = True, **typed) -> dict:
    """The node after its form was posted with these inputs typed; `__` in a name stands for a dot."""
    names = {name.replace("__", ".").replace("_", "-").replace("-haku", "_haku"): text for name, text in typed.items()}
    return read(cls, data, shown(cls, data) | names, form(), done=done)


# --- Plain fields --------------------------------------------------------------------------


def test_a_typed_date_becomes_the_wires_date_and_the_rest_stays():
    oht = builders.oht()

    after = change(OHT, oht, loppu="1.8.2026")

    assert after == oht | {"loppu": "2026-08-01"}


def test_what_is_no_date_is_kept_as_typed():
    assert change(OHT, builders.oht(), loppu="31.2.2026")["loppu"] == "31.2.2026"


def test_an_emptied_field_is_left_out():
    assert "ajanjakson-tarkenne" not in change(OHT, builders.oht(ajanjakson_tarkenne="ma-ke"), ajanjakson_tarkenne="")


def test_an_empty_string_that_was_there_stays():
    assert change(OHT, builders.oht(ajanjakson_tarkenne=""), loppu="1.8.2026")["ajanjakson-tarkenne"] == ""


def test_what_the_form_does_not_show_stays():
    hidden = builders.oht(osa_aikaisuustieto=80, tuntematon={"avain": [1]})

    after = read(OHT, hidden, {"loppu": "1.8.2026"}, form())

    assert after["osa-aikaisuustieto"] == 80
    assert after["tuntematon"] == {"avain": [1]}


@pytest.mark.parametrize(("posted", "value"), [("true", True), ("false", False), ("", None)])
def test_a_boolean_has_three_states(posted, value):
    for stored in (True, False, None):
        data = builders.hato() if stored is None else builders.hato(olennainen_seikka=stored)
        assert change(HATO, data, olennainen_seikka=posted).get("olennainen-seikka") is value


# --- Line ends -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "posted", "kept"),
    [
        ("a\r\nb", "a\r\nb", "a\r\nb"),
        ("a\nb", "a\r\nb", "a\nb"),
        ("a\rb\n\rc", "a\r\nb\r\n\r\nc", "a\rb\n\rc"),
        ("a\r\nb", "a\r\nb\r\nc", "a\r\nb\r\nc"),
        ("a\nb", "a\r\nb\r\nc", "a\nb\nc"),
        ("a\nb", "ab", "ab"),
    ],
)
def test_line_ends_stay_as_they_were(stored, posted, kept):
    data = builders.hato(vaatimuksista_tai_tavoitteista_poikkeaminen=stored)

    after = change(HATO, data, vaatimuksista_tai_tavoitteista_poikkeaminen=posted)

    assert after["vaatimuksista-tai-tavoitteista-poikkeaminen"] == kept


def test_text_with_line_ends_gets_an_area_also_in_a_short_field():
    inputs = build(OHT, builders.oht(ajanjakson_tarkenne="ma\nke"), form())

    assert next(part for part in inputs if part.name == "ajanjakson-tarkenne").widget == "area"


# --- Codes ---------------------------------------------------------------------------------


def hato(uri="tutkinnonosat_1", versio=2) -> dict:
    return {"tutkinnon-osa-koodi-uri": uri, "tutkinnon-osa-koodi-versio": versio}


URI = "tutkinnon_osa_koodi_uri"


@pytest.mark.parametrize(
    ("stored", "typed", "after"),
    [
        # Picked from the list: the newest version comes along.
        (hato(), {URI: "tutkinnonosat_2", f"{URI}_haku": "Huoltaminen"}, hato("tutkinnonosat_2", 7)),
        # The words were changed without picking: what they name, else the words themselves.
        (hato(), {f"{URI}_haku": "huoltaminen"}, hato("tutkinnonosat_2", 7)),
        (hato(), {f"{URI}_haku": "hu"}, {"tutkinnon-osa-koodi-uri": "hu"}),
        # A code typed out is taken as it is; an unknown one has no version.
        (hato(), {f"{URI}_haku": "tutkinnonosat_99"}, {"tutkinnon-osa-koodi-uri": "tutkinnonosat_99"}),
        (hato(), {URI: "", f"{URI}_haku": ""}, {}),
        # A version is changed by hand only.
        (hato(), {"tutkinnon_osa_koodi_versio": "5"}, hato(versio=5)),
        (hato(versio=1), {}, hato(versio=1)),
        (hato("tutkinnonosat_404", 3), {}, hato("tutkinnonosat_404", 3)),
        (hato(), {URI: "tutkinnonosat_2", "tutkinnon_osa_koodi_versio": "4"}, hato("tutkinnonosat_2", 4)),
        (hato(), {"tutkinnon_osa_koodi_versio": "uusin"}, hato(versio="uusin")),
    ],
)  # fmt: skip
def test_picking_a_code(stored, typed, after):
    assert change(HATO, stored, **typed) == after


def test_search_results_are_picked_by_their_value_whatever_the_words():
    posted = {"tutkinnon-osa-koodi-uri": "tutkinnonosat_2", "tutkinnon-osa-koodi-uri_haku": "hu"}
    posted["tutkinnon-osa-koodi-uri_osumat"] = "1"

    assert read(HATO, hato(), posted, form()) == hato("tutkinnonosat_2", 7)


def test_results_without_a_choice_change_nothing():
    posted = {"tutkinnon-osa-koodi-uri_haku": "hu", "tutkinnon-osa-koodi-uri_osumat": "1"}

    assert read(HATO, hato(), posted, form()) == hato()


def test_an_unknown_school_stays_and_a_named_one_is_found():
    strange = hato() | {"koulutuksen-jarjestaja-oid": "1.2.246.562.10.99999999999"}

    assert change(HATO, strange) == strange
    named = change(HATO, hato(), koulutuksen_jarjestaja_oid_haku="hirvijoen ammattiopisto")
    assert named["koulutuksen-jarjestaja-oid"] == "1.2.246.562.10.12944436166"


# --- Objects -------------------------------------------------------------------------------


def test_an_optional_object_comes_with_its_first_field_and_goes_with_its_last():
    oht = builders.oht()
    with_edustaja = change(OHT, oht, jarjestajan_edustaja__nimi="Oili")

    assert with_edustaja["jarjestajan-edustaja"] == {"nimi": "Oili"}
    assert change(OHT, with_edustaja, jarjestajan_edustaja__nimi="") == oht


def test_an_empty_object_that_was_there_stays():
    oo = builders.oo(jarjestaja={})

    assert change(OO, oo, loppu="1.8.2026")["jarjestaja"] == {}


def test_a_new_workplace_has_its_required_parts_so_that_what_is_missing_is_a_field():
    tyopaikka = {"tyopaikalla-jarjestettava-koulutus.tyopaikan-nimi": "Paja"}

    after = read(OHT, builders.oht(), tyopaikka, form())

    assert after["tyopaikalla-jarjestettava-koulutus"] == {
        "tyopaikan-nimi": "Paja",
        "vastuullinen-tyopaikka-ohjaaja": {},
        "keskeiset-tyotehtavat": [],
    }


def test_a_school_assessor_without_a_school_still_has_the_object():
    added = add_row(OO, builders.oo(), "koulutuksen-jarjestaja-osaamisen-arvioijat")

    after = change(OO, added, koulutuksen_jarjestaja_osaamisen_arvioijat__0__nimi="Aino")

    assert after["koulutuksen-jarjestaja-osaamisen-arvioijat"] == [{"nimi": "Aino", "organisaatio": {}}]


# --- Rows and lines ------------------------------------------------------------------------

LISTA = "keskeytymisajanjaksot"


def test_a_row_is_added_filled_and_removed():
    added = add_row(OHT, builders.oht(), LISTA)
    filled = change(OHT, added, keskeytymisajanjaksot__0__alku="1.8.2026")

    assert added[LISTA] == [{}]
    assert filled[LISTA] == [{"alku": "2026-08-01"}]
    assert remove_row(OHT, filled, f"{LISTA}.0")[LISTA] == []


def test_an_empty_row_keeps_its_place_until_the_node_is_done():
    oht = builders.oht() | {LISTA: [{"alku": "2026-08-01"}, {"alku": "2026-09-01"}]}

    filling = change(OHT, oht, done=False, keskeytymisajanjaksot__0__alku="")

    assert filling[LISTA] == [{}, {"alku": "2026-09-01"}]
    assert change(OHT, filling)[LISTA] == [{"alku": "2026-09-01"}]


@pytest.mark.parametrize("name", ["", "ei-ole", "alku", "alku.0", f"{LISTA}.x", f"{LISTA}.7", "nayttoymparisto.nimi"])
def test_rows_that_are_not_there_are_left_alone(name):
    oht = builders.oht() | {LISTA: [{"alku": "2026-08-01"}]}

    assert remove_row(OHT, oht, name) == oht
    assert name == LISTA or add_row(OHT, oht, name) == oht


def test_rows_in_an_object_make_the_object():
    added = add_row(contract.AiemminHankittuAmmatillinen, {}, f"{TTA}.aiemmin-hankitun-osaamisen-arvioijat")

    assert added == {TTA: {"aiemmin-hankitun-osaamisen-arvioijat": [{}]}}
    assert TTA not in change(contract.AiemminHankittuAmmatillinen, added)


@pytest.mark.parametrize(
    ("stored", "posted", "after"),
    [
        (["a", "b"], {0: "a", 1: "b", 2: ""}, ["a", "b"]),
        (["a", "b"], {0: "a", 1: "b", 2: "c"}, ["a", "b", "c"]),
        (["a", "b", "c"], {0: "a", 1: "", 2: "c", 3: ""}, ["a", "c"]),
        (["", "b"], {0: "", 1: "b", 2: ""}, ["", "b"]),
        (["a"], {0: "", 1: ""}, []),
        (["a\r\nb", "c"], {0: "", 1: "c", 2: ""}, ["c"]),
        (["x", "a\r\nb"], {0: "a\r\nb", 1: "", 2: ""}, ["a\r\nb"]),
        ([], {0: "uusi"}, ["uusi"]),
        (["a"], {}, ["a"]),
    ],
)
def test_lines_of_text(stored, posted, after):
    oo = builders.oo(sisallon_kuvaus=stored)
    names = {f"sisallon-kuvaus.{place}": text for place, text in posted.items()}

    assert read(OO, oo, names, form())["sisallon-kuvaus"] == after


# --- What is shown -------------------------------------------------------------------------


def test_only_what_applies_is_asked():
    plain = {part.name: part.shown for part in build(OHT, builders.oht(), form())}
    workplace = builders.oht(osaamisen_hankkimistapa_koodi_uri="osaamisenhankkimistapa_oppisopimus")
    asked = {part.name: part.shown for part in build(OHT, workplace, form())}

    names = ("osa-aikaisuustieto", "tyopaikalla-jarjestettava-koulutus", "oppisopimuksen-perusta-koodi-uri")
    assert [plain[name] for name in names] == [False, False, False]
    assert [asked[name] for name in names] == [True, True, True]


def test_what_holds_a_value_is_shown_although_not_asked():
    held = {part.name: part.shown for part in build(OHT, builders.oht(osa_aikaisuustieto=0), form())}

    assert held["osa-aikaisuustieto"] is True


def test_a_draft_may_be_wrong_in_any_way():
    strange = {
        "alku": {"ei": "päivä"},
        "loppu": 5,
        "keskeytymisajanjaksot": "ei lista",
        "muut-oppimisymparistot": ["ei olio", None],
        "jarjestajan-edustaja": "ei olio",
        "osaamisen-hankkimistapa-koodi-uri": 7,
        "osaamisen-hankkimistapa-koodi-versio": [],
    }

    assert change(OHT, strange) == strange
