"""A draft as its page shows it: sections, in them lists, in them nodes, below a node its own lists."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hoks.contract import FieldSpec, fields
from hoks.drafts import document as documents
from hoks.drafts.progress import SECTIONS, TILA_TEXTS, Problem, Progress, Section, Tila, lists_of
from hoks.plan import new_key
from hoks.presentation import words
from hoks.presentation.plan import Osa, Plan
from hoks.presentation.rows import Row
from hoks.tree import TreeNode

ROOT_HEADING, LAST_HEADING = 3, 6


@dataclass(frozen=True)
class Kortti:
    """A node on the page. lists: what hangs on it; copy_key: of its copy, if one is made."""

    osa: Osa
    progress: Progress
    lists: tuple["Lista", ...] = ()
    copy_key: str = field(default_factory=new_key)

    @property
    def key(self) -> str:
        return documents.key_of(self.osa.node)

    @property
    def level(self) -> int:
        """Of its heading: a path has two steps a level."""
        return min(ROOT_HEADING + len(self.osa.node.path) // 2, LAST_HEADING)

    @property
    def title(self) -> str:
        return title(self.osa)

    @property
    def rows(self) -> list[Row]:
        """The fields that hold something; learner and study right stand in the page's heading."""
        return [row for row in self.osa.rows if row.spec.kind != "oid"]

    @property
    def is_top(self) -> bool:
        """The plan's own fields."""
        return not self.osa.node.path

    @property
    def below(self) -> int:
        """How many nodes hang on it, on every level."""
        return sum(1 for _node in self.osa.node.walk()) - 1

    @property
    def below_label(self) -> str:
        """What hangs on it, in words."""
        return ", ".join([self.lists[0].label, *(lower_first(lista.label) for lista in self.lists[1:])])

    @property
    def problems(self) -> list[Problem]:
        return self.progress.at(self.key)

    @property
    def tila(self) -> Tila:
        return self.progress.node_tila(self.osa.node)

    @property
    def status(self) -> Any:
        return TILA_TEXTS[self.tila][0]

    @property
    def variant(self) -> str:
        return TILA_TEXTS[self.tila][1]


@dataclass(frozen=True)
class Lista:
    """A list of nodes. parent_key: of the node it is of; new_key: the next node's, so that a click makes one node."""

    spec: FieldSpec
    parent_key: str
    kortit: tuple[Kortti, ...]
    new_key: str

    @property
    def id(self) -> str:
        return f"lista-{self.parent_key}-{self.spec.wire}"

    @property
    def label(self) -> str:
        return self.spec.label

    @property
    def add_label(self) -> str:
        return _("Lisää %(laji)s") % {"laji": lower_first(words.laji(self.spec.node))}


@dataclass(frozen=True)
class Osio:
    """A section of the page; `kortti` is the top level's own, in the section that has no lists."""

    section: Section
    tila: Tila
    lists: tuple[Lista, ...] = ()
    kortti: Kortti | None = None

    @property
    def status(self) -> Any:
        return TILA_TEXTS[self.tila][0]

    @property
    def variant(self) -> str:
        return TILA_TEXTS[self.tila][1]

    @property
    def task(self) -> dict:
        """For components/task_list.html."""
        return {
            "title": self.section.title,
            "url": f"#{self.section.name}",
            "hint": self.section.hint,
            "status": self.status,
            "variant": self.variant,
        }


def outline(plan: Plan, progress: Progress, *, on_tuva: bool) -> list[Osio]:
    """The sections that concern such a study right, or that hold something nevertheless."""
    osiot = []
    for section in SECTIONS:
        if not section.lists:
            top = kortti(plan, progress, plan.root)
            osiot.append(Osio(section, progress.section_tila(section), kortti=top))
            continue
        specs = lists_of(section, plan.document, on_tuva=on_tuva)
        lists = tuple(_lista(plan, progress, plan.root, spec) for spec in specs)
        if lists:
            osiot.append(Osio(section, progress.section_tila(section), lists))
    return osiot


def _lista(plan: Plan, progress: Progress, node: TreeNode, spec: FieldSpec) -> Lista:
    kortit = tuple(kortti(plan, progress, child) for child in node.children(spec.wire))
    return Lista(spec, documents.key_of(node), kortit, new_key())


def kortti(plan: Plan, progress: Progress, node: TreeNode) -> Kortti:
    """A node with everything below it; the plan's own fields alone, as its lists are the sections'."""
    specs = [spec for spec in fields(node.cls) if spec.kind == "nodes"] if node.path else []
    return Kortti(Osa(plan, node), progress, tuple(_lista(plan, progress, node, spec) for spec in specs))


def title(osa: Osa) -> str:
    """What a node is called where it is edited: its name, or what it is when it has none yet."""
    if not osa.node.path:
        return _("Tavoite ja perustiedot")
    if osa.title and osa.title != _("Nimetön"):
        return f"{osa.title}, {osa.period}" if osa.period else str(osa.title)
    return osa.laji


def lower_first(text: str) -> str:
    """A heading's words in the middle of a sentence."""
    return text[:1].lower() + text[1:]
