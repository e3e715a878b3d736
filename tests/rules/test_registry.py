"""The registry is honest, and judging goes everywhere once, in order."""

import datetime as dt

import pytest
from django.utils.translation import override

from hoks.contract import HoksPatch, HoksPost, HoksPut, fields, read
from hoks.contract.fields import nested_node, wire_name
from hoks.models import Kanava
from hoks.rules import RULES, Context, Stage, judge, osaamisen_hankkimistapa, perustiedot
from hoks.violations import SENTENCES
from tests.documents import LEFT_OUT, context, hato, hoks, oht, problems, tjk, tyopaikkajakso

VARIANTS = [HoksPost, HoksPut, HoksPatch]


def field_class(cls, steps):
    """Node class a field holds, by wire names; fails when there is no such field."""
    for step in steps:
        named = {wire_name(name): info for name, info in cls.model_fields.items()}
        cls = nested_node(named[step].annotation)[0]
    return cls


def walked(cls) -> set:
    """Node classes that judging comes to: the root and the elements of arrays."""
    classes = {cls}
    for spec in fields(cls):
        if spec.node and spec.kind in ("nodes", "objects"):
            classes |= walked(spec.node)
    return classes


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code} {'/'.join(rule.toiminnot)}")
class TestEveryRule:
    def test_names_fields_that_exist(self, rule):
        for node in rule.nodes:
            for steps in rule.needs:
                field_class(node, steps)

    def test_is_about_nodes_that_are_walked(self, rule):
        everything = set().union(*(walked(variant) for variant in VARIANTS))
        for node in rule.nodes:
            assert any(issubclass(cls, node) for cls in everything)

    def test_says_what_it_is_and_where_it_comes_from(self, rule):
        assert rule.check.__doc__
        assert str(rule.kuvaus).endswith(".")
        assert rule.source.startswith("domain.md 2.")
        assert rule.wire_text
        assert rule.code not in SENTENCES


@pytest.mark.parametrize(
    ("code", "boundary"),
    [
        ("osa-aikaisuustieto", osaamisen_hankkimistapa.OSA_AIKAISUUSTIETO_ALKAEN),
        ("tyopaikan-y-tunnus", osaamisen_hankkimistapa.TYOPAIKAN_Y_TUNNUS_ALKAEN),
        ("oppisopimuksen-perusta", osaamisen_hankkimistapa.OPPISOPIMUKSEN_PERUSTA_ALKAEN),
        ("osaamisen-saavuttamisen-pvm", perustiedot.OSAAMINEN_SAAVUTETTU_AIKAISINTAAN),
    ],
)
def test_descriptions_tell_the_boundaries(code, boundary):
    (rule,) = [rule for rule in RULES if rule.code == code]
    assert f"{boundary.day}.{boundary.month}.{boundary.year}" in str(rule.kuvaus)


def test_codes_are_unique_among_the_rules_of_an_action():
    seen = [(rule.code, toiminto) for rule in RULES for toiminto in rule.toiminnot]
    assert len(seen) == len(set(seen))


def test_order_of_evaluation():
    assert list(RULES) == sorted(RULES, key=lambda rule: (rule.stage, rule.order))
    assert next(iter(RULES)).stage is Stage.LOOKUP


def test_messages_are_finnish_instructions_made_when_shown():
    document = hoks(osaamisen_saavuttamisen_pvm="2017-01-01", osaamisen_hankkimisen_tarve=LEFT_OUT)
    for violation in judge(read(document, HoksPost), context()):
        with override("sv"):
            assert violation.as_wire()["message"]["fi"].endswith(".")


def test_violation_knows_rule_node_and_fields():
    period = tyopaikkajakso(tyopaikalla_jarjestettava_koulutus=tjk(tyopaikan_y_tunnus=LEFT_OUT))
    document = hoks(hankittavat_ammat_tutkinnon_osat=[hato(), hato(osaamisen_hankkimistavat=[period])])
    (violation,) = judge(read(document, HoksPost), context())
    node = ("hankittavat-ammat-tutkinnon-osat", 1, "osaamisen-hankkimistavat", 0)
    y_tunnus = (*node, "tyopaikalla-jarjestettava-koulutus", "tyopaikan-y-tunnus")
    assert (violation.node, violation.path, violation.fields) == (node, y_tunnus, (y_tunnus,))
    assert violation.rule.code == "tyopaikan-y-tunnus"
    assert violation.wire_text == "Lisää työpaikkajaksoon työpaikan Y-tunnus."


def test_spanning_rule_points_at_the_node_and_lists_its_fields():
    backwards = hato(osaamisen_hankkimistavat=[oht(alku="2024-12-02", loppu="2024-12-01")])
    (violation,) = judge(read(hoks(hankittavat_ammat_tutkinnon_osat=[backwards]), HoksPost), context())
    assert violation.path == violation.node
    assert violation.fields == ((*violation.node, "alku"), (*violation.node, "loppu"))


@pytest.mark.parametrize("document", [None, [], "x", {"\ud800": 1}])
def test_what_is_no_plan_is_refused_as_a_whole(document):
    assert [pointer for pointer, _ in problems(document)] == [""]


