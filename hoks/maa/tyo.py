"""What a process of the filling does. Imports nothing that needs Django set up: processes are started afresh."""

import multiprocessing
import os
import signal
import threading
from typing import Any

_maa: Any = None


def begin(maa_pickled: bytes, database: str) -> None:
    """Called once in each process: Django, the country, and a database connection that doesn't wait for the disk."""
    global _maa
    # Ctrl-C goes to every process; the first to be told decides for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import pickle

    import django

    django.setup()
    from django.db import connection

    # What the parent has been pointed at: a test's database is not the one the settings name.
    connection.settings_dict["NAME"] = database
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        # For rebuilding indexes.
        cursor.execute("SET maintenance_work_mem = '256MB'")
    _maa = pickle.loads(maa_pickled)


def _end_with_parent() -> None:
    """The pool's processes would wait for work for ever when the one that hands it out is killed."""
    multiprocessing.parent_process().join()
    os._exit(1)


def fill_block(number: int) -> dict[str, int]:
    """Make a block and copy it into the database in one transaction; rows by table."""
    from hoks.maa.lohkot import lohko

    return copy(lohko(_maa, number))


def copy(lines: dict[Any, list[str]]) -> dict[str, int]:
    """Copy lines into their tables in one transaction; rows by table."""
    from django.db import connection, transaction

    from hoks.maa.rivit import copy_statement

    told = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for model, texts in lines.items():
            data = "".join(texts).encode()
            with cursor.copy(copy_statement(model)) as stream:
                stream.write(data)
            told[model._meta.db_table] = cursor.rowcount
    return told


def run(statement: str) -> None:
    """One statement in a transaction of its own, or outside any where it must be."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
