"""What is written without templates: the same as the components, and nothing of it unescaped."""

from django.template import Context, Template

from hoks.contract import HoksPost, spec
from hoks.presentation import markup
from hoks.presentation.rows import Row

HOSTILE = "<b>&\"'</b>"


def test_a_summary_is_the_components_own():
    field = spec(HoksPost, "sahkoposti")
    rows = [Row(field, "Yksi", ("arvo",)), Row(field, HOSTILE, (HOSTILE, "toinen"))]
    listed = [{"term": row.label, "value": row.values} for row in rows]
    template = Template('{% include "components/summary_list.html" with rows=rows compact=True only %}')
    assert markup.summary(rows) == template.render(Context({"rows": listed})).strip()


def test_data_is_escaped():
    field = spec(HoksPost, "sahkoposti")
    for told in (
        markup.text(HOSTILE),
        markup.fields([Row(field, HOSTILE, (HOSTILE,)), Row(field, "", (HOSTILE,) * 2)]),
    ):
        assert "<b>" not in told and "&lt;b&gt;&amp;&quot;&#x27;" in told


def test_nothing_is_no_list():
    assert markup.fields([]) == ""
