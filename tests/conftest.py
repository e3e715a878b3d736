"""The cast and the small world that every test may use."""

import itertools
import os
import shutil
import uuid
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.template.base import Template
from django.utils import timezone

from accounts.models import Kayttooikeus, Organisaatio, User
from hoks import hakurivit, osiot, services
from hoks.drafts import store
from hoks.models import Hoks, HoksVersio, Kanava, Opiskeluoikeus, Oppija, Siirto, Tiedote, Vienti, Webinaarisaanto
from hoks.oids import ibm_137_check_digit, luhn_check_digit
from hoks.raportit import RAPORTIT, viennit
from hoks.raportit.rajaus import Rajaus
from hoks.taulukot import CSV
from hoks.tiedotteet import kiireelliset
from tests import payloads

OPH = "1.2.246.562.10.00000000001"
JARJESTAJA = "1.2.246.562.10.10000000001"
KOULU = payloads.KOULU_OID
SISARKOULU = "1.2.246.562.10.10000000003"
TOINEN_JARJESTAJA = "1.2.246.562.10.20000000001"
TOINEN_KOULU = "1.2.246.562.10.20000000002"

_numbers = itertools.count(1_000_000_001)


def oppija_oid() -> str:
    """A fresh valid learner OID."""
    digits = str(next(_numbers))
    return f"1.2.246.562.24.{digits}{ibm_137_check_digit(digits)}"


def opiskeluoikeus_oid() -> str:
    """A fresh valid study right OID."""
    digits = str(next(_numbers))
    return f"1.2.246.562.15.{digits}{luhn_check_digit(digits)}"


# The sync Playwright API runs an event loop in the test's thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Playwright waits until what it clicks stands still: half the time of a journey through long forms.
    "--disable-smooth-scrolling",
]


@pytest.fixture(scope="session")
def browser():
    """A Chromium for the whole session; tests that use it are skipped where there is none, but fail in CI."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not executable:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("Needs Chromium: sudo apt-get install chromium, or set CHROMIUM to the program.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
        # While Playwright's loop runs this thread has connections of its own; left open they would bar the clean-up.
        connections.close_all()


@pytest.fixture(autouse=True)
def fast_and_plain(settings):
    """Hash fast, and serve static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def no_urgent_news():
    """What a process remembers of urgent announcements is of this test's database: none, until one is written."""
    kiireelliset.memory.put(())
    yield
    kiireelliset.memory.forget()


# As it is before the test environment makes it copy the context of each of a page's hundreds of templates.
RENDER = Template._render


@pytest.fixture
def template_context():
    """For tests that read response.context; the others go without, as it makes big pages a tenth slower."""


@pytest.fixture(autouse=True)
def render_plainly(request, monkeypatch):
    if "template_context" not in request.fixturenames:
        monkeypatch.setattr(Template, "_render", RENDER)


@pytest.fixture
def organisaatiot(db) -> dict[str, Organisaatio]:
    """OPH, a provider with two schools, another provider with one."""
    tree = {
        OPH: ("Opetushallitus", None),
        JARJESTAJA: ("Hirvijoen koulutuskuntayhtymä", OPH),
        KOULU: ("Hirvijoen ammattiopisto", JARJESTAJA),
        SISARKOULU: ("Hirvijoen aikuisopisto", JARJESTAJA),
        TOINEN_JARJESTAJA: ("Saarilahden koulutus Oy", OPH),
        TOINEN_KOULU: ("Saarilahden ammattikoulu", TOINEN_JARJESTAJA),
    }
    made: dict[str, Organisaatio] = {}
    for oid, (nimi, parent) in tree.items():
        tyyppi = "organisaatiotyyppi_02" if oid in (KOULU, SISARKOULU, TOINEN_KOULU) else "organisaatiotyyppi_01"
        made[oid] = Organisaatio.objects.create(
            oid=oid,
            nimi={"fi": nimi},
            tyypit=[tyyppi],
            parent_oid=parent,
            polku=[*(made[parent].polku if parent else []), oid],
        )
    return made


