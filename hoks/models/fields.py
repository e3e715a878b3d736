"""A column for the wire's unbounded finite numbers."""

from decimal import Decimal

from django.db import models

from hoks.contract.types import canonical_number


class NumberField(models.Field):
    """A finite decimal number of any size, in PostgreSQL's unbounded numeric; int or float in Python.

    DecimalField wants bounded digits and FloatField turns 150 into 150.0; this gives back the number that came.
    """

    def db_type(self, connection) -> str:
        return "numeric"

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return None if value is None else Decimal(repr(value))

    def from_db_value(self, value, expression, connection):
        return None if value is None else canonical_number(value)

    def to_python(self, value):
        return value
