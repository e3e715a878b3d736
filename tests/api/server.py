"""The portal as it really runs: gunicorn in processes of its own, with the options that ./portal gives it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings


@dataclass(frozen=True)
class Server:
    """url: without a last slash; log_path: what its processes have printed."""

    url: str
    log_path: Path

    @property
    def log(self) -> str:
        return self.log_path.read_text("utf-8", "replace")


@contextmanager
def serving(log_path: Path, **environment: str) -> Iterator[Server]:
    """A server on the tests' database; `environment` configures it."""
    static = log_path.parent / "static"
    _collect_static(static)
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with socket.create_server(("127.0.0.1", 0)) as listener, log_path.open("wb") as log:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "ehoks_portal.wsgi", "--bind", f"fd://{listener.fileno()}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
        command += ["--graceful-timeout", "3", "--log-level", "warning"]
        configured = {
            **os.environ,
            "DATABASE_URL": database,
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEMO": "false",
            "DEBUG": "false",
            "HTTPS": "false",
            "STATIC_ROOT": str(static),
            **environment,
        }
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=configured,
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(process, url, log_path)
            yield Server(url, log_path)
        finally:
            process.terminate()
            process.wait(15)


def _collect_static(root: Path) -> None:
    """Its pages name static files by their manifest, as in production; their compressed copies would take seconds."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=root, STORAGES=settings.STORAGES | {"staticfiles": plain}):
        call_command("collectstatic", interactive=False, verbosity=0)


def _wait_for(process: subprocess.Popen, url: str, log_path: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            opener.open(f"{url}/healthcheck", timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log_path.read_text()}")
