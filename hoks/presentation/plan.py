"""A plan as its pages show it: sections, units in their groups, periods, all from the document alone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from hoks import contract
from hoks.contract.types import canonical_number
from hoks.models import Opiskeluoikeus
from hoks.presentation import words
from hoks.presentation.grouping import Vaihe, vaihe
from hoks.presentation.naming import Names, references
from hoks.presentation.rows import Row, date_text, heading, number_text, period_text, rows
from hoks.tree import TreeNode, tree
from hoks.violations import pointer

if TYPE_CHECKING:
    from hoks.timeline import Timeline

KOULUTUSSOPIMUS = "osaamisenhankkimistapa_koulutussopimus"
OPPISOPIMUS = "osaamisenhankkimistapa_oppisopimus"
# Fields that a node's heading tells already.
IN_HEADING = {
    "tutkinnon-osa-koodi-uri",
    "osa-alue-koodi-uri",
    "koulutuksen-osa-koodi-uri",
    "osaamisen-hankkimistapa-koodi-uri",
    "oppimisen-tuen-tyyppi-koodi-uri",
    "nimi",
    "tyopaikan-nimi",
    "laajuus",
    "alku",
    "loppu",
}


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
    osat: list["Osa"]


@dataclass(frozen=True)
class Section:
    """A section of the page. name: its anchor and, with the directory, its template; count: None where none is told."""

    name: str
    title: str
    count: int | None = None

    @property
    def template(self) -> str:
        return f"hoks/plan/{self.name}.html"


class Osa:
    """A node of the plan as pages show it; `node` is the tree's own, for actions (key, path, class)."""

    def __init__(self, plan: "Plan", node: TreeNode, parent: "Osa | None" = None):
        self.plan, self.node, self.parent = plan, node, parent

    def __repr__(self) -> str:
        return f"<Osa {self.node.pointer}>"

    @property
    def anchor(self) -> str:
        """Id on the page: the place in the document, so that no internal id is told."""
        return "osa" + self.node.pointer.replace("/", "-")

    @cached_property
    def laji(self) -> str:
        """What kind of node this is, in words."""
        return words.laji(self.node.cls)

    @property
    def on_tutkinnon_osa(self) -> bool:
        """A part of the studies, not support for them: its kind is worth telling."""
        return self.node.cls not in (contract.OppimisenTuki, contract.OpiskeluvalmiuksiaTukevaOpinto)

    @cached_property
    def _koodi(self) -> str | None:
        uris = ("tutkinnon_osa", "osa_alue", "koulutuksen_osa", "osaamisen_hankkimistapa", "oppimisen_tuen_tyyppi")
        found = (getattr(self.node.values, f"{name}_koodi_uri") for name in uris)
        return next((uri for uri in found if isinstance(uri, str) and uri), None)

    @cached_property
    def title(self) -> str:
        """The name of its code, its own name, or else what it is."""
        if self._koodi:
            return self.plan.names.koodi(self._koodi)
        if self.node.cls is contract.OsaamisenOsoittaminen:
            return heading(self.node.values.nayttoymparisto and self.node.values.nayttoymparisto.nimi, self.laji)
        return heading(self.node.values.nimi, _("Nimetön"))

    @cached_property
    def laajuus(self) -> str:
        """Extent with its unit: told by the plan, or else by the code list; empty when neither knows."""
        given = next((row for row in self._all_rows if row.spec.wire == "laajuus"), None)
        if given:
            return str(given)
        osp = getattr(self.title, "laajuus_osp", None)
        return f"{number_text(canonical_number(osp))} {_('osp')}" if osp is not None else ""

    @cached_property
    def period(self) -> str:
        """1.8.2026–31.12.2026, empty when it has no dates; support without dates lasts as long as the studies."""
        if any(self.node.data.get(name) for name in ("alku", "loppu")):
            return period_text(self.node.data)
        if self.node.cls is contract.OppimisenTuki and self.plan.studies:
            return _("%(aika)s (koko opintojen ajan)") % {"aika": self.plan.studies}
        return ""

    @cached_property
    def _all_rows(self) -> list[Row]:
        return self.plan.rows(self.node)

    @cached_property
    def rows(self) -> list[Row]:
        """The fields that hold something and that the heading does not tell, short ones first."""
        told = [row for row in self._all_rows if row.spec.wire not in IN_HEADING or not self._in_heading(row)]
        return sorted(told, key=lambda row: row.on_levea)

    def _in_heading(self, row: Row) -> bool:
        """A name only when the heading has it whole."""
        return row.spec.wire not in ("nimi", "tyopaikan-nimi") or str(row) in (self.title, self.tyopaikka)

    @cached_property
    def vaihe(self) -> Vaihe:
        return vaihe(self.node, self.plan.today)

    @cached_property
    def on_tyopaikkajakso(self) -> bool:
        """A period at a workplace: training agreement or apprenticeship (domain.md 2.3)."""
        return self._koodi in (KOULUTUSSOPIMUS, OPPISOPIMUS) or "tyopaikalla-jarjestettava-koulutus" in self.node.data

    @cached_property
    def tyopaikka(self) -> str:
        """Name of the workplace or of the place of the demonstration."""
        values = self.node.values
        paikka = values.nayttoymparisto or values.tyopaikalla_jarjestettava_koulutus
        return heading(paikka and (paikka.nimi or paikka.tyopaikan_nimi), "")

    @cached_property
    def kind(self) -> str:
        """What colour the period has on the timeline (components/legend.html)."""
        if self.node.cls is contract.OsaamisenOsoittaminen:
            return "naytto"
        if self._koodi in (KOULUTUSSOPIMUS, OPPISOPIMUS):
            return str(self._koodi).removeprefix("osaamisenhankkimistapa_")
        return "oppilaitos"

    def row(self, wire: str) -> Row | None:
        return next((row for row in self._all_rows if row.spec.wire == wire), None)

    @property
    def ohjaaja(self) -> Row | None:
        return self.row("vastuullinen-tyopaikka-ohjaaja")

    @property
    def arvioijat(self) -> list[str]:
        """Everyone who assesses, one line each."""
        lists = ("koulutuksen-jarjestaja-osaamisen-arvioijat", "tyoelama-osaamisen-arvioijat")
        return [line for row in map(self.row, lists) if row for line in row.values]

    @cached_property
    def hankkimistavat(self) -> list["Osa"]:
        return self._below("osaamisen-hankkimistavat")

    @cached_property
    def naytot(self) -> list["Osa"]:
        return self._below("osaamisen-osoittaminen") + self._below("tarkentavat-tiedot-naytto")

    @cached_property
    def osa_alueet(self) -> list["Osa"]:
        return self._below("osa-alueet")

    def _below(self, wire: str) -> list["Osa"]:
        spec = contract.spec(self.node.cls, wire)
        if spec is None or spec.kind != "nodes":
            return []
        return [Osa(self.plan, child, self) for child in self.node.children(wire)]


