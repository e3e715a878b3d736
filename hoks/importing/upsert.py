"""Storing rows by their primary key, many at a time, writing only what changed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.importing import Outcome, RecordRefused

Row = TypeVar("Row", bound=models.Model)
Result = Outcome | RecordRefused


def read_each(read: Callable[[Any], Row], records: Iterable[Any]) -> list[Row | RecordRefused]:
    """The row of each record, or why it is refused."""
    rows: list[Row | RecordRefused] = []
    for record in records:
        try:
            rows.append(read(record))
        except RecordRefused as refusal:
            rows.append(refusal)
    return rows


def upsert(
    rows: Sequence[Row | RecordRefused],
    then: Callable[[dict[str, Row], list[Row]], None] | None = None,
) -> list[Result]:
    """Store the rows, all of one model, and tell what that did to each; refusals among them stay as they are.

    Two statements whatever the number of rows, one when nothing changed. Of two rows with one key the later stands.
    `then(known, changed)` is called in the same transaction when something changed, with the rows as they were, by
    key, and those written. If the database refuses the lot, they are stored one by one, so that one bad row does not
    keep the others out.
    """
    try:
        with transaction.atomic():
            return _upsert(rows, then)
    except (DataError, IntegrityError, RecursionError) as error:
        if len(rows) == 1:
            reason = str(error).split("\n")[0]
            return [RecordRefused(_("Tietokanta ei ota tietuetta: %(reason)s") % {"reason": reason})]
        return [result for row in rows for result in upsert([row], then)]


def _upsert(rows: Sequence[Row | RecordRefused], then) -> list[Result]:
    good = [row for row in rows if not isinstance(row, RecordRefused)]
    if not good:
        return [row for row in rows if isinstance(row, RecordRefused)]
    model = type(good[0])
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    known = model._default_manager.in_bulk([row.pk for row in good])
    current = dict(known)
    changed: dict[Any, Row] = {}
    results: list[Result] = []
    for row in rows:
        if isinstance(row, RecordRefused):
            results.append(row)
            continue
        before = current.get(row.pk)
        if before is not None and all(getattr(before, column) == getattr(row, column) for column in columns):
            results.append(Outcome.UNCHANGED)
            continue
        results.append(Outcome.CREATED if before is None else Outcome.UPDATED)
        current[row.pk] = changed[row.pk] = row
    if changed:
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._default_manager.bulk_create(
            changed.values(), update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=names
        )
        if then:
            then(known, list(changed.values()))
    return results


def single(results: list[Result]) -> Outcome:
    """The result of storing one record; raises its refusal."""
    [result] = results
    if isinstance(result, RecordRefused):
        raise result
    return result
