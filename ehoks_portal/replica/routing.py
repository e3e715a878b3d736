"""Which requests may read from the replica, and which tables (Django's database router)."""

from django.db import DEFAULT_DB_ALIAS

from ehoks_portal.replica.reading import current, serving

# Accounts, rights, sessions and tickets are read from the primary always: what was taken away is gone at once.
READ_FROM_REPLICA = "hoks"
# Written by reading; no request reads what it has added itself.
LOGS = ("tapahtuma", "siirto")


class ReplicaRouter:
    """Reads of plans go where the request's Reading says, all else to the primary."""

    def db_for_read(self, model, **hints) -> str:
        found = current()
        if found is None or model._meta.app_label != READ_FROM_REPLICA:
            return DEFAULT_DB_ALIAS
        return found.alias()

    def db_for_write(self, model, **hints) -> str:
        found = current()
        if found is not None and model._meta.app_label == READ_FROM_REPLICA and model._meta.model_name not in LOGS:
            found.write()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, obj1, obj2, **hints) -> bool:
        """Both databases hold the same rows."""
        return True

    def allow_migrate(self, db, app_label, **hints) -> bool:
        return db == DEFAULT_DB_ALIAS


class ReplicaMiddleware:
    """Lets signed-in users' requests that only read use the replica, and remembers that the others wrote.

    Machine accounts are known later: `hoks.api.access.machine` does the same for them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with serving(request.method, request.user):
            return self.get_response(request)
