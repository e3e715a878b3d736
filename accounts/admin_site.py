"""Django's admin at /yllapito/, for officials with OPHPAAKAYTTAJA only."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.sign_in import redirect_to_sign_in
from ehoks_portal.replica import is_configured
from ehoks_portal.replica.status import measure

# Seconds that the page waits for a replica to catch up.
LONGEST_LAG_SHOWN = 1


class UpkeepSite(AdminSite):
    """Users, rights, organisations and codes. Plans are never registered here: services are their only writer."""

    site_title = _("eHOKS-ylläpito")
    site_header = _("eHOKS-ylläpito")
    index_title = _("Ylläpito")
    site_url = "/"

    def register(self, model_or_iterable, admin_class=None, **options):
        """But what the queue of jobs brings along: nobody needs to see a job, nor to have one done again."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        kept = [model for model in models if model._meta.app_label != "procrastinate"]
        super().register(kept, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """Every page but for a paakayttaja is 403; signing in happens on the portal's own page."""
        inner = super().admin_view(view, cacheable)

        def checked(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_sign_in(request)
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, inner)

    def index(self, request, extra_context=None):
        """With a replica to read from, its lag stands on top."""
        told = {"subtitle": measure(LONGEST_LAG_SHOWN)} if is_configured() else {}
        return super().index(request, {**told, **(extra_context or {})})

    def login(self, request, extra_context=None):
        """Nobody signs in here, so that there is one sign-in page to guard."""
        return redirect("kirjaudu")
