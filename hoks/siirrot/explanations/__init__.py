"""What every code of the transfer log means in plain words: what went wrong, what to do, who does it.

The sentence of a violation says what to fix at its place in the document; what a rule demands stands at the rule.
"""

from django.utils.translation import gettext_lazy as _

from hoks.siirrot.explanations.document import CONTRACT, ID_MISSING, RULES
from hoks.siirrot.explanations.explanation import Explanation, Tekija
from hoks.siirrot.explanations.request import REQUEST
from hoks.siirrot.explanations.statuses import STATUSES, StatusExplanation

EXPLANATIONS: dict[str, Explanation] = {one.code: one for one in (*RULES, *CONTRACT, *REQUEST)}
# Codes that say nothing of what stood in the document.
REQUEST_CODES = frozenset(one.code for one in REQUEST)

__all__ = ["EXPLANATIONS", "REQUEST_CODES", "STATUSES", "Explanation", "StatusExplanation", "Tekija", "explain"]


def explain(code: str, pointer: str = "") -> Explanation:
    """The explanation of a code, at its place in the document; a general one for a code that isn't ours any more."""
    if (code, pointer) == ("pakollinen", "/id"):
        return ID_MISSING
    return EXPLANATIONS.get(code) or Explanation(
        code, Tekija.TOIMITTAJA, _("Pyyntö hylättiin."), _("Tarkista pyyntö rajapinnan kuvauksesta.")
    )
