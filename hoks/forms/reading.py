"""A posted form read back into the node's wire values (docs/adr/0004).

An input that comes back as it was shown leaves the stored value alone, whatever it is: an empty string, CRLF, an
unknown code, 4.0. Only what differs is read as typed. So opening and saving any node untouched changes nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from hoks.contract import FieldSpec, Node, fields
from hoks.forms.inputs import Form, needs_area, one_line, widget
from hoks.forms.picking import Picking
from hoks.forms.typed import meant, written


def read(cls: type[Node], data: dict, posted: Mapping[str, str], form: Form, *, done: bool = True) -> dict:
    """The node's data as the posted form leaves it; `data` is the node as the form showed it.

    posted: HTML names to texts; what is not among them was not shown and stays. Keys the contract doesn't know stay.
    done: False while the form is still being filled, when emptied rows keep their places.
    """
    node, _changed = _read_object(cls, data, posted, form, "", done)
    return _complete(cls, node)


def _read_object(cls, data: Any, posted, form: Form, path: str, done: bool) -> tuple[dict, bool]:
    """(the object as posted, whether it differs from the stored one)."""
    old = data if isinstance(data, dict) else {}
    new = dict(old)
    for spec in fields(cls):
        name = path + spec.wire
        if spec.kind in ("nodes", "oid"):
            continue
        if spec.kind == "object":
            _read_nested(spec, old, new, posted, form, name, done)
        elif spec.kind in ("objects", "texts"):
            reader = _read_rows if spec.kind == "objects" else _read_lines
            held = old.get(spec.wire)
            held = held if isinstance(held, list) else []
            items = reader(spec, held, posted, form, name, done)
            if items != held:
                new[spec.wire] = items
        else:
            _read_leaf(spec, old, new, posted, form, name)
    return new, new != old or _types(new) != _types(old)


def _types(data: dict) -> list:
    """1, 1.0 and True are equal in Python and different on the wire."""
    return [type(value) for value in data.values()]


def _read_nested(spec, old: dict, new: dict, posted, form: Form, name: str, done: bool) -> None:
    inner, changed = _read_object(spec.node, old.get(spec.wire), posted, form, name + ".", done)
    if not changed:
        return
    if is_blank(inner) and not spec.required:
        new.pop(spec.wire, None)
    else:
        new[spec.wire] = inner


def _read_rows(spec, items: list, posted, form: Form, name: str, done: bool) -> list:
    rows = []
    for place, item in enumerate(items):
        row, changed = _read_object(spec.node, item, posted, form, f"{name}.{place}.", done)
        row = item if not changed else {} if is_blank(row) else row
        if row != {} or not done:
            rows.append(row)
    return rows


def _read_lines(spec, items: list, posted, form: Form, name: str, done: bool) -> list:
    places = sorted(
        int(found[1]) for found in (re.fullmatch(re.escape(name) + r"\.(\d{1,6})", key) for key in posted) if found
    )
    if not places:
        return items
    lines = []
    for place in places:
        text = posted[f"{name}.{place}"]
        old = items[place] if place < len(items) else None
        if old is not None and _as_shown(text, old, needs_area(old)):
            lines.append(old)
        elif text:
            # After a removal the rows move: a text that was stored elsewhere keeps its line ends.
            moved = next((item for item in items if _as_shown(text, item, needs_area(item))), None)
            lines.append(moved if moved is not None else _line_ends(text, old))
    return lines


def _read_leaf(spec, old: dict, new: dict, posted, form: Form, name: str) -> None:
    stored = old.get(spec.wire)
    if _is_untouched(stored, posted, name):
        # As any widget would find, without asking the code lists which one it is.
        value = stored
    elif (kind := widget(spec, stored, form.picking)) == "combobox":
        value = _picked(spec, stored, posted, form.picking, name)
    else:
        value = _typed(spec, stored, posted[name], area=kind == "area")
    _set(new, spec.wire, value, stored)
    if spec.versio_wire:
        _read_versio(spec, old, new, posted, form, name, changed=value != stored)


def _is_untouched(stored: Any, posted, name: str) -> bool:
    if f"{name}_haku" in posted:
        return False
    return name not in posted or posted[name] == ("" if stored is None else stored)


def _read_versio(spec, old: dict, new: dict, posted, form: Form, name: str, *, changed: bool) -> None:
    """A version changes when its code is changed for another, or by hand; never by itself."""
    stored = old.get(spec.versio_wire)
    text = posted.get(name.removesuffix(spec.wire) + spec.versio_wire)
    shown = written("int", stored)
    if text is not None and text.strip() != shown:
        _set(new, spec.versio_wire, meant("int", text) if text.strip() else None, stored)
    elif changed:
        uri = new.get(spec.wire)
        _set(new, spec.versio_wire, form.picking.latest_version(uri) if uri else None, stored)


def _set(new: dict, wire: str, value: Any, stored: Any) -> None:
    if value is stored:
        return
    if value is None:
        new.pop(wire, None)
    else:
        new[wire] = value


def _typed(spec: FieldSpec, stored: Any, text: str, *, area: bool) -> Any:
    if _as_shown(text, written(spec.kind, stored), area):
        return stored
    if not text:
        return None
    return _line_ends(meant(spec.kind, text), stored)


def _picked(spec: FieldSpec, stored: Any, posted, picking: Picking, name: str) -> Any:
    """The value of a combobox (templates/components/field_combobox.html says what it posts)."""
    words = posted.get(f"{name}_haku")
    if words is None:
        return stored if name not in posted else posted[name] or None
    hidden = stored if picking.is_picked(spec, stored) else ""
    value = posted.get(name, hidden)
    if f"{name}_osumat" in posted:
        return value or stored
    if value == hidden and words == one_line(picking.text(spec, stored)):
        return stored
    if value and value != hidden:
        return value
    if not words.strip():
        return None
    return words if picking.is_picked(spec, words) else picking.resolve(spec, words) or words


def _newlines(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text)


def _as_shown(text: str, shown: str, area: bool) -> bool:
    """The posted text is what was shown, as browsers post it: line ends CRLF, none in a one-line input."""
    return _newlines(text) == _newlines(shown) if area else text == one_line(shown)


def _line_ends(text: Any, stored: Any) -> Any:
    """New text with the line ends the stored text has; LF for what is new."""
    if not isinstance(text, str):
        return text
    text = _newlines(text)
    return text.replace("\n", "\r\n") if isinstance(stored, str) and "\r\n" in stored else text


def is_blank(value: Any) -> bool:
    """Nothing in it that was typed or picked, however deep."""
    if isinstance(value, dict):
        return all(is_blank(item) for item in value.values())
    if isinstance(value, list):
        return not value
    return value is None or value == ""


def _complete(cls: type[Node], data: dict) -> dict:
    """Required objects and lists of an object that is there are there too, so that what is missing is a field."""
    for spec in fields(cls):
        held = data.get(spec.wire)
        if spec.required and spec.wire not in data and spec.kind in ("object", "texts", "objects"):
            held = {} if spec.kind == "object" else []
            data = {**data, spec.wire: held}
        if spec.kind == "object" and isinstance(held, dict):
            data = {**data, spec.wire: _complete(spec.node, held)}
        elif spec.kind == "objects" and isinstance(held, list):
            rows = [_complete(spec.node, row) if isinstance(row, dict) and row else row for row in held]
            data = {**data, spec.wire: rows}
    return data


def add_row(cls: type[Node], data: dict, name: str) -> dict:
    """The node with an empty row at the end of the list the name leads to; as it is when there is no such list."""
    return _edit_rows(cls, data, name.split("."), lambda rows: [*rows, {}])


def remove_row(cls: type[Node], data: dict, name: str) -> dict:
    """The node without the row the name leads to (`keskeytymisajanjaksot.0`)."""
    *steps, place = name.split(".")
    if not re.fullmatch(r"\d{1,6}", place, re.ASCII):
        return data
    return _edit_rows(cls, data, steps, lambda rows: rows[: int(place)] + rows[int(place) + 1 :])


def _edit_rows(cls: type[Node], data: dict, steps: list[str], edit) -> dict:
    spec = next((spec for spec in fields(cls) if spec.wire == steps[0]), None)
    if spec is None:
        return data
    if len(steps) == 1 and spec.kind in ("objects", "texts"):
        held = data.get(spec.wire)
        return {**data, spec.wire: edit(held if isinstance(held, list) else [])} if spec.kind == "objects" else data
    if len(steps) > 1 and spec.kind == "object":
        held = data.get(spec.wire)
        return {**data, spec.wire: _edit_rows(spec.node, held if isinstance(held, dict) else {}, steps[1:], edit)}
    return data