@pytest.fixture
def make_user(organisaatiot):
    """make_user("nimi", "VIRKAILIJA", (organisaatio_oid, oikeus), …, oid_henkilo=…) -> User"""

    def make(username: str, kayttaja_tyyppi: str = "VIRKAILIJA", *rights: tuple[str, str], **fields) -> User:
        fields.setdefault("oid_henkilo", oppija_oid())
        user = User.objects.create_user(
            username, "salasana-testissa", kayttaja_tyyppi=kayttaja_tyyppi, etunimet=username.title(), **fields
        )
        for organisaatio_oid, oikeus in rights:
            Kayttooikeus.objects.create(user=user, organisaatio_oid=organisaatio_oid, oikeus=oikeus)
        return user

    return make


@pytest.fixture
def virkailija(make_user) -> User:
    return make_user("virkailija", "VIRKAILIJA", (KOULU, "CRUD"))


@pytest.fixture
def toinen_virkailija(make_user) -> User:
    """A colleague at the same school."""
    return make_user("toinen", "VIRKAILIJA", (KOULU, "CRUD"))


@pytest.fixture
def katselija(make_user) -> User:
    return make_user("katselija", "VIRKAILIJA", (KOULU, "READ"))


@pytest.fixture
def poistaja(make_user) -> User:
    return make_user("poistaja", "VIRKAILIJA", (KOULU, "CRUD"), (KOULU, "HOKS_DELETE"))


@pytest.fixture
def toisen_koulun_virkailija(make_user) -> User:
    return make_user("vieras", "VIRKAILIJA", (TOINEN_KOULU, "CRUD"))


@pytest.fixture
def paakayttaja(make_user) -> User:
    return make_user("paakayttaja", "VIRKAILIJA", (OPH, "OPHPAAKAYTTAJA"))


@pytest.fixture
def palvelukayttaja(make_user) -> User:
    return make_user("palvelu", "PALVELU", (JARJESTAJA, "CRUD"))


@pytest.fixture
def oppija(make_user, make_oppija) -> User:
    return make_user("oppija", "OPPIJA", oid_henkilo=make_oppija("Aino Maria", "Öhman").pk)


@pytest.fixture
def toinen_oppija(make_user, make_oppija) -> User:
    return make_user("toinen-oppija", "OPPIJA", oid_henkilo=make_oppija("Eetu", "Ahtola").pk)


@pytest.fixture
def make_oppija(db):
    """make_oppija("Aino Maria", "Öhman") -> Oppija"""

    def make(etunimet: str = "Ville", sukunimi: str = "Virtanen", **fields) -> Oppija:
        return Oppija.objects.create(pk=oppija_oid(), etunimet=etunimet, sukunimi=sukunimi, **fields)

    return make


@pytest.fixture
def make_opiskeluoikeus(organisaatiot, make_oppija):
    """make_opiskeluoikeus(oppija=…, oppilaitos_oid=…, **columns) -> Opiskeluoikeus, active and ammatillinen."""

    def make(oppija: Oppija | None = None, oppilaitos_oid: str = KOULU, **columns) -> Opiskeluoikeus:
        oppija = oppija or make_oppija()
        columns = {
            "tyyppi": "ammatillinenkoulutus",
            "tila": "lasna",
            "alkamispaiva": date(2024, 8, 1),
            "arvioitu_paattymispaiva": date(2027, 5, 31),
            "suoritustyypit": ["ammatillinentutkinto"],
            "tutkinto_nimi": {"fi": "Elintarvikealan perustutkinto"},
            "osaamisala_nimi": {"fi": "Leipomoalan osaamisala"},
        } | columns
        right = Opiskeluoikeus.objects.create(
            pk=opiskeluoikeus_oid(), oppija=oppija, oppilaitos_oid=oppilaitos_oid, **columns
        )
        hakurivit.write_opiskeluoikeudet([right])
        return right

    return make


@pytest.fixture
def make_hoks(make_opiskeluoikeus):
    """make_hoks(opiskeluoikeus=…, document=…, by=…, kanava=…) -> Hoks, made through the one door."""

    def make(
        opiskeluoikeus: Opiskeluoikeus | None = None,
        document: dict | None = None,
        by: User | None = None,
        kanava: Kanava = Kanava.VIRKAILIJA,
    ) -> Hoks:
        opiskeluoikeus = opiskeluoikeus or make_opiskeluoikeus()
        return services.create_hoks(
            document or payloads.minimal(opiskeluoikeus), by=by or User.objects.system_actor(), kanava=kanava
        )

    return make


