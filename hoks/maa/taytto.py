"""Filling an empty database with the country: accounts and organisations, blocks in several processes, the rest."""

import datetime as dt
import pickle
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import cast

from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from accounts.importing import ImportCommand
from accounts.models import Kayttooikeus, Organisaatio, User
from hoks import osiot
from hoks.demo.koodit import koodisto_files, records
from hoks.hakurivit import write_koulutusnimet
from hoks.kayttoonotto import paivita
from hoks.luvut import jaksot
from hoks.maa import rakenne, tyo
from hoks.maa.kayttajat import kirjoittaja, make_accounts
from hoks.maa.lohkot import Maa
from hoks.maa.lokit import kept_from
from hoks.maa.mallit import mallit
from hoks.maa.organisaatiot import organisaatiot
from hoks.models import (
    Hakurivi,
    Hoks,
    HoksVersio,
    Koodi,
    Koulutusnimi,
    Luonnos,
    Opiskeluoikeus,
    Oppija,
    Siirto,
    Tapahtuma,
    Tyopaikkajakso,
)
from hoks.plan.mapping import PART_TABLES

# Templates at most, with and without a plan: enough that neighbours in a list differ, few enough to make in seconds.
WITH_PLAN, WITHOUT = 600, 80
# A small country needs fewer.
PLANS_A_TEMPLATE = 20
FILLED: tuple[type[models.Model], ...] = (
    *(Oppija, Opiskeluoikeus, Hakurivi, Hoks),
    *PART_TABLES,
    *(HoksVersio, Tyopaikkajakso, Luonnos, Tapahtuma, Siirto),
)
# Written as ever.
ALONG: tuple[type[models.Model], ...] = (Organisaatio, User, Kayttooikeus, Koodi, Koulutusnimi)
MONTHS_AHEAD_DAYS = 31 * osiot.AHEAD
# Blocks handed out before the first is asked back, for each process.
AHEAD = 4


class Vaihe(models.TextChoices):
    """Stages of a filling."""

    POHJA = "pohja", _("Pohja")
    RIVIT = "rivit", _("Rivit")
    INDEKSIT = "indeksit", _("Indeksit")
    TILASTOT = "tilastot", _("Tilastot")


class NotEmpty(Exception):
    """The database has study rights, plans or logs already."""


@dataclass
class Yhteenveto:
    """What the filling came to: rows by table, seconds by stage."""

    rows: Counter[str] = field(default_factory=Counter)
    seconds: dict[Vaihe, float] = field(default_factory=dict)


Progress = Callable[[Vaihe, float], None]


