"""What a worker does beside the servers: files of reports, and what has to be done now and then (docs/adr/0022).

A worker is `python manage.py procrastinate worker`; several share the work. The jobs stand in PostgreSQL, put there in
the transaction of what asks for them. Each may be run again: a worker may end in the middle.
"""

import logging

from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from hoks.raportit import viennit

MINUUTEITTAIN, KYMMENITTAIN, OISIN = "* * * * *", "*/10 * * * *", "40 3 * * *"
# Jobs that failed stay to be looked at.
SAILYTYS_TUNTIA = 30 * 24

log = logging.getLogger(__name__)


@app.task(name=viennit.TEHTAVA)
def tee_vienti(vienti: str) -> None:
    """Make a file (hoks.raportit.viennit.make)."""
    viennit.make(vienti)


@app.periodic(cron=KYMMENITTAIN)
@app.task(name="hoks.vanhenna_viennit", queueing_lock="vanhenna_viennit")
def vanhenna_viennit(timestamp: int) -> None:
    """Delete files past their day; give up those that nobody makes."""
    viennit.expire()


@app.periodic(cron=KYMMENITTAIN)
@app.task(name="hoks.kayttoonotto", queueing_lock="kayttoonotto")
def kayttoonotto(timestamp: int) -> None:
    """Count adoption."""
    call_command("paivita_kayttoonotto", verbosity=0)


@app.periodic(cron=OISIN)
@app.task(name="hoks.yo", queueing_lock="yo")
def yo(timestamp: int) -> None:
    """Delete forgotten drafts; keep the logs to their time."""
    call_command("expire_luonnokset", verbosity=0)
    call_command("rotate_lokit", verbosity=0)


@app.periodic(cron=MINUUTEITTAIN)
@app.task(name="hoks.jatka_keskeytyneet", queueing_lock="jatka_keskeytyneet")
async def jatka_keskeytyneet(timestamp: int) -> None:
    """Begin anew the jobs of workers that haven't been heard of for half a minute."""
    for job in await app.job_manager.get_stalled_jobs():
        log.warning("Job %s of %s is begun anew", job.id, job.task_name)
        await app.job_manager.retry_job(job, retry_at=timezone.now())


@app.periodic(cron=OISIN)
@app.task(name="hoks.siivoa_jonot", queueing_lock="siivoa_jonot")
async def siivoa_jonot(timestamp: int) -> None:
    """Delete failed jobs of long ago."""
    await app.job_manager.delete_old_jobs(nb_hours=SAILYTYS_TUNTIA, include_failed=True)
