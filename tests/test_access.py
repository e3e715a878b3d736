"""Who gets what from every address: URL x persona x status. A route that is not in the table fails the test."""

import html
import re

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from ehoks_portal import gallery
from hoks.raportit import RAPORTIT
from tests.conftest import KOULU, TOINEN_KOULU

PERSONAS = (
    "anonymous",
    "virkailija",
    "katselija",
    "poistaja",
    "toisen_koulun_virkailija",
    "paakayttaja",
    "palvelukayttaja",
    "oppija",
    "toinen_oppija",
)

# One request a line: method, route, then a status for each persona. `in` is a redirect to the sign-in page. The words
# in parentheses name things of the fixture `world`. POSTs are empty: forms that ask for something answer 422.
TABLE = """
                                                    anon  virk  kats  pois  vier  paak  palv  oppi  toin
GET  etusivu                                        in    302   302   302   302   302   403   302   302
GET  kirjaudu                                       200   302   302   302   302   302   302   302   302
POST kirjaudu                                       200   302   302   302   302   302   302   302   302
GET  kirjaudu-ulos                                  405   405   405   405   405   405   405   405   405
POST kirjaudu-ulos                                  in    in    in    in    in    in    in    in    in
GET  istunto-jatka                                  in    405   405   405   405   405   405   405   405
POST istunto-jatka                                  in    302   302   302   302   302   302   302   302
GET  healthcheck                                    200   200   200   200   200   200   200   200   200
GET  saavutettavuus                                 200   200   200   200   200   200   200   200   200
GET  tietosuoja                                     200   200   200   200   200   200   200   200   200
GET  tilanne                                        200   200   200   200   200   200   200   200   200
POST tilanne                                        405   405   405   405   405   405   405   405   405
GET  rajapinta                                      200   200   200   200   200   200   200   200   200
GET  saannot                                        200   200   200   200   200   200   200   200   200
GET  rajapinta-openapi                              200   200   200   200   200   200   200   200   200
GET  rajapinta-swagger                              200   200   200   200   200   200   200   200   200
GET  rajapinta-doc                                  302   302   302   302   302   302   302   302   302
GET  rajapinta-doc-slash                            302   302   302   302   302   302   302   302   302
POST rajapinta                                      405   405   405   405   405   405   405   405   405

GET  virkailija:etusivu                             in    200   200   200   200   200   403   403   403
GET  virkailija:opiskelijat                         in    200   200   200   200   200   403   403   403
POST virkailija:opiskelijat                         in    405   405   405   405   405   403   403   403
GET  virkailija:opiskelijat-oppilaitokset           in    200   200   200   200   200   403   403   403
GET  virkailija:hoks(oma)                           in    200   200   200   404   200   403   403   403
GET  virkailija:hoks(vieraan)                       in    404   404   404   200   200   403   403   403
GET  virkailija:hoks(toisaalla)                     in    200   200   200   200   200   403   403   403
GET  virkailija:hoks(poistettu)                     in    404   404   404   404   200   403   403   403
GET  virkailija:hoks(tuntematon)                    in    404   404   404   404   404   403   403   403
GET  virkailija:hoks(valtava)                       in    404   404   404   404   404   403   403   403
POST virkailija:hoks(oma)                           in    405   405   405   405   405   403   403   403

GET  virkailija:hoks-poista(oma)                    in    403   403   200   404   403   403   403   403
POST virkailija:hoks-poista(oma)                    in    403   403   422   404   403   403   403   403
GET  virkailija:hoks-poista(toisaalla)              in    403   403   403   403   403   403   403   403
POST virkailija:hoks-poista(toisaalla)              in    403   403   403   403   403   403   403   403
GET  virkailija:hoks-poista(vieraan)                in    404   404   404   403   403   403   403   403
POST virkailija:hoks-poista(vieraan)                in    404   404   404   403   403   403   403   403
POST virkailija:hoks-poista(poistettu)              in    404   404   404   404   403   403   403   403
GET  virkailija:hoks-palauta(oma)                   in    302   302   302   404   302   403   403   403
GET  virkailija:hoks-palauta(poistettu)             in    404   404   404   404   200   403   403   403
POST virkailija:hoks-palauta(poistettu)             in    404   404   404   404   302   403   403   403

GET  virkailija:hoks-versiot(oma)                   in    200   200   200   404   200   403   403   403
GET  virkailija:hoks-versiot(toisaalla)             in    200   200   200   200   200   403   403   403
GET  virkailija:hoks-versiot(poistettu)             in    404   404   404   404   200   403   403   403
GET  virkailija:hoks-vertailu(oma)                  in    200   200   200   404   200   403   403   403
GET  virkailija:hoks-vertailu(poistettu)            in    404   404   404   404   200   403   403   403
GET  virkailija:hoks-versio(oma,ensimmainen)        in    200   200   200   404   200   403   403   403
GET  virkailija:hoks-versio(vieraan,ensimmainen)    in    404   404   404   200   200   403   403   403
GET  virkailija:hoks-versio(vieraan,toinen)         in    404   404   404   404   404   403   403   403
GET  virkailija:hoks-versio(oma,valtava)            in    404   404   404   404   404   403   403   403
GET  virkailija:hoks-versio-palauta(oma,ensimmainen)       in  200 403 200 404 200 403 403 403
POST virkailija:hoks-versio-palauta(oma,ensimmainen)       in  409 403 409 404 409 403 403 403
GET  virkailija:hoks-versio-palauta(toisaalla,ensimmainen) in  403 403 403 200 200 403 403 403
POST virkailija:hoks-versio-palauta(toisaalla,ensimmainen) in  403 403 403 409 409 403 403 403
POST virkailija:hoks-versio-palauta(poistettu,ensimmainen) in  404 404 404 404 403 403 403 403
GET  virkailija:hoks-versio-palauta(vieraan,toinen)        in  404 404 404 404 404 403 403 403

GET  virkailija:tiedonsiirto-tarkista               in    200   200   200   200   200   403   403   403
POST virkailija:tiedonsiirto-tarkista               in    422   422   422   422   422   403   403   403
GET  virkailija:luonnokset                          in    200   200   200   200   200   403   403   403
GET  virkailija:luonnos-luo(ilman)                  in    302   403   200   404   200   403   403   403
POST virkailija:luonnos-luo(ilman)                  in    302   403   302   404   302   403   403   403
GET  virkailija:luonnos-luo(ilman_luonnosta)        in    200   403   200   404   200   403   403   403
POST virkailija:luonnos-luo(ilman_luonnosta)        in    302   403   302   404   302   403   403   403
GET  virkailija:luonnos-luo(vieraan_oikeus)         in    404   404   404   200   200   403   403   403
POST virkailija:luonnos-luo(vieraan_oikeus)         in    404   404   404   302   302   403   403   403
GET  virkailija:luonnos-luo(tuntematon)             in    404   404   404   404   404   403   403   403
POST virkailija:luonnos-luo(poistetun_oikeus)       in    200   403   200   404   200   403   403   403
GET  virkailija:luonnos-muokkaa(oma)                in    302   403   200   404   200   403   403   403
POST virkailija:luonnos-muokkaa(oma)                in    302   403   302   404   302   403   403   403
GET  virkailija:luonnos-muokkaa(toisaalla)          in    403   403   403   200   200   403   403   403
POST virkailija:luonnos-muokkaa(toisaalla)          in    403   403   403   302   302   403   403   403
GET  virkailija:luonnos-muokkaa(vieraan)            in    404   404   404   200   200   403   403   403
POST virkailija:luonnos-muokkaa(vieraan)            in    404   404   404   302   302   403   403   403
POST virkailija:luonnos-muokkaa(poistettu)          in    404   404   404   404   404   403   403   403
GET  virkailija:luonnos-muokkaa(valtava)            in    404   404   404   404   404   403   403   403

GET  virkailija:luonnos(luonnos)                    in    200   404   404   404   404   403   403   403
GET  virkailija:luonnos(muokkaus)                   in    200   404   404   404   404   403   403   403
GET  virkailija:luonnos(valtava)                    in    404   404   404   404   404   403   403   403
GET  virkailija:luonnos-hylkaa(luonnos)             in    200   404   404   404   404   403   403   403
POST virkailija:luonnos-hylkaa(luonnos)             in    302   404   404   404   404   403   403   403
GET  virkailija:luonnos-tarkista(luonnos)           in    200   404   404   404   404   403   403   403
POST virkailija:luonnos-tarkista(luonnos)           in    422   404   404   404   404   403   403   403
GET  virkailija:luonnos-tarkista(muokkaus)          in    200   404   404   404   404   403   403   403
POST virkailija:luonnos-tarkista(muokkaus)          in    422   404   404   404   404   403   403   403
GET  virkailija:luonnos(kadonneen_luonnos)           in   200   404   404   404   404   403   403   403
GET  virkailija:luonnos-tarkista(kadonneen_luonnos)  in   200   404   404   404   404   403   403   403
POST virkailija:luonnos-tarkista(kadonneen_luonnos)  in   422   404   404   404   404   403   403   403
GET  virkailija:luonnos-ristiriita(kadonneen_luonnos) in  302   404   404   404   404   403   403   403
GET  virkailija:luonnos-ristiriita(muokkaus)        in    302   404   404   404   404   403   403   403
POST virkailija:luonnos-ristiriita(muokkaus)        in    302   404   404   404   404   403   403   403
GET  virkailija:haku-koodit(luonnos,tutkinnonosat)  in    200   404   404   404   404   403   403   403
GET  virkailija:haku-organisaatiot                  in    200   200   200   200   200   403   403   403
POST virkailija:luonnos-osa-uusi(luonnos)           in    302   404   404   404   404   403   403   403
GET  virkailija:luonnos-osa(luonnos,perustiedot)    in    200   404   404   404   404   403   403   403
POST virkailija:luonnos-osa(luonnos,perustiedot)    in    422   404   404   404   404   403   403   403
GET  virkailija:luonnos-osa(muokkaus,yksikko)       in    200   404   404   404   404   403   403   403
GET  virkailija:luonnos-osa(muokkaus,jakso)         in    200   404   404   404   404   403   403   403
POST virkailija:luonnos-osa(muokkaus,jakso)         in    302   404   404   404   404   403   403   403
GET  virkailija:luonnos-osa(luonnos,yksikko)        in    404   404   404   404   404   403   403   403
GET  virkailija:luonnos-osa(muokkaus,tuntematon_avain)  in  404 404 404 404 404 403 403 403
POST virkailija:luonnos-osa(muokkaus,tuntematon_avain)  in  404 404 404 404 404 403 403 403
POST virkailija:luonnos-osa-kopioi(muokkaus,jakso)  in    302   404   404   404   404   403   403   403
GET  virkailija:luonnos-osa-poista(muokkaus,jakso)  in    200   404   404   404   404   403   403   403
POST virkailija:luonnos-osa-poista(muokkaus,jakso)  in    302   404   404   404   404   403   403   403
POST virkailija:luonnos-osa-poista(muokkaus,perustiedot)  in  302 404 404 404 404 403 403 403

GET  virkailija:tiedonsiirrot                       in    200   200   200   200   200   403   403   403
POST virkailija:tiedonsiirrot                       in    405   405   405   405   405   403   403   403
GET  virkailija:tiedonsiirrot-csv                   in    200   200   200   200   200   403   403   403
GET  virkailija:tiedonsiirrot-xlsx                  in    200   200   200   200   200   403   403   403
GET  virkailija:tiedonsiirto(hylatty)               in    200   200   200   404   200   403   403   403
GET  virkailija:tiedonsiirto(vieras_yritti)         in    200   200   200   404   200   403   403   403
GET  virkailija:tiedonsiirto(vieraan_siirto)        in    404   404   404   200   200   403   403   403
GET  virkailija:tiedonsiirto(kouluton)              in    404   404   404   404   200   403   403   403
GET  virkailija:tiedonsiirto(tuntematon)            in    404   404   404   404   404   403   403   403
GET  virkailija:tiedonsiirto(valtava)               in    404   404   404   404   404   403   403   403
GET  virkailija:tiedonsiirto-asiakirja(hylatty)        in    200  200  200  404  200  403  403  403
GET  virkailija:tiedonsiirto-asiakirja(vieras_yritti)  in    404  404  404  404  200  403  403  403
GET  virkailija:tiedonsiirto-asiakirja(vieraan_siirto) in    404  404  404  200  200  403  403  403
GET  virkailija:tiedonsiirto-asiakirja(kouluton)       in    404  404  404  404  404  403  403  403

GET  virkailija:tiedotteet                          in    200   200   200   200   200   403   403   403
POST virkailija:tiedotteet                          in    405   405   405   405   405   403   403   403
GET  virkailija:tiedote(tiedote)                    in    200   200   200   200   200   403   403   403
GET  virkailija:tiedote(jarjestajan)                in    200   200   200   404   200   403   403   403
GET  virkailija:tiedote(toisen_jarjestajan)         in    404   404   404   200   200   403   403   403
GET  virkailija:tiedote(oppijoiden)                 in    404   404   404   404   404   403   403   403
GET  virkailija:tiedote(tiedoteluonnos)             in    404   404   404   404   404   403   403   403
GET  virkailija:tiedote(valtava)                    in    404   404   404   404   404   403   403   403
GET  virkailija:tiedote-luettu(tiedote)             in    405   405   405   405   405   403   403   403
POST virkailija:tiedote-luettu(tiedote)             in    302   302   302   302   302   403   403   403
POST virkailija:tiedote-luettu(jarjestajan)         in    302   302   302   404   302   403   403   403
POST virkailija:tiedote-luettu(toisen_jarjestajan)  in    404   404   404   302   302   403   403   403
POST virkailija:tiedote-luettu(tiedoteluonnos)      in    404   404   404   404   404   403   403   403
GET  virkailija:webinaari-ics                       in    200   200   200   200   200   403   403   403
GET  virkailija:webinaarit                          in    403   403   403   403   200   403   403   403
POST virkailija:webinaarit                          in    403   403   403   403   422   403   403   403
POST virkailija:webinaari-poikkeus                  in    403   403   403   403   422   403   403   403
POST virkailija:webinaari-poikkeus-poista(poikkeus) in    403   403   403   403   302   403   403   403
POST virkailija:webinaari-poikkeus-poista(tuntematon)  in  403  403   403   403   404   403   403   403
GET  virkailija:tiedotehallinta                     in    403   403   403   403   200   403   403   403
GET  virkailija:tiedotehallinta-uusi                in    403   403   403   403   200   403   403   403
POST virkailija:tiedotehallinta-uusi                in    403   403   403   403   422   403   403   403
GET  virkailija:tiedotehallinta-yksi(tiedoteluonnos)     in  403  403  403  403  200  403  403  403
GET  virkailija:tiedotehallinta-yksi(oppijoiden)         in  403  403  403  403  200  403  403  403
GET  virkailija:tiedotehallinta-yksi(valtava)            in  403  403  403  403  404  403  403  403
GET  virkailija:tiedotehallinta-muokkaa(tiedoteluonnos)  in  403  403  403  403  200  403  403  403
POST virkailija:tiedotehallinta-muokkaa(tiedoteluonnos)  in  403  403  403  403  422  403  403  403
POST virkailija:tiedotehallinta-muokkaa(tuntematon)      in  403  403  403  403  404  403  403  403
POST virkailija:tiedotehallinta-julkaise(tiedoteluonnos) in  403  403  403  403  302  403  403  403
POST virkailija:tiedotehallinta-julkaise(valtava)        in  403  403  403  403  404  403  403  403
POST virkailija:tiedotehallinta-veda(tiedote)            in  403  403  403  403  302  403  403  403
GET  virkailija:tiedotehallinta-poista(tiedoteluonnos)   in  403  403  403  403  200  403  403  403
GET  virkailija:tiedotehallinta-poista(tiedote)          in  403  403  403  403  302  403  403  403
POST virkailija:tiedotehallinta-poista(tiedoteluonnos)   in  403  403  403  403  302  403  403  403
GET  virkailija:maaraajat                           in    200   200   200   200   200   403   403   403
POST virkailija:maaraajat                           in    405   405   405   405   405   403   403   403
GET  virkailija:maaraajat-syote                     in    405   405   405   405   405   403   403   403
POST virkailija:maaraajat-syote                     in    404   404   404   404   404   403   403   403
POST virkailija:maaraajat-syote-peru(tuntematon)    in    404   404   404   404   404   403   403   403
GET  kalenteri(tuntematon)                          404   404   404   404   404   404   404   404   404

GET  virkailija:tyolista                            in    200   200   200   200   200   403   403   403
POST virkailija:tyolista                            in    405   405   405   405   405   403   403   403
GET  virkailija:tyolista-koulut                     in    200   200   200   200   200   403   403   403
GET  virkailija:tyolista-csv                        in    200   200   200   200   200   403   403   403
GET  virkailija:tyolista-xlsx                       in    200   200   200   200   200   403   403   403
GET  virkailija:keita-koskee                        in    200   200   200   200   200   403   403   403

GET  virkailija:raportit                            in    200   200   200   200   200   403   403   403
GET  virkailija:raportti(raportti)                  in    200   200   200   200   200   403   403   403
GET  virkailija:raportti(tutkinnonosat)             in    404   404   404   404   404   403   403   403
POST virkailija:raportti(raportti)                  in    405   405   405   405   405   403   403   403
POST virkailija:raportti-vie(raportti)              in    404   404   404   404   404   403   403   403
GET  virkailija:raportti-vie(raportti)              in    405   405   405   405   405   403   403   403
GET  virkailija:viennit                             in    200   200   200   200   200   403   403   403
GET  virkailija:vienti-tiedosto(vienti)             in    200   404   404   404   404   403   403   403
GET  virkailija:vienti-tiedosto(tuntematon_eid)     in    404   404   404   404   404   403   403   403
POST virkailija:vienti-poista(vienti)               in    302   404   404   404   404   403   403   403

GET  virkailija:kayttoonotto                        in    200   200   200   200   200   403   403   403
POST virkailija:kayttoonotto                        in    405   405   405   405   405   403   403   403
GET  virkailija:kayttoonotto-csv                    in    302   302   302   302   302   403   403   403
GET  virkailija:kayttoonotto-xlsx                   in    302   302   302   302   302   403   403   403

GET  oppija:etusivu                                 in    403   403   403   403   403   403   200   200
POST oppija:etusivu                                 in    403   403   403   403   403   403   405   405
GET  oppija:katselut                                in    403   403   403   403   403   403   200   200
GET  oppija:hoks(oma_eid)                           in    403   403   403   403   403   403   200   404
GET  oppija:hoks(toisen_eid)                        in    403   403   403   403   403   403   404   200
GET  oppija:hoks(poistettu_eid)                     in    403   403   403   403   403   403   404   404
GET  oppija:hoks(tuntematon_eid)                    in    403   403   403   403   403   403   404   404
POST oppija:hoks(oma_eid)                           in    403   403   403   403   403   403   405   405
GET  oppija:tiedotteet                              in    403   403   403   403   403   403   200   200
GET  oppija:tiedote(tiedote)                        in    403   403   403   403   403   403   200   200
GET  oppija:tiedote(oppijoiden)                     in    403   403   403   403   403   403   200   200
GET  oppija:tiedote(jarjestajan)                    in    403   403   403   403   403   403   404   404
GET  oppija:tiedote(tiedoteluonnos)                 in    403   403   403   403   403   403   404   404
POST oppija:tiedote-luettu(oppijoiden)              in    403   403   403   403   403   403   302   302
POST oppija:tiedote-luettu(jarjestajan)             in    403   403   403   403   403   403   404   404

GET  cas:tickets                                    405   405   405   405   405   405   405   405   405
POST cas:tickets                                    400   400   400   400   400   400   400   400   400
GET  cas:tgt(tuntematon_avain)                      404   404   404   404   404   404   404   404   404
POST cas:tgt(tuntematon_avain)                      400   400   400   400   400   400   400   400   400
"""

