"""replica_status: whether plans are read from the replica, and how far behind it is."""

import json
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy

from ehoks_portal.replica.status import Status, measure

SENTENCES = {
    "none": gettext_lazy("Lukukopiota ei ole (DATABASE_REPLICA_URL on tyhjä)."),
    "unreachable": gettext_lazy("Lukukopio ei vastaa. Tiedot luetaan ensisijaisesta tietokannasta."),
    "not-a-replica": gettext_lazy("Palvelin ei ole lukukopio vaan ensisijainen. Siitä ei lueta."),
    "another-cluster": gettext_lazy("Palvelin on jonkin toisen tietokannan kopio. Korjaa DATABASE_REPLICA_URL heti."),
    "behind": gettext_lazy("Lukukopio on yli %(longest)g s jäljessä (%(bytes_behind)d tavua)."),
    "ok": gettext_lazy("Lukukopio on käytössä, viive %(lag_seconds).3f s (%(bytes_behind)d tavua)."),
}


class Command(BaseCommand):
    help = (
        "Measure how far the replica of DATABASE_REPLICA_URL is behind. Ends with status 1 when it can't be read from; "
        "a cron job or a monitor may ask."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a sentence")

    def handle(self, *args, **options):
        longest = settings.DATABASE_REPLICA_MAX_LAG
        status = measure(longest)
        told = json.dumps(asdict(status)) if options["json"] else _sentence(status, longest)
        if status.state in ("none", "ok"):
            self.stdout.write(told)
        elif options["json"]:
            self.stdout.write(told)
            raise SystemExit(1)
        else:
            raise CommandError(told)


def _sentence(status: Status, longest: float) -> str:
    return SENTENCES[status.state] % {**asdict(status), "longest": longest}
