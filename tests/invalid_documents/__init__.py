"""Plans that must be refused, with everything wrong in each: the same by every door.

They are made for the study right of tests/conftest.py (ammatillinenkoulutus, läsnä, 1.8.2024-31.5.2027), those
marked `tuva` for a TUVA study right. Workplace periods carry a yksilöivä tunniste, as its absence is the one thing
that the doors judge differently.
"""

from tests.invalid_documents.case import Invalid
from tests.invalid_documents.hankkimistavat import HANKKIMISTAVAT
from tests.invalid_documents.osat import OSAT
from tests.invalid_documents.osoittamiset import OSOITTAMISET
from tests.invalid_documents.perustiedot import PERUSTIEDOT
from tests.invalid_documents.tuva import TUVA

INVALID_DOCUMENTS: list[Invalid] = [*PERUSTIEDOT, *HANKKIMISTAVAT, *OSOITTAMISET, *OSAT, *TUVA]

__all__ = ["INVALID_DOCUMENTS", "Invalid"]
