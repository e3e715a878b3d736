"""A transfer as the desk's list and page tell it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from hoks.models import Opiskeluoikeus, Siirto
from hoks.models.opiskeluoikeus import localized
from hoks.siirrot.explanations import STATUSES, Explanation
from hoks.siirrot.listing import FAULTS_TOLD, study_rights
from hoks.siirrot.problems import Problem, grouped, problems


@dataclass(frozen=True)
class Rivi:
    """A transfer with hoks.siirrot.listing's marks; account: the sender; opiskeluoikeus: as far as the user sees it."""

    siirto: Any
    account: User | None
    opiskeluoikeus: Opiskeluoikeus | None

    @property
    def lahettaja(self) -> str:
        """The sender's organisation; empty when nobody's account sent it."""
        return localized(self.siirto.lahettaja, self.siirto.lahettaja_oid)

    @property
    def tunnus(self) -> str:
        """The account's name, or as it was given."""
        return self.account.username if self.account else self.siirto.kayttajatunnus

    @property
    def opiskeluoikeus_oid(self) -> str:
        """The study right; one that only the sender's file names is told to those who may read the file."""
        return (
            self.opiskeluoikeus.pk
            if self.opiskeluoikeus
            else self.siirto.opiskeluoikeus_oid
            if self.siirto.avoin
            else ""
        )

    @property
    def title(self) -> str:
        """What the HTTP status means; empty when the codes say it all."""
        told = STATUSES.get(self.siirto.status)
        return str(told.title) if told else ""

    @property
    def problems(self) -> list[Problem]:
        """The first faults."""
        return problems(self.siirto, self.siirto.alkuvirheet, is_open=self.siirto.avoin)[:FAULTS_TOLD]

    @property
    def groups(self) -> list[tuple[Explanation, list[Problem]]]:
        """The first faults by what is wrong."""
        return grouped(self.problems)

    @property
    def tekija(self) -> str:
        """Who mends it: as far as the reader knows what is wrong."""
        if self.siirto.onnistui:
            return ""
        if not self.siirto.avoin:
            return _("Lähettäjä")
        return ", ".join(dict.fromkeys(str(explanation.tekija.label) for explanation, _told in self.groups))

    @property
    def more(self) -> int:
        """How many faults there are besides."""
        return max(self.siirto.virheita - FAULTS_TOLD, 0) if self.siirto.avoin else 0

    @property
    def ratkaistu(self) -> dt.datetime | None:
        """When the study right's transfer succeeded; of others' study rights the sender is not told."""
        return self.siirto.ratkaistu if self.siirto.lahettajan_oppilaitos else None

    @property
    def tulos(self) -> tuple[str, str]:
        """(the outcome in words, variant of its tag)."""
        if self.siirto.onnistui:
            changed = self.siirto.versionumero is not None
            return (_("Tallennettu"), "success") if changed else (_("Ei muutoksia"), "neutral")
        if not self.siirto.lahettajan_oppilaitos:
            return _("Hylätty"), "neutral"
        if self.ratkaistu:
            return _("Ratkaistu"), "neutral"
        return _("Ratkaisematta"), "danger"


def table_rows(user, transfers: list[Siirto], accounts: dict[int, User]) -> list[Rivi]:
    """Rows of the transfers; accounts: see accounts_of."""
    rights = study_rights(user, transfers)
    return [Rivi(siirto, accounts.get(siirto.kayttaja_id), rights.get(siirto.pk)) for siirto in transfers]


def accounts_of(ids: Iterable[int | None]) -> dict[int, User]:
    """Accounts by key; those that are no more are left out."""
    wanted = {key for key in ids if key}
    return User.objects.in_bulk(list(wanted)) if wanted else {}
