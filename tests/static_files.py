"""Static files for servers in processes of their own, which serve them by their manifest as production does."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings


def collect(root: Path) -> None:
    """Collect them there, without their compressed copies, which take seconds."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=root, STORAGES=settings.STORAGES | {"staticfiles": plain}):
        call_command("collectstatic", interactive=False, verbosity=0)
