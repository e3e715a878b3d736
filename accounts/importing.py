"""Reading record files and reporting what became of each record: the frame of every import command."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

CHUNK = 1 << 16


class Outcome(StrEnum):
    """What storing one record did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class RecordRefused(Exception):
    """The record cannot be stored; the message says why, in Finnish, to whoever runs the import."""


@dataclass(frozen=True)
class Record:
    """One record of a file: value as JSON says it, or a problem (then value is None) when it cannot be read.

    number counts the records of the file from 1; line is the line it was on, where the format has lines.
    """

    file: str
    number: int
    value: Any = None
    line: int | None = None
    problem: str = ""

    def __str__(self) -> str:
        place = _("rivi %(line)d") % {"line": self.line} if self.line else _("tietue %(number)d") % vars(self)
        return f"{self.file}, {place}"


def iterate_records(path: str | Path) -> Iterator[Record]:
    """Yield the records of a JSON list, a single JSON object or JSON Lines, as one is read at a time.

    A record that cannot be read is yielded with its problem. In JSON Lines the next line is read after it; in a
    list nothing after it can be told apart. NaN and Infinity are not JSON and are refused.
    """
    name = str(path)
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            start = _first_character(file)
            if start == "[":
                yield from _list_items(file, name)
            elif start:
                file.seek(0)
                yield from _lines(file, name)
    except OSError as error:
        yield Record(name, 1, problem=_("Tiedostoa ei voi lukea: %(reason)s") % {"reason": error.strerror})
    except UnicodeDecodeError:
        yield Record(name, 1, problem=_("Tiedosto ei ole UTF-8-tekstiä."))


def unstorable_text(value: Any, path: str = "") -> str | None:
    """JSON Pointer of the first text or key that PostgreSQL cannot hold (NUL, a lone surrogate); None when all can."""
    if isinstance(value, str):
        return path or "/" if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value) else None
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found = unstorable_text(str(key), path) or unstorable_text(item, f"{path}/{key}")
        if found:
            return found.encode("ascii", "backslashreplace").decode().replace("\x00", "\\x00")
    return None


def _first_character(file: TextIO) -> str:
    """Read to the first character that is not white space and return it; "" when there is none."""
    character = file.read(1)
    while character.isspace():
        character = file.read(1)
    return character


def _refuse_constant(name: str):
    raise ValueError(_("%(name)s ei ole JSON-luku") % {"name": name})


_decoder = json.JSONDecoder(parse_constant=_refuse_constant)


def _decode(text: str) -> tuple[Any, str]:
    """The JSON value of the text and "", or None and the problem."""
    try:
        return _decoder.decode(text), ""
    except json.JSONDecodeError as error:
        return None, _("JSON-virhe rivillä %(line)d, merkissä %(column)d: %(reason)s") % {
            "line": error.lineno,
            "column": error.colno,
            "reason": error.msg,
        }
    except (ValueError, RecursionError) as error:
        return None, _("JSON-virhe: %(reason)s") % {"reason": error}


def _list_items(file: TextIO, name: str) -> Iterator[Record]:
    """Items of a JSON list whose bracket has been read, holding one item and a chunk of text at a time."""
    text, position, number, chunk = "", 0, 1, CHUNK
    after_item = False
    while True:
        position = _skip_space(text, position)
        following = text[position : position + 1]
        if following == "]" and (after_item or number == 1):
            if text[position + 1 :].strip() or file.read(CHUNK).strip():
                yield Record(name, number, problem=_("Luettelon jälkeen on ylimääräistä tekstiä."))
            return
        if following == "," and after_item:
            position, after_item = position + 1, False
            continue
        problem, end = _("luettelossa pitäisi olla pilkku tai hakasulku"), None
        if following and not after_item:
            try:
                value, end = _decoder.raw_decode(text, position)
            except json.JSONDecodeError as error:
                problem = error.msg
            except (ValueError, RecursionError) as error:
                yield Record(name, number, problem=_unread_rest(error))
                return
        # A value without its delimiter may go on in the next chunk: 1. of 1.5.
        unfinished = (not following or not after_item) if end is None else text[end : end + 1] not in [*",] \t\r\n"]
        more = file.read(chunk) if unfinished else ""
        if more:
            # Read twice as much each time, so that a huge record is not parsed again at every chunk.
            text, position, chunk = text[position:] + more, 0, chunk * 2
        elif end is not None:
            yield Record(name, number, value)
            position, number, chunk, after_item = end, number + 1, CHUNK, True
        else:
            yield Record(name, number, problem=_unread_rest(problem))
            return


def _skip_space(text: str, position: int) -> int:
    while text[position : position + 1].isspace():
        position += 1
    return position


