"""Addresses of the CAS REST protocol below /cas/v1/; a last slash is optional."""

from django.urls import re_path

from hoks.api import tickets

app_name = "cas"
urlpatterns = [
    re_path(r"^tickets/?$", tickets.TicketsView.as_view(), name="tickets"),
    re_path(r"^tickets/(?P<tgt>[^/]+)/?$", tickets.TgtView.as_view(), name="tgt"),
]