# Pages, numbers and files of one school, which the address names, and who may see each of the two.
OF_A_SCHOOL = (
    "virkailija:etusivu",
    "virkailija:opiskelijat",
    "virkailija:tyolista",
    "virkailija:tyolista-csv",
    "virkailija:tyolista-xlsx",
    "virkailija:maaraajat",
    "virkailija:tiedonsiirrot",
    "virkailija:tiedonsiirrot-csv",
    "virkailija:tiedonsiirrot-xlsx",
    *(f"virkailija:raportti({avain})" for avain in RAPORTIT),
)
OFFICIALS_OF = {
    KOULU: {"virkailija", "katselija", "poistaja", "paakayttaja"},
    TOINEN_KOULU: {"toisen_koulun_virkailija", "paakayttaja"},
}

# These go by tickets, not by sessions: tests/api/test_access.py.
MACHINES = "api:"

# Below /yllapito/ every address but signing in is for a paakayttaja alone.
UPKEEP_OPEN = {"admin:login"}

NO_SUCH_ADDRESS = [
    "/virkailija/hoksit/x/",
    "/virkailija/hoksit/-1/",
    "/virkailija/hoksit/1.0/",
    "/virkailija/hoksit/٣/x/",
    f"/virkailija/hoksit/{'9' * 5000}/",
    "/virkailija/hoksit/1/versiot/x/",
    "/virkailija/hoksit/%00/",
    "/virkailija/hoksit/1%00/",
    "/oppija/hoksit/1/",
    "/oppija/hoksit/ei-tunniste/",
    "/oppija/hoksit/%00/",
    "/ei-ole/",
    "/%ff%fe/",
    "/..%2f..%2fetc/passwd",
    "/static/../ehoks_portal/settings.py",
]


