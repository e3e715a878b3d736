"""Learners, as oppijanumerorekisteri tells of them: its henkilo record, of which only the names are kept."""

from collections.abc import Sequence
from typing import Any

from accounts.importing import Outcome
from hoks import hakurivit
from hoks.importing.reading import read_record
from hoks.importing.upsert import Result, read_each, single, upsert
from hoks.models import Oppija


def store_oppijat(records: Sequence[Any]) -> list[Result]:
    """Upsert learners by oidHenkilo; the result of each record in turn, an outcome or a refusal.

    A changed name is at once the one that lists of his study rights know.
    """
    return upsert(read_each(_read, records), _rename)


def store_oppija(record: Any) -> Outcome:
    """Upsert one learner; RecordRefused says what is wrong with the record."""
    return single(store_oppijat([record]))


def _read(value: Any) -> Oppija:
    record = read_record(value)
    return Oppija(
        oid=record.required_oid("oidHenkilo"),
        etunimet=record.text("etunimet").strip(),
        kutsumanimi=record.text("kutsumanimi").strip(),
        sukunimi=record.text("sukunimi").strip(),
        oppijanumero=record.oid("oppijanumero"),
    )


def _rename(known: dict[str, Oppija], changed: list[Oppija]) -> None:
    renamed = [oppija for oppija in changed if oppija.pk in known and _names(oppija) != _names(known[oppija.pk])]
    hakurivit.write_oppijat(renamed)


def _names(oppija: Oppija) -> tuple[str, ...]:
    return oppija.etunimet, oppija.kutsumanimi, oppija.sukunimi
