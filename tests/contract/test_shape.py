"""Which keys each object has, which it must have, and that it has no others (domain.md 1.3-1.5)."""

import copy
import json
from typing import Any

import pytest

from hoks.contract import HoksPatch, HoksPost, HoksPut, fields, read, spec
from hoks.contract.fields import FieldSpec
from tests import documents
from tests.documents import hoks

ORG = documents.OPPILAITOS_OID

# Every object as a compact table: "! " before a key that must be there; an object's or array's own table after it.
NAYTTO = {
    "jarjestaja": ["oppilaitos-oid", "id"],
    "osa-alueet[]": ["!koodi-uri", "!koodi-versio"],
    "!nayttoymparisto": ["!nimi", "y-tunnus", "kuvaus"],
    "!sisallon-kuvaus[]": None,
    "!alku": None,
    "!loppu": None,
    "koulutuksen-jarjestaja-osaamisen-arvioijat[]": {"!nimi": None, "id": None, "!organisaatio": ["oppilaitos-oid"]},
    "tyoelama-osaamisen-arvioijat[]": {"!nimi": None, "id": None, "!organisaatio": ["!nimi", "y-tunnus"]},
    "vaatimuksista-tai-tavoitteista-poikkeaminen": None,
    "yksilolliset-kriteerit[]": None,
}
EDUSTAJA = ["!nimi", "!oppilaitos-oid", "rooli", "id"]
JAKSO = {
    "!alku": None,
    "!loppu": None,
    "yksiloiva-tunniste": None,
    "ajanjakson-tarkenne": None,
    "!osaamisen-hankkimistapa-koodi-uri": None,
    "!osaamisen-hankkimistapa-koodi-versio": None,
    "jarjestajan-edustaja": EDUSTAJA,
    "hankkijan-edustaja": EDUSTAJA,
    "tyopaikalla-jarjestettava-koulutus": {
        "!vastuullinen-tyopaikka-ohjaaja": ["!nimi", "sahkoposti", "puhelinnumero", "id"],
        "!tyopaikan-nimi": None,
        "tyopaikan-y-tunnus": None,
        "!keskeiset-tyotehtavat[]": None,
        "id": None,
    },
    "muut-oppimisymparistot[]": ["!oppimisymparisto-koodi-uri", "!oppimisymparisto-koodi-versio", "!alku", "!loppu"],
    "osa-aikaisuustieto": None,
    "oppisopimuksen-perusta-koodi-uri": None,
    "oppisopimuksen-perusta-koodi-versio": None,
    "keskeytymisajanjaksot[]": ["!alku", "loppu"],
}
TOTEUTUS = dict.fromkeys(
    ["vaatimuksista-tai-tavoitteista-poikkeaminen", "koulutuksen-jarjestaja-oid", "olennainen-seikka"]
)
HANKKIMINEN = TOTEUTUS | {
    "osaamisen-osoittaminen[]": NAYTTO,
    "osaamisen-hankkimistavat[]": JAKSO,
    "opetus-ja-ohjaus-maara": None,
}
TODENNUS = {
    "valittu-todentamisen-prosessi-koodi-uri": None,
    "valittu-todentamisen-prosessi-koodi-versio": None,
    "tarkentavat-tiedot-naytto[]": NAYTTO,
    "tarkentavat-tiedot-osaamisen-arvioija": {
        "lahetetty-arvioitavaksi": None,
        "aiemmin-hankitun-osaamisen-arvioijat[]": {"!nimi": None, "id": None, "!organisaatio": ["oppilaitos-oid"]},
    },
}
PROSESSI = dict.fromkeys(["!valittu-todentamisen-prosessi-koodi-uri", "!valittu-todentamisen-prosessi-koodi-versio"])
TODENNUS_AINA = {name: inner for name, inner in TODENNUS.items() if "prosessi" not in name} | PROSESSI
KOODI = dict.fromkeys(["!tutkinnon-osa-koodi-uri", "!tutkinnon-osa-koodi-versio"])
OSA_ALUE = dict.fromkeys(["!osa-alue-koodi-uri", "!osa-alue-koodi-versio"])
PAIKALLINEN = dict.fromkeys(["amosaa-tunniste", "nimi", "laajuus", "tavoitteet-ja-sisallot"])
DIAARI = {"tutkinnon-osan-perusteen-diaarinro": None}
YHTEINEN = KOODI | {"koulutuksen-jarjestaja-oid": None}

