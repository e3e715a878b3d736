"""Officials' pages."""

from django.urls import path

from hoks.views.virkailija import hoks, opiskelijat, versiot

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
]
