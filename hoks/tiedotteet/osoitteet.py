"""Where announcements are: officials and learners have the same pages at addresses of their own."""

from django.urls import reverse

from accounts.permissions import is_oppija


def address(user, name: str, *arguments) -> str:
    """Address of the user's own page of that name (tiedotteet, tiedote, tiedote-luettu)."""
    return reverse(f"{'oppija' if is_oppija(user) else 'virkailija'}:{name}", args=arguments)