def routes(resolver=None, namespace: str = "", prefix: str = ""):
    """(name with namespaces, pattern) of every route of the URLconf."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace, here)
        else:
            yield namespace + (pattern.name or ""), here


def table():
    """(method, route, names of its arguments, {persona: status}) of each line."""
    for line in TABLE.strip().splitlines()[1:]:
        if line:
            method, address, *statuses = line.split()
            route, arguments = re.fullmatch(r"([\w:-]+)(?:\((.*)\))?", address).groups()
            yield (
                method,
                route,
                (arguments or "").split(",") if arguments else [],
                dict(zip(PERSONAS, statuses, strict=True)),
            )


@pytest.fixture(params=PERSONAS)
def persona(request, client):
    """A persona's name; the client is signed in as it."""
    if request.param != "anonymous":
        client.force_login(request.getfixturevalue(request.param))
    return request.param


def answer(client, method: str, url: str) -> str:
    """Status of the request, `in` when it leads to the sign-in page; what the request did is undone."""
    signed_in = dict(client.cookies)
    with transaction.atomic():
        response = client.generic(method, url)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(signed_in)
    if response.status_code == 302 and response["Location"].startswith("/kirjaudu/"):
        return "in"
    return str(response.status_code)


def test_every_route_is_in_the_table():
    told = {route for _method, route, _arguments, _statuses in table()}
    there = {name for name, _pattern in routes() if not name.startswith(("admin:", MACHINES))}
    assert there - told == set(), "Give these routes their lines in TABLE."
    assert told - there == set(), "These lines are of routes that are no more."


