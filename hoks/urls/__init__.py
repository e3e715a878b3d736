from django.urls import include, path

urlpatterns = [
    path("virkailija/", include("hoks.urls.virkailija")),
    path("oppija/", include("hoks.urls.oppija")),
    path("cas/v1/", include("hoks.api.ticket_urls")),
]
