"""Every page a persona can reach, and its other states: axe finds nothing and 320 px need no sideways scroll."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hoks import services
from hoks.models import Hoks, HoksVersio, Kanava, Luonnos, Oppija
from tests.hostile import INVISIBLE, MARKUP, learners_urls, officials_urls, with_texts
from tests.test_access import table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def reachable(world, persona: str, but: str = "") -> list[str]:
    """Every portal address that the persona can GET as a page, each page's error pages once; not those of `but`."""
    urls = {}
    for method, route, arguments, statuses in table():
        page = route not in ("healthcheck", "virkailija:haku-koodit", "virkailija:haku-organisaatiot")
        if (
            method == "GET"
            and page
            and not route.endswith(("-oppilaitokset", "-csv", "-xlsx", "-ics", "-tiedosto", "-openapi", "-swagger"))
        ):
            seen_already = but and statuses[but] == statuses[persona]
            if statuses[persona] == "200" and not seen_already:
                urls[reverse(route, args=[getattr(world, name) for name in arguments])] = None
    return list(urls)


def test_anonymous(visitor, world):
    visit = visitor()
    for url in reachable(world, "anonymous"):
        visit.see(url)
    visit.page.goto("/kirjaudu/")
    visit.page.click("main button")
    visit.look("empty")
    visit.page.goto("/kirjaudu/?next=/virkailija/&istunto=paattyi")
    for attempt in range(5):
        visit.page.fill("[name=username]", "virkailija")
        visit.page.fill("[name=password]", "väärä")
        visit.page.click("main button")
        visit.page.wait_for_load_state()
        if attempt == 0:
            visit.look("refused")
    expect(visit.page.locator("h1")).to_have_text("Tunnus on lukittu")
    visit.look("locked")
    visit.see("/ei-ole/")
    assert visit.found == []


def test_official(visitor, world, virkailija):
    visit = visitor(virkailija)
    for url in reachable(world, "virkailija", but="anonymous"):
        visit.see(url)
    visit.see("/ei-ole/")
    visit.see("/oppija/")
    for query in ("nimi=öh", "nimi=eiole", "hoks_id=x", "tila=kaikki&jarjesta=-paivitetty", "oppilaitos_haku=zz"):
        visit.see(f"/virkailija/opiskelijat/?{query}")
    assert visit.found == []


def test_official_who_deletes(visitor, world, poistaja):
    visit = visitor(poistaja)
    page = visit.page
    visit.see(reverse("virkailija:hoks-poista", args=[world.oma]))
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    visit.look("no reason")
    visit.see(reverse("virkailija:luonnos-luo", args=[world.ilman]))
    visit.see(reverse("virkailija:luonnos-muokkaa", args=[world.oma]))
    page.goto(reverse("virkailija:hoks-poista", args=[world.oma]))
    page.fill("main textarea", "Väärä opiskelija")
    page.locator("main form button").last.click()
    page.wait_for_url("**/opiskelijat/**")
    visit.look("deleted")
    assert visit.found == []


def test_draft_of_a_plan_that_changed(visitor, world, virkailija, poistaja):
    hoks = Hoks.objects.get(pk=world.oma)
    luonnos = Luonnos.objects.get(pk=world.muokkaus)
    luonnos.dokumentti["sahkoposti"] = "oma@example.org"
    luonnos.dokumentti["hankittavat-ammat-tutkinnon-osat"].pop()
    luonnos.save()
    document = HoksVersio.objects.get(hoks=hoks, numero=1).dokumentti
    kept = {name: document[name] for name in ("ensikertainen-hyvaksyminen", "osaamisen-hankkimisen-tarve")}
    changed = kept | {"id": hoks.pk, "sahkoposti": "siirto@example.org"}
    services.replace_hoks(hoks, changed, by=poistaja, kanava=Kanava.TIEDONSIIRTO)
    visit = visitor(virkailija)
    visit.see(reverse("virkailija:luonnos", args=[luonnos.pk]))
    visit.see(reverse("virkailija:luonnos-tarkista", args=[luonnos.pk]))
    visit.see(reverse("virkailija:luonnos-ristiriita", args=[luonnos.pk]))
    visit.see(reverse("virkailija:hoks", args=[hoks.pk]))
    visit.see(reverse("virkailija:hoks-vertailu", args=[hoks.pk]))
    assert visit.found == []


def test_paakayttaja(visitor, world, paakayttaja):
    visit = visitor(paakayttaja)
    for url in reachable(world, "paakayttaja", but="virkailija"):
        visit.see(url)
    visit.see("/virkailija/opiskelijat/?tila=poistettu")
    assert visit.found == []


def test_learner(visitor, world, oppija, make_user, make_oppija, make_opiskeluoikeus, client, virkailija):
    client.force_login(virkailija)
    client.get(reverse("virkailija:hoks", args=[world.oma]))
    visit = visitor(oppija)
    for url in reachable(world, "oppija", but="anonymous"):
        visit.see(url)
    visit.see("/ei-ole/")
    visit.see("/virkailija/")
    newcomer = make_user("uusi", "OPPIJA", oid_henkilo=make_oppija("Uusi", "Opiskelija").pk)
    visit = visitor(newcomer)
    visit.see("/oppija/")
    visit.see("/oppija/katselut/")
    make_opiskeluoikeus(Oppija.objects.get(pk=newcomer.oid_henkilo))
    visit.see("/oppija/")
    assert visit.found == []


def test_machine_account(visitor, world, palvelukayttaja):
    visit = visitor(palvelukayttaja)
    visit.see("/")
    assert visit.found == []


@pytest.mark.parametrize("text", ["x" * 10_000, MARKUP, "👩🏽‍🍳" * 300 + INVISIBLE], ids=["long", "markup", "signs"])
def test_odd_texts_break_no_page(visitor, make_plan, renamed, poistaja, oppija, text):
    hoks, luonnos = make_plan(lambda document: with_texts(document, text))
    renamed(text)
    unit = luonnos.dokumentti["hankittavat-ammat-tutkinnon-osat"][0]
    keys = ["perustiedot", unit["_key"], unit["osaamisen-hankkimistavat"][0]["_key"]]
    visit = visitor(poistaja)
    for url in [
        *(url for url in officials_urls(hoks, luonnos) if "/osat/" not in url),
        *(reverse("virkailija:luonnos-osa", args=[luonnos.pk, key]) for key in keys),
    ]:
        visit.page.set_viewport_size({"width": 320, "height": 800})
        visit.page.goto(url)
        visit.fits(320)
    visit.page.emulate_media(media="print")
    visit.page.goto(reverse("virkailija:hoks", args=[hoks.pk]))
    visit.page.set_viewport_size({"width": 700, "height": 1000})
    visit.fits(700)
    learner = visitor(oppija)
    for url in learners_urls(hoks):
        learner.page.set_viewport_size({"width": 320, "height": 800})
        learner.page.goto(url)
        learner.fits(320)
    assert visit.found + learner.found == []
