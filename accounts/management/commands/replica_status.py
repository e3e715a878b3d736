"""replica_status: whether plans are read from the replica, and how far behind it is."""

import json
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ehoks_portal.replica.status import measure


class Command(BaseCommand):
    help = (
        "Measure how far the replica of DATABASE_REPLICA_URL is behind. Ends with status 1 when it can't be read from; "
        "a cron job or a monitor may ask."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a sentence")

    def handle(self, *args, **options):
        status = measure(settings.DATABASE_REPLICA_MAX_LAG)
        told = json.dumps(asdict(status)) if options["json"] else str(status)
        if status.state in ("none", "ok"):
            self.stdout.write(told)
        elif options["json"]:
            self.stdout.write(told)
            raise SystemExit(1)
        else:
            raise CommandError(told)
