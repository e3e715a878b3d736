"""An import command that stores records by the batch: nightly files hold every study right of a provider."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from accounts.importing import ImportCommand, ImportReport, Record, RecordRefused
from hoks.importing.upsert import Result

BATCH_SIZE = 500


class BatchImportCommand(ImportCommand):
    """A subclass defines store(records), which stores the records it is given and returns what became of each."""

    def handle_records(self, records: Iterator[Record], report: ImportReport) -> None:
        """Store and report the records, a batch in a transaction."""
        while batch := list(islice(records, BATCH_SIZE)):
            readable = [record for record in batch if not record.problem]
            results = iter(self.store([record.value for record in readable]))
            for record in batch:
                result = RecordRefused(record.problem) if record.problem else next(results)
                if isinstance(result, RecordRefused):
                    report.refuse(record, result)
                else:
                    report.count(result)

    @staticmethod
    def store(records: Sequence[Any]) -> list[Result]:
        """Store the records, JSON values of any kind, and tell what became of each in turn."""
        raise NotImplementedError
