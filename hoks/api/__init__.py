"""Data transfer: the JSON interface of student systems (domain.md 3.1, 3.3)."""
