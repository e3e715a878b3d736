"""What was wrong with a refused transfer, as the desk tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hoks.models import Siirto
from hoks.siirrot.explanations import REQUEST_CODES, Explanation, explain
from hoks.siirrot.paths import in_words


@dataclass(frozen=True)
class Problem:
    """One fault. pointer, message: of a fault with a place in the document; empty otherwise."""

    explanation: Explanation
    pointer: str = ""
    message: str = ""

    @property
    def where(self) -> str:
        """The place in words; empty when the fault has none of its own."""
        return in_words(self.pointer) if self.pointer else ""


def problems(siirto: Siirto, virheet: list[Any], *, is_open: bool) -> list[Problem]:
    """Of a refused transfer: its faults, or else what the codes of the request say.

    virheet: the logged faults, or the first of them. Without is_open the document is not the reader's business, and
    nothing is told of what stood in it: then the list may be empty.
    """
    if siirto.onnistui:
        return []
    if is_open and virheet:
        return [_problem(fault) for fault in virheet if isinstance(fault, dict)]
    return [Problem(explain(code)) for code in siirto.koodit if is_open or code in REQUEST_CODES]


def grouped(told: Iterable[Problem]) -> list[tuple[Explanation, list[Problem]]]:
    """The problems by what is wrong, in the order they came: one fault may be in many places."""
    groups: dict[str, tuple[Explanation, list[Problem]]] = {}
    for problem in told:
        groups.setdefault(problem.explanation.code, (problem.explanation, []))[1].append(problem)
    return list(groups.values())


def _problem(fault: dict) -> Problem:
    message = fault.get("message")
    told = message.get("fi", "") if isinstance(message, dict) else ""
    pointer = str(fault.get("path", ""))
    return Problem(explain(str(fault.get("code", "")), pointer), pointer, str(told))
