"""generate_maa --hoksit N: fill an empty database with a country of N plans, to measure on (docs/adr/0015)."""

import argparse
import datetime as dt
import secrets
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from hoks import services
from hoks.maa.kayttajat import PREFIX
from hoks.maa.taytto import NotEmpty, Taytto, Vaihe, Yhteenveto

# Up to so many plans all have parts and versions, of more one in ten, unless told otherwise.
WHOLE = 100_000
BAR = 30


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(_("Anna luku, joka on vähintään 1."))
    return count


def _percent(text: str) -> float:
    percent = float(text.replace(",", "."))
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(_("Anna luku väliltä 0–100."))
    return percent


class Command(BaseCommand):
    help = "Fill an empty database with a realistic country of plans: by COPY, in several processes."

    def add_arguments(self, parser):
        parser.add_argument("--hoksit", type=_count, required=True, metavar="N", help="plans to make")
        parser.add_argument("--seed", default="1", help="the same seed makes the same country on the same day")
        parser.add_argument(
            "--osuus",
            type=_percent,
            metavar="PERCENT",
            help=f"share of plans with parts and versions (default 100, or 10 when there are more than {WHOLE} plans)",
        )
        parser.add_argument("--workers", type=_count, default=4, metavar="N", help="processes (default 4)")
        parser.add_argument(
            "--paiva", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="its last day (default yesterday)"
        )
        parser.add_argument("--salasana", help="of every account made; random unless given")

    def handle(self, *args, **options):
        osuus = options["osuus"]
        if osuus is None:
            osuus = 100 if options["hoksit"] <= WHOLE else 10
        password = options["salasana"] or secrets.token_urlsafe(12)
        bar = Bar(self.stdout if options["verbosity"] else None)
        taytto = Taytto(
            hoksit=options["hoksit"],
            seed=options["seed"],
            osuus=osuus / 100,
            workers=options["workers"],
            today=options["paiva"] or services.today() - dt.timedelta(days=1),
            password=password,
            progress=bar.show,
        )
        try:
            told = taytto.run()
        except NotEmpty:
            raise CommandError(
                _("Tietokannassa on jo opiskeluoikeuksia tai lokeja. Maa tehdään vain tyhjään tietokantaan.")
            ) from None
        except KeyboardInterrupt:
            raise CommandError(_("Keskeytetty. Tietokanta on taas tyhjä."), returncode=130) from None
        if options["verbosity"]:
            self._tell(told, password, generated=not options["salasana"])

    def _tell(self, told: Yhteenveto, password: str, *, generated: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            whole = cursor.fetchone()[0]
            cursor.execute("""
                SELECT root.relname, sum(pg_table_size(part.oid))::bigint, sum(pg_indexes_size(part.oid))::bigint
                FROM pg_class root CROSS JOIN LATERAL (
                    SELECT relid AS oid FROM pg_partition_tree(root.oid) UNION SELECT root.oid
                ) part
                WHERE root.relkind IN ('r', 'p') AND NOT root.relispartition
                GROUP BY root.relname
            """)
            sizes = {table: (data, indexes) for table, data, indexes in cursor.fetchall()}
        head = _("taulu"), _("rivejä"), _("taulu, Mt"), _("indeksit, Mt")
        self.stdout.write("\n{:34}{:>12}{:>14}{:>14}".format(*head))
        for table, rows in told.rows.most_common():
            data, indexes = sizes[table]
            self.stdout.write(f"{table:34}{_number(rows):>12}{_number(data / 1e6):>14}{_number(indexes / 1e6):>14}")
        seconds = sum(told.seconds.values())
        stages = ", ".join(f"{name.label.lower()} {taken:.0f} s" for name, taken in told.seconds.items())
        self.stdout.write(
            _("Koko tietokanta %(size)s Mt. Aikaa kului %(seconds).0f s (%(stages)s).")
            % {"size": _number(whole / 1e6), "seconds": seconds, "stages": stages}
        )
        names = ", ".join(PREFIX + name for name in ("suuri", "keski", "pieni", "paakayttaja", "palvelu", "oppija"))
        self.stdout.write(_("Tunnukset: %(names)s, koulujen virkailijat maa-koulu-NNN.") % {"names": names})
        if generated:
            self.stdout.write(_("Kaikkien salasana: %(password)s") % {"password": password})


class Bar:
    """A progress bar; on something else than a terminal a line for each stage."""

    def __init__(self, stream):
        self.stream, self.told = stream, None
        self.started = time.monotonic()

    def show(self, stage: Vaihe, share: float) -> None:
        """The stage is done so far."""
        if self.stream is None:
            return
        if not self.stream.isatty():
            if share >= 1 and self.told != stage:
                self.told = stage
                self.stream.write(f"{stage.label}: {time.monotonic() - self.started:.0f} s")
            return
        filled = round(BAR * share)
        elapsed = time.monotonic() - self.started
        self.stream.write(
            f"\r{stage.label:12} [{'#' * filled}{'.' * (BAR - filled)}] {share:4.0%} {elapsed:5.0f} s ",
            ending="\n" if share >= 1 and self.told != stage else "",
        )
        self.stream.flush()
        if share >= 1:
            self.told = stage


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
