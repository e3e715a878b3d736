"""Somebody with a browser: pages over real HTTP, with cookies and a kept connection, hundreds of them in one process.

Plain asyncio streams: a client library's own time would be a good part of what is measured. It speaks only what the
portal answers, HTTP/1.1 with Content-Length.
"""

import asyncio
import gzip
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "127.0.0.1"
FORM = "application/x-www-form-urlencoded"


class Request(NamedTuple):
    """What is asked for. fields: a form to post, without its CSRF token; target: the id htmx would swap, if any."""

    path: str
    fields: dict[str, str] | None = None
    target: str = ""


@dataclass(frozen=True)
class Answer:
    """What came back: headers by lower-case name, the body as it was sent, and the milliseconds to its last byte."""

    status: int
    headers: dict[str, str]
    body: bytes
    milliseconds: float

    @property
    def text(self) -> str:
        """The body, unpacked."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    @property
    def location(self) -> str:
        """Where a redirect leads, empty when it is none."""
        return self.headers.get("location", "")


class Visitor:
    """One browser of one user. Its requests go one after another."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port, self.cookies = port, dict(cookies or {})
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        """The page, as a browser asks for it."""
        return await self.send(Request(path))

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Post a form, whose page has been seen."""
        return await self.send(Request(path, fields))

    async def send(self, request: Request) -> Answer:
        """Ask as a browser with htmx would; redirects are the caller's affair."""
        headers = self.headers(request)
        if request.fields is None:
            return await self.ask("GET", request.path, headers)
        return await self.ask("POST", request.path, headers | {"Content-Type": FORM}, self.form(request))

    def headers(self, request: Request) -> dict[str, str]:
        """Headers of the request besides those of HTTP itself."""
        headers = {"Accept": "text/html", "Accept-Language": "fi"}
        if request.target:
            headers |= {"HX-Request": "true", "HX-Target": request.target}
        return headers

    def form(self, request: Request) -> bytes:
        """The form as a body, with the token against forgery."""
        return urlencode((request.fields or {}) | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}).encode()

    async def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """One request, connecting when need be; the time of that is in the answer's.

        Raises OSError or EOFError when there is no whole answer. A kept connection that the server had closed
        meanwhile is made anew, once.
        """
        head = {"Host": f"{HOST}:{self.port}", "Accept-Encoding": "gzip, br", **headers}
        if self.cookies:
            head["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body or method != "GET":
            head["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        message = "\r\n".join([*lines, "", ""]).encode() + body
        started = time.perf_counter()
        if self._streams and self._streams[0].at_eof():
            self.close()
        kept = self._streams is not None
        try:
            return await self._exchange(message, started)
        except (OSError, EOFError):
            self.close()
            if not kept:
                raise
        return await self._exchange(message, started)

    def close(self) -> None:
        """Let go of the connection; the next request makes another."""
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _exchange(self, message: bytes, started: float) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self.port)
        reader, writer = self._streams
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ", 2)[1])
        headers: dict[str, str] = {}
        for line in filter(None, head[1:]):
            name, _colon, value = line.partition(":")
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value.strip()).items()}
            headers[name.lower()] = value.strip()
        body = b"" if status in (204, 304) else await reader.readexactly(int(headers["content-length"]))
        answer = Answer(status, headers, body, (time.perf_counter() - started) * 1000)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return answer
