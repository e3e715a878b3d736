"""import_organisaatiot and import_kayttajat: upserts, refusals, and that a second run changes nothing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from accounts.models import Organisaatio, User
from accounts.permissions import Privilege, has_privilege
from tests.accounts.conftest import PROVIDER, ROOT, SCHOOL, SITE, UNKNOWN

ORGANISAATIOT = [
    {"oid": ROOT, "nimi": {"fi": "Juuri"}, "tyypit": ["organisaatiotyyppi_05"], "parentOidPath": "|"},
    {
        "oid": SCHOOL,
        "nimi": {"fi": "Koulu", "sv": "Skola", "en": None},
        "tyypit": ["organisaatiotyyppi_02"],
        "status": "AKTIIVINEN",
        "parentOid": PROVIDER,
        "parentOidPath": f"|{ROOT}|{PROVIDER}|",
        "yhteystiedot": [{"email": "koulu@example.fi"}],
    },
    {"oid": SITE, "nimi": {"sv": "Plats"}, "parentOid": SCHOOL, "parentOidPath": f"|{ROOT}|{PROVIDER}|"},
    {"oid": PROVIDER, "nimi": {}, "status": "PASSIIVINEN", "parentOidPath": f"|{ROOT}|"},
]
KAYTTAJAT = [
    {
        "username": "virkailija",
        "oidHenkilo": "1.2.246.562.24.11111111111",
        "kayttajaTyyppi": "VIRKAILIJA",
        "password": "lyhyt",
        "organisaatiot": [
            {
                "organisaatioOid": SCHOOL,
                "kayttooikeudet": [
                    {"palvelu": "EHOKS", "oikeus": "CRUD"},
                    {"palvelu": "EHOKS", "oikeus": "TIEDONSIIRTO"},
                    {"palvelu": "KOSKI", "oikeus": "OPHPAAKAYTTAJA"},
                ],
            },
            {"organisaatioOid": UNKNOWN, "kayttooikeudet": [{"palvelu": "EHOKS", "oikeus": "READ"}]},
        ],
    },
    {"username": "palvelu", "kayttajaTyyppi": "PALVELU"},
    {"username": "oppija", "oidHenkilo": "1.2.246.562.24.22222222222", "kayttajaTyyppi": "OPPIJA", "organisaatiot": []},
]


@pytest.fixture
def run(db, tmp_path):
    """run(command, records, …) imports each list of records as a file of its own: (summary, refusals, refused?)."""

    def run(command, *lists):
        paths = []
        for number, records in enumerate(lists):
            paths.append(tmp_path / f"{number}.json")
            paths[-1].write_text(records if isinstance(records, str) else json.dumps(records))
        out, err, refused = io.StringIO(), io.StringIO(), False
        try:
            call_command(command, *map(str, paths), stdout=out, stderr=err)
        except CommandError:
            refused = True
        return out.getvalue().splitlines()[-1], err.getvalue().splitlines(), refused

    return run


def counts(created=0, updated=0, unchanged=0, refused=0):
    return f"Luotu {created}, päivitetty {updated}, muuttumatta {unchanged}, hylätty {refused}."


def rows():
    return (
        list(Organisaatio.objects.order_by("oid").values()),
        list(User.objects.order_by("username").values()),
        list(User.objects.order_by("username", "kayttooikeudet").values_list("username", "kayttooikeudet")),
    )


def test_second_run_changes_nothing(run):
    assert run("import_organisaatiot", ORGANISAATIOT) == (counts(created=4), [], False)
    assert run("import_kayttajat", KAYTTAJAT) == (counts(created=3), [], False)
    before = rows()
    assert run("import_organisaatiot", ORGANISAATIOT) == (counts(unchanged=4), [], False)
    assert run("import_kayttajat", KAYTTAJAT) == (counts(unchanged=3), [], False)
    assert rows() == before


def test_organisation_path_is_ancestors_parent_and_itself(run):
    run("import_organisaatiot", ORGANISAATIOT)
    assert Organisaatio.objects.get(oid=SITE).polku == [ROOT, PROVIDER, SCHOOL, SITE]
    assert Organisaatio.objects.get(oid=SCHOOL).polku == [ROOT, PROVIDER, SCHOOL]
    assert Organisaatio.objects.get(oid=ROOT).polku == [ROOT]


@pytest.mark.parametrize(
    ("language", "names"),
    [("fi", ["Koulu", "Plats", PROVIDER]), ("sv", ["Skola", "Plats", PROVIDER]), ("en", ["Koulu", "Plats", PROVIDER])],
)
def test_organisation_name_falls_back(run, language, names):
    run("import_organisaatiot", ORGANISAATIOT)
    with override(language):
        assert [str(Organisaatio.objects.get(oid=oid)) for oid in (SCHOOL, SITE, PROVIDER)] == names


def test_organisation_is_updated(run):
    run("import_organisaatiot", ORGANISAATIOT)
    changed = ORGANISAATIOT[1] | {"nimi": {"fi": "Uusi"}, "parentOid": ROOT, "parentOidPath": f"|{ROOT}|"}
    assert run("import_organisaatiot", [changed], ORGANISAATIOT[:1]) == (counts(updated=1, unchanged=1), [], False)
    koulu = Organisaatio.objects.get(oid=SCHOOL)
    assert (koulu.display_name, koulu.polku, koulu.parent_oid) == ("Uusi", [ROOT, SCHOOL], ROOT)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"nimi": {"fi": "Nimetön"}}, "oid"),
        ({"oid": "1.2.246.562.24.1"}, "oid"),
        ({"oid": f"{SCHOOL}\n"}, "oid"),
        ({"oid": 5}, "oid"),
        ({"oid": SCHOOL, "nimi": "Koulu"}, "nimi"),
        ({"oid": SCHOOL, "nimi": {"fi": 5}}, "nimi"),
        ({"oid": SCHOOL, "tyypit": "koulu"}, "tyypit"),
        ({"oid": SCHOOL, "parentOidPath": ["x"]}, "parentOidPath"),
        ({"oid": SCHOOL, "parentOid": 5}, "parentOid"),
        ({"oid": SCHOOL, "nimi": {"fi": "a\x00"}}, "/nimi/fi"),
        ({"oid": SCHOOL, "status": "X" * 33}, "tila"),
        ("teksti", "JSON-olio"),
    ],
)
def test_bad_organisation_is_refused_and_the_others_go_in(run, bad, reason):
    summary, refusals, refused = run("import_organisaatiot", [ORGANISAATIOT[0], bad, ORGANISAATIOT[3]])
    assert (summary, refused) == (counts(created=2, refused=1), True)
    (refusal,) = refusals
    assert "0.json, tietue 2: " in refusal and reason in refusal


def test_rights_of_ehoks_only_and_only_what_the_role_gives(run):
    run("import_organisaatiot", ORGANISAATIOT)
    run("import_kayttajat", KAYTTAJAT)
    user = User.objects.get(username="virkailija")
    assert set(user.kayttooikeudet.values_list("organisaatio_oid", "oikeus")) == {
        (SCHOOL, "CRUD"),
        (SCHOOL, "TIEDONSIIRTO"),
        (UNKNOWN, "READ"),
    }
    assert has_privilege(user, Privilege.WRITE, SITE) and not has_privilege(user, Privilege.READ, PROVIDER)


def test_user_is_updated_rights_follow_and_what_is_not_told_stays(run):
    run("import_kayttajat", KAYTTAJAT)
    User.objects.update(sukunimi="Virtanen", is_active=False)
    changed = {"username": "virkailija", "kayttajaTyyppi": "VIRKAILIJA", "oidHenkilo": "1.2.246.562.24.33333333333"}
    assert run("import_kayttajat", [changed])[0] == counts(updated=1)
    user = User.objects.get(username="virkailija")
    assert (user.oid_henkilo, user.sukunimi) == ("1.2.246.562.24.33333333333", "Virtanen")
    assert not user.is_active
    assert not user.kayttooikeudet.exists()
    assert user.check_password("lyhyt")
    assert run("import_kayttajat", [changed | {"password": "toinen"}])[0] == counts(updated=1)
    assert User.objects.get(username="virkailija").check_password("toinen")


def test_user_without_a_password_cannot_sign_in(run):
    run("import_kayttajat", KAYTTAJAT)
    assert not User.objects.get(username="palvelu").has_usable_password()


def test_one_person_may_be_official_and_learner_but_not_two_officials(run):
    oid = KAYTTAJAT[2]["oidHenkilo"]
    official = {"username": "a", "kayttajaTyyppi": "VIRKAILIJA", "oidHenkilo": oid}
    assert run("import_kayttajat", [KAYTTAJAT[2], official, official | {"username": "b"}])[0] == counts(2, 0, 0, 1)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"kayttajaTyyppi": "VIRKAILIJA"}, "username"),
        ({"username": "x"}, "kayttajaTyyppi"),
        ({"username": "x", "kayttajaTyyppi": "JARJESTELMA"}, "kayttajaTyyppi"),
        ({"username": "jarjestelma", "kayttajaTyyppi": "VIRKAILIJA"}, "varattu"),
        ({"username": "x" * 151, "kayttajaTyyppi": "PALVELU"}, "username"),
        ({"username": 5, "kayttajaTyyppi": "PALVELU"}, "username"),
        ({"username": "x", "kayttajaTyyppi": "OPPIJA"}, "OID"),
        ({"username": "x", "kayttajaTyyppi": "OPPIJA", "oidHenkilo": SCHOOL}, "oid_henkilo"),
        ({"username": "x", "kayttajaTyyppi": "PALVELU", "organisaatiot": {}}, None),
        ({"username": "x", "kayttajaTyyppi": "PALVELU", "organisaatiot": "a"}, "organisaatiot"),
        ({"username": "x", "kayttajaTyyppi": "PALVELU", "organisaatiot": [{"kayttooikeudet": [5]}]}, "kayttooikeudet"),
        (
            {
                "username": "x",
                "kayttajaTyyppi": "PALVELU",
                "organisaatiot": [{"kayttooikeudet": [{"palvelu": "EHOKS", "oikeus": "CRUD"}]}],
            },
            "organisaatioOid",
        ),
        (
            {
                "username": "x",
                "kayttajaTyyppi": "PALVELU",
                "organisaatiot": [
                    {"organisaatioOid": "1.2.3", "kayttooikeudet": [{"palvelu": "EHOKS", "oikeus": "CRUD"}]}
                ],
            },
            "organisaatio_oid",
        ),
    ],
)
def test_bad_user_is_refused_whole_and_the_others_go_in(run, bad, reason):
    summary, refusals, refused = run("import_kayttajat", [KAYTTAJAT[0], bad, KAYTTAJAT[1]])
    if reason is None:
        assert (summary, refused) == (counts(created=3), False)
        return
    assert (summary, refused) == (counts(created=2, refused=1), True)
    assert "0.json, tietue 2: " in refusals[0] and reason in refusals[0]
    assert set(User.objects.values_list("username", flat=True)) == {"virkailija", "palvelu"}


def test_lines_are_named_in_refusals(run):
    _summary, refusals, refused = run("import_kayttajat", '{"username": "a", "kayttajaTyyppi": "PALVELU"}\n\n{rikki\n')
    assert refused and "0.json, rivi 3: JSON-virhe" in refusals[0]
    assert User.objects.filter(username="a").exists()
