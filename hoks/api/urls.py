"""Addresses below /ehoks-virkailija-backend/api/v1/ (domain.md 3.1); a last slash is optional."""

from django.urls import URLPattern, path, re_path

from hoks.api import plans

# Parts were once transferred one by one.
DEPRECATED = (
    "aiemmin-hankittu-ammat-tutkinnon-osa",
    "aiemmin-hankittu-paikallinen-tutkinnon-osa",
    "aiemmin-hankittu-yhteinen-tutkinnon-osa",
    "hankittava-ammat-tutkinnon-osa",
    "hankittava-paikallinen-tutkinnon-osa",
    "hankittava-yhteinen-tutkinnon-osa",
    "opiskeluvalmiuksia-tukevat-opinnot",
)


def either(route: str, view, name: str) -> list[URLPattern]:
    """The address with and without a last slash."""
    return [path(route, view, name=name), path(f"{route}/", view, name=f"{name}-slash")]


app_name = "api"
urlpatterns = [
    *either("healthcheck", plans.healthcheck, "healthcheck"),
    *either("validointi", plans.validointi, "validointi"),
    *either("hoks", plans.hoksit, "hoksit"),
    *either("hoks/paged", plans.paged_hoksit, "paged"),
    *either("hoks/opiskeluoikeus/<str:opiskeluoikeus_oid>", plans.by_opiskeluoikeus, "opiskeluoikeus"),
    *either("hoks/osaamisen-hankkimistapa/<str:oht_id>", plans.osaamisen_hankkimistapa, "osaamisen-hankkimistapa"),
    *either("hoks/<str:hoks_id>", plans.hoks_page, "hoks"),
    *either("hoks/<str:hoks_id>/hankintakoulutukset", plans.hankintakoulutukset, "hankintakoulutukset"),
    *(
        pattern
        for part in DEPRECATED
        for pattern in (
            *either(f"hoks/<str:hoks_id>/{part}", plans.deprecated, part),
            *either(f"hoks/<str:hoks_id>/{part}/<str:osa_id>", plans.deprecated, f"{part}-osa"),
        )
    ),
    re_path(r"", plans.unknown, name="unknown"),
]
