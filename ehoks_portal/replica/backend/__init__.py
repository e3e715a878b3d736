"""Django's database engine for the replica: PostgreSQL's, but for connections that don't wait for ever."""
