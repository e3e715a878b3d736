"""The interface's documentation, open to all; the first three at the reference's addresses."""

from django.urls import path

from hoks.views import rajapinta

BACKEND = "ehoks-virkailija-backend"

urlpatterns = [
    path(f"{BACKEND}/doc", rajapinta.doc, name="rajapinta-doc"),
    path(f"{BACKEND}/doc/", rajapinta.doc, name="rajapinta-doc-slash"),
    path(f"{BACKEND}/doc/swagger.json", rajapinta.openapi_json, name="rajapinta-swagger"),
    path(f"{BACKEND}/doc/openapi.json", rajapinta.openapi_json, name="rajapinta-openapi"),
    path("rajapinta/", rajapinta.rajapinta, name="rajapinta"),
    path("saannot/", rajapinta.saannot, name="saannot"),
]
