"""What is wrong with a plan, where, and what to do about it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

Path = tuple[str | int, ...]

# Codes of the contract's refusals. A rule's code and sentence stand at the rule (hoks.rules).
SENTENCES = {
    "pakollinen": _("Täytä tämä tieto: %(label)s."),
    "tuntematon-kentta": _("Poista tieto, jota suunnitelmassa ei voi olla: %(name)s."),
    "vaara-tyyppi": _("Korjaa tiedon tyyppi: %(label)s."),
    "vaara-kokonaisluku": _("Anna kokonaisluku numeroina: %(label)s."),
    "vaara-luku": _("Anna luku numeroina: %(label)s."),
    "vaara-muoto": _("Korjaa muoto: %(label)s."),
    "vaara-paivamaara": _("Anna oikea päivämäärä, esimerkiksi 1.8.2026: %(label)s."),
    "vaara-aikaleima": _("Anna oikea aika, esimerkiksi 1.8.2026 klo 12.00: %(label)s."),
    "liian-suuri-luku": _("Anna pienempi luku: %(label)s."),
    "negatiivinen": _("Anna luku, joka on vähintään nolla: %(label)s."),
    "kielletty-merkki": _("Poista merkki, jota ei voi tallentaa: %(label)s."),
    "tarkistusmerkki": _("Tarkista numero, sen viimeinen merkki ei täsmää: %(label)s."),
    "y-tunnus": _("Anna kelvollinen Y-tunnus, esimerkiksi 1234567-1: %(label)s."),
    "puhelinnumero": _("Käytä puhelinnumerossa vain numeroita, välilyöntejä ja merkkejä + - ( ): %(label)s."),
    "tyhja": _("Täytä tämä tieto tai jätä se kokonaan pois: %(label)s."),
}


def pointer(path: Path) -> str:
    """The path as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


@dataclass(frozen=True)
class Violation:
    """One thing wrong with a plan.

    path: steps from the document's root to the value (or the missing value, or the node a rule is about)
    code: stable, for programs and tests
    message: a sentence that says what to fix (lazily translated)
    fields: paths of the fields to look at; the value itself when the contract refused it
    node: path of the object a rule was asked about; None when the contract refused
    rule: the rule (hoks.rules.Rule) that refused; None when the contract did
    wire_text: the reference's literal text of the rule, names filled in; empty when the contract refused
    expected: what the contract asked for, of the code vaara-muoto the regular expression, of vaara-tyyppi one of text,
        formed text (that has a regular expression), boolean, array and object; otherwise empty
    """

    path: Path
    code: str
    message: Any
    fields: tuple[Path, ...] = field(default=())
    node: Path | None = field(default=None, compare=False)
    rule: Any = field(default=None, compare=False, repr=False)
    wire_text: str = field(default="", compare=False, repr=False)
    expected: str = field(default="", compare=False, repr=False)

    @property
    def pointer(self) -> str:
        return pointer(self.path)

    def as_wire(self) -> dict:
        """The shape the API and `import_hoksit --json` print; messages in Finnish whatever the language asked."""
        with override("fi"):
            return {"path": self.pointer, "code": self.code, "message": {"fi": str(self.message)}}


@dataclass(frozen=True)
class ContractSentence:
    """Sentence of a contract refusal, made when it is shown so that it follows the reader's language."""

    code: str
    label: str
    name: str

    def __str__(self) -> str:
        label = gettext(self.label).rstrip("?") if self.label else self.name
        return str(SENTENCES[self.code]) % {"label": label or gettext("koko suunnitelma"), "name": self.name}


class Refused(Exception):
    """A save that the contract or the rules refuse. Nothing has been saved."""

    def __init__(self, violations: list[Violation]):
        self.violations = violations
        super().__init__(", ".join(f"{violation.pointer} {violation.code}" for violation in violations))
