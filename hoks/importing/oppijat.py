"""Learners, as oppijanumerorekisteri tells of them: its henkilo record, of which only the names are kept."""

from collections.abc import Sequence
from typing import Any

from accounts.importing import Outcome
from hoks.importing.reading import read_record
from hoks.importing.upsert import Result, read_each, single, upsert
from hoks.models import Opiskeluoikeus, Oppija
from hoks.names import search_text, sort_key


def store_oppijat(records: Sequence[Any]) -> list[Result]:
    """Upsert learners by oidHenkilo; the result of each record in turn, an outcome or a refusal.

    A changed name is copied to the learner's study rights at once.
    """
    return upsert(read_each(_read, records), _rename)


def store_oppija(record: Any) -> Outcome:
    """Upsert one learner; RecordRefused says what is wrong with the record."""
    return single(store_oppijat([record]))


def name_copies(oppija: Oppija) -> dict[str, str]:
    """Columns of a study right that are copied from its learner's name (docs/adr/0005)."""
    return {
        "jarjestysnimi": sort_key(oppija.sukunimi, oppija.etunimet),
        "hakunimi": search_text(f"{oppija.etunimet} {oppija.kutsumanimi} {oppija.sukunimi}"),
    }


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
    for oppija in changed:
        copies = name_copies(oppija)
        if oppija.pk in known and copies != name_copies(known[oppija.pk]):
            Opiskeluoikeus.objects.filter(oppija=oppija).update(**copies)
