"""Learners' pages."""

from django.urls import path

from hoks.views.oppija import suunnitelmat, tiedotteet

app_name = "oppija"
urlpatterns = [
    path("", suunnitelmat.etusivu, name="etusivu"),
    path("hoksit/<uuid:eid>/", suunnitelmat.hoks_page, name="hoks"),
    path("katselut/", suunnitelmat.katselut, name="katselut"),
    path("tiedotteet/", tiedotteet.tiedotteet, name="tiedotteet"),
    path("tiedotteet/<int:tiedote_id>/", tiedotteet.tiedote, name="tiedote"),
    path("tiedotteet/<int:tiedote_id>/luettu/", tiedotteet.luettu, name="tiedote-luettu"),
]
