"""Reading plans from a streaming replica of the database (docs/adr/0014). Used where DATABASE_REPLICA_URL is set.

A request that only reads, by a known user, reads the tables of `hoks` from the replica when that is there, is a
replica, is fresh enough and has all that the user himself has written. Everything else is read where it is written:
who is asking and what he may, what a transaction reads, and what a request reads after it has written. What the
replica can't answer the primary is asked, a statement at a time, so nobody sees that it is gone.
"""

from ehoks_portal.replica.reading import ALIAS, is_configured, serving
from ehoks_portal.replica.routing import ReplicaMiddleware, ReplicaRouter

__all__ = ["ALIAS", "ReplicaMiddleware", "ReplicaRouter", "is_configured", "serving"]
