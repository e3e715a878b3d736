"""Reports of a school, or of all that one may read: a page at a time, or whole as a file (docs/adr/0022).

What a report says is asked of tables that know their school, so that a page reads little; `viennit` makes files.
"""

from hoks.raportit.koosteet import OPETUS, TILAT
from hoks.raportit.listaukset import JAKSOT, OIKEUDET
from hoks.raportit.raportti import Raportti

RAPORTIT: dict[str, Raportti] = {raportti.avain: raportti for raportti in (JAKSOT, OIKEUDET, TILAT, OPETUS)}

__all__ = ["RAPORTIT", "Raportti"]
