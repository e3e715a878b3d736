"""Who looks at what: schools of four sizes, their officials, words to look for that are common, rare and odd there."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from accounts.models import Kayttooikeus, Organisaatio, User
from accounts.permissions import OPH_OID, PAAKAYTTAJA_ROLE
from ehoks_portal.bench.country.visitor import Visitor
from hoks.views.virkailija.koulut import KOKO_MAA

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Scopes of the list by the share of the country that a school has: 1 000, 20 000 and 100 000 of a million.
SHARES = {"pieni": 0.001, "keski": 0.02, "suuri": 0.1}
COUNTRY = KOKO_MAA
NOBODY = "xqzwvk"


@dataclass(frozen=True)
class Scope:
    """A school's list, or (without oid) the whole country's: how many study rights, and who looks at it."""

    name: str
    oid: str
    size: int

    @property
    def address(self) -> str:
        """What the list's address has for the scope."""
        return self.oid or KOKO_MAA

    @property
    def username(self) -> str:
        """The official of the scope."""
        return f"mittaus-{self.name}"


def scopes() -> list[Scope]:
    """The schools whose sizes are nearest to the shares, and the country."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oppilaitos_oid, count(*) FROM hoks_opiskeluoikeus JOIN accounts_organisaatio o"
            " ON o.oid = oppilaitos_oid WHERE %s = ANY (o.tyypit) GROUP BY 1 ORDER BY 2",
            [Organisaatio.OPPILAITOS],
        )
        schools = cursor.fetchall()
    total = sum(size for _oid, size in schools)
    found = []
    for name, share in SHARES.items():
        oid, size = min(schools, key=lambda school: abs(school[1] - total * share))
        found.append(Scope(name, oid, size))
    return [*found, Scope(COUNTRY, "", total)]


def make_officials(wanted: list[Scope]) -> None:
    """The official of each scope; the country's is a paakayttaja. They get sessions without signing in (visitor)."""
    for scope in wanted:
        user, _made = User.objects.get_or_create(
            username=scope.username, defaults={"kayttaja_tyyppi": User.Tyyppi.VIRKAILIJA, "password": "!"}
        )
        right = (scope.oid, "CRUD") if scope.oid else (OPH_OID, PAAKAYTTAJA_ROLE)
        Kayttooikeus.objects.get_or_create(user=user, organisaatio_oid=right[0], oikeus=right[1])


def make_learner(oid: str) -> str:
    """The account of the learner; returns its username."""
    known = User.objects.filter(oid_henkilo=oid, kayttaja_tyyppi=User.Tyyppi.OPPIJA).first()
    return (known or User.objects.create_user(f"mittaus-{oid}", oid_henkilo=oid, kayttaja_tyyppi="OPPIJA")).username


def make_crowd(schools: list[str], each: int) -> tuple[list[tuple[str, str]], str]:
    """So many officials of each school with one password: ([(username, school)], password)."""
    password = secrets.token_urlsafe(20)
    hashed = make_password(password)
    told = [(f"mittaus-{school}-{number}", school) for school in schools for number in range(each)]
    names = [username for username, _school in told]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    User.objects.bulk_create(
        User(username=name, kayttaja_tyyppi=User.Tyyppi.VIRKAILIJA) for name in names if name not in known
    )
    User.objects.filter(username__in=names).update(password=hashed)
    users = dict(User.objects.filter(username__in=names).values_list("username", "pk"))
    Kayttooikeus.objects.bulk_create(
        Kayttooikeus(user_id=users[name], organisaatio_oid=school, oikeus="CRUD")
        for name, school in told
        if name not in known
    )
    return told, password


def visitor(port: int, username: str) -> Visitor:
    """A visitor with a session of the user, who did not have to sign in for it."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=username), BACKEND)
    return Visitor(port, {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})


# --- Words ----------------------------------------------------------------------------------

SURNAMES = """
    SELECT {name}, count(*) FROM hoks_opiskeluoikeus study JOIN hoks_oppija ON hoks_oppija.oid = oppija_id
    WHERE {scope} AND {condition} GROUP BY 1 ORDER BY 2 {order}, 1 LIMIT 1
"""


def name_words(scope: Scope) -> dict[str, str]:
    """What names to look for in the scope: kind -> text. A kind of which the scope has none is left out."""
    surname, first = "sukunimi", "kutsumanimi"
    told = {
        "yleinen": _word(scope, surname),
        "kaksi-yleista": f"{_word(scope, surname)} {_word(scope, first)}",
        "harvinainen": _word(scope, surname, "sukunimi !~ '[^A-Za-z]'", order="ASC"),
        "kaksi-harvinaista": _word(scope, "sukunimi || ' ' || kutsumanimi", order="ASC"),
        "ei-yhtaan": NOBODY,
        "kaksi-joista-toinen-tuntematon": f"{_word(scope, surname)} {NOBODY}",
        "kaksi-kirjainta": _word(scope, surname)[:2],
        "aao": _word(scope, surname, "sukunimi ~ '[åäöÅÄÖ]'"),
        "yhdysnimi": _word(scope, surname, "sukunimi ~ '-'") or _word(scope, "etunimet", "etunimet ~ '-'"),
        "tarkkeet": _word(scope, surname, "sukunimi ~ '[^-A-Za-zÅÄÖåäö '']'"),
    }
    return {kind: text for kind, text in told.items() if text.strip()}


def other_words(scope: Scope) -> dict[str, str]:
    """What qualification and competence area to look for: the commonest and the rarest word of each in the scope."""
    told = {}
    for field in ("tutkinto", "osaamisala"):
        name = f"{field}_nimi->>'fi'"
        for kind, order in (("yleinen", "DESC"), ("harvinainen", "ASC")):
            found = _word(scope, name, f"{name} <> ''", order=order)
            told[f"{field}-{kind}"] = found.split()[0] if found else ""
    return {kind: text for kind, text in told.items() if text}


def _word(scope: Scope, name: str, condition: str = "true", *, order: str = "DESC") -> str:
    """The commonest (or rarest) name of the scope that meets the condition; empty when there is none."""
    within = "oppilaitos_oid = %s" if scope.oid else "true"
    statement = SURNAMES.format(name=name, scope=within, condition=condition, order=order)
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%", "%%").replace("%%s", "%s"), [scope.oid] if scope.oid else [])
        found = cursor.fetchone()
    return found[0] or "" if found else ""
