"""How far the learner is with a unit: planned, scheduled or done, told from dates alone (ui.md 1.4.5)."""

import datetime as dt
from enum import StrEnum

from hoks.contract import HankittavaKoulutuksenOsa
from hoks.tree import TreeNode

# A demonstration counts as done when it is more than this in the past: grades are not known here (ui.md 1.4.5).
NAYTTO_ON_OHI = dt.timedelta(days=14)


class Vaihe(StrEnum):
    SUUNNITELTU = "suunniteltu"
    AIKATAULUTETTU = "aikataulutettu"
    VALMIS = "valmis"


def vaihe(node: TreeNode, today: dt.date) -> Vaihe:
    """The stage of a unit, a sub-area or a TUVA koulutuksen osa. Dates that cannot be read count as not given.

    Without dates it is planned. With them it is scheduled, until both the first start and the last end of its
    demonstrations are more than 14 days past. A koulutuksen osa is scheduled until its last day.
    """
    if node.cls is HankittavaKoulutuksenOsa:
        loppu = node.values.loppu
        return Vaihe.VALMIS if isinstance(loppu, dt.date) and loppu <= today else Vaihe.AIKATAULUTETTU
    naytot, tavat = node.children("osaamisen-osoittaminen"), node.children("osaamisen-hankkimistavat")
    days = dates(naytot, "alku")[:1] + dates(naytot, "loppu")[-1:]
    if not days and not dates(tavat, "alku", "loppu"):
        return Vaihe.SUUNNITELTU
    if days and all(day < today - NAYTTO_ON_OHI for day in days):
        return Vaihe.VALMIS
    return Vaihe.AIKATAULUTETTU


def dates(nodes: list[TreeNode], *names: str) -> list[dt.date]:
    """The named dates of the nodes, first to last, those that are dates."""
    days = (getattr(node.values, name) for node in nodes for name in names)
    return sorted(day for day in days if isinstance(day, dt.date))
