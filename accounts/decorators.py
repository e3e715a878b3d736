"""Which kind of account a view is for. What it may see there is the permission layer's affair."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied

from accounts.permissions import is_oppija, is_paakayttaja, is_virkailija
from accounts.sign_in import redirect_to_sign_in


def _requires(test: Callable) -> Callable:
    def decorator(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_sign_in(request)
            if not test(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorator


virkailija_required = _requires(is_virkailija)
virkailija_required.__doc__ = "View for officials: others get 403, anonymous visitors the sign-in page."

oppija_required = _requires(is_oppija)
oppija_required.__doc__ = "View for learners: others get 403, anonymous visitors the sign-in page."

paakayttaja_required = _requires(lambda user: is_virkailija(user) and is_paakayttaja(user))
paakayttaja_required.__doc__ = (
    "View for officials with OPHPAAKAYTTAJA: others get 403, anonymous visitors the sign-in page."
)
