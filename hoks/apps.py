from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HoksConfig(AppConfig):
    name = "hoks"
    verbose_name = _("HOKS")
