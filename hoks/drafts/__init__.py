"""Drafts: plans being typed by hand, possibly incomplete, possibly wrong (docs/adr/0004)."""