@pytest.fixture
def make_siirto(palvelukayttaja):
    """make_siirto(opiskeluoikeus, status=…, ago=…, **columns) -> a transfer as the log keeps it, refused by default."""

    def make(opiskeluoikeus: Opiskeluoikeus | None = None, *, status: int = 400, ago=timedelta(), **columns) -> Siirto:
        known = {}
        if opiskeluoikeus is not None:
            known = {
                "oppilaitos_oid": opiskeluoikeus.oppilaitos_oid,
                "lahettajan_oppilaitos": True,
                "opiskeluoikeus_oid": opiskeluoikeus.pk,
                "oppija_oid": opiskeluoikeus.oppija_id,
            }
        sender = {
            "kayttaja_id": palvelukayttaja.pk,
            "kayttajatunnus": palvelukayttaja.username,
            "lahettaja_oid": JARJESTAJA,
            "caller_id": f"{JARJESTAJA}.jarjestelma",
        }
        told = {"menetelma": "POST", "polku": "/ehoks-virkailija-backend/api/v1/hoks"}
        return Siirto.objects.create(aika=timezone.now() - ago, status=status, **told | sender | known | columns)

    return make


@pytest.fixture
def no_months(db):
    """The logs without partitions but the default one, whatever other tests made."""
    with connection.cursor() as cursor:
        for part in [part for model in osiot.PARTITIONED for part in osiot.partitions(model)]:
            cursor.execute(f"DROP TABLE {part.table}")


@pytest.fixture
def statements(db):
    """statements(limit) as context: at most so many SQL statements, transaction control not counted."""
    from contextlib import contextmanager

    from django.test.utils import CaptureQueriesContext

    control = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")

    @contextmanager
    def at_most(limit: int):
        with CaptureQueriesContext(connection) as captured:
            yield
        told = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(control)]
        assert len(told) <= limit, f"{len(told)} statements, at most {limit}:\n" + "\n".join(sql[:200] for sql in told)

    return at_most


def make_vienti(user: User) -> Vienti:
    """A file of his that has been made."""
    vienti = viennit.start(user, RAPORTIT["hoksit-tiloittain"], Rajaus(KOULU), CSV)
    viennit.make(str(vienti.pk))
    return vienti


@pytest.fixture
def world(oppija, toinen_oppija, make_oppija, make_opiskeluoikeus, make_hoks, make_siirto, virkailija, poistaja, news):
    """Plans and study rights at two schools and news, by the names that tests/test_access.py calls them."""
    aino, eetu = (Oppija.objects.get(pk=user.oid_henkilo) for user in (oppija, toinen_oppija))
    oma, toisen = make_hoks(make_opiskeluoikeus(aino)), make_hoks(make_opiskeluoikeus(eetu))
    changed = payloads.rich(oma.opiskeluoikeus) | {"id": oma.pk}
    services.replace_hoks(oma, changed, by=poistaja, kanava=Kanava.VIRKAILIJA)
    kahden_koulun = make_oppija("Kaksi", "Koulua")
    make_hoks(make_opiskeluoikeus(kahden_koulun))
    poistettu = make_hoks(make_opiskeluoikeus(aino))
    services.delete_hoks(poistettu, by=poistaja, syy="Väärä opiskelija")
    vieraan = make_hoks(make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU))
    ilman = make_opiskeluoikeus()
    oma.refresh_from_db()
    muokkaus = store.open_existing(oma, by=virkailija)
    kadonnut = make_hoks()
    kadonneen_luonnos = store.open_existing(kadonnut, by=virkailija)
    services.delete_hoks(kadonnut, by=poistaja, syy="Kaksoiskappale")
    yksikot = muokkaus.dokumentti["hankittavat-ammat-tutkinnon-osat"]
    return SimpleNamespace(
        oma=oma.pk,
        oma_eid=oma.eid,
        toisen_eid=toisen.eid,
        vieraan=vieraan.pk,
        toisaalla=make_hoks(make_opiskeluoikeus(kahden_koulun, oppilaitos_oid=TOINEN_KOULU)).pk,
        poistettu=poistettu.pk,
        poistettu_eid=poistettu.eid,
        poistetun_oikeus=poistettu.opiskeluoikeus_id,
        ilman=ilman.pk,
        ilman_luonnosta=make_opiskeluoikeus().pk,
        vieraan_oikeus=make_opiskeluoikeus(oppilaitos_oid=TOINEN_KOULU).pk,
        luonnos=store.open_new(ilman, by=virkailija).pk,
        muokkaus=muokkaus.pk,
        kadonneen_luonnos=kadonneen_luonnos.pk,
        yksikko=yksikot[0]["_key"],
        jakso=yksikot[0]["osaamisen-hankkimistavat"][0]["_key"],
        perustiedot="perustiedot",
        hylatty=make_siirto(ilman, koodit=["ei-json"], dokumentti="{").pk,
        # Of this school's learner, by a stranger; of another school's; and of nobody's.
        vieras_yritti=make_siirto(
            oma.opiskeluoikeus,
            status=401,
            koodit=["ei-oikeutta"],
            dokumentti="{}",
            lahettajan_oppilaitos=False,
            lahettaja_oid=TOINEN_JARJESTAJA,
        ).pk,
        vieraan_siirto=make_siirto(
            vieraan.opiskeluoikeus, koodit=["ei-json"], dokumentti="{", lahettaja_oid=TOINEN_JARJESTAJA
        ).pk,
        kouluton=make_siirto(status=401, koodit=["tunnus-tai-salasana"], kayttaja_id=None, lahettaja_oid="").pk,
        tuntematon_avain=str(uuid.UUID(int=7)),
        tutkinnonosat="tutkinnonosat",
        raportti="hoksit-tiloittain",
        vienti=make_vienti(virkailija).pk,
        tuntematon=987_654_321,
        tuntematon_eid=uuid.UUID(int=7),
        valtava=10**30,
        ensimmainen=1,
        toinen=2,
        **news,
    )