OSAT = {
    "aiemmin-hankitut-ammat-tutkinnon-osat[]": KOODI | DIAARI | TOTEUTUS | TODENNUS,
    "aiemmin-hankitut-yhteiset-tutkinnon-osat[]": YHTEINEN
    | TODENNUS
    | {"!osa-alueet[]": OSA_ALUE | TOTEUTUS | TODENNUS_AINA},
    "aiemmin-hankitut-paikalliset-tutkinnon-osat[]": PAIKALLINEN | TOTEUTUS | TODENNUS_AINA,
    "hankittavat-ammat-tutkinnon-osat[]": KOODI | DIAARI | HANKKIMINEN,
    "hankittavat-yhteiset-tutkinnon-osat[]": YHTEINEN | {"!osa-alueet[]": OSA_ALUE | HANKKIMINEN},
    "hankittavat-paikalliset-tutkinnon-osat[]": PAIKALLINEN | HANKKIMINEN,
    "hankittavat-koulutuksen-osat[]": [
        "!koulutuksen-osa-koodi-uri",
        "!koulutuksen-osa-koodi-versio",
        "!alku",
        "!loppu",
        "!laajuus",
        "id",
    ],
    "oppimisen-tuki[]": ["!oppimisen-tuen-tyyppi-koodi-uri", "alku", "loppu", "tutkinnon-osan-tyyppi-koodi-uri"],
    "opiskeluvalmiuksia-tukevat-opinnot[]": ["!nimi", "!kuvaus", "!alku", "!loppu", "id"],
}
PERUSTIEDOT = dict.fromkeys(
    [
        "tuva-opiskeluoikeus-oid",
        "sahkoposti",
        "puhelinnumero",
        "urasuunnitelma-koodi-uri",
        "urasuunnitelma-koodi-versio",
        "versio",
        "hyvaksytty",
        "paivitetty",
        "osaamisen-saavuttamisen-pvm",
    ]
)
TARVE = dict.fromkeys(["!ensikertainen-hyvaksyminen", "!osaamisen-hankkimisen-tarve"])
VARIANTS: dict[type, dict[str, Any]] = {
    HoksPost: PERUSTIEDOT | OSAT | TARVE | {"!oppija-oid": None, "!opiskeluoikeus-oid": None},
    HoksPut: PERUSTIEDOT | OSAT | TARVE | {"!id": None, "oppija-oid": None, "opiskeluoikeus-oid": None},
    HoksPatch: PERUSTIEDOT
    | {
        "!id": None,
        "oppija-oid": None,
        "opiskeluoikeus-oid": None,
        "ensikertainen-hyvaksyminen": None,
        "osaamisen-hankkimisen-tarve": None,
    },
}

SAMPLES: dict[str, Any] = {
    "alku": "2024-09-01",
    "loppu": "2024-12-01",
    "ensikertainen-hyvaksyminen": "2024-08-15",
    "osaamisen-saavuttamisen-pvm": "2025-05-31",
    "lahetetty-arvioitavaksi": "2024-08-20",
    "hyvaksytty": "2024-08-15T10:00:00Z",
    "paivitetty": "2024-08-15T10:00:00Z",
    "osaamisen-hankkimisen-tarve": True,
    "olennainen-seikka": False,
    "id": 7,
    "versio": 1,
    "laajuus": 5,
    "osa-aikaisuustieto": 80,
    "opetus-ja-ohjaus-maara": 12.5,
    "oppija-oid": documents.OPPIJA_OID,
    "opiskeluoikeus-oid": documents.OPISKELUOIKEUS_OID,
    "tuva-opiskeluoikeus-oid": documents.TOINEN_OPISKELUOIKEUS_OID,
    "oppilaitos-oid": ORG,
    "koulutuksen-jarjestaja-oid": ORG,
    "y-tunnus": documents.Y_TUNNUS,
    "tyopaikan-y-tunnus": documents.Y_TUNNUS,
    "puhelinnumero": "+358 40 1234567",
    "urasuunnitelma-koodi-uri": "urasuunnitelma_0001",
    "tutkinnon-osa-koodi-uri": "tutkinnonosat_100031",
    "osa-alue-koodi-uri": "ammatillisenoppiaineet_vvai",
    "koodi-uri": "mikä tahansa",
    "valittu-todentamisen-prosessi-koodi-uri": "osaamisentodentamisenprosessi_0001",
    "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppisopimus",
    "oppisopimuksen-perusta-koodi-uri": "oppisopimuksenperusta_01",
    "oppimisymparisto-koodi-uri": "oppimisymparistot_0002",
    "koulutuksen-osa-koodi-uri": "koulutuksenosattuva_101",
    "oppimisen-tuen-tyyppi-koodi-uri": "ammatillinenkoulutusoppimisentuentyyppi_01",
    "tutkinnon-osan-tyyppi-koodi-uri": "ammatillisentutkinnonosanryhma_1",
}


