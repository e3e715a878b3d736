import datetime as dt
import re
from collections import Counter

import pytest

from hoks.contract import HoksPost, read
from hoks.demo.koodit import records
from hoks.demo.opiskeluoikeudet import term_start
from hoks.demo.world import demo_world
from hoks.importing.opiskeluoikeudet import read_opiskeluoikeus
from hoks.models import Kanava, Opiskeluoikeus, Oppija
from hoks.oids import ORGANISAATIO_RE, has_valid_check_digit, is_valid_y_tunnus
from hoks.rules import Context, judge
from hoks.rules.huomautukset import huomautukset

TODAY = dt.date(2026, 11, 23)
# Ordinary term days, summer, both sides of the term's first day, a leap day and both ends of a year.
DAYS = [
    TODAY,
    dt.date(2027, 6, 30),
    dt.date(2027, 8, 8),
    dt.date(2027, 8, 9),
    dt.date(2028, 2, 29),
    dt.date(2028, 12, 31),
    dt.date(2029, 1, 1),
]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request):
    return request.param


@pytest.fixture(scope="module")
def world(day):
    return demo_world(day)


def values(node, key):
    """Every value that a key has anywhere in a document."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from values(value, key)
    elif isinstance(node, list):
        for item in node:
            yield from values(item, key)


def final_documents(world):
    return [hoks.tallennukset[-1].document for hoks in world.hoksit]


def group_of(osa, day):
    """suunniteltu, aikataulutettu or valmis, by the dates of a unit (ui.md 1.4.5)."""
    naytot = osa.get("osaamisen-osoittaminen", [])
    limit = (day - dt.timedelta(days=14)).isoformat()
    if naytot and min(n["alku"] for n in naytot) < limit and max(n["loppu"] for n in naytot) < limit:
        return "valmis"
    return "aikataulutettu" if naytot or osa.get("osaamisen-hankkimistavat") else "suunniteltu"


def test_same_day_gives_the_same_world(world, day):
    assert demo_world(day) == world


def test_who_and_where_do_not_depend_on_the_day(world):
    other = demo_world(TODAY)
    assert world.organisaatiot == other.organisaatiot
    assert world.oppijat == other.oppijat
    assert world.kayttajat == other.kayttajat
    assert [record["oid"] for record in world.opiskeluoikeudet] == [record["oid"] for record in other.opiskeluoikeudet]


def test_another_seed_gives_other_people():
    assert demo_world(TODAY, seed=1).oppijat != demo_world(TODAY).oppijat


def test_counts(world):
    tyypit = Counter(tyyppi[-2:] for record in world.organisaatiot for tyyppi in record["tyypit"])
    assert tyypit == {"05": 1, "01": 3, "02": 6, "03": 7}
    assert len(world.oppijat) == 200
    assert len(world.opiskeluoikeudet) == len({record["oid"] for record in world.opiskeluoikeudet}) == 220
    assert 145 <= len(world.hoksit) <= 165
    assert {record["username"] for record in world.kayttajat} == {
        "virkailija",
        "koulutustoimija",
        "katselija",
        "poistaja",
        "paakayttaja",
        "palvelu",
        "palvelu2",
        "oppija",
        "oppija2",
    }


def test_identifiers_have_their_check_digits(world):
    for record in world.oppijat:
        assert has_valid_check_digit(record["oidHenkilo"])
    for record in world.opiskeluoikeudet:
        assert has_valid_check_digit(record["oid"])
    for record in world.kayttajat:
        assert has_valid_check_digit(record["oidHenkilo"])
    for record in world.organisaatiot:
        assert re.fullmatch(ORGANISAATIO_RE, record["oid"])
        assert is_valid_y_tunnus(record.get("ytunnus", "1234567-1"))
    for document in final_documents(world):
        for tunnus in (*values(document, "y-tunnus"), *values(document, "tyopaikan-y-tunnus")):
            assert is_valid_y_tunnus(tunnus)


def test_every_record_hangs_together(world):
    oids = {record["oid"] for record in world.organisaatiot}
    learners = {record["oidHenkilo"] for record in world.oppijat}
    study_rights = {record["oid"]: record for record in world.opiskeluoikeudet}
    assert {record["oppija"]["oid"] for record in world.opiskeluoikeudet} == learners
    assert {record["oppilaitos"]["oid"] for record in world.opiskeluoikeudet} <= oids
    for document in final_documents(world):
        assert study_rights[document["opiskeluoikeus-oid"]]["oppija"]["oid"] == document["oppija-oid"]
        assert set(values(document, "oppilaitos-oid")) <= oids
    with_plan = {hoks.opiskeluoikeus_oid for hoks in world.hoksit}
    users = {record["username"] for record in world.kayttajat}
    assert {luonnos.opiskeluoikeus_oid in with_plan for luonnos in world.luonnokset} == {True, False}
    assert {luonnos.kayttaja for luonnos in world.luonnokset} <= users


def test_study_rights_of_every_kind(world):
    tilat = Counter(
        record["tila"]["opiskeluoikeusjaksot"][-1]["tila"]["koodiarvo"]
        for record in world.opiskeluoikeudet
        if "tila" in record
    )
    assert tilat.keys() == {
        "lasna",
        "loma",
        "valiaikaisestikeskeytynyt",
        "valmistunut",
        "eronnut",
        "katsotaaneronneeksi",
        "mitatoity",
        "peruutettu",
    }
    tyypit = Counter(record.get("tyyppi", {}).get("koodiarvo") for record in world.opiskeluoikeudet)
    assert tyypit.keys() == {
        "ammatillinenkoulutus",
        "tuva",
        "lukiokoulutus",
        "perusopetus",
        "muukuinsaanneltykoulutus",
        None,
    }
    suoritukset = {s["tyyppi"]["koodiarvo"] for record in world.opiskeluoikeudet for s in record.get("suoritukset", [])}
    assert {"telma", "ammatillinentutkintoosittainen"} <= suoritukset
    assert sum("sisältyyOpiskeluoikeuteen" in record for record in world.opiskeluoikeudet) == 2
    starts = [record["alkamispäivä"] for record in world.opiskeluoikeudet if "alkamispäivä" in record]
    assert min(starts) < "2018-01-01"
    schools: dict[str, set] = {}
    for record in world.opiskeluoikeudet:
        schools.setdefault(record["oppija"]["oid"], set()).add(record["oppilaitos"]["oid"])
    assert max(len(places) for places in schools.values()) == 2


def test_plans_of_every_kind(world, day):
    documents = final_documents(world)
    kinds = {key for document in documents for key, value in document.items() if isinstance(value, list)}
    assert len(kinds) == 9
    tavat = {tapa for document in documents for tapa in values(document, "osaamisen-hankkimistapa-koodi-uri")}
    assert {"osaamisenhankkimistapa_koulutussopimus", "osaamisenhankkimistapa_oppisopimus"} < tavat
    for key in ("keskeytymisajanjaksot", "hankkijan-edustaja", "muut-oppimisymparistot", "yksilolliset-kriteerit"):
        assert any(True for document in documents for _ in values(document, key)), key
    assert 40 in {
        sum(
            len(document.get(f"hankittavat-{kind}-tutkinnon-osat", [])) for kind in ("ammat", "yhteiset", "paikalliset")
        )
        for document in documents
    }
    groups = Counter(
        group_of(osa, day) for document in documents for osa in document.get("hankittavat-ammat-tutkinnon-osat", [])
    )
    assert min(groups[name] for name in ("suunniteltu", "aikataulutettu", "valmis")) > 50
    kanavat = Counter(hoks.tallennukset[0].kanava for hoks in world.hoksit)
    assert 10 < kanavat["tiedonsiirto"] < len(world.hoksit) / 2
    assert sum(hoks.poistaja is not None for hoks in world.hoksit) == 2
    assert sum(len(hoks.tallennukset) > 1 for hoks in world.hoksit) >= 3


def test_the_learners_own_plan_has_something_of_everything(world, day):
    oppija = next(record for record in world.kayttajat if record["username"] == "oppija")
    plans = [document for document in final_documents(world) if document["oppija-oid"] == oppija["oidHenkilo"]]
    rich = max(plans, key=lambda document: len(str(document)))
    assert sum(isinstance(value, list) for value in rich.values()) == 8
    groups = {group_of(osa, day) for osa in rich["hankittavat-ammat-tutkinnon-osat"]}
    assert groups == {"suunniteltu", "aikataulutettu", "valmis"}
    assert len(plans) == 2


def test_every_plan_is_valid_by_the_contract(world):
    for hoks in world.hoksit:
        for tallennus in hoks.tallennukset:
            assert read(tallennus.document, HoksPost).violations == []


def unsaved(record):
    """The study right of a Koski record, with what the rules ask of it."""
    jaksot = record.get("tila", {}).get("opiskeluoikeusjaksot", [])
    return Opiskeluoikeus(
        oid=record["oid"],
        oppija=Oppija(oid=record["oppija"]["oid"]),
        tyyppi=record.get("tyyppi", {}).get("koodiarvo", ""),
        tila=jaksot[-1]["tila"]["koodiarvo"] if jaksot else "",
        alkamispaiva=dt.date.fromisoformat(record.get("alkamispäivä", "2000-01-01")),
        arvioitu_paattymispaiva=dt.date.fromisoformat(record.get("arvioituPäättymispäivä", "2000-01-01")),
        sisaltyy_opiskeluoikeuteen=record.get("sisältyyOpiskeluoikeuteen", {}).get("oid", ""),
        suoritustyypit=[suoritus["tyyppi"]["koodiarvo"] for suoritus in record.get("suoritukset", [])],
    )


def test_every_plan_is_valid_by_the_rules_of_its_door(world, day):
    study_rights = {record["oid"]: unsaved(record) for record in world.alkuperaiset}
    for hoks in world.hoksit:
        opiskeluoikeus = study_rights[hoks.opiskeluoikeus_oid]
        for tallennus in hoks.tallennukset:
            context = Context(
                kanava=Kanava(tallennus.kanava),
                today=day,
                toiminto="luonti",
                opiskeluoikeus=opiskeluoikeus,
                oppija=opiskeluoikeus.oppija,
            )
            assert judge(read(tallennus.document, HoksPost), context) == []


def test_every_code_is_in_the_code_lists(world):
    known = {record["koodiUri"] for koodisto in KOODISTOT for record in records(koodisto)}
    for document in final_documents(world):
        uris = {value for value in strings(document) if "_" in value and value.split("_")[0] in KOODISTOT}
        assert uris <= known


KOODISTOT = (
    "urasuunnitelma",
    "osaamisenhankkimistapa",
    "oppimisymparistot",
    "osaamisentodentamisenprosessi",
    "oppisopimuksenperusta",
    "koulutuksenosattuva",
    "ammatillinenkoulutusoppimisentuentyyppi",
    "ammatillisentutkinnonosanryhma",
    "ammatillisenoppiaineet",
    "tutkinnonosat",
)


def strings(node):
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from strings(child)


def test_records_before_the_end_are_active(world):
    for record in world.alkuperaiset:
        states = [jakso["tila"]["koodiarvo"] for jakso in record.get("tila", {}).get("opiskeluoikeusjaksot", [])]
        assert "valmistunut" not in states
        assert "päättymispäivä" not in record


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2026, 8, 10), dt.date(2026, 8, 10)),
        (dt.date(2026, 8, 9), dt.date(2025, 8, 11)),
        (dt.date(2027, 8, 9), dt.date(2027, 8, 9)),
        (dt.date(2028, 2, 29), dt.date(2027, 8, 9)),
    ],
)
def test_term_starts_on_the_second_monday_of_august(today, expected):
    assert term_start(today) == expected


def test_one_plan_and_one_transfer_are_worth_a_second_look(world, day):
    rights = {right["oid"]: read_opiskeluoikeus(right) for right in world.opiskeluoikeudet}
    odd = Counter()
    for hoks in world.hoksit:
        document = hoks.tallennukset[-1].document
        found = huomautukset(document, rights[document["opiskeluoikeus-oid"]], tanaan=day)
        odd[hoks.opiskeluoikeus_oid] = {look.koodi for look in found}
    assert {"hyvaksyminen-ennen-opiskeluoikeutta", "tutkinnon-osa-kahdesti"} <= odd[
        world.luonnokset[0].opiskeluoikeus_oid
    ]
    assert sum("sahkoposti-virheellinen" in codes for codes in odd.values()) == 1
    assert sum(map(bool, odd.values())) == 2
