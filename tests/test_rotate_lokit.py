"""The daily command that keeps the logs to their time."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hoks import osiot
from hoks.models import Siirto, Tapahtuma
from hoks.osiot import Month

pytestmark = pytest.mark.usefixtures("no_months")


def run(*arguments: str) -> list[str]:
    call_command("rotate_lokit", *arguments, stdout=(told := StringIO()))
    return told.getvalue().splitlines()


@pytest.fixture
def logs(no_months, make_siirto, settings):
    """Old and new rows of both logs; the transfer log keeps 100 days, the audit trail 1000."""
    settings.SIIRROT_SAILYTYS_PAIVAA, settings.TAPAHTUMAT_SAILYTYS_PAIVAA = 100, 1000
    now = timezone.now()
    ages = [dt.timedelta(days=days) for days in (0, 200, 2000)]
    osiot.make(Siirto, Month.of(now - ages[1]))
    for age in ages:
        make_siirto(ago=age, dokumentti='{"nimi": "Äijä"}', dokumentti_asti=now + dt.timedelta(days=1) - age)
        Tapahtuma.objects.create(aika=now - age, toiminto="read", tulos="succeeded")
    return now, [Month.of(now - age) for age in ages]


def test_what_is_told_is_what_is_done(logs):
    now, (current, middle, _oldest) = logs
    everything = {model: set(model.objects.values_list("pk", flat=True)) for model in (Siirto, Tapahtuma)}
    foreseen = run("--dry-run")
    assert foreseen.pop() == "Mitään ei muutettu."
    assert all(set(model.objects.values_list("pk", flat=True)) == kept for model, kept in everything.items())
    assert Siirto.objects.filter(dokumentti=None).count() == 0
    told = run()
    # Of the documents those are gone already that went with their rows.
    assert told[:-1] == foreseen[:-1]
    assert foreseen[-1] == "Hylättyjen siirtojen asiakirjoja poistetaan 2, 36 tavua"
    assert any(line.startswith(f"hoks_siirto_{middle}: poistetaan osio, 1 riviä, ") for line in told)
    assert any(line.startswith("hoks_siirto_muut: poistetaan ennen ") and " 1 riviä, " in line for line in told)
    assert [line.partition(":")[0] for line in told if "tapahtuma" in line and "poistetaan" in line] == [
        "hoks_tapahtuma_muut"
    ]
    assert f"hoks_siirto_{current}: luodaan osio, siirretään siihen 1 riviä" in told
    assert f"hoks_tapahtuma_{middle}: luodaan osio, siirretään siihen 1 riviä" in told
    assert [siirto.aika.date() for siirto in Siirto.objects.all()] == [now.date()]
    assert Tapahtuma.objects.count() == 2
    assert Siirto.objects.get().dokumentti
    assert run() == ["Hylättyjen siirtojen asiakirjoja poistetaan 0, 0 tavua"]


def test_documents_go_on_their_day(logs, make_siirto):
    stale = make_siirto(dokumentti="{}", dokumentti_asti=logs[0] - dt.timedelta(seconds=1))
    assert run()[-1] == "Hylättyjen siirtojen asiakirjoja poistetaan 1, 2 tavua"
    stale.refresh_from_db()
    assert (stale.dokumentti, stale.dokumentti_asti) == (None, None)
    assert Siirto.objects.exclude(dokumentti=None).count() == 1


def test_zero_days_keep_for_ever(logs, settings):
    settings.SIIRROT_SAILYTYS_PAIVAA = settings.TAPAHTUMAT_SAILYTYS_PAIVAA = 0
    run()
    assert Siirto.objects.count() == Tapahtuma.objects.count() == 3


def test_in_use(db, monkeypatch):
    def busy(*_args):
        raise osiot.Busy

    monkeypatch.setattr(osiot, "make", busy)
    with pytest.raises(CommandError, match="Aja uudelleen"):
        run()
