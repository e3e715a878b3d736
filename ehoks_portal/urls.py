from django.conf import settings
from django.urls import include, path

from ehoks_portal import tietoa
from ehoks_portal.views import healthcheck

# Machines are answered in JSON, also where no route of theirs is reached.
handler400 = "hoks.api.errors.bad_request"
handler404 = "hoks.api.errors.page_not_found"
handler500 = "hoks.api.errors.server_error"

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("hoks.urls")),
    path("healthcheck", healthcheck, name="healthcheck"),
    path("saavutettavuus/", tietoa.saavutettavuus, name="saavutettavuus"),
    path("tietosuoja/", tietoa.tietosuoja, name="tietosuoja"),
]

if settings.DEBUG:
    urlpatterns.append(path("galleria/", include("ehoks_portal.gallery")))
