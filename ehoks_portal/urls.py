from django.conf import settings
from django.urls import include, path

from ehoks_portal import tietoa
from ehoks_portal.views import healthcheck

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("hoks.urls")),
    path("healthcheck", healthcheck, name="healthcheck"),
    path("saavutettavuus/", tietoa.saavutettavuus, name="saavutettavuus"),
    path("tietosuoja/", tietoa.tietosuoja, name="tietosuoja"),
]

if settings.DEBUG:
    urlpatterns.append(path("galleria/", include("ehoks_portal.gallery")))
