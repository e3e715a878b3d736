"""What no browser sends and later code would fail on is sorted out at the door."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404

NUL = "\0"


class OddRequestMiddleware:
    """Stands before the session: a cookie or a page address that cannot be right counts as not sent.

    PostgreSQL keeps no NUL, so no session key and no address has one; in forms NUL is the forms' affair.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if NUL in request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        try:
            urlsplit(request.META.get("HTTP_HX_CURRENT_URL", ""))
        except ValueError:
            del request.META["HTTP_HX_CURRENT_URL"]
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if NUL in request.path_info:
            raise Http404
        if NUL in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("NUL in the query")
