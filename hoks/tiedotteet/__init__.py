"""Announcements: who sees which, what they say, what is urgent, and when the next webinar is (docs/adr/0023)."""

from hoks.tiedotteet.lukijat import for_user, mark_read, unread_count, visible_to
from hoks.tiedotteet.webinaari import next_webinar

__all__ = ["for_user", "mark_read", "next_webinar", "unread_count", "visible_to"]
