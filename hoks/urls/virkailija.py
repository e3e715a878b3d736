"""Officials' pages."""

from django.urls import path

from hoks.views.virkailija import opiskelijat

app_name = "virkailija"
urlpatterns = [
    path("", opiskelijat.etusivu, name="etusivu"),
    path("opiskelijat/", opiskelijat.opiskelijat, name="opiskelijat"),
    path("opiskelijat/oppilaitokset/", opiskelijat.oppilaitokset, name="opiskelijat-oppilaitokset"),
]
