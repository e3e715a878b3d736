"""A draft as its page shows it: sections, in them lists, in them nodes, below a node its own lists."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hoks.contract import FieldSpec, fields
from hoks.drafts import document as documents
from hoks.drafts.progress import SECTIONS, Problem, Progress, Section, Status, lists_of
from hoks.plan import new_key
from hoks.presentation import words
from hoks.presentation.plan import Osa, Plan
from hoks.presentation.rows import Row
from hoks.tree import TreeNode

ROOT_HEADING, LAST_HEADING = 3, 6


@dataclass(frozen=True)
class Card:
    """A node on the page. lists: what hangs on it; copy_key: of its copy, if one is made."""

    osa: Osa
    progress: Progress
    lists: tuple["CardList", ...] = ()
    copy_key: str = field(default_factory=new_key)

    @cached_property
    def key(self) -> str:
        return documents.key_of(self.osa.node)

    @cached_property
    def level(self) -> int:
        """Of its heading: a path has two steps a level."""
        return min(ROOT_HEADING + len(self.osa.node.path) // 2, LAST_HEADING)

    @cached_property
    def title(self) -> str:
        return title(self.osa)

    @cached_property
    def rows(self) -> list[Row]:
        """The fields that hold something; learner and study right stand in the page's heading."""
        return [row for row in self.osa.rows if row.spec.kind != "oid"]

    @property
    def is_top(self) -> bool:
        """The plan's own fields."""
        return not self.osa.node.path

    @cached_property
    def below(self) -> int:
        """How many nodes hang on it, on every level."""
        return sum(1 for _node in self.osa.node.walk()) - 1

    @property
    def below_label(self) -> str:
        """What hangs on it, in words."""
        return ", ".join([self.lists[0].label, *(lower_first(lista.label) for lista in self.lists[1:])])

    @cached_property
    def problems(self) -> list[Problem]:
        return self.progress.at(self.key)

    @cached_property
    def second_looks(self) -> list[Problem]:
        return self.progress.to_check_at(self.key)

    @cached_property
    def state(self) -> Status:
        return self.progress.node_status(self.osa.node)


@dataclass(frozen=True)
class CardList:
    """A list of nodes. parent_key: of the node it is of; new_key: the next node's, so that a click makes one node."""

    spec: FieldSpec
    parent_key: str
    cards: tuple[Card, ...]
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
class PageSection:
    """A section of the page; `card` is the top level's own, in the section that has no lists."""

    section: Section
    state: Status
    lists: tuple[CardList, ...] = ()
    card: Card | None = None

    @property
    def task(self) -> dict:
        """For components/task_list.html."""
        return {
            "title": self.section.title,
            "url": f"#{self.section.name}",
            "hint": self.section.hint,
            "status": self.state.text,
            "variant": self.state.variant,
        }


def outline(plan: Plan, progress: Progress, *, on_tuva: bool) -> list[PageSection]:
    """The sections that concern such a study right, or that hold something nevertheless."""
    return [
        PageSection(
            section,
            progress.section_status(section),
            tuple(_card_list(plan, progress, plan.root, spec) for spec in specs),
            None if specs else card(plan, progress, plan.root),
        )
        for section, specs in _concerned(plan.document, on_tuva)
    ]


def tasks(document: dict, progress: Progress, *, on_tuva: bool) -> list[dict]:
    """What outline() says of its sections, for components/task_list.html."""
    return [
        PageSection(section, progress.section_status(section)).task for section, _specs in _concerned(document, on_tuva)
    ]


def _concerned(document: dict, on_tuva: bool) -> Iterator[tuple[Section, list[FieldSpec]]]:
    """Sections with their lists; the top level's own has none."""
    for section in SECTIONS:
        specs = lists_of(section, document, on_tuva=on_tuva)
        if specs or not section.lists:
            yield section, specs


def _card_list(plan: Plan, progress: Progress, node: TreeNode, spec: FieldSpec) -> CardList:
    cards = tuple(card(plan, progress, child) for child in node.children(spec.wire))
    return CardList(spec, documents.key_of(node), cards, new_key())


def card(plan: Plan, progress: Progress, node: TreeNode) -> Card:
    """A node with everything below it; the plan's own fields alone, as its lists are the sections'."""
    specs = [spec for spec in fields(node.cls) if spec.kind == "nodes"] if node.path else []
    return Card(Osa(plan, node), progress, tuple(_card_list(plan, progress, node, spec) for spec in specs))


def title(osa: Osa) -> str:
    """What a node is called where it is edited: its name, or what it is when it has none yet."""
    if not osa.node.path:
        return _("Tavoite ja perustiedot")
    return osa.title_and_period if osa.title and osa.title != _("Nimetön") else osa.laji


def path_in_words(plan: Plan, node: TreeNode) -> list[str]:
    """What the node hangs on and what it is called, outermost first; the plan itself is not told."""
    nodes = [node, *documents.ancestors(node)]
    return [title(Osa(plan, one)) for one in reversed(nodes) if one.path or one is node]


def lower_first(text: str) -> str:
    """A heading's words in the middle of a sentence; TUVA and Y-tunnus stay as they are."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
