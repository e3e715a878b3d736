"""Weeks as adoption is told by: from Monday, in Finland's time."""

import datetime as dt

# The week at hand and a year before it.
VIIKKOJA = 53


def maanantai(day: dt.date) -> dt.date:
    """The Monday of the day's week."""
    return day - dt.timedelta(days=day.weekday())


def viikot(day: dt.date) -> list[dt.date]:
    """Mondays of the weeks that are told on that day, the earliest first; the last is its own."""
    last = maanantai(day)
    return [last - dt.timedelta(weeks=weeks) for weeks in range(VIIKKOJA - 1, -1, -1)]


def viikon_nimi(monday: dt.date) -> str:
    """48/2026: the ISO week and its year."""
    year, week, _day = monday.isocalendar()
    return f"{week}/{year}"