def test_each_persona_gets_what_the_table_says(client, world, persona):
    wrong = []
    for method, route, arguments, statuses in table():
        url = reverse(route, args=[getattr(world, name) for name in arguments])
        told = answer(client, method, url)
        if told != statuses[persona]:
            wrong.append(f"{method} {route}({','.join(arguments)}): {told}, not {statuses[persona]}")
    assert wrong == []


@pytest.mark.parametrize("oid", OFFICIALS_OF)
def test_another_school_is_as_if_there_were_none(client, world, persona, oid):
    wrong = []
    for address in OF_A_SCHOOL:
        route, argument = re.fullmatch(r"([\w:-]+)(?:\((.*)\))?", address).groups()
        told = answer(client, "GET", f"{reverse(route, args=[argument] if argument else [])}?oppilaitos={oid}")
        if persona == "anonymous":
            right = told == "in"
        elif persona in OFFICIALS_OF[oid]:
            right = told == "200"
        else:
            right = told == ("404" if any(persona in officials for officials in OFFICIALS_OF.values()) else "403")
        if not right:
            wrong.append(f"{address}: {told}")
    assert wrong == []


def test_upkeep_is_for_paakayttaja_alone(client, world, persona, make_user):
    key = str(make_user("hoidettava").pk)
    wrong = []
    for name, pattern in routes():
        if not name.startswith("admin:") or name in UPKEEP_OPEN:
            continue
        address = "/" + re.sub(r"<[^>]*>", key, pattern)
        address = address.replace("^(?P<app_label>accounts)", "accounts").replace("(?P<url>.*)", "muu").replace("$", "")
        for method in ("GET", "POST"):
            told = answer(client, method, address)
            if persona == "anonymous":
                right = told == "in"
            elif persona == "paakayttaja":
                right = told in ("200", "302", "400", "403", "404", "405") or (name, told) == ("admin:logout", "in")
            else:
                right = told in ("403", "404", "405")
            if not right:
                wrong.append(f"{method} {name} {address}: {told}")
    assert wrong == []


