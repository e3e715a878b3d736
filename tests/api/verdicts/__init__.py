"""Payloads and their verdicts: both sides of every boundary of domain.md 2.1-2.6, group by group."""

from tests.api.verdicts.case import Case
from tests.api.verdicts.hankkimistavat import HANKKIMISTAVAT
from tests.api.verdicts.kentat import KENTAT
from tests.api.verdicts.luonti import LUONTI
from tests.api.verdicts.paivitys import PAIVITYS
from tests.api.verdicts.pakolliset import PAKOLLISET
from tests.api.verdicts.saannot import SAANNOT
from tests.api.verdicts.tunnisteet import TUNNISTEET

GROUPS: dict[str, list[Case]] = {
    "tunnisteet": TUNNISTEET,
    "hankkimistavat": HANKKIMISTAVAT,
    "saannot": SAANNOT,
    "kentat": KENTAT,
    "pakolliset": PAKOLLISET,
    "luonti": LUONTI,
    "paivitys": PAIVITYS,
}

__all__ = ["GROUPS", "Case"]