def _unread_rest(reason: object) -> str:
    return _("JSON-virhe: %(reason)s. Luettelon loppu jäi lukematta.") % {"reason": reason}


def _lines(file: TextIO, name: str) -> Iterator[Record]:
    """Records of JSON Lines; or the one value that the whole file is, when its first line is not one alone."""
    first = next(line for line in file if line.strip())
    file.seek(0)
    if _decode(first)[1]:
        value, problem = _decode(file.read())
        file.seek(0)
        if not problem or not any(isinstance(_decode(line)[0], dict) for line in file):
            yield Record(name, 1, value, problem=problem)
            return
        file.seek(0)
    number = 0
    for line_number, line in enumerate(file, start=1):
        if line.strip():
            number += 1
            value, problem = _decode(line)
            yield Record(name, number, value, line_number, problem)


class ImportReport:
    """Counts what became of the records and tells it: a progress line, a line for each refusal, a summary."""

    def __init__(self, stdout: TextIO, stderr: TextIO):
        self.stdout, self.stderr = stdout, stderr
        self.created = self.updated = self.unchanged = self.refused = 0
        self._told_at = time.monotonic()

    @property
    def total(self) -> int:
        """Records handled so far, refused ones too."""
        return self.created + self.updated + self.unchanged + self.refused

    def count(self, outcome: Outcome) -> None:
        """Count a record that was stored or needed no storing."""
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)
        self._tell_progress()

    def refuse(self, record: Record, reason: object) -> None:
        """Count a record that was not stored and say which and why."""
        self.refused += 1
        self.stderr.write(f"{record}: {reason}")
        self._tell_progress()

    def summary(self) -> str:
        """All counts in one line."""
        return _("Luotu %(created)d, päivitetty %(updated)d, muuttumatta %(unchanged)d, hylätty %(refused)d.") % vars(
            self
        )

    def finish(self) -> None:
        """Write the summary; raises CommandError, and so exits non-zero, when something was refused."""
        self.stdout.write(self.summary())
        if self.refused:
            raise CommandError(_("%(refused)d tietuetta hylättiin.") % vars(self))

    def _tell_progress(self) -> None:
        if time.monotonic() - self._told_at >= 2:
            self._told_at = time.monotonic()
            self.stdout.write(_("Käsitelty %(total)d tietuetta …") % {"total": self.total})


class ImportCommand(BaseCommand):
    """A command that stores each record of the files it is given, in a transaction of its own.

    A subclass defines import_record(value) -> Outcome, which raises RecordRefused or ValidationError for a record
    that cannot be stored. Good records go in whatever the others are; running again changes nothing.
    """

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help=_("JSON-luettelo, yksi JSON-olio tai JSON Lines (yksi olio rivillä)"),
        )

    def handle(self, *args, **options):
        report = ImportReport(self.stdout, self.stderr)
        try:
            for path in options["files"]:
                before = report.total
                self.handle_records(iterate_records(path), report)
                self.stdout.write(
                    _("%(file)s: %(count)d tietuetta käsitelty.") % {"file": path, "count": report.total - before}
                )
        except KeyboardInterrupt:
            raise CommandError(_("Keskeytetty. %(summary)s") % {"summary": report.summary()}, returncode=130) from None
        report.finish()

    def handle_records(self, records: Iterator[Record], report: ImportReport) -> None:
        """Store and report the records of one file as they are read."""
        for record in records:
            self.handle_record(record, report)

    def handle_record(self, record: Record, report: ImportReport) -> None:
        """Store one record and report it."""
        try:
            if record.problem:
                raise RecordRefused(record.problem)
            if not isinstance(record.value, dict):
                raise RecordRefused(_("Tietueen on oltava JSON-olio."))
            if path := unstorable_text(record.value):
                raise RecordRefused(_("Kohdassa %(path)s on merkki, jota ei voi tallentaa.") % {"path": path})
            with transaction.atomic():
                outcome = self.import_record(record.value)
        except ValidationError as error:
            report.refuse(record, describe_validation_error(error))
        except RecordRefused as error:
            report.refuse(record, error)
        except (DataError, IntegrityError) as error:
            report.refuse(record, _("Tietokanta ei ota tietuetta: %(reason)s") % {"reason": str(error).split("\n")[0]})
        else:
            report.count(outcome)

    def import_record(self, value: dict) -> Outcome:
        """Store one record, a JSON object, and tell what that did."""
        raise NotImplementedError


def describe_validation_error(error: ValidationError) -> str:
    """The messages of a model's validation in one line, with the fields they are about."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        " ".join(messages) if name == "__all__" else f"{name}: {' '.join(messages)}"
        for name, messages in error.message_dict.items()
    )
