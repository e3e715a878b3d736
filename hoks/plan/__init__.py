"""A plan's rows and its document: loaded with a statement a table, saved by difference (docs/adr/0008)."""

from hoks.plan.loading import document, load, load_many, load_rows, period_document, write_shape
from hoks.plan.mapping import TOP_COLUMNS, Row, node_lists
from hoks.plan.saving import Save, new_key

__all__ = [
    "TOP_COLUMNS",
    "Row",
    "Save",
    "document",
    "load",
    "load_many",
    "load_rows",
    "new_key",
    "node_lists",
    "period_document",
    "write_shape",
]
