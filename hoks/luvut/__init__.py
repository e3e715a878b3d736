"""Numbers that reports are made of, one short statement each: plans (hoksit) and workplace periods (jaksot).

Every function takes `koulut`, the OIDs of the schools that are counted, or None for the whole country (`readable` says
which a user may be told of), and counts days from `alku` to `loppu`, both inclusive, None for as far as there are any.
What comes to nothing is left out of the answer. How quick they are: docs/adr/0013.
"""

from accounts.permissions import Privilege, has_privilege_at_oph, organisaatio_oids

__all__ = ["readable"]


def readable(user) -> list[str] | None:
    """Schools whose numbers the user may read; None for the whole country, which is for those with READ at its root."""
    if has_privilege_at_oph(user, Privilege.READ):
        return None
    return sorted(organisaatio_oids(user, Privilege.READ))