class Plan:
    """A plan's document made readable.

    document: the wire's dict, stored or a draft's; opiskeluoikeus: its study right, None when not known; today:
    default the day it is in Finland; audience: see Audience; organisaatiot: OIDs to name along with the plan's.
    """

    def __init__(
        self,
        document: dict,
        *,
        opiskeluoikeus: Opiskeluoikeus | None = None,
        today: dt.date | None = None,
        audience: Audience = Audience.VIRKAILIJA,
        organisaatiot: tuple[str, ...] = (),
    ):
        self.document, self.opiskeluoikeus, self.audience = document, opiskeluoikeus, audience
        self.today = today or timezone.localdate()
        own = (opiskeluoikeus.oppilaitos_oid, opiskeluoikeus.koulutustoimija_oid) if opiskeluoikeus else ()
        self.names = Names(document, organisaatiot=(*own, *organisaatiot))

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

    @property
    def on_oppijan(self) -> bool:
        return self.audience == Audience.OPPIJA

    def rows(self, node: TreeNode) -> list[Row]:
        """A node's own fields in the audience's words."""
        found = rows(node.cls, node.data, self.names, internal=not self.on_oppijan)
        return [words.for_learner(row, node) for row in found] if self.on_oppijan else found

    @cached_property
    def perustiedot(self) -> list[Row]:
        """The top level; an empty career plan is told too."""
        return self.rows(self.root)

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
        """Stages in order, empty ones too."""
        return [
            Group(stage, *words.vaihe(stage, self.on_oppijan), [osa for osa in self.hankittavat if osa.vaihe == stage])
            for stage in Vaihe
        ]

    @cached_property
    def oppimisen_tuki(self) -> list[Osa]:
        return sorted(self._top("oppimisen-tuki"), key=lambda osa: str(osa._koodi))

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
    def timeline(self) -> "Timeline":
        from hoks.timeline import timeline

        return timeline(self._carriers(), self.today)

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
        found = {}
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

    def osa_at(self, path: tuple) -> Osa | None:
        """The node at a path of the document, for links from elsewhere; None when the page has no such node."""
        wanted = pointer(path)
        return next((osa for osa in self.all_osat() if osa.node.pointer == wanted), None)

    def all_osat(self) -> Iterator[Osa]:
        """Every node but the root, parents first."""
        return (Osa(self, node) for node in self.root.walk() if node.path)


def _columns(*texts: str) -> list[dict]:
    """For components/table.html."""
    return [{"text": text} for text in texts]
