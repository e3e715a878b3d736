"""Addresses of signing in, the front page, the session and the upkeep of accounts."""

from django.contrib import admin
from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.etusivu, name="etusivu"),
    path("kirjaudu/", views.SignInView.as_view(), name="kirjaudu"),
    path("kirjaudu/ulos/", views.SignOutView.as_view(), name="kirjaudu-ulos"),
    path("istunto/jatka/", views.istunto_jatka, name="istunto-jatka"),
    path("yllapito/", admin.site.urls),
]
