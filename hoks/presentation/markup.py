"""What a plan's pages show by the hundred, as markup: values, fields, periods, units, the timeline (docs/adr/0016).

Templates hold the pages and call these through hoks.templatetags.plan. Here and nowhere later data is escaped: every
function returns markup, and puts into it only what `escape` or another function of this module has returned.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hoks.presentation.osa import Osa
from hoks.presentation.rows import Row, shortened
from hoks.timeline import Bar, Timeline

# Longest names in a label of the timeline, in a cell of a table, and of people with where they work.
LABEL, CELL, PEOPLE = 60, 80, 120


# --- Values --------------------------------------------------------------------------------


def text(value: str) -> SafeString:
    """A value, and a mark when it is a code or organisation without a name."""
    return SafeString(_text(value))


def _text(value: str) -> str:
    told = f'<bdi class="user-text">{escape(value)}</bdi>'
    if getattr(value, "tuntematon", False):
        told += f' <span class="tag tag--warning">{escape(_("nimi puuttuu"))}</span>'
    return told


def fields(rows: Iterable[Row]) -> SafeString:
    """Fields and their values, side by side where there is room; nothing when there are none."""
    return SafeString(_fields(rows))


def _fields(rows: Iterable[Row]) -> str:
    told = "".join(map(_field, rows))
    return f'<dl class="plan-fields">{told}</dl>' if told else ""


def _field(row: Row) -> str:
    wide = " plan-fields__field--wide" if row.on_levea else ""
    if len(row.values) == 1:
        values = _text(row.values[0])
    else:
        values = f'<ul class="plan-list">{"".join(f"<li>{_text(value)}</li>" for value in row.values)}</ul>'
    return f'<div class="plan-fields__field{wide}"><dt>{escape(row.label)}</dt><dd>{values}</dd></div>'


def summary(rows: Iterable[Row]) -> SafeString:
    """The same as terms and values in a column: components/summary_list.html and its rows, for cards by the hundred."""
    return SafeString(f'<dl class="summary summary--compact">{"".join(map(_summary_row, rows))}</dl>')


def _summary_row(row: Row) -> str:
    values = "".join(f'<span class="summary__text user-text">{escape(value)}</span>' for value in row.values)
    return (
        f'<div class="summary__row"><dt class="summary__term">{escape(row.label)}</dt>'
        f'<dd class="summary__value">{values}</dd></div>\n'
    )


def _short(value: str, length: int = CELL) -> str:
    """A name that must not fill the line."""
    return f"<bdi>{escape(shortened(value, length))}</bdi>"


def _link(osa: Osa, name: str) -> str:
    """A way to the node's details on the same page."""
    return f'<a href="#{escape(osa.anchor)}"><bdi>{escape(name)}</bdi></a>'


# --- Units ---------------------------------------------------------------------------------


def units(osat: Iterable[Osa], level: int, stage: str = "") -> SafeString:
    """Units with everything below them: cards, which for learners open.

    level: of their headings; stage: words of how far the learner is with them
    """
    told = "".join(_unit(osa, level, stage) for osa in osat)
    return SafeString(f'<div class="plan-cards">{told}</div>')


def _unit(osa: Osa, level: int, stage: str) -> str:
    anchor, name = escape(osa.anchor), _name(osa)
    if not osa.plan.on_oppijan:
        return f"""<article class="card osa" id="{anchor}">
<div class="card__head"><h{level} class="card__title">{name}</h{level}></div>
{_meta(osa)}
{_details(osa, level + 1)}
</article>
"""
    heading = f'<h{level} class="details__title">{name}</h{level}>{_stage_and_time(osa, stage)}'
    if osa.on_pelkka_otsikko:
        return f"""<article class="details osa osa--bare" id="{anchor}"><div class="details__summary">\
{heading}{_meta(osa)}</div></article>
"""
    return f"""<details class="details osa" id="{anchor}"><summary class="details__summary">{heading}</summary>\
<div class="details__content">
{_meta(osa)}
{_details(osa, level + 1)}
</div></details>
"""


def _name(osa: Osa) -> str:
    """A unit's name and extent."""
    extent = f' <span class="osa__laajuus">{escape(osa.laajuus)}</span>' if osa.laajuus else ""
    return _text(osa.title) + extent


def _stage_and_time(osa: Osa, stage: str) -> str:
    """How far and when, for a closed card."""
    told = ", ".join(filter(None, (stage, osa.aika)))
    return f'<span class="details__meta">{escape(told)}</span>' if told else ""


def _meta(osa: Osa) -> str:
    """What kind of unit, what it belongs to, its own dates."""
    period = "" if osa.plan.on_oppijan else escape(osa.period)
    if not osa.on_tutkinnon_osa and not period:
        return ""
    told = escape(osa.laji) if osa.on_tutkinnon_osa else ""
    if osa.parent:
        told += f": {_text(osa.parent.title)}"
    if period:
        told += f", {period}" if osa.on_tutkinnon_osa else period
    return f'<p class="card__meta">{told}</p>'


def _details(osa: Osa, level: int) -> str:
    """Everything of a unit but its heading; level: of the headings below."""
    return f"""{_fields(osa.parent.rows) if osa.parent else ""}
{_fields(osa.rows)}
{"".join(_period(jakso, level) for jakso in osa.hankkimistavat)}
{"".join(_period(jakso, level) for jakso in osa.naytot)}
{"".join(_sub_area(osa_alue, level) for osa_alue in osa.osa_alueet)}
"""