class Taytto:
    """One filling. progress: called with the stage's name and the share of it that is done."""

    def __init__(
        self, *, hoksit: int, seed: str, osuus: float, workers: int, today: dt.date, password: str, progress: Progress
    ):
        self.hoksit, self.seed, self.osuus, self.workers = hoksit, seed, osuus, workers
        self.today, self.password, self.progress = today, password, progress
        self.told = Yhteenveto()

    def run(self) -> Yhteenveto:
        """Fill the database; NotEmpty when it isn't empty."""
        if rakenne.is_down():
            rakenne.put_up_here()
        if any(model._default_manager.exists() for model in FILLED):
            raise NotEmpty
        with self._stage(Vaihe.POHJA):
            maa = self._maa()
        try:
            rakenne.take_down(FILLED)
            self._fill(maa)
        except BaseException:
            # Interrupted too: an empty database as it was, so that it can be tried again.
            self._empty()
            rakenne.put_up_here()
            raise
        return self.told

    def _fill(self, maa: Maa) -> None:
        with self._processes(maa) as pool:
            with self._stage(Vaihe.RIVIT):
                for rows in self._each(pool, tyo.fill_block, maa.blocks, Vaihe.RIVIT):
                    self.told.rows.update(rows)
                jaksot.fill()
                self.told.rows[Tyopaikkajakso._meta.db_table] = Tyopaikkajakso.objects.count()
                self._sequences()
            with self._stage(Vaihe.INDEKSIT):
                rakenne.put_up(lambda jobs: list(self._each(pool, tyo.build, jobs, Vaihe.INDEKSIT)))
            with self._stage(Vaihe.TILASTOT):
                tables = [model._meta.db_table for model in (*FILLED, *ALONG)]
                list(self._each(pool, tyo.vacuum, tables, Vaihe.TILASTOT))
                paivita(alusta=True)

    def _empty(self) -> None:
        names = ", ".join(f'"{model._meta.db_table}"' for model in FILLED)
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names} CASCADE")

    def _maa(self) -> Maa:
        """What everything hangs on, and the templates."""
        places = organisaatiot()
        _import_each("import_koodistot", (record for path in koodisto_files() for record in records(path.stem)))
        Organisaatio.objects.bulk_create(
            places.rows,
            update_conflicts=True,
            unique_fields=["oid"],
            update_fields=["nimi", "tyypit", "tila", "parent_oid", "polku"],
        )
        tekijat = make_accounts(self.seed, places, self.password)
        _make_months(self.today)
        with_plan, without = mallit(
            self.seed, self.today, min(WITH_PLAN, 20 + self.hoksit // PLANS_A_TEMPLATE), min(WITHOUT, 20 + self.hoksit)
        )
        write_koulutusnimet([malli.oikeus for malli in (*with_plan, *without)])
        return Maa(
            self.seed,
            self.today,
            self.hoksit,
            self.osuus,
            places.koulut,
            tekijat,
            kirjoittaja(User.objects.system_actor(), ""),
            with_plan,
            without,
        )

    @contextmanager
    def _stage(self, name: Vaihe) -> Iterator[None]:
        started = time.monotonic()
        self.progress(name, 0.0)
        yield
        self.progress(name, 1.0)
        self.told.seconds[name] = time.monotonic() - started

    @contextmanager
    def _processes(self, maa: Maa) -> Iterator[ProcessPoolExecutor]:
        database = connection.settings_dict["NAME"]
        pool = ProcessPoolExecutor(
            self.workers, get_context("spawn"), initializer=tyo.begin, initargs=(pickle.dumps(maa), database)
        )
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)

    def _each(self, pool: ProcessPoolExecutor, work: Callable, values: Iterable, stage: Vaihe) -> Iterator:
        """What the work comes to for each value, in any order, with a few of them in hand at a time."""
        values = list(values)
        waiting, in_hand, done = iter(values), set[Future](), 0
        while True:
            while len(in_hand) < AHEAD * self.workers and (value := next(waiting, None)) is not None:
                in_hand.add(pool.submit(work, value))
            if not in_hand:
                return
            ready, in_hand = wait(in_hand, return_when=FIRST_COMPLETED)
            for future in ready:
                done += 1
                self.progress(stage, done / len(values))
                yield future.result()

    def _sequences(self) -> None:
        """Let keys go on after the greatest in use."""
        with connection.cursor() as cursor:
            for model in FILLED:
                if isinstance(model._meta.pk, models.AutoField):
                    table = model._meta.db_table
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}"
                    )


def _make_months(today: dt.date) -> None:
    """Have the logs' partitions ready for as long as logs are kept; whatever is older goes to the default one."""
    ahead = today + dt.timedelta(days=MONTHS_AHEAD_DAYS)
    kept = {Tapahtuma: settings.TAPAHTUMAT_SAILYTYS_PAIVAA, Siirto: settings.SIIRROT_SAILYTYS_PAIVAA}
    for model, days in kept.items():
        first, last = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (kept_from(today, days), ahead))
        for month in osiot.months(first, last):
            osiot.make(model, month)


def _import_each(command_name: str, values: Iterable[dict]) -> None:
    """Store records as the import command of that name does."""
    command = cast(ImportCommand, load_command_class(get_commands()[command_name], command_name))
    for value in values:
        command.import_record(value)
