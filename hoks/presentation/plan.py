"""A plan as its pages show it: sections, units in their groups, periods, all from the document alone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hoks import contract, timeline
from hoks.models import Opiskeluoikeus
from hoks.presentation import words
from hoks.presentation.grouping import Vaihe
from hoks.presentation.naming import Names, references
from hoks.presentation.osa import Osa
from hoks.presentation.rows import Row, date_text, is_internal, rows
from hoks.presentation.upcoming import Upcoming, upcoming
from hoks.tree import TreeNode, tree


class Audience(StrEnum):
    """Whose page it is: learners get plain words and no internal identifiers."""

    VIRKAILIJA = "virkailija"
    OPPIJA = "oppija"


@dataclass(frozen=True)
class Group:
    """Units of one stage."""

    vaihe: Vaihe
    title: str
    empty: str
    osat: list[Osa]


@dataclass(frozen=True)
class Section:
    """A section of the page. name: its anchor and, with the directory, its template; count: None where none is told."""

    name: str
    title: str
    count: int | None = None

    @property
    def template(self) -> str:
        return f"hoks/plan/{self.name}.html"


class Plan:
    """A plan's document made readable.

    document: the wire's dict, stored or a draft's; opiskeluoikeus: its study right, None when not known; today:
    default the day it is in Finland; audience: see Audience; organisaatiot: OIDs to name along with the plan's;
    names: default those of the whole document.
    """

    def __init__(
        self,
        document: dict,
        *,
        opiskeluoikeus: Opiskeluoikeus | None = None,
        today: dt.date | None = None,
        audience: Audience = Audience.VIRKAILIJA,
        organisaatiot: tuple[str, ...] = (),
        names: Names | None = None,
    ):
        self.document, self.opiskeluoikeus, self.audience = document, opiskeluoikeus, audience
        self.today = today or timezone.localdate()
        own = (opiskeluoikeus.oppilaitos_oid, opiskeluoikeus.koulutustoimija_oid) if opiskeluoikeus else ()
        self.names = names or Names(document, organisaatiot=(*own, *organisaatiot))
        self._lajit: dict[type[contract.Node], str] = {}

    @cached_property
    def root(self) -> TreeNode:
        return tree(self.document)

    @cached_property
    def studies(self) -> str:
        """The study right's period, with the estimated end when it has not ended; empty when not known."""
        right = self.opiskeluoikeus
        if right is None or right.alkamispaiva is None:
            return ""
        end = right.paattymispaiva or right.arvioitu_paattymispaiva
        return f"{date_text(right.alkamispaiva)}–{date_text(end) if end else ''}"

    @cached_property
    def on_oppijan(self) -> bool:
        return self.audience == Audience.OPPIJA

    def laji(self, cls: type[contract.Node]) -> str:
        """What a node of the class is, in the audience's words."""
        if cls not in self._lajit:
            self._lajit[cls] = words.laji(cls, self.on_oppijan)
        return self._lajit[cls]

    def rows(self, node: TreeNode) -> list[Row]:
        """A node's own fields in the audience's words."""
        found = rows(node.cls, node.data, self.names, internal=not self.on_oppijan)
        return [words.for_learner(row, node) for row in found] if self.on_oppijan else found

    @cached_property
    def perustiedot(self) -> list[Row]:
        """The top level but for its identifiers."""
        return [row for row in self.rows(self.root) if not is_internal(row.spec)]

    @cached_property
    def tunnisteet(self) -> list[Row]:
        """Identifiers of the top level: learner, study right, version of the document."""
        return [row for row in self.rows(self.root) if is_internal(row.spec)]

    @cached_property
    def urasuunnitelma_puuttuu(self) -> bool:
        return not self.document.get("urasuunnitelma-koodi-uri")

    def _top(self, *lists: str) -> list[Osa]:
        return [Osa(self, node) for name in lists for node in self.root.children(name)]

    @cached_property
    def aiemmin_hankitut(self) -> list[Osa]:
        return self._top(
            "aiemmin-hankitut-ammat-tutkinnon-osat",
            "aiemmin-hankitut-yhteiset-tutkinnon-osat",
            "aiemmin-hankitut-paikalliset-tutkinnon-osat",
        )

    @cached_property
    def yhteiset(self) -> list[Osa]:
        return self._top("hankittavat-yhteiset-tutkinnon-osat")

    @cached_property
    def hankittavat(self) -> list[Osa]:
        """What is counted: units, the sub-areas of common units, and koulutuksen osat (ui.md 1.4.5)."""
        return [
            *self._top("hankittavat-ammat-tutkinnon-osat"),
            *(osa_alue for yhteinen in self.yhteiset for osa_alue in yhteinen.osa_alueet),
            *self._top("hankittavat-paikalliset-tutkinnon-osat"),
            *self._top("hankittavat-koulutuksen-osat"),
        ]

    @cached_property
    def yhteiset_ilman_osa_alueita(self) -> list[Osa]:
        """Common units that no group shows, because groups are of sub-areas."""
        return [osa for osa in self.yhteiset if not osa.osa_alueet]

    @cached_property
    def groups(self) -> list[Group]:
        """Stages in order, empty ones too; to a learner what is going on comes first."""
        stages = (Vaihe.AIKATAULUTETTU, Vaihe.SUUNNITELTU, Vaihe.VALMIS) if self.on_oppijan else tuple(Vaihe)
        return [
            Group(stage, *words.vaihe(stage, self.on_oppijan), [osa for osa in self.hankittavat if osa.vaihe == stage])
            for stage in stages
        ]

    @cached_property
    def progress(self) -> str:
        """How far the learner is, in one sentence; empty when the plan has no units."""
        return words.progress({group.vaihe: len(group.osat) for group in self.groups})

    @cached_property
    def upcoming(self) -> list[Upcoming]:
        """What comes next; nothing once the studies have ended."""
        ended = self.opiskeluoikeus is not None and not self.opiskeluoikeus.on_aktiivinen
        return [] if ended else upcoming(self.timeline.events, self.today)

    @cached_property
    def oppimisen_tuki(self) -> list[Osa]:
        return sorted(self._top("oppimisen-tuki"), key=lambda osa: str(osa.koodi))

    @cached_property
    def opiskeluvalmiudet(self) -> list[Osa]:
        return self._top("opiskeluvalmiuksia-tukevat-opinnot")

    def _carriers(self) -> Iterator[Osa]:
        """Everything that can have periods or demonstrations, in page order."""
        yield from self.hankittavat
        for osa in self.aiemmin_hankitut:
            yield from (osa, *osa.osa_alueet)

    @cached_property
    def tyopaikkajaksot(self) -> list[Osa]:
        found = [tapa for osa in self._carriers() for tapa in osa.hankkimistavat if tapa.on_tyopaikkajakso]
        return sorted(found, key=lambda tapa: str(tapa.node.data.get("alku")))

    @cached_property
    def naytot(self) -> list[Osa]:
        found = [naytto for osa in self._carriers() for naytto in osa.naytot]
        return sorted(found, key=lambda naytto: str(naytto.node.data.get("alku")))

    @cached_property
    def timeline(self) -> "timeline.Timeline":
        return timeline.timeline(self._carriers(), self.today)

    @property
    def tyopaikkajakso_columns(self) -> list[dict]:
        return _columns(_("Työpaikka"), _("Aika"), _("Muoto"), _("Opinto"), _("Työpaikkaohjaaja"))

    @property
    def naytto_columns(self) -> list[dict]:
        return _columns(_("Paikka"), _("Aika"), _("Opinto"), _("Arvioijat"))

    @property
    def koodi_columns(self) -> list[dict]:
        return _columns(_("Nimi"), _("Tieto"), _("Koodi"), _("Versio"))

    @cached_property
    def koodit(self) -> list[tuple[str, str, str, object]]:
        """(what, name, code, version) of each code in the plan once, for those who work with codes."""
        found: dict[tuple[str, str], tuple[str, str, str, object]] = {}
        for spec, uri, data in references(contract.HoksPost, self.document):
            if spec.kind == "koodi":
                versio = data.get(spec.versio_wire)
                found.setdefault((uri, str(versio)), (spec.label, self.names.koodi(uri), uri, versio))
        return list(found.values())

    @cached_property
    def sections(self) -> list[Section]:
        """The page's sections in order; those that this plan has nothing for are left out where that says nothing."""
        titles = words.section_titles(self.on_oppijan)
        counts = {
            "perustiedot": None,
            "aiemmin_hankittu": len(self.aiemmin_hankitut),
            "aikajana": None,
            "opintosuunnitelma": len(self.hankittavat),
            "tyopaikkajaksot": len(self.tyopaikkajaksot),
            "naytot": len(self.naytot),
            "oppimisen_tuki": len(self.oppimisen_tuki),
            "opiskeluvalmiudet": len(self.opiskeluvalmiudet),
        }
        on_tuva = self.opiskeluoikeus is not None and self.opiskeluoikeus.on_tuva
        shown_when = {
            "aiemmin_hankittu": bool(self.aiemmin_hankitut) or not on_tuva,
            "aikajana": bool(self.timeline.rows),
            "tyopaikkajaksot": bool(self.tyopaikkajaksot),
            "naytot": bool(self.naytot),
            "opiskeluvalmiudet": bool(self.opiskeluvalmiudet),
        }
        return [Section(name, titles[name], count) for name, count in counts.items() if shown_when.get(name, True)]

    @cached_property
    def navigation(self) -> list[dict]:
        """For components/section_nav.html."""
        return [{"text": item.title, "href": f"#{item.name}", "count": item.count} for item in self.sections]


def _columns(*texts: str) -> list[dict]:
    """For components/table.html."""
    return [{"text": text} for text in texts]
