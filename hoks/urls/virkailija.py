"""Officials' pages."""

from django.urls import path

from hoks.views.virkailija import (
    ennakkotarkistus,
    haku,
    hoks,
    kayttoonotto,
    luonnokset,
    opiskelijat,
    osat,
    tarkistus,
    tiedonsiirrot,
    versiot,
)

app_name = "virkailija"
urlpatterns = [
    path("", opiskelijat.etusivu, name="etusivu"),
    path("opiskelijat/", opiskelijat.opiskelijat, name="opiskelijat"),
    path("opiskelijat/oppilaitokset/", opiskelijat.oppilaitokset, name="opiskelijat-oppilaitokset"),
    path("hoksit/<int:hoks_id>/", hoks.hoks_page, name="hoks"),
    path("hoksit/<int:hoks_id>/poista/", hoks.poista, name="hoks-poista"),
    path("hoksit/<int:hoks_id>/palauta/", hoks.palauta, name="hoks-palauta"),
    path("hoksit/<int:hoks_id>/versiot/", versiot.versiot, name="hoks-versiot"),
    path("hoksit/<int:hoks_id>/versiot/vertailu/", versiot.vertailu, name="hoks-vertailu"),
    path("hoksit/<int:hoks_id>/versiot/<int:numero>/", versiot.versio, name="hoks-versio"),
    path("hoksit/<int:hoks_id>/versiot/<int:numero>/palauta/", versiot.versio_palauta, name="hoks-versio-palauta"),
    path("tiedonsiirrot/", tiedonsiirrot.tiedonsiirrot, name="tiedonsiirrot"),
    path("tiedonsiirrot/tarkista/", ennakkotarkistus.tarkista, name="tiedonsiirto-tarkista"),
    path("tiedonsiirrot/lista.csv", tiedonsiirrot.vienti_csv, name="tiedonsiirrot-csv"),
    path("tiedonsiirrot/lista.xlsx", tiedonsiirrot.vienti_xlsx, name="tiedonsiirrot-xlsx"),
    path("tiedonsiirrot/<int:siirto_id>/", tiedonsiirrot.siirto_page, name="tiedonsiirto"),
    path("tiedonsiirrot/<int:siirto_id>/asiakirja/", tiedonsiirrot.asiakirja, name="tiedonsiirto-asiakirja"),
    path("luonnokset/", luonnokset.luonnokset, name="luonnokset"),
    path("luonnokset/uusi/<str:opiskeluoikeus_oid>/", luonnokset.luo, name="luonnos-luo"),
    path("luonnokset/muokkaa/<int:hoks_id>/", luonnokset.muokkaa, name="luonnos-muokkaa"),
    path("luonnokset/organisaatiot/", haku.organisaatiot, name="haku-organisaatiot"),
    path("luonnokset/<int:luonnos_id>/", luonnokset.luonnos, name="luonnos"),
    path("luonnokset/<int:luonnos_id>/hylkaa/", luonnokset.hylkaa, name="luonnos-hylkaa"),
    path("luonnokset/<int:luonnos_id>/tarkista/", tarkistus.tarkista, name="luonnos-tarkista"),
    path("luonnokset/<int:luonnos_id>/ristiriita/", tarkistus.ristiriita, name="luonnos-ristiriita"),
    path("luonnokset/<int:luonnos_id>/koodit/<slug:koodisto>/", haku.koodit, name="haku-koodit"),
    path("luonnokset/<int:luonnos_id>/osat/uusi/", osat.uusi, name="luonnos-osa-uusi"),
    path("luonnokset/<int:luonnos_id>/osat/<slug:key>/", osat.osa, name="luonnos-osa"),
    path("luonnokset/<int:luonnos_id>/osat/<slug:key>/kopioi/", osat.kopioi, name="luonnos-osa-kopioi"),
    path("luonnokset/<int:luonnos_id>/osat/<slug:key>/poista/", osat.poista, name="luonnos-osa-poista"),
    path("kayttoonotto/", kayttoonotto.kayttoonotto, name="kayttoonotto"),
    path("kayttoonotto/lista.csv", kayttoonotto.vienti_csv, name="kayttoonotto-csv"),
    path("kayttoonotto/lista.xlsx", kayttoonotto.vienti_xlsx, name="kayttoonotto-xlsx"),
]
