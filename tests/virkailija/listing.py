"""Reading the officials' list as it is shown, and plans for it to show."""

import datetime as dt
import re

from django.utils import timezone

from hoks import hakurivit, plan
from hoks.models import Hoks

URL = "/virkailija/opiskelijat/"


def rows(response) -> list[str]:
    """Names of the rows of a page, in order."""
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?<bdi>(.*?)</bdi>', response.content.decode())


def link(response, text: str) -> str:
    """Address of the link whose text begins so."""
    [address] = re.findall(
        rf'<a [^>]*href="([^"]*)"[^>]*>(?:<span[^>]*>[^<]*</span>)?{text}', response.content.decode()
    )
    return address.replace("&amp;", "&")


def total(response) -> int:
    return int(re.search(r"<strong>(\d+) opiskeluoikeu", response.content.decode()).group(1))


def make_plan(right, *, deleted: bool = False, **columns) -> Hoks:
    """A plan in the table, not through the door, which refuses some of the study rights that the list must bear."""
    now = timezone.now()
    hoks = Hoks.objects.create(
        opiskeluoikeus=right,
        **{"ensikertainen_hyvaksyminen": dt.date(2024, 8, 15), "muokattu": now} | columns,
        poistettu=now if deleted else None,
    )
    hakurivit.write_hoks(hoks, plan.load(hoks))
    return hoks