def keys_of(table) -> list[tuple[str, bool, bool, Any]]:
    """(key, required, array, inner table) of a table."""
    pairs = table.items() if isinstance(table, dict) else [(key, None) for key in table]
    return [
        (key.removeprefix("!").removesuffix("[]"), key.startswith("!"), key.endswith("[]"), inner)
        for key, inner in pairs
    ]


def full(table) -> dict[str, Any]:
    """An object with every key of its table."""
    made = {}
    for key, _, many, inner in keys_of(table):
        value = full(inner) if inner else 3 if key.endswith("-versio") else SAMPLES.get(key, f"teksti {key}")
        made[key] = [value] if many else value
    return made


def objects_in(document: dict, table, path: tuple = ()) -> list[tuple[tuple, dict, Any]]:
    """(path, object, its table) of every object of a full document."""
    found = [(path, document, table)]
    for key, _, many, inner in keys_of(table):
        if inner:
            value = document[key][0] if many else document[key]
            found += objects_in(value, inner, (*path, key, 0) if many else (*path, key))
    return found


def refusals(document, variant) -> list[tuple[tuple, str]]:
    return [(violation.path, violation.code) for violation in read(document, variant).violations]


def spoiled(variant, path, spoil) -> dict:
    """A full document in which `spoil` has changed the object at the path."""
    document = copy.deepcopy(full(VARIANTS[variant]))
    place: Any = document
    for step in path:
        place = place[step]
    spoil(place)
    return document


OBJECTS = [
    pytest.param(variant, path, table, id=f"{variant.__name__} /{'/'.join(map(str, path))}")
    for variant, whole in VARIANTS.items()
    for path, _, table in objects_in(full(whole), whole)
]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_full_document_is_understood(variant):
    assert refusals(full(VARIANTS[variant]), variant) == []


@pytest.mark.parametrize(("variant", "path", "table"), OBJECTS)
class TestEveryObject:
    def test_is_closed(self, variant, path, table):
        document = spoiled(variant, path, lambda place: place.update({"module-id": "x", "outo": None}))
        assert refusals(document, variant) == [
            ((*path, "module-id"), "tuntematon-kentta"),
            ((*path, "outo"), "tuntematon-kentta"),
        ]

    def test_must_have_what_it_must(self, variant, path, table):
        document = spoiled(variant, path, lambda place: place.clear())
        missing = {((*path, key), "pakollinen") for key, required, _, _ in keys_of(table) if required}
        assert set(refusals(document, variant)) == missing

    def test_takes_null_for_arrays_only(self, variant, path, table):
        document = spoiled(variant, path, lambda place: place.update(dict.fromkeys(place)))
        scalars = {(*path, key) for key, _, many, _ in keys_of(table) if not many}
        assert {path for path, _ in refusals(document, variant)} == scalars

    def test_is_an_object(self, variant, path, table):
        if not path:
            return
        for other in ([], "x", 5, True):

            def replace(document, other=other):
                place = document
                for step in path[:-1]:
                    place = place[step]
                place[path[-1]] = other

            assert refusals(spoiled(variant, (), replace), variant) == [(path, "vaara-tyyppi")]


def test_null_for_an_array_is_an_empty_one():
    plan = read(
        hoks(hankittavat_yhteiset_tutkinnon_osat=[documents.hyto(osa_alueet=None)], oppimisen_tuki=None), HoksPost
    )
    assert plan.violations == []
    assert plan.document.hankittavat_yhteiset_tutkinnon_osat[0].osa_alueet == []
    assert plan.document.oppimisen_tuki == []


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("document", [None, [], [{}], "x", 1, True])
def test_a_document_is_an_object(variant, document):
    assert refusals(document, variant) == [((), "vaara-tyyppi")]


