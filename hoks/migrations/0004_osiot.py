"""The audit trail and the transfer log become tables partitioned by month (docs/adr/0013).

What was the table becomes the default partition, so no row moves here and none can be lost; `rotate_lokit` makes the
months and moves each month's rows into its own. Django's state doesn't change: it knows neither partitions nor that
the primary key is (id, aika).
"""

from django.db import migrations

MODELS = ("Tapahtuma", "Siirto")


def partition(apps, schema_editor):
    """Only the new primary key is built, which takes about a second for a million rows."""
    for name in MODELS:
        model = apps.get_model("hoks", name)
        table = model._meta.db_table
        default = f"{table}_muut"
        _give_way(schema_editor, model, default)
        schema_editor.execute(f"ALTER TABLE {default} DROP CONSTRAINT {table}_pkey")
        schema_editor.execute(f"""
            CREATE TABLE {table} (
                LIKE {default} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY,
                CONSTRAINT {table}_pkey PRIMARY KEY (id, aika)
            ) PARTITION BY RANGE (aika)
        """)
        _go_on_counting(schema_editor, table, default)
        schema_editor.execute(f"ALTER TABLE {default} ALTER id DROP IDENTITY")
        for index in model._meta.indexes:
            schema_editor.add_index(model, index)
        # Takes the old table's indexes for its own.
        schema_editor.execute(f"ALTER TABLE {table} ATTACH PARTITION {default} DEFAULT")


def unite(apps, schema_editor):
    """Copies every row."""
    for name in MODELS:
        model = apps.get_model("hoks", name)
        table = model._meta.db_table
        parts = f"{table}_osina"
        _give_way(schema_editor, model, parts)
        schema_editor.execute(f"ALTER TABLE {parts} RENAME CONSTRAINT {table}_pkey TO {parts}_pkey")
        schema_editor.execute(f"""
            CREATE TABLE {table} (
                LIKE {parts} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY,
                CONSTRAINT {table}_pkey PRIMARY KEY (id)
            )
        """)
        schema_editor.execute(f"INSERT INTO {table} SELECT * FROM {parts}")
        _go_on_counting(schema_editor, table, parts)
        schema_editor.execute(f"DROP TABLE {parts}")
        for index in model._meta.indexes:
            schema_editor.add_index(model, index)


def _give_way(schema_editor, model, name):
    """Rename the table, its sequence and its indexes, so that their names are free."""
    table = model._meta.db_table
    schema_editor.execute(f"ALTER TABLE {table} RENAME TO {name}")
    schema_editor.execute(f"ALTER SEQUENCE {table}_id_seq RENAME TO {name}_id_seq")
    for index in model._meta.indexes:
        schema_editor.execute(f"ALTER INDEX {index.name} RENAME TO {name}_{index.name}")


def _go_on_counting(schema_editor, table, old):
    """Let the new table's ids begin where the old one's ended."""
    schema_editor.execute(f"SELECT setval('{table}_id_seq', last_value, is_called) FROM {old}_id_seq")


class Migration(migrations.Migration):

    dependencies = [("hoks", "0003_hakurivi")]

    operations = [migrations.RunPython(partition, unite)]
