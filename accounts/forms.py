"""The sign-in form."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import is_palvelu


class SignInForm(AuthenticationForm):
    """Username and password; a wrong pair is told as one, never which of the two was wrong."""

    username = UsernameField(
        label=_("Käyttäjätunnus"),
        max_length=User._meta.get_field("username").max_length,
        error_messages={"required": _("Kirjoita käyttäjätunnus.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Salasana"),
        strip=False,
        error_messages={"required": _("Kirjoita salasana.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    error_messages = {
        "invalid_login": _("Käyttäjätunnus tai salasana on väärin. Tarkista molemmat ja yritä uudelleen."),
        "palvelu": _(
            "Tämä on palvelukäyttäjän tunnus. Sillä järjestelmä siirtää tietoja rajapinnan kautta, eikä sillä voi "
            "kirjautua palvelun sivuille. Kirjaudu omalla tunnuksellasi."
        ),
    }

    def clean(self):
        """Outside a demo the demo accounts' password is a wrong one."""
        if not settings.DEMO and self.cleaned_data.get("password") == settings.DEMO_PASSWORD:
            raise self.get_invalid_login_error()
        return super().clean()

    def confirm_login_allowed(self, user):
        """Refuse a machine account; it is told so only after its right password."""
        super().confirm_login_allowed(user)
        if is_palvelu(user):
            raise self._refusal("palvelu")

    def get_invalid_login_error(self):
        return self._refusal("invalid_login")

    def _refusal(self, code):
        """Said at the first field, so that the error summary has somewhere to lead."""
        return ValidationError({"username": ValidationError(self.error_messages[code], code=code)})
