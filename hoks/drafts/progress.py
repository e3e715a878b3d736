"""How far a draft is: its sections, and what is wrong in each of its nodes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hoks import contract
from hoks.contract import FieldSpec, HoksPost, Node
from hoks.drafts import document as documents
from hoks.forms.asking import applies
from hoks.forms.inputs import name_of
from hoks.rules.huomautukset import Huomautus
from hoks.tree import TreeNode, tree
from hoks.violations import SENTENCES, Path, Violation


class Status(StrEnum):
    """How far a section or a node is."""

    NOT_STARTED = "ei aloitettu"
    INCOMPLETE = "kesken"
    READY = "valmis"
    TO_BE_CHECKED = "tarkista"

    @property
    def text(self) -> Any:
        return STATUS_TEXTS[self][0]

    @property
    def variant(self) -> str:
        """Of its tag."""
        return STATUS_TEXTS[self][1]


STATUS_TEXTS = {
    Status.NOT_STARTED: (_("Ei aloitettu"), "neutral"),
    Status.INCOMPLETE: (_("Kesken"), "info"),
    Status.READY: (_("Valmis"), "success"),
    Status.TO_BE_CHECKED: (_("Tarkista"), "danger"),
}


@dataclass(frozen=True)
class Section:
    """A section of the task list: the lists of nodes it is of; none for the top level's own fields."""

    name: str
    title: Any
    hint: Any
    lists: tuple[str, ...] = ()


SECTIONS = (
    Section("perustiedot", _("Tavoite ja perustiedot"), _("Hyväksymispäivä, urasuunnitelma ja yhteystiedot.")),
    Section(
        "aiemmin-hankittu",
        _("Aiemmin hankittu osaaminen"),
        _("Osaaminen, joka opiskelijalla on jo ja joka tunnustetaan."),
        (
            "aiemmin-hankitut-ammat-tutkinnon-osat",
            "aiemmin-hankitut-yhteiset-tutkinnon-osat",
            "aiemmin-hankitut-paikalliset-tutkinnon-osat",
        ),
    ),
    Section(
        "hankittava",
        _("Hankittava osaaminen"),
        _("Tutkinnon osat, osaamisen hankkimistavat ja näytöt."),
        (
            "hankittavat-ammat-tutkinnon-osat",
            "hankittavat-yhteiset-tutkinnon-osat",
            "hankittavat-paikalliset-tutkinnon-osat",
            "hankittavat-koulutuksen-osat",
        ),
    ),
    Section("oppimisen-tuki", _("Oppimisen tuki"), _("Täytä, jos tuesta on sovittu."), ("oppimisen-tuki",)),
    Section(
        "opiskeluvalmiudet",
        _("Opiskeluvalmiuksia tukevat opinnot"),
        _("Täytä, jos opinnoista on sovittu."),
        ("opiskeluvalmiuksia-tukevat-opinnot",),
    ),
)


def lists_of(section: Section, document: dict, *, on_tuva: bool) -> list[FieldSpec]:
    """The section's lists that are asked of such a study right, or that hold something nevertheless."""
    found = (contract.spec(HoksPost, wire) for wire in section.lists)
    return [spec for spec in found if spec and (applies(spec, document, on_tuva=on_tuva) or document.get(spec.wire))]


@dataclass(frozen=True)
class Problem:
    """A violation at its node and inputs.

    key: of the node, documents.ROOT at the top; names: HTML names of the inputs to look at in that node, none when
    the form has no such input; incomplete: something is missing rather than wrong
    """

    key: str
    names: tuple[str, ...]
    code: str
    text: str
    incomplete: bool


