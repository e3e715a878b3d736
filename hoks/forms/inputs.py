"""The form of a node, built from the contract's fields by one function (docs/adr/0004)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from hoks.contract import FieldSpec, Node, fields
from hoks.forms.asking import SELDOM_TYPED, depends_on_sibling, is_optional, is_shown
from hoks.forms.picking import Picking
from hoks.forms.typed import written

RADIOS_AT_MOST = 5
AREA_FROM_CHARACTERS = 120


@dataclass(frozen=True)
class Input:
    """One field of a form, for templates/hoks/editor/_input.html.

    name: of the HTML input, the wire path with dots; id: of its first element
    widget: text, area, date, select, radios, three_state, combobox, object, texts, objects
    value: what the input holds, as text; text: words in a combobox's box
    parts: inputs of an object; rows: of lists, one tuple of inputs a row; versio: a code's version
    shown: False when it isn't asked and holds nothing: its place stays, so that it can appear
    """

    spec: FieldSpec
    name: str
    id: str
    widget: str
    label: str
    value: str = ""
    text: str = ""
    hint: str = ""
    optional: bool = False
    inputmode: str = ""
    width: str = ""
    choices: tuple = ()
    results: list | None = None
    errors: tuple[str, ...] = ()
    parts: tuple["Input", ...] = ()
    rows: tuple[tuple["Input", ...], ...] = ()
    versio: "Input | None" = None
    shown: bool = True

    @property
    def unit(self) -> str:
        return _(self.spec.unit) if self.spec.unit else ""

    @property
    def is_conditional(self) -> bool:
        """Whether it comes and goes with another field of the same node."""
        return depends_on_sibling(self.spec)

    @property
    def is_extra(self) -> bool:
        """Seldom typed by hand; so is a TUVA study right's identifier when there is none to choose."""
        return self.spec.wire in SELDOM_TYPED or (self.spec.kind == "tuva" and not self.choices)


@dataclass(frozen=True)
class Form:
    """What building and reading need besides the node.

    on_tuva: the study right is TUVA education; picking: names and choices; prefix: of ids, unique on the page
    errors: sentences by input name; results, words: by input name, of a search made without JavaScript
    """

    on_tuva: bool
    picking: Picking
    prefix: str = "kentta"
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    results: Mapping[str, list] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        return f"{self.prefix}-{name.replace('.', '-')}"


def build(cls: type[Node], data: dict, form: Form) -> tuple[Input, ...]:
    """The inputs of a node's own fields, in contract order. `data` may be wrong in any way a draft can."""
    return _inputs(cls, data, form, "")


def all_inputs(inputs: Iterable[Input]) -> Iterator[Input]:
    """Every input, also those within objects and rows."""
    for part in inputs:
        yield part
        yield from all_inputs(part.parts)
        for row in part.rows:
            yield from all_inputs(row)


def all_versiot(inputs: Iterable[Input], within: str = "", shown: bool = True) -> Iterator[Input]:
    """The versions of all codes, named by their codes; `within` is what names the row they stand in."""
    for part in inputs:
        visible = shown and part.shown
        if part.versio:
            yield replace(part.versio, label=within + part.versio.label, shown=visible)
        yield from all_versiot(part.parts, within, visible)
        for number, row in enumerate(part.rows, 1):
            yield from all_versiot(row, f"{part.label} {number}: ", visible)


def layout(inputs: Iterable[Input]) -> dict[str, Any]:
    """A form's inputs for templates/hoks/editor/_form.html: those to fill, and the seldom typed ones at its end."""
    inputs = tuple(inputs)
    extra, versiot = [part for part in inputs if part.is_extra], list(all_versiot(inputs))
    return {
        "inputs": [part for part in inputs if not part.is_extra],
        "extra": extra,
        "versiot": versiot,
        "extra_open": any(part.errors for part in (*extra, *versiot)),
    }


def _inputs(cls: type[Node], data: Any, form: Form, path: str) -> tuple[Input, ...]:
    data = data if isinstance(data, dict) else {}
    return tuple(
        _input(spec, data, form, path + spec.wire) for spec in fields(cls) if spec.kind not in ("nodes", "oid")
    )


