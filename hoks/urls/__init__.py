from django.urls import include, path

urlpatterns = [
    path("", include("hoks.urls.rajapinta")),
    path("virkailija/", include("hoks.urls.virkailija")),
    path("oppija/", include("hoks.urls.oppija")),
    path("ehoks-virkailija-backend/api/v1/", include("hoks.api.urls")),
    path("cas/v1/", include("hoks.api.ticket_urls")),
]
