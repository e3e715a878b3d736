"""The portal in a country: lists, plans, drafts, browsers and crowds, measured in what `generate_maa` made."""
