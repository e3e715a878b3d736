"""What every page needs besides its own context."""

from django.conf import settings


def portal(request):
    """Demo banner switch for base.html."""
    return {"DEMO": settings.DEMO}