@pytest.fixture
def news(organisaatiot) -> dict[str, int | str]:
    """An announcement for each audience and a draft; the webinars' rule, and a day when there is none by it."""
    now = timezone.now()

    def make(nimi: str, jarjestaja_oid: str = "", kohderyhma: str = Tiedote.Kohderyhma.JARJESTAJA, **columns) -> int:
        texts = {"otsikko": {"fi": nimi}, "teksti": {"fi": f"# {nimi}"}}
        return Tiedote.objects.create(
            jarjestaja_oid=jarjestaja_oid, kohderyhma=kohderyhma, nakyy_alkaen=now, **texts, **columns
        ).pk

    tuesday = services.today() - timedelta(days=services.today().weekday() - 1)
    rule = Webinaarisaanto.objects.create(
        otsikko="Webinaari", viikonpaiva=1, vali_viikkoa=2, alkaa=tuesday, klo_alku=time(12), klo_loppu=time(13)
    )
    rule.poikkeukset.create(paiva=tuesday + timedelta(weeks=2))
    return {
        "tiedote": make("Kaikille", kohderyhma="kaikki", tila="julkaistu"),
        "oppijoiden": make("Oppijoille", kohderyhma="oppijat", tila="julkaistu"),
        "jarjestajan": make("Järjestäjälle", JARJESTAJA, tila="julkaistu"),
        "toisen_jarjestajan": make("Toiselle", TOINEN_JARJESTAJA, tila="julkaistu"),
        "tiedoteluonnos": make("Luonnos", kohderyhma="kaikki"),
        "poikkeus": (tuesday + timedelta(weeks=2)).isoformat(),
    }


@pytest.fixture
def make_plan(oppija, poistaja, make_hoks, make_opiskeluoikeus):
    """make_plan(change) -> (plan of two versions, the second as `change` left the rich document; poistaja's draft)."""

    def make(change):
        right = make_opiskeluoikeus(Oppija.objects.get(pk=oppija.oid_henkilo))
        hoks = make_hoks(right)
        services.replace_hoks(
            hoks, change(payloads.rich(right)) | {"id": hoks.pk}, by=poistaja, kanava=Kanava.VIRKAILIJA
        )
        hoks.refresh_from_db()
        return hoks, store.open_existing(hoks, by=poistaja)

    return make


@pytest.fixture
def renamed(oppija, poistaja):
    """renamed(text) gives the text as name to everybody and everything."""

    def rename(text: str):
        type(poistaja).objects.update(etunimet=text[:200], sukunimi=text[:200])
        Oppija.objects.update(etunimet=text, sukunimi=text, kutsumanimi=text)
        Organisaatio.objects.update(nimi={"fi": text})
        Opiskeluoikeus.objects.update(tutkinto_nimi={"fi": text}, osaamisala_nimi={"fi": text})
        HoksVersio.objects.update(syy=text)

    return rename
