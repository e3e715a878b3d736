"""The portal as production runs it, and a student system that calls it."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from accounts.tickets import SERVICE_PATH
from ehoks_portal.processes import ended

WORKERS = 4
# README's production line.
COMMAND = ["-m", "gunicorn", "ehoks_portal.wsgi", "--worker-class", "gthread"]
COMMAND += ["--threads", "1", "--worker-connections", "1", "--keep-alive", "0"]
CALLER_ID = "1.2.246.562.10.00000000001.mittaus"


@dataclass(frozen=True)
class Server:
    """A running portal: where it listens, and the process that holds the workers."""

    port: int
    pid: int

    @property
    def service(self) -> str:
        """What its tickets are for."""
        return f"http://127.0.0.1:{self.port}{SERVICE_PATH}"


@contextlib.contextmanager
def running(directory: Path) -> Iterator[Server]:
    """Four workers on a free port while inside; their logs go to the directory."""
    log = directory / "server.log"
    env = os.environ | {"AUDIT_LOG": str(directory / "audit.log")}
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("w") as output:
        child = subprocess.Popen(
            [sys.executable, *COMMAND, "--workers", str(WORKERS), "--bind", f"fd://{listener.fileno()}"],
            cwd=settings.BASE_DIR,
            env=env,
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
        )
        with ended(child):
            server = Server(listener.getsockname()[1], child.pid)
            _wait(server, child, log)
            yield server


def _wait(server: Server, child: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.request("GET", "/healthcheck")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    sys.exit(f"The server did not start:\n{log.read_text()}")


@dataclass(frozen=True)
class Answer:
    """What came back: status, body, and the milliseconds from the first byte sent to the last received."""

    status: int
    body: bytes
    milliseconds: float


class Machine:
    """A student system: signs in once, and gets a ticket before each request."""

    def __init__(self, server: Server, username: str, password: str):
        self.server = server
        # Kept alive, and another for tickets: neither waits for the other's answer.
        self._requests = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self._tickets = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        response, _content = self._form("/cas/v1/tickets", username=username, password=password)
        if response.status != 201:
            sys.exit(f"{username} is not signed in: {response.status}")
        self._granting = urlsplit(response.headers["Location"]).path

    def headers(self) -> dict[str, str]:
        """What a request needs, with a service ticket that is good for one."""
        response, content = self._form(self._granting, service=self.server.service)
        if response.status != 200:
            sys.exit(f"No service ticket: {response.status} {content.decode()}")
        return {"ticket": content.decode(), "caller-id": CALLER_ID}

    def send(self, method: str, path: str, body: bytes | None = None, *, ticket: bool = True) -> Answer:
        """One request with a ticket of its own; getting the ticket is not in the time, using it is."""
        headers = self.headers() if ticket else {"caller-id": CALLER_ID}
        started = time.perf_counter()
        response, content = _ask(self._requests, method, path, body, headers | {"Content-Type": "application/json"})
        return Answer(response.status, content, (time.perf_counter() - started) * 1000)

    def _form(self, path: str, **fields: str) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return _ask(self._tickets, "POST", path, urlencode(fields).encode(), headers)


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> tuple[http.client.HTTPResponse, bytes]:
    """Send a request and read the answer; once more when the server had closed the quiet connection meanwhile."""
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
    except (http.client.RemoteDisconnected, ConnectionError):
        connection.close()
        connection.request(method, path, body, headers)
        response = connection.getresponse()
    return response, response.read()
