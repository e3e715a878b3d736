"""Learners' pages."""

from django.urls import path

from hoks.views.oppija import suunnitelmat

app_name = "oppija"
urlpatterns = [
    path("", suunnitelmat.etusivu, name="etusivu"),
    path("hoksit/<uuid:eid>/", suunnitelmat.hoks_page, name="hoks"),
    path("katselut/", suunnitelmat.katselut, name="katselut"),
]
