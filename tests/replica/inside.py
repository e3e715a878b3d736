"""What one process sees while the replica's servers fall under it; run by test_replica with both databases set.

Asserts as it goes: a non-zero exit is a failed test.
"""

import io
import os
import signal
import threading
import time

import django
import psycopg

PLANS = 60


def main() -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.core.management import call_command
    from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
    from django.test import override_settings

    from accounts.models import Organisaatio, User
    from ehoks_portal.replica import ALIAS, serving
    from ehoks_portal.replica.reading import health
    from ehoks_portal.replica.status import measure
    from hoks.api.paged import _documents
    from hoks.models import Hoks, Luonnos

    user, replica = User.objects.get(username="virkailija"), connections[ALIAS]

    def admin(url_of) -> psycopg.Connection:
        told = url_of.get_connection_params()
        return psycopg.connect(dbname=told["dbname"], host=told["host"], user=told["user"], autocommit=True)

    def source() -> str:
        return Hoks.objects.order_by("pk").first()._state.db

    def end_backends() -> None:
        with admin(replica) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )

    def wait_for_replica() -> None:
        """Until the replica has all that was written up to now."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with serving("GET", user):
                if source() == ALIAS:
                    return
            time.sleep(0.01)
        raise AssertionError("The replica is not read from")

    wait_for_replica()
    # Who reads from where.
    with serving("GET", user):
        assert source() == ALIAS
        assert Organisaatio.objects.first()._state.db == DEFAULT_DB_ALIAS
        with transaction.atomic():
            assert source() == DEFAULT_DB_ALIAS
            assert Hoks.objects.select_for_update().order_by("pk").first()._state.db == DEFAULT_DB_ALIAS
    assert source() == DEFAULT_DB_ALIAS
    with serving("POST", AnonymousUser()):
        assert source() == DEFAULT_DB_ALIAS
    with serving("GET", AnonymousUser()):
        assert source() == DEFAULT_DB_ALIAS

    wait_for_replica()
    # A reading that writes reads what it has written.
    with serving("GET", user):
        hoks = Hoks.objects.select_related("opiskeluoikeus").order_by("pk").first()
        assert hoks._state.db == ALIAS
        made = Luonnos.objects.create(
            omistaja=user, opiskeluoikeus=hoks.opiskeluoikeus, hoks=hoks, dokumentti={}, pohja_versionumero=1
        )
        assert Luonnos.objects.get(pk=made.pk)._state.db == DEFAULT_DB_ALIAS
        made.delete()

    # The connection is lost in the middle of a request.
    wait_for_replica()
    with serving("GET", user):
        assert source() == ALIAS
        end_backends()
        assert Hoks.objects.count() == PLANS
        assert source() == DEFAULT_DB_ALIAS
    # Soon there is a new connection.
    connections[ALIAS].close_if_unusable_or_obsolete()
    wait_for_replica()
    with serving("GET", user):
        assert source() == ALIAS

        # A statement that stands in the way of what is replayed is cancelled.
        def lock_once_it_runs() -> None:
            with admin(replica) as other:
                while not other.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
                ).fetchone()[0]:
                    time.sleep(0.01)
            with admin(connection) as other, other.transaction():
                other.execute("LOCK TABLE hoks_hoks IN ACCESS EXCLUSIVE MODE")

        locking = threading.Thread(target=lock_once_it_runs)
        locking.start()
        slow = Hoks.objects.filter(pk=hoks.pk).extra(select={"nap": "SELECT pg_sleep(0.3)::text"})
        assert [found.pk for found in slow] == [hoks.pk]
        locking.join()
        assert source() == DEFAULT_DB_ALIAS

    # How far behind it is; too far behind it is not read from, and then again.
    wait_for_replica()
    call_command("replica_status", stdout=(output := io.StringIO()))
    assert output.getvalue().startswith("Lukukopio on käytössä")
    with admin(replica) as other, override_settings(DATABASE_REPLICA_MAX_LAG=1):
        wait_for_replica()
        other.execute("SELECT pg_wal_replay_pause()")
        made.save(force_insert=True)
        with serving("GET", user):
            assert source() == ALIAS
        told = measure(1)
        assert (told.state, told.lag_seconds) == ("behind", None) and told.bytes_behind > 0
        with serving("GET", user):
            assert source() == DEFAULT_DB_ALIAS
        other.execute("SELECT pg_wal_replay_resume()")
        wait_for_replica()
    made.delete()

    # Many plans are being streamed.
    ids = list(Hoks.objects.order_by("pk").values_list("pk", flat=True))
    stream = _documents(ids, ALIAS)
    told = [next(stream)]
    end_backends()
    told += stream
    assert [pk for pk, _document in told] == ids
    assert all(document for _pk, document in told)

    # It stops without a word, and one statement waits for it.
    wait_for_replica()
    with serving("GET", user):
        assert source() == ALIAS
        with replica.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        os.kill(backend, signal.SIGSTOP)
        started = time.monotonic()
        with override_settings(DATABASE_REPLICA_TIMEOUT=0.3):
            assert Hoks.objects.count() == PLANS
        assert time.monotonic() - started > 0.3
        os.kill(backend, signal.SIGCONT)
    with serving("GET", user):
        assert source() == DEFAULT_DB_ALIAS
    # The longer one waited, the longer it is left alone; not so long here.
    health._retry_at = 0
    connections[ALIAS].close_if_unusable_or_obsolete()
    wait_for_replica()

    # What is behind the address is no replica.
    replica.close()
    replica.settings_dict["OPTIONS"]["host"] = connection.settings_dict["OPTIONS"]["host"]
    with serving("GET", user):
        assert source() == DEFAULT_DB_ALIAS
    assert measure(1).state == "not-a-replica"


if __name__ == "__main__":
    django.setup()
    main()
