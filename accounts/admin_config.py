"""Puts Django's admin on our own site; apart from apps.py, where Django would take it for this app's configuration."""

from django.contrib.admin.apps import AdminConfig


class UpkeepConfig(AdminConfig):
    default_site = "accounts.admin_site.UpkeepSite"
