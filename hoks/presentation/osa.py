"""A node of a plan as its pages show it: title, kind, period, rows, and what hangs below it."""

from operator import attrgetter
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hoks import contract
from hoks.contract.types import canonical_number
from hoks.presentation import words
from hoks.presentation.grouping import Vaihe, dates, vaihe
from hoks.presentation.rows import Row, heading, number_text, period_text
from hoks.tree import TreeNode

if TYPE_CHECKING:
    from hoks.presentation.plan import Plan

KOULUTUSSOPIMUS = "osaamisenhankkimistapa_koulutussopimus"
OPPISOPIMUS = "osaamisenhankkimistapa_oppisopimus"
# The code of what a node is about, by kind of node.
ABOUT = (
    "tutkinnon-osa-koodi-uri",
    "osa-alue-koodi-uri",
    "koulutuksen-osa-koodi-uri",
    "osaamisen-hankkimistapa-koodi-uri",
    "oppimisen-tuen-tyyppi-koodi-uri",
)
# Fields that a node's heading tells already.
IN_HEADING = {*ABOUT, "nimi", "tyopaikan-nimi", "laajuus", "alku", "loppu"}


class Osa:
    """A node of the plan as pages show it; `node` is the tree's own, for actions (key, path, class)."""

    def __init__(self, plan: "Plan", node: TreeNode, parent: "Osa | None" = None):
        self.plan, self.node, self.parent = plan, node, parent

    def __repr__(self) -> str:
        return f"<Osa {self.node.pointer}>"

    @cached_property
    def anchor(self) -> str:
        """Id on the page: the place in the document, so that no internal id is told."""
        return "osa" + self.node.pointer.replace("/", "-")

    @cached_property
    def laji(self) -> str:
        """What kind of node this is, in words."""
        return self.plan.laji(self.node.cls)

    @property
    def on_tutkinnon_osa(self) -> bool:
        """A part of the studies, not support for them: its kind is worth telling."""
        return self.node.cls not in (contract.OppimisenTuki, contract.OpiskeluvalmiuksiaTukevaOpinto)

    @cached_property
    def koodi(self) -> str | None:
        """The code of what it is about; None without one."""
        found = map(self.node.data.get, ABOUT)
        return next((uri for uri in found if isinstance(uri, str) and uri), None)

    @cached_property
    def title(self) -> str:
        """The name of its code, its own name, or else what it is."""
        if self.koodi:
            plain = words.koodi_for_learner(self.koodi) if self.plan.on_oppijan else None
            return plain or self.plan.names.koodi(self.koodi)
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

    @property
    def title_and_period(self) -> str:
        """Koulutussopimus 1.8.2026–31.12.2026."""
        return f"{self.title} {self.period}".strip()

    @cached_property
    def aika(self) -> str:
        """Its own period, or else from the first to the last day of what hangs below it."""
        days = dates([osa.node for osa in self.hankkimistavat + self.naytot], "alku", "loppu")
        if self.period or not days:
            return self.period
        return period_text({"alku": days[0].isoformat(), "loppu": days[-1].isoformat()})

    @cached_property
    def on_pelkka_otsikko(self) -> bool:
        """There is nothing to tell but name, kind, extent and dates."""
        rows = self.rows or (self.parent and self.parent.rows)
        return not (rows or self.hankkimistavat or self.naytot or self.osa_alueet)

    @cached_property
    def _all_rows(self) -> list[Row]:
        return self.plan.rows(self.node)

    @cached_property
    def rows(self) -> list[Row]:
        """The fields that hold something and that the heading does not tell, short ones first."""
        told = [row for row in self._all_rows if row.spec.wire not in IN_HEADING or not self._in_heading(row)]
        return sorted(told, key=attrgetter("on_levea"))

    def _in_heading(self, row: Row) -> bool:
        """A name only when the heading has it whole."""
        return row.spec.wire not in ("nimi", "tyopaikan-nimi") or str(row) in (self.title, self.tyopaikka)

    @cached_property
    def vaihe(self) -> Vaihe:
        return vaihe(self.node, self.plan.today)

    @cached_property
    def on_tyopaikkajakso(self) -> bool:
        """A period at a workplace: training agreement or apprenticeship (domain.md 2.3)."""
        return self.koodi in (KOULUTUSSOPIMUS, OPPISOPIMUS) or "tyopaikalla-jarjestettava-koulutus" in self.node.data

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
        if self.koodi in (KOULUTUSSOPIMUS, OPPISOPIMUS):
            return str(self.koodi).removeprefix("osaamisenhankkimistapa_")
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
