"""What a process of the filling does. Imports nothing that needs Django set up: processes are started afresh."""

import multiprocessing
import os
import signal
import threading
from typing import Any

_maa: Any = None


def begin(maa_pickled: bytes, database: str) -> None:
    """Called once in each process: Django, its database, and the country."""
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
        # What a crash of the server would lose is begun anew anyway.
        cursor.execute("SET LOCAL synchronous_commit = off")
        for model, texts in lines.items():
            data = "".join(texts).encode()
            with cursor.copy(copy_statement(model)) as stream:
                stream.write(data)
            told[model._meta.db_table] = cursor.rowcount
    return told


def build(statements: list[str]) -> None:
    """Put up indexes or constraints, with memory for it."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for statement in statements:
            cursor.execute(statement)


def vacuum(table: str) -> None:
    """Vacuum and analyze a table, so that nobody has to while something is measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'VACUUM (ANALYZE) "{table}"')
