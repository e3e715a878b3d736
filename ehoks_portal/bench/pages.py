"""Statements and time of the important pages, as multiples of the least a page can cost; on the demo world.

In this process, without HTTP. The floor is an information page for a signed-in official: session, user and frame,
nothing else. Times depend on the machine, the ratios and the statement counts hardly.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from ehoks_portal.bench.measuring import count, in_process
from hoks import plan, services
from hoks.models import Hoks, Kanava


@dataclass(frozen=True)
class Page:
    """What a page came to; floors: how many times the information page's time."""

    name: str
    statements: int
    milliseconds: float
    floors: float


def measure_pages(repetitions: int) -> list[Page]:
    """Every page in turn, the floor first."""
    pages: list[Page] = []
    for name, action in _actions().items():
        action()
        with CaptureQueriesContext(connection) as queries:
            action()
        # Before the others: each request forgets the statements of the one before.
        statements = count(queries)
        milliseconds = in_process(action, repetitions)
        floor = pages[0].milliseconds if pages else milliseconds
        pages.append(Page(name, statements, milliseconds, milliseconds / floor))
    return pages


def _actions() -> dict[str, Callable[[], object]]:
    """What is measured, the floor first; on the biggest plan of the demo world."""
    virkailija = User.objects.get(username="virkailija")
    editable = Hoks.objects.editable_by(virkailija)
    hoks = editable.annotate(size=Count("tutkinnonosa_set")).order_by("-size", "pk")[0]
    oppija = User.objects.get(username="oppija")
    own = Hoks.objects.visible_to(oppija)[0]

    def get(client: Client, url: str) -> Callable[[], object]:
        def visit():
            response = client.get(url)
            if response.status_code != 200:
                sys.exit(f"{url} answers {response.status_code}.")

        return visit

    official, learner = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    official.force_login(virkailija, "django.contrib.auth.backends.ModelBackend")
    learner.force_login(oppija, "django.contrib.auth.backends.ModelBackend")
    opiskelijat = f"{reverse('virkailija:opiskelijat')}?oppilaitos={hoks.opiskeluoikeus.oppilaitos_oid}"
    document = plan.write_shape(plan.load(hoks)) | {"id": hoks.pk}

    def resend():
        services.replace_hoks(hoks, document, by=virkailija, kanava=Kanava.TIEDONSIIRTO)

    return {
        "floor: information page": get(official, reverse("tietosuoja")),
        "list of study rights": get(official, opiskelijat),
        "list, searched by name": get(official, f"{opiskelijat}&nimi=virta"),
        "plan, official's page": get(official, reverse("virkailija:hoks", args=[hoks.pk])),
        "versions of a plan": get(official, reverse("virkailija:hoks-versiot", args=[hoks.pk])),
        "plan, learner's page": get(learner, reverse("oppija:hoks", args=[own.eid])),
        "plan loaded": lambda: plan.load(hoks),
        "plan sent again unchanged": resend,
    }