def _input(spec: FieldSpec, data: dict, form: Form, name: str) -> Input:
    value = data.get(spec.wire)
    base = Input(
        spec=spec,
        name=name,
        id=form.id_of(name),
        widget=widget(spec, value, form.picking),
        label=spec.label,
        hint=spec.hint,
        optional=is_optional(spec),
        errors=tuple(form.errors.get(name, ())),
        shown=is_shown(spec, data, on_tuva=form.on_tuva),
    )
    match base.widget:
        case "object":
            return replace(base, parts=_inputs(spec.node, value, form, name + "."))
        case "objects":
            items = value if isinstance(value, list) else []
            rows = tuple(_inputs(spec.node, item, form, f"{name}.{place}.") for place, item in enumerate(items))
            return replace(base, rows=rows)
        case "texts":
            return replace(base, rows=tuple(_lines(base, value, form)))
        case "combobox":
            picked = form.picking.is_picked(spec, value)
            base = replace(
                base,
                value=value if picked else "",
                text=form.words.get(name, one_line(form.picking.text(spec, value))),
                results=form.results.get(name),
            )
        case "select" | "radios":
            base = replace(base, value=written(spec.kind, value), choices=tuple(_choices(spec, value, form.picking)))
        case _:
            base = replace(base, value=written(spec.kind, value), **_text_look(spec))
    return replace(base, versio=_versio(spec, data, form, name)) if spec.versio_wire else base


def widget(spec: FieldSpec, value: Any, picking: Picking) -> str:
    """What the field is asked with. It depends on the stored value too: text with line ends needs an area."""
    if spec.kind in ("object", "objects", "texts"):
        return spec.kind
    if spec.kind == "bool":
        return "radios" if spec.required else "three_state"
    if picking.is_searched(spec):
        return "combobox"
    if spec.kind in ("koodi", "tuva"):
        choices = picking.choices(spec)
        if not choices and spec.kind == "tuva":
            return "text"
        return "radios" if spec.kind == "koodi" and len(choices) <= RADIOS_AT_MOST else "select"
    if spec.kind == "longtext" or needs_area(value):
        return "area"
    return "date" if spec.kind == "date" else "text"


def needs_area(value: Any) -> bool:
    return isinstance(value, str) and (re.search(r"[\r\n]", value) is not None or len(value) > AREA_FROM_CHARACTERS)


def _choices(spec: FieldSpec, value: Any, picking: Picking):
    """Everything to choose from, the stored value also when it is no longer offered."""
    if spec.kind == "bool":
        yield from [("true", _("Kyllä")), ("false", _("Ei"))]
        return
    offered = picking.choices(spec)
    if not spec.required and len(offered) <= RADIOS_AT_MOST and spec.kind == "koodi":
        yield "", _("Ei valittu")
    yield from offered
    if isinstance(value, str) and value and value not in dict(offered):
        yield value, picking.text(spec, value)


def _text_look(spec: FieldSpec) -> dict[str, Any]:
    modes = {"int": "numeric", "number": "decimal", "email": "email", "phone": "tel"}
    widths = {"int": "short", "number": "short", "phone": "medium", "timestamp": "medium", "y-tunnus": "medium"}
    look = {"inputmode": modes.get(spec.kind, ""), "width": widths.get(spec.kind, "")}
    if spec.kind == "timestamp" and not spec.hint:
        look["hint"] = _("Esimerkiksi 1.8.2026 klo 12.00.")
    if spec.kind == "tuva":
        look["hint"] = _(
            "Opiskelijan TUVA-opiskeluoikeutta ei ole tiedossa. Jos hänellä on sellainen, anna sen tunniste."
        )
    return look


def _lines(base: Input, value: Any, form: Form):
    """An input for each stored text and one more to write in."""
    items = value if isinstance(value, list) else []
    for place, item in enumerate([*items, None]):
        name = f"{base.name}.{place}"
        label = f"{base.label} {place + 1}" if item is not None else _("%(label)s, uusi rivi") % {"label": base.label}
        yield (
            Input(
                spec=base.spec,
                name=name,
                id=base.id if place == 0 else form.id_of(name),
                widget="area" if needs_area(item) else "text",
                label=label,
                value=written("text", item),
                errors=tuple(form.errors.get(name, ())),
            ),
        )


def _versio(spec: FieldSpec, data: dict, form: Form, name: str) -> Input:
    versio_name = name.removesuffix(spec.wire) + spec.versio_wire
    return Input(
        spec=spec,
        name=versio_name,
        id=form.id_of(versio_name),
        widget="text",
        label=_("%(label)s, koodin versio") % {"label": spec.label},
        value=written("int", data.get(spec.versio_wire)),
        inputmode="numeric",
        width="short",
        errors=tuple(form.errors.get(versio_name, ())),
    )


def name_of(path: tuple) -> str:
    """HTML name of the input at a wire path within a node."""
    return ".".join(map(str, path))


def one_line(text: str) -> str:
    """Text as a one-line input holds it: browsers take line ends out."""
    return re.sub(r"[\r\n]", "", text)
