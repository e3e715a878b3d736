from django.urls import include, path

from hoks.views.tilanne import tilanne
from hoks.views.virkailija.maaraajat import kalenteri

urlpatterns = [
    path("", include("hoks.urls.rajapinta")),
    path("tilanne/", tilanne, name="tilanne"),
    path("kalenteri/<str:salaisuus>.ics", kalenteri, name="kalenteri"),
    path("virkailija/", include("hoks.urls.virkailija")),
    path("oppija/", include("hoks.urls.oppija")),
    path("ehoks-virkailija-backend/api/v1/", include("hoks.api.urls")),
    path("cas/v1/", include("hoks.api.ticket_urls")),
]