def _sub_area(osa: Osa, level: int) -> str:
    """A sub-area within its common unit's card (aiemmin hankittu)."""
    return f"""<section class="osa-alue" id="{escape(osa.anchor)}">
<div class="card__head"><h{level} class="osa-alue__title">{_name(osa)}</h{level}></div>
{_fields(osa.rows)}
{"".join(_period(jakso, level + 1) for jakso in osa.naytot)}
</section>
"""


def _period(jakso: Osa, level: int) -> str:
    """A period or a demonstration within its unit."""
    if jakso.kind == "naytto":
        title = escape(_("Näyttö") if jakso.plan.on_oppijan else jakso.laji)
    else:
        title = _text(jakso.title)
    if jakso.tyopaikka:
        title += f", <bdi>{escape(jakso.tyopaikka)}</bdi>"
    if jakso.period:
        title += f' <span class="jakso__period">{escape(jakso.period)}</span>'
    return f"""<section class="jakso jakso--{escape(jakso.kind)}" id="{escape(jakso.anchor)}">
<div class="card__head"><h{level} class="jakso__title">{title}</h{level}></div>
{_fields(jakso.rows)}
</section>
"""


def period_list(jaksot: Iterable[Osa]) -> SafeString:
    """Periods or demonstrations in short, each a way to its details."""
    return SafeString(f'<ul class="plan-lines">{"".join(map(_line, jaksot))}</ul>')


def _line(jakso: Osa) -> str:
    when = f'<span class="plan-lines__when">{escape(jakso.period)}</span> ' if jakso.period else ""
    where = f", {_short(jakso.tyopaikka)}" if jakso.tyopaikka else ""
    return f"<li>{when}{_link(jakso, shortened(_unit_title(jakso), CELL))}{where}</li>"


def _unit_title(jakso: Osa) -> str:
    return jakso.parent.title if jakso.parent else ""


# --- Timeline ------------------------------------------------------------------------------


def timeline_rows(line: Timeline) -> SafeString:
    """The drawing but for its axis: a line for each unit."""
    marks = "".join(
        f'<line class="timeline__tick" x1="{tick.x}%" x2="{tick.x}%" y1="0" y2="100%"/>' for tick in line.ticks
    )
    today = ""
    if line.today_x:
        today = f'<line class="timeline__today" x1="{line.today_x}%" x2="{line.today_x}%" y1="0" y2="100%"/>'
    told = "".join(
        f'<div class="timeline__row"><div class="timeline__label">{_short(row.osa.title, LABEL)}</div>'
        f'<svg class="timeline__svg" width="100%" height="{row.height}" focusable="false">'
        f"{marks}{''.join(map(_bar, row.bars))}{today}</svg></div>\n"
        for row in line.rows
    )
    return SafeString(told)


def _bar(bar: Bar) -> str:
    title = f"<title>{escape(bar.event.what)} {escape(bar.event.period)}</title>"
    start = f'class="timeline__bar fill-{escape(bar.event.kind)}"'
    if bar.dot:
        return f'<circle {start} cx="{bar.x}%" cy="{bar.middle}" r="6">{title}</circle>'
    place = f'x="{bar.x}%" width="{bar.width}%" y="{bar.y}" height="{bar.height}"'
    return f'<rect {start} {place} rx="2">{title}</rect>'


# --- Tables --------------------------------------------------------------------------------


def _table_row(labels: Iterable[str], first: str, *cells: str) -> str:
    """A row that is a card on a phone. first: its heading; cells, markup too, each under its label."""
    told = "".join(f'<td data-label="{escape(label)}">{cell}</td>' for label, cell in zip(labels, cells, strict=True))
    return f'<tr><th scope="row">{first}</th>{told}</tr>'


def event_rows(line: Timeline) -> SafeString:
    """The timeline as rows of a table; columns: Timeline.columns."""
    labels = _("Mitä"), _("Opinto"), _("Paikka")
    told = (
        _table_row(
            labels,
            escape(event.period),
            escape(event.what),
            _link(event.osa, shortened(event.unit.title, CELL)),
            _short(event.where),
        )
        for event in line.events
    )
    return SafeString("".join(told))


def workplace_rows(jaksot: Iterable[Osa]) -> SafeString:
    """Periods at workplaces as rows of a table; columns: Plan.tyopaikkajakso_columns."""
    labels = _("Aika"), _("Muoto"), _("Opinto"), _("Ohjaaja")
    told = (
        _table_row(
            labels,
            _link(jakso, jakso.tyopaikka or jakso.title),
            escape(jakso.period),
            escape(jakso.title),
            _short(_unit_title(jakso)),
            _short(str(jakso.ohjaaja or ""), PEOPLE),
        )
        for jakso in jaksot
    )
    return SafeString("".join(told))


def naytto_rows(naytot: Iterable[Osa]) -> SafeString:
    """Demonstrations as rows of a table; columns: Plan.naytto_columns."""
    labels = _("Aika"), _("Opinto"), _("Arvioijat")
    told = (
        _table_row(
            labels,
            _link(naytto, naytto.tyopaikka or naytto.laji),
            escape(naytto.period),
            _short(_unit_title(naytto)),
            "".join(f'<bdi class="plan-line">{escape(shortened(line, PEOPLE))}</bdi>' for line in naytto.arvioijat),
        )
        for naytto in naytot
    )
    return SafeString("".join(told))


def koodi_rows(koodit: Iterable[tuple[str, str, str, object]]) -> SafeString:
    """Codes as rows of a table; koodit: see Plan.koodit; columns: Plan.koodi_columns."""
    labels = _("Tieto"), _("Koodi"), _("Versio")
    told = (
        _table_row(
            labels,
            f"<bdi>{escape(name)}</bdi>",
            escape(what),
            escape(uri),
            escape("" if versio is None else str(versio)),
        )
        for what, name, uri, versio in koodit
    )
    return SafeString("".join(told))