def test_upkeep_knows_no_plan_nor_learner():
    kept = {model._meta.label for model in admin.site._registry}
    assert kept <= {"accounts.User", "accounts.Organisaatio", "hoks.Koodi"}


def test_address_that_is_none(client, world, persona):
    told = {address: client.get(address).status_code for address in NO_SUCH_ADDRESS}
    assert told == dict.fromkeys(NO_SUCH_ADDRESS, 404)


def test_gallery_is_under_debug_only(client, settings):
    assert not settings.DEBUG
    assert client.get("/galleria/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse(gallery.urlpatterns[0].name)


@pytest.mark.parametrize("plan", ["oma", "toisaalla"])
def test_every_link_of_a_plan_leads_somewhere(client, world, virkailija, plan):
    client.force_login(virkailija)
    page = client.get(reverse("virkailija:hoks", args=[getattr(world, plan)])).content.decode()
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', page) if not link.startswith("/static/")}
    assert {
        link: client.get(link).status_code for link in links if client.get(link).status_code not in (200, 302)
    } == {}


def test_draft_of_a_deleted_plan_says_so(client, world, virkailija):
    """Nothing is saved, and the draft stays for the day the plan comes back."""
    client.force_login(virkailija)
    url = reverse("virkailija:luonnos-tarkista", args=[world.kadonneen_luonnos])
    page = client.post(url, {"revisio": "1"})
    assert page.status_code == 422
    assert "Suunnitelma on poistettu" in page.content.decode()
    assert client.get(reverse("virkailija:luonnos", args=[world.kadonneen_luonnos])).status_code == 200
