"""When webinars are, and what a calendar is told of them."""

import datetime as dt

import pytest
from dateutil.rrule import rruleset, rrulestr
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from icalendar import Calendar

from hoks.audit import HELSINKI
from hoks.models import Tapahtuma, Webinaaripoikkeus, Webinaarisaanto
from hoks.tiedotteet import next_webinar, webinaari
from hoks.tiedotteet.webinaari import Muuttunut, saanto_text

pytestmark = pytest.mark.django_db


def at(day: str, time: str = "00:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=HELSINKI)


def days(rule, now, count):
    coming = webinaari.upcoming(rule, list(rule.poikkeukset.all()), now)
    return [each.alku.date().isoformat() for each, _number in zip(coming, range(count), strict=False)]


class TestRule:
    def test_every_second_tuesday(self, make_saanto):
        assert days(make_saanto(), at("2026-11-30"), 4) == ["2026-12-08", "2026-12-22", "2027-01-05", "2027-01-19"]

    def test_in_words(self, make_saanto):
        make_saanto(alkaa=dt.date(2026, 12, 1))
        assert next_webinar(at("2026-11-30")).sanoin == "tiistaina 1.12.2026 klo 12–13"

    @pytest.mark.parametrize(
        ("now", "day"),
        [
            ("11:59", "2026-12-08"),
            ("12:30", "2026-12-08"),
            ("12:59", "2026-12-08"),
            ("13:00", "2026-12-22"),
        ],
    )
    def test_one_that_goes_on_is_the_next_until_it_is_over(self, make_saanto, now, day):
        make_saanto()
        assert next_webinar(at("2026-12-08", now)).alku.date().isoformat() == day

    def test_begins_on_the_weekday_after_its_first_day(self, make_saanto):
        """From a Wednesday on; weeks are counted from the Tuesday after it."""
        rule = make_saanto(alkaa=dt.date(2026, 12, 2))
        assert days(rule, at("2026-01-01"), 2) == ["2026-12-08", "2026-12-22"]

    def test_ends(self, make_saanto):
        rule = make_saanto(paattyy=dt.date(2026, 12, 22))
        assert days(rule, at("2026-12-01"), 9) == ["2026-12-08", "2026-12-22"]
        assert next_webinar(at("2026-12-22", "12:30")).alku == at("2026-12-22", "12:00")
        assert next_webinar(at("2026-12-22", "13:00")) is None

    def test_without_a_rule(self):
        assert next_webinar() is None

    def test_clock_of_finland_whatever_the_season(self, make_saanto):
        """The clock goes back on 25.10.2026 and forward on 28.3.2027: twelve stays twelve."""
        rule = make_saanto(vali_viikkoa=1)
        coming = webinaari.upcoming(rule, [], at("2026-10-19"))
        found = [next(coming).alku for _number in range(30)]
        assert {moment.hour for moment in found} == {12}
        utc = {moment.date().isoformat(): moment.astimezone(dt.UTC).hour for moment in found}
        assert (utc["2026-10-20"], utc["2026-10-27"], utc["2027-03-23"], utc["2027-03-30"]) == (9, 10, 10, 9)

    def test_today_is_finland_s(self, make_saanto):
        """At 22.30 UTC it is already Tuesday in Finland."""
        make_saanto(klo_alku=dt.time(0, 15), klo_loppu=dt.time(0, 45))
        now = dt.datetime(2026, 12, 7, 22, 30, tzinfo=dt.UTC)
        assert next_webinar(now).alku == at("2026-12-08", "00:15")

    @pytest.mark.parametrize(
        ("columns", "text"),
        [
            ({}, "joka toinen tiistai klo 12–13"),
            ({"vali_viikkoa": 1, "viikonpaiva": 4, "klo_loppu": dt.time(12, 45)}, "joka perjantai klo 12–12.45"),
            ({"vali_viikkoa": 6, "klo_alku": dt.time(8, 5)}, "6 viikon välein tiistaina klo 8.05–13"),
        ],
    )
    def test_rule_in_words(self, make_saanto, columns, text):
        assert saanto_text(make_saanto(**columns)) == text

    def test_two_statements(self, make_saanto, statements):
        make_saanto()
        with statements(2):
            next_webinar()


class TestExceptions:
    @pytest.fixture
    def rule(self, make_saanto):
        rule = make_saanto()
        Webinaaripoikkeus.objects.create(saanto=rule, paiva=dt.date(2026, 12, 8))
        Webinaaripoikkeus.objects.create(
            saanto=rule,
            paiva=dt.date(2026, 12, 22),
            uusi_paiva=dt.date(2026, 12, 17),
            uusi_alku=dt.time(14, 30),
            uusi_loppu=dt.time(15, 30),
        )
        return rule

    def test_cancelled_is_not_there_and_moved_is_where_it_was_moved(self, rule):
        assert days(rule, at("2026-12-01"), 3) == ["2026-12-17", "2027-01-05", "2027-01-19"]
        webinar = next_webinar(at("2026-12-01"))
        assert webinar.sanoin == "torstaina 17.12.2026 klo 14.30–15.30"
        assert webinar.siirretty and webinar.paiva == dt.date(2026, 12, 22)

    def test_moved_past_its_day_waits_there(self, rule):
        rule.poikkeukset.filter(paiva=dt.date(2026, 12, 22)).update(uusi_paiva=dt.date(2027, 1, 7))
        assert days(rule, at("2026-12-23"), 3) == ["2027-01-05", "2027-01-07", "2027-01-19"]

    def test_moved_within_its_day(self, rule):
        rule.poikkeukset.filter(paiva=dt.date(2026, 12, 22)).update(uusi_paiva=dt.date(2026, 12, 22))
        webinar = next_webinar(at("2026-12-20"))
        assert webinar.alku == at("2026-12-22", "14:30") and not webinar.siirretty

    def test_last_one_moved_beyond_the_end(self, rule):
        Webinaarisaanto.objects.update(paattyy=dt.date(2026, 12, 22))
        assert next_webinar(at("2026-12-10")).alku == at("2026-12-17", "14:30")
        rule.poikkeukset.filter(paiva=dt.date(2026, 12, 22)).update(uusi_paiva=dt.date(2027, 1, 7))
        assert next_webinar(at("2026-12-30")).alku == at("2027-01-07", "14:30")

    def test_calendar_tells_the_same(self, rule):
        """What a calendar makes of the file are the webinars that we show, over both changes of the clock."""
        now = at("2026-12-01")
        parsed = Calendar.from_ical(webinaari.calendar(rule, now))
        expected = [
            each.alku
            for each, _n in zip(webinaari.upcoming(rule, list(rule.poikkeukset.all()), now), range(12), strict=False)
        ]
        assert expanded(parsed, 12) == expected


def expanded(calendar: Calendar, count: int) -> list[dt.datetime]:
    """The moments of a calendar's one series as a calendar program works them out."""
    series, *others = calendar.walk("VEVENT")
    start = series.decoded("dtstart")
    rules = rruleset()
    rules.rrule(rrulestr(series["rrule"].to_ical().decode(), dtstart=start.replace(tzinfo=None)))
    exdates = series.get("exdate")
    for exdate in exdates.dts if exdates else ():
        rules.exdate(exdate.dt.replace(tzinfo=None))
    for other in others:
        rules.exdate(other.decoded("recurrence-id").replace(tzinfo=None))
        assert other["uid"] == series["uid"]
    found = [moment.replace(tzinfo=HELSINKI) for moment, _number in zip(rules, range(count), strict=False)]
    return sorted(found + [other.decoded("dtstart") for other in others])[:count]


class TestCalendar:
    def test_time_zone_and_identity(self, make_saanto):
        rule = make_saanto()
        file = webinaari.calendar(rule, at("2026-11-30"))
        parsed = Calendar.from_ical(file)
        [zone] = parsed.walk("VTIMEZONE")
        [event] = parsed.walk("VEVENT")
        assert zone["tzid"] == "Europe/Helsinki"
        assert b"DTSTART;TZID=Europe/Helsinki:20261208T120000" in file
        assert b"DTEND;TZID=Europe/Helsinki:20261208T130000" in file
        assert event["rrule"].to_ical() == b"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
        assert (event["summary"], event["url"]) == ("eHOKS-webinaari", "https://webinaari.example/ehoks")
        assert b"\r\n" in file and parsed["prodid"] and parsed["version"] == "2.0"

    def test_uid_stays_and_sequence_grows(self, make_saanto, paakayttaja):
        def event():
            return Calendar.from_ical(webinaari.calendar(webinaari.saanto(), at("2026-11-30"))).walk("VEVENT")[0]

        make_saanto()
        before = event()
        webinaari.save_rule({"klo_alku": dt.time(11)}, by=paakayttaja, revisio=1)
        after = event()
        assert before["uid"] == after["uid"] and after["sequence"] == before["sequence"] + 1

    def test_end_is_told(self, make_saanto):
        rule = make_saanto(paattyy=dt.date(2026, 12, 22))
        parsed = Calendar.from_ical(webinaari.calendar(rule, at("2026-12-01")))
        until = parsed.walk("VEVENT")[0]["rrule"]["UNTIL"][0]
        assert at("2026-12-22", "13:00") <= until < at("2026-12-23")

    def test_nothing_to_come_is_no_file(self, make_saanto):
        assert webinaari.calendar(make_saanto(paattyy=dt.date(2026, 10, 1)), at("2026-12-01")) is None

    def test_text_cannot_break_lines(self, make_saanto):
        rule = make_saanto(otsikko="Nimi\r\nATTENDEE:mailto:x@y.fi;,\\")
        [event] = Calendar.from_ical(webinaari.calendar(rule, at("2026-11-30"))).walk("VEVENT")
        assert "attendee" not in event


class TestWriting:
    columns = {
        "otsikko": "Webinaari",
        "linkki": "",
        "viikonpaiva": 1,
        "vali_viikkoa": 2,
        "alkaa": dt.date(2026, 9, 1),
        "paattyy": None,
        "klo_alku": dt.time(12),
        "klo_loppu": dt.time(13),
    }

    def test_first_rule_then_a_change_then_a_stale_one(self, paakayttaja):
        webinaari.save_rule(self.columns, by=paakayttaja, revisio=0)
        with pytest.raises(Muuttunut):
            webinaari.save_rule(self.columns, by=paakayttaja, revisio=0)
        webinaari.save_rule(self.columns | {"vali_viikkoa": 1}, by=paakayttaja, revisio=1)
        with pytest.raises(Muuttunut) as conflict:
            webinaari.save_rule(self.columns, by=paakayttaja, revisio=1)
        assert conflict.value.saanto.vali_viikkoa == 1
        events = Tapahtuma.objects.filter(kohde="webinaari").order_by("pk")
        assert [event.toiminto for event in events] == ["create", "update"]
        assert events[1].muutokset == [{"path": "/vali_viikkoa", "op": "replace"}]

    def test_exceptions_of_days_that_are_the_rule_s_no_more_go(self, make_saanto, paakayttaja):
        make_saanto()
        webinaari.save_exception(dt.date(2026, 12, 8), by=paakayttaja, revisio=1, uusi=None)
        webinaari.save_exception(dt.date(2026, 12, 22), by=paakayttaja, revisio=2, uusi=None)
        webinaari.save_rule({"vali_viikkoa": 1}, by=paakayttaja, revisio=3)
        assert Webinaaripoikkeus.objects.count() == 2
        webinaari.save_rule({"viikonpaiva": 2}, by=paakayttaja, revisio=4)
        assert Webinaaripoikkeus.objects.count() == 0

    def test_exception_is_changed_and_removed(self, make_saanto, paakayttaja):
        make_saanto()
        day = dt.date(2026, 12, 8)
        webinaari.save_exception(day, by=paakayttaja, revisio=1, uusi=None)
        moved = (dt.date(2026, 12, 9), dt.time(9), dt.time(10))
        webinaari.save_exception(day, by=paakayttaja, revisio=2, uusi=moved)
        assert Webinaaripoikkeus.objects.get().uusi_paiva == moved[0]
        with pytest.raises(Muuttunut):
            webinaari.remove_exception(day, by=paakayttaja, revisio=2)
        webinaari.remove_exception(day, by=paakayttaja, revisio=3)
        assert not Webinaaripoikkeus.objects.exists()

    @pytest.mark.parametrize("persona", ["virkailija", "poistaja", "palvelukayttaja", "oppija"])
    def test_others_write_nothing(self, request, make_saanto, persona):
        user = request.getfixturevalue(persona)
        make_saanto()
        for act in (
            lambda: webinaari.save_rule(self.columns, by=user, revisio=1),
            lambda: webinaari.save_exception(dt.date(2026, 12, 8), by=user, revisio=1, uusi=None),
            lambda: webinaari.remove_exception(dt.date(2026, 12, 8), by=user, revisio=1),
        ):
            with pytest.raises(PermissionDenied):
                act()

    @pytest.mark.parametrize(
        "columns",
        [
            {"id": 2},
            {"viikonpaiva": 7},
            {"vali_viikkoa": 0},
            {"klo_loppu": dt.time(12)},
            {"paattyy": dt.date(2020, 1, 1)},
        ],
        ids=str,
    )
    def test_database_holds_what_must_hold(self, make_saanto, columns):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_saanto(**columns)
