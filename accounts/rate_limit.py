"""How often a caller may come, counted in PostgreSQL so that every worker counts the same (docs/adr/0009)."""

import hashlib
import math
import random

from django.db import connection

# A key that has been quiet this long is forgotten; one request in so many clears such keys away.
FORGET_AFTER = "10 minutes"
CLEAR_ONE_IN = 1000

# now() stands still in a transaction; the statement's own time is the same for the whole statement and moves on.
_HIT = """
INSERT INTO accounts_requestcount AS counted (key_digest, window_start, hits) VALUES (%(key)s, statement_timestamp(), 1)
ON CONFLICT (key_digest) DO UPDATE SET (window_start, hits) = (
    SELECT CASE WHEN ended THEN statement_timestamp() ELSE counted.window_start END,
           CASE WHEN ended THEN 1 ELSE counted.hits + 1 END
    FROM (SELECT counted.window_start <= statement_timestamp() - interval '1 minute' AS ended) AS minute
)
RETURNING hits, extract(epoch FROM window_start + interval '1 minute' - statement_timestamp())::float
"""
# Rows that others are counting just now are left to a later time: waiting for them could end in a deadlock.
_CLEAR = f"""
WITH quiet AS (
    SELECT key_digest FROM accounts_requestcount
    WHERE window_start < statement_timestamp() - interval '{FORGET_AFTER}' AND key_digest <> %(key)s
    FOR UPDATE SKIP LOCKED
), cleared AS (
    DELETE FROM accounts_requestcount WHERE key_digest IN (SELECT key_digest FROM quiet)
)
"""


def hit(key: str, per_minute: int) -> int:
    """Count one request of the key, and tell how many seconds it must wait: 0 when it may be served.

    A minute begins with the key's first request and lets per_minute requests through; refused ones don't prolong it.
    per_minute 0 is no limit. One statement.
    """
    if not per_minute:
        return 0
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    statement = _CLEAR + _HIT if random.randrange(CLEAR_ONE_IN) == 0 else _HIT
    with connection.cursor() as cursor:
        cursor.execute(statement, {"key": digest})
        hits, seconds_left = cursor.fetchone()
    return 0 if hits <= per_minute else max(1, math.ceil(seconds_left))