def period_codes(**fields_):
    period = tyopaikkajakso(**{"osa_aikaisuustieto": LEFT_OUT, "alku": "2026-01-01", "loppu": "2026-01-02"} | fields_)
    return [
        (pointer.rpartition("/osaamisen-hankkimistavat/0")[2], code)
        for pointer, code in problems(hoks(hankittavat_ammat_tutkinnon_osat=[hato(osaamisen_hankkimistavat=[period])]))
    ]


class TestRulesAreNotAskedOfWhatTheContractRefused:
    def test_the_field_itself(self):
        assert period_codes(loppu="1.8.2026", yksiloiva_tunniste=LEFT_OUT) == [
            ("/loppu", "vaara-paivamaara"),
            ("/yksiloiva-tunniste", "yksiloiva-tunniste"),
        ]

    def test_a_missing_field(self):
        assert period_codes(loppu=LEFT_OUT) == [("/loppu", "pakollinen")]

    def test_a_field_within_the_one_read(self):
        overlapping = [{"alku": "2026-01-01"}, {"alku": "2026-01-02"}, {"loppu": "2026-01-03"}]
        assert period_codes(osa_aikaisuustieto=100, keskeytymisajanjaksot=overlapping) == [
            ("/keskeytymisajanjaksot/2/alku", "pakollinen")
        ]

    def test_an_object_around_the_field_read(self):
        assert period_codes(osa_aikaisuustieto=100, tyopaikalla_jarjestettava_koulutus="Konepaja") == [
            ("/tyopaikalla-jarjestettava-koulutus", "vaara-tyyppi")
        ]

    def test_but_of_a_sibling(self):
        without_name = tjk(tyopaikan_nimi=LEFT_OUT, tyopaikan_y_tunnus=LEFT_OUT)
        assert period_codes(osa_aikaisuustieto=100, tyopaikalla_jarjestettava_koulutus=without_name) == [
            ("/tyopaikalla-jarjestettava-koulutus/tyopaikan-y-tunnus", "tyopaikan-y-tunnus"),
            ("/tyopaikalla-jarjestettava-koulutus/tyopaikan-nimi", "pakollinen"),
        ]

    def test_elements_that_are_no_objects_are_passed_over(self):
        document = hoks(
            hankittavat_ammat_tutkinnon_osat=[None, hato(osaamisen_hankkimistavat=[5, oht(alku="2026-01-01")])]
        )
        assert problems(document) == [
            ("/hankittavat-ammat-tutkinnon-osat/0", "vaara-tyyppi"),
            ("/hankittavat-ammat-tutkinnon-osat/1/osaamisen-hankkimistavat/0", "vaara-tyyppi"),
            ("/hankittavat-ammat-tutkinnon-osat/1/osaamisen-hankkimistavat/1", "oht-loppu-ennen-alkua"),
        ]


def test_document_order_node_before_its_nodes_contract_before_rules():
    document = hoks(
        sahkoposti=5,
        osaamisen_saavuttamisen_pvm="2017-01-01",
        tuntematon=1,
        hankittavat_ammat_tutkinnon_osat=[
            hato(
                tutkinnon_osa_koodi_uri="x",
                osaamisen_hankkimistavat=[tyopaikkajakso(osa_aikaisuustieto=0, ajanjakson_tarkenne=1)],
            ),
            hato(outo={"a": 1}, olennainen_seikka="kyllä"),
        ],
        oppimisen_tuki=[{"oppimisen-tuen-tyyppi-koodi-uri": "ammatillinenkoulutusoppimisentuentyyppi_04"}],
    )
    osat = "/hankittavat-ammat-tutkinnon-osat"
    assert problems(document) == [
        ("/sahkoposti", "vaara-tyyppi"),
        ("/tuntematon", "tuntematon-kentta"),
        ("/osaamisen-saavuttamisen-pvm", "osaamisen-saavuttamisen-pvm"),
        (f"{osat}/0/tutkinnon-osa-koodi-uri", "vaara-muoto"),
        (f"{osat}/0/osaamisen-hankkimistavat/0/ajanjakson-tarkenne", "vaara-tyyppi"),
        (f"{osat}/0/osaamisen-hankkimistavat/0/osa-aikaisuustieto", "osa-aikaisuustieto"),
        (f"{osat}/1/olennainen-seikka", "vaara-tyyppi"),
        (f"{osat}/1/outo", "tuntematon-kentta"),
        ("/oppimisen-tuki/0", "oppimisen-tuki"),
    ]


def test_rules_see_today_as_it_is_given():
    early = Context(kanava=Kanava.TIEDONSIIRTO, today=dt.date.min, toiminto="muutos")
    late = Context(kanava=Kanava.TIEDONSIIRTO, today=dt.date.max, toiminto="muutos")
    for day in ("0001-01-01", "2018-01-02", "9999-12-31"):
        for context_ in (early, late):
            problems({"id": 1, "osaamisen-saavuttamisen-pvm": day}, context_)