@dataclass
class Progress:
    """A draft's problems and second looks, by node."""

    document: dict
    problems: list[Problem] = field(default_factory=list)
    # What nothing refuses but looks odd (hoks.rules.huomautukset); no status depends on it.
    second_looks: list[Problem] = field(default_factory=list)

    def at(self, key: str) -> list[Problem]:
        """What is to be mended in a node's form."""
        return [problem for problem in self.problems if problem.key == key and (problem.names or key != documents.ROOT)]

    def to_check_at(self, key: str) -> list[Problem]:
        """What looks odd in a node and is worth a second look."""
        return [look for look in self.second_looks if look.key == key]

    @property
    def obstacles(self) -> list[Problem]:
        """What no form of the draft can mend: the study right has ended, it has a plan already, …"""
        return [problem for problem in self.problems if problem.key == documents.ROOT and not problem.names]

    def node_status(self, node: TreeNode) -> Status:
        """Of a node's own fields."""
        if node.path and not documents.own(node):
            return Status.NOT_STARTED
        return _status(self.at(documents.key_of(node)))

    def section_status(self, section: Section) -> Status:
        """Of everything in a section."""
        root = tree(self.document)
        if not section.lists:
            return _status(self.at(documents.ROOT))
        nodes = [node for wire in section.lists for child in root.children(wire) for node in child.walk()]
        if not nodes:
            return Status.NOT_STARTED
        keys = {node.key for node in nodes}
        return _status([problem for problem in self.problems if problem.key in keys])


def _status(problems: list[Problem]) -> Status:
    if not problems:
        return Status.READY
    return Status.INCOMPLETE if all(problem.incomplete for problem in problems) else Status.TO_BE_CHECKED


def progress(document: dict, violations: list[Violation], huomautukset: Sequence[Huomautus] = ()) -> Progress:
    """Violations of a draft's document as problems of its nodes, one for what is one thing to fix, and its warnings."""
    nodes = documents.by_pointer(document)
    refused = {violation.path for violation in violations}
    problems = [
        problem
        for violation in violations
        if not _follows(nodes, violation, refused)
        for problem in _problems(nodes, violation)
    ]
    looks = [Violation(huomautus.path, huomautus.koodi, huomautus.text) for huomautus in huomautukset]
    return Progress(document, problems, [found for look in looks for found in _problems(nodes, look)])


def _follows(nodes: dict[str, TreeNode], violation: Violation, refused: set[Path]) -> bool:
    """A missing version of a code that is itself missing or wrong: picking the code mends both."""
    node, rest = documents.locate(nodes, violation.path)
    spec = _spec(node.cls, rest)
    return bool(spec and rest and rest[-1] == spec.versio_wire and (*violation.path[:-1], spec.wire) in refused)


def _problems(nodes: dict[str, TreeNode], violation: Violation) -> list[Problem]:
    """A problem at each node the violation points into, since it may be mended in any of them."""
    node, rest = documents.locate(nodes, violation.path)
    names: dict[str, list[str]] = {documents.key_of(node): []}
    for path in violation.fields or (violation.path,):
        at, within = documents.locate(nodes, path)
        at_names = names.setdefault(documents.key_of(at), [])
        spec = _spec(at.cls, within)
        # Learner and study right are no inputs: they are what the draft is of.
        if spec and spec.kind not in ("oid", "nodes"):
            at_names.append(name_of(within))
    text, incomplete = sentence(violation, _spec(node.cls, rest)), violation.code == "pakollinen"
    return [Problem(key, tuple(found), violation.code, text, incomplete) for key, found in names.items()]


def _spec(cls: type[Node], path: Path) -> FieldSpec | None:
    """The field a path within a node ends in; None at the node itself and for what the contract doesn't know."""
    spec = None
    for step in path:
        if isinstance(step, int):
            continue
        spec = contract.spec(cls, step)
        if spec is None:
            return None
        cls = spec.node or cls
    return spec


def sentence(violation: Violation, spec: FieldSpec | None) -> str:
    """The violation's sentence; where the official picks or types a number, one that says so."""
    if spec is None:
        return str(violation.message)
    is_picked = spec.kind in ("koodi", "organisaatio") and violation.path[-1] == spec.wire
    if is_picked and violation.code in ("vaara-muoto", "pakollinen"):
        return gettext("Valitse luettelosta: %(label)s.") % {"label": spec.label}
    if violation.code == "vaara-tyyppi" and spec.kind in ("int", "number", "koodi"):
        return SENTENCES["vaara-luku"] % {"label": spec.label}
    return str(violation.message)
