"""A CAS for tests: django-cas-server in a process of its own, on SQLite, with accounts as the national CAS has."""
