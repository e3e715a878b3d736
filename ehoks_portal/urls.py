from django.urls import include, path

from ehoks_portal.views import healthcheck

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("hoks.urls")),
    path("healthcheck", healthcheck, name="healthcheck"),
]
