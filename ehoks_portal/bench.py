"""The benchmark: statements and time of the important pages and writes, as multiples of the least a page can cost.

Run by `./portal bench` on a demo world of its own; `python -m ehoks_portal.bench [repetitions]` elsewhere. The floor is
an information page for a signed-in official: session, user and frame, nothing else. Times depend on the machine, the
ratios and the statement counts hardly.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

import django

# Ends and beginnings of transactions are no statements of ours.
TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def measure(action: Callable[[], object], repetitions: int) -> tuple[int, float]:
    """Statements of one run, and the median of the others' milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    action()
    with CaptureQueriesContext(connection) as queries:
        action()
    statements = sum(not query["sql"].startswith(TRANSACTION_CONTROL) for query in queries)
    times = []
    for _ in range(repetitions):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statements, statistics.median(times)


def actions() -> dict[str, Callable[[], object]]:
    """What is measured, the floor first; on the biggest plan of the demo world."""
    from django.db.models import Count
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from hoks import plan, services
    from hoks.models import Hoks, Kanava

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


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehoks_portal.settings")
    django.setup()
    import logging

    # The audit line of each read would drown the table.
    logging.getLogger("audit").disabled = True
    repetitions = int(arguments[0]) if arguments else 50
    floor = None
    print(f"{'':28}{'statements':>12}{'ms':>10}{'x floor':>10}")
    for name, action in actions().items():
        statements, milliseconds = measure(action, repetitions)
        floor = floor or milliseconds
        print(f"{name:28}{statements:12}{milliseconds:10.1f}{milliseconds / floor:10.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
