"""The template side of the component library; templates/components/README.md lists the components."""

import datetime
from collections.abc import Iterable, Mapping

from django import template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(takes_context=True)
def component(context, content, name, **arguments):
    """Render components/<name>.html around the block, which it gets as `content`.

    Like {% include … only %}, for components that wrap other markup:
    {% component "card" title="…" %}…{% endcomponent %}.
    """
    inner = context.new({**arguments, "content": content, "csrf_token": context.get("csrf_token")})
    return context.template.engine.get_template(f"components/{name}.html").render(inner)


@register.simple_tag
def attributes(**values):
    """Make an `attributes` argument: {% attributes hx_get=url data_announce=True as extra %}.

    Underscores become hyphens; True gives a bare attribute; False and None leave it out. Values are escaped.
    """
    return html_attributes({name.replace("_", "-"): value for name, value in values.items()})


@register.filter
def html_attributes(value):
    """Write an `attributes` argument out: a mapping of names to values, or markup made by {% attributes %}.

    A plain string is dropped, so that data can never add an attribute.
    """
    if not value:
        return ""
    if isinstance(value, Mapping):
        return flatatt({name: text for name, text in value.items() if text is not None})
    return format_html(" {}", value) if isinstance(value, SafeString) else ""


@register.filter
def as_list(value):
    """List what an argument holds: nothing, one text, or several."""
    if not value:
        return []
    if isinstance(value, str | Promise) or not isinstance(value, Iterable):
        return [value]
    return list(value)


@register.filter
def form_value(value):
    """Say a value as a form posts it: True -> "true", False -> "false", None -> ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@register.filter
def keeping(choices, value):
    """Choices as pairs, with `value` added as its own choice when it isn't among them.

    A list that lacks an old or unknown code must not change it on saving.
    """
    choices = list(choices or ())
    held = form_value(value)
    if held and held not in {form_value(choice[0]) for choice in choices}:
        choices.append((held, held))
    return choices


# Widget.input_type, or the widget's class for the two that have none.
_COMPONENTS = {
    "select": "field_select",
    "radio": "field_radios",
    "checkbox": "field_checkbox",
    "textarea": "field_textarea",
    "date": "field_date",
}


@register.simple_tag(takes_context=True)
def form_field(context, field: BoundField, **arguments):
    """Render a Django form's field with the matching component; keyword arguments override what the field says.

    `component="field_date"` chooses another component. CheckboxSelectMultiple becomes field_checkboxes, a hidden
    input stays one.
    """
    widget = field.field.widget
    if widget.is_hidden:
        return str(field)
    kind = getattr(widget, "input_type", None) or type(widget).__name__.lower()
    multiple = kind == "checkbox" and getattr(widget, "allow_multiple_selected", False)
    name = "field_checkboxes" if multiple else _COMPONENTS.get("date" if "date" in kind else kind, "field_text")
    values = {
        "id": field.id_for_label or field.auto_id,
        "name": field.html_name,
        "label": field.label,
        "hint": field.help_text,
        "error": field.errors,
        "optional": not field.field.required and name != "field_checkbox",
        "value": field.value(),
        "type": kind if name == "field_text" else None,
        "choices": getattr(field.field, "choices", ()),
        "attributes": {key: text for key, text in widget.attrs.items() if key != "id"},
    } | arguments
    path = f"components/{values.pop('component', name)}.html"
    return context.template.engine.get_template(path).render(context.new(values))


@register.filter
def is_posted(value, choice):
    """Whether a choice is the one held, compared as a form posts them."""
    return form_value(value) == form_value(choice)


@register.filter
def holds(values, choice):
    """Whether a choice is among the values held."""
    return form_value(choice) in {form_value(value) for value in values or ()}


@register.filter
def date_value(value):
    """Write a date as it is typed, 1.8.2026; text that was typed stays as it was."""
    if isinstance(value, datetime.date):
        return f"{value.day}.{value.month}.{value.year}"
    return form_value(value)