@pytest.mark.parametrize("array", [key for key, *_ in keys_of(OSAT)])
def test_patch_takes_no_parts(array):
    assert refusals({"id": 1, array: []}, HoksPatch) == [((array,), "tuntematon-kentta")]


def test_names_are_the_wires_alone():
    assert refusals({"id": 1, "sahkoposti": "a", "urasuunnitelma_koodi_versio": 1}, HoksPatch) == [
        (("urasuunnitelma_koodi_versio",), "tuntematon-kentta")
    ]


def test_nested_ids_are_checked_and_dropped():
    plan = full(VARIANTS[HoksPost])
    kept = read(plan, HoksPost).document.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert '"id"' in json.dumps(plan)
    assert '"id"' not in json.dumps(kept)
    plan["opiskeluvalmiuksia-tukevat-opinnot"][0]["id"] = "7"
    assert refusals(plan, HoksPost) == [(("opiskeluvalmiuksia-tukevat-opinnot", 0, "id"), "vaara-kokonaisluku")]


def test_least_objects_that_are_valid():
    arvioija = {"nimi": "", "organisaatio": {}}
    naytto = documents.oo(jarjestaja={}, koulutuksen_jarjestaja_osaamisen_arvioijat=[arvioija])
    unit = documents.hato(osaamisen_osoittaminen=[naytto])
    plan = hoks(hankittavat_paikalliset_tutkinnon_osat=[{}], hankittavat_ammat_tutkinnon_osat=[unit])
    assert refusals(plan, HoksPost) == []


def test_what_is_right_stays_where_it_was_beside_what_is_wrong():
    plan = hoks(
        sahkoposti=5,
        puhelinnumero=" 040 ",
        hankittavat_ammat_tutkinnon_osat=[
            "x",
            documents.hato(osaamisen_hankkimistavat=[documents.oht(alku="x"), None], opetus_ja_ohjaus_maara=2.0),
        ],
        hankittavat_yhteiset_tutkinnon_osat=[documents.hyto(osa_alueet="x")],
    )
    document = read(plan, HoksPost).document
    assert (document.sahkoposti, document.puhelinnumero) == (None, "040")
    assert document.hankittavat_ammat_tutkinnon_osat[0] is None
    unit = document.hankittavat_ammat_tutkinnon_osat[1]
    assert unit.opetus_ja_ohjaus_maara == 2
    assert (unit.osaamisen_hankkimistavat[0].alku, unit.osaamisen_hankkimistavat[1]) == (None, None)
    assert str(unit.osaamisen_hankkimistavat[0].loppu) == "2024-12-01"
    assert document.hankittavat_yhteiset_tutkinnon_osat[0].osa_alueet == []


def test_refused_elements_of_a_text_list_are_left_out_of_what_is_right():
    naytto = documents.oo(sisallon_kuvaus=["a", 5, "b"])
    document = read(hoks(hankittavat_ammat_tutkinnon_osat=[documents.hato(osaamisen_osoittaminen=[naytto])]), HoksPost)
    assert document.document.hankittavat_ammat_tutkinnon_osat[0].osaamisen_osoittaminen[0].sisallon_kuvaus == ["a", "b"]


# --- Descriptions --------------------------------------------------------------------------


def specs_below(cls) -> list[FieldSpec]:
    return [found for own in fields(cls) for found in [own, *(specs_below(own.node) if own.node else [])]]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_field_is_described_for_forms(variant):
    for described in specs_below(variant):
        assert described.label != described.wire, described.wire


def test_a_field_is_found_by_its_wire_name_and_a_code_by_its_versions_too():
    assert spec(HoksPost, "sahkoposti").hint
    assert spec(HoksPost, "puhelinnumero").hint == ""
    assert spec(HoksPost, "urasuunnitelma-koodi-versio") is spec(HoksPost, "urasuunnitelma-koodi-uri")
    assert spec(HoksPost, "id") is None


def test_forms_find_every_key_but_the_dropped_ids():
    for variant, whole in VARIANTS.items():
        for path, place, _ in objects_in(full(whole), whole):
            cls = variant
            for step in path:
                if isinstance(step, str):
                    cls = spec(cls, step).node
            found = {wire for own in fields(cls) for wire in (own.wire, own.versio_wire) if wire}
            assert found == set(place) - ({"id"} if path else set())
