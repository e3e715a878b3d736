"""How the country and each school have taken eHOKS into use: counted ahead, read quickly (docs/adr/0021).

`paivita` counts, every ten minutes; pages read what was counted last, by `luvut`.
"""

from hoks.kayttoonotto.laskenta import paivita
from hoks.kayttoonotto.luvut import koulun_luvut

__all__ = ["koulun_luvut", "paivita"]
