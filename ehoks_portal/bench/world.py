"""Who and what the measured requests are about: a provider, its machine accounts, study rights, plans."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from accounts.models import Kayttooikeus, Organisaatio, User
from ehoks_portal.bench import documents
from hoks.importing import store_opiskeluoikeudet, store_oppijat

OPH_OID = "1.2.246.562.10.00000000001"
BATCH = 1000


def make_organisations() -> None:
    """OPH, the provider and its schools."""
    oph, _made = Organisaatio.objects.get_or_create(oid=OPH_OID, defaults={"polku": [OPH_OID]})
    provider = documents.organisaatio_oid(0)
    for number in range(documents.SCHOOLS + 1):
        oid = documents.organisaatio_oid(number)
        above = [*oph.polku] if number == 0 else [*oph.polku, provider]
        Organisaatio.objects.get_or_create(
            oid=oid, defaults={"nimi": {"fi": f"Mittaus {number}"}, "parent_oid": above[-1], "polku": [*above, oid]}
        )


def make_account(username: str, organisaatio_oid: str, oikeus: str) -> str:
    """A machine account with one right; returns its password, new each time."""
    password = secrets.token_urlsafe(20)
    user, _made = User.objects.get_or_create(username=username, defaults={"kayttaja_tyyppi": User.Tyyppi.PALVELU})
    user.set_password(password)
    user.save()
    Kayttooikeus.objects.get_or_create(user=user, organisaatio_oid=organisaatio_oid, oikeus=oikeus)
    return password


def make_study_rights(numbers: range) -> None:
    """Learners and study rights of these numbers."""
    for start in range(numbers.start, numbers.stop, BATCH):
        batch = range(start, min(start + BATCH, numbers.stop))
        store_oppijat([documents.oppija(number) for number in batch])
        store_opiskeluoikeudet([documents.opiskeluoikeus(number) for number in batch])


def write_plans(path: Path, numbers: range, units: int) -> int:
    """Plans of these study rights as JSON Lines; returns how many bytes that is."""
    with path.open("w", encoding="utf-8") as file:
        for number in numbers:
            file.write(dumps(documents.hoks(number, units)) + "\n")
    return path.stat().st_size


def dumps(value) -> str:
    """JSON as student systems send it: compact, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def import_plans(path: Path, workers: int, watch: Callable[[subprocess.Popen], None] | None = None) -> None:
    """Import the file as an operator would; ends the benchmark when that fails. `watch` is called as it begins."""
    command = [sys.executable, "manage.py", "import_hoksit", str(path), "--kanava", "tiedonsiirto"]
    child = subprocess.Popen(
        [*command, "--workers", str(workers)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"AUDIT_LOG": str(path.with_name("audit.log"))},
        stdout=subprocess.DEVNULL,
    )
    try:
        if watch:
            watch(child)
        if child.wait():
            sys.exit("The import failed (see above).")
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def make_plans(directory: Path, numbers: range, units: int, workers: int) -> None:
    """Study rights of these numbers with their plans."""
    make_study_rights(numbers)
    path = directory / f"hoksit-{units}.jsonl"
    write_plans(path, numbers, units)
    import_plans(path, workers)
    path.unlink()
