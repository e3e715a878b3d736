"""Django's admin at /yllapito/, for officials with OPHPAAKAYTTAJA only."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.sign_in import redirect_to_sign_in


class UpkeepSite(AdminSite):
    """Users, rights, organisations and codes. Plans are never registered here: services are their only writer."""

    site_title = _("eHOKS-ylläpito")
    site_header = _("eHOKS-ylläpito")
    index_title = _("Ylläpito")
    site_url = "/"

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

    def login(self, request, extra_context=None):
        """Nobody signs in here, so that there is one sign-in page to guard."""
        return redirect("kirjaudu")
