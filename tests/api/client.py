"""A student system. It knows the national interface (domain.md 3) and the CAS REST protocol, and nothing of our code.

By hand, against any server:

    python -m tests.api.client URL USERNAME PASSWORD DOCUMENT.json ...

sends each document as a new plan, or as the whole plan anew where the study right has one, and reads it back.
"""

import gzip
import http.client
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

API = "/ehoks-virkailija-backend/api/v1"
SERVICE = "/ehoks-virkailija-backend/cas-security-check"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """status, headers (case does not matter) and body, unpacked when it came packed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The body's JSON; None when there is no body."""
        return json.loads(self.body) if self.body else None


class NoTicket(Exception):
    """No ticket was given; `answer` says why."""

    def __init__(self, answer: Answer):
        self.answer = answer
        super().__init__(f"{answer.status} {answer.body.decode(errors='replace')}")


class StudentSystem:
    """Talks to the interface as one machine account, over one connection as long as the server keeps it."""

    def __init__(self, url: str, username: str, password: str, caller_id: str = "1.2.246.562.10.1.koeohjelma"):
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(parts.netloc, timeout=60)
        self.username, self.password, self.caller_id = username, password, caller_id
        self.tgt = ""

    def close(self) -> None:
        self.connection.close()

    # --- Tickets

    def sign_in(self) -> Answer:
        """Get a ticket-granting ticket for the username and password."""
        pair = urlencode({"username": self.username, "password": self.password})
        answer = self.exchange("POST", "/cas/v1/tickets", pair, FORM)
        if answer.status != 201:
            raise NoTicket(answer)
        self.tgt = urlsplit(answer.headers["Location"]).path
        return answer

    def ticket(self, service: str = "") -> str:
        """A service ticket, good for one request; signs in when that hasn't been done or has expired."""
        if not self.tgt:
            self.sign_in()
        for attempt in (1, 2):
            form = urlencode({"service": service or self.origin + SERVICE})
            answer = self.exchange("POST", self.tgt, form, FORM)
            if answer.status == 200:
                return answer.body.decode()
            if attempt == 1:
                self.sign_in()
        raise NoTicket(answer)

    def sign_out(self) -> Answer:
        """Give the ticket-granting ticket up, but remember it."""
        return self.exchange("DELETE", self.tgt)

    # --- Plans

    def send(self, method: str, path: str, document: Any = None, **headers: str | None) -> Answer:
        """Make a request of the interface.

        document: JSON to be; text, bytes or an iterable of bytes go as they are, the last without Content-Length.
        headers: if_match="…" for If-Match; None leaves a header out that otherwise would be sent.
        """
        told: dict[str, str | None] = {"caller-id": self.caller_id}
        if "ticket" not in headers:
            told["ticket"] = self.ticket()
        if document is not None:
            told["content-type"] = "application/json"
            if isinstance(document, dict | list):
                document = json.dumps(document)
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.exchange(
            method, API + path, document, {name: value for name, value in told.items() if value is not None}
        )

    def create(self, document: dict) -> Answer:
        return self.send("POST", "/hoks", document)

    def read(self, hoks_id: int) -> Answer:
        return self.send("GET", f"/hoks/{hoks_id}")

    def replace(self, hoks_id: int, document: dict, **headers: str) -> Answer:
        return self.send("PUT", f"/hoks/{hoks_id}", {**document, "id": hoks_id}, **headers)

    def change(self, hoks_id: int, fields: dict, **headers: str) -> Answer:
        return self.send("PATCH", f"/hoks/{hoks_id}", {**fields, "id": hoks_id}, **headers)

    def find(self, opiskeluoikeus_oid: str) -> Answer:
        return self.send("GET", f"/hoks/opiskeluoikeus/{opiskeluoikeus_oid}")

    def check(self, document: dict) -> Answer:
        """The verdict on the document, without a ticket."""
        return self.send("POST", "/validointi", document, ticket=None)

    def pages(self, amount: int) -> Iterator[dict]:
        """Pages of plans, until one is empty."""
        last = 0
        while True:
            page = self.send("GET", f"/hoks/paged?amount={amount}&from-id={last}").document["data"]
            if not page["result"] and not page["failed-ids"]:
                return
            yield page
            last = page["last-id"]

    # --- HTTP

    def exchange(
        self,
        method: str,
        path: str,
        body: str | bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request and its answer."""
        if isinstance(body, str):
            body = body.encode()
        self.connection.request(method, path, body, dict(headers or {}))
        response = self.connection.getresponse()
        received = response.read()
        if response.headers.get("Content-Encoding") == "gzip" and received:
            received = gzip.decompress(received)
        return Answer(response.status, response.headers, received)


def read_shape(document: Any) -> Any:
    """What was read, as it was written: without what the service adds."""
    added = {"id", "eid", "manuaalisyotto", "module-id"}
    if isinstance(document, dict):
        return {name: read_shape(value) for name, value in document.items() if name not in added}
    return [read_shape(item) for item in document] if isinstance(document, list) else document


def main(url: str, username: str, password: str, *paths: str) -> int:
    system = StudentSystem(url, username, password)
    worst = 0
    for path in paths:
        document = json.loads(Path(path).read_bytes())
        found = system.find(document["opiskeluoikeus-oid"])
        if found.status == 200:
            hoks_id = found.document["data"]["id"]
            answer = system.replace(hoks_id, document, if_match=found.headers["ETag"])
        else:
            answer = system.create(document)
            hoks_id = answer.document["meta"]["id"] if answer.status == 200 else None
        print(f"{path}: {answer.status} {answer.body.decode()}")
        if answer.status < 300:
            back = system.read(hoks_id)
            same = {name for name, value in read_shape(back.document["data"]).items() if document.get(name) == value}
            print(f"  read back as {hoks_id}, {back.headers['ETag']}; the same: {len(same)} of {len(document)} members")
        worst = max(worst, answer.status >= 400)
    return worst


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
