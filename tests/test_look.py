"""The frame and the components in a real browser: accessible, unbreakable, and alive with and without JavaScript."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.urls import include, path
from playwright.sync_api import expect

from ehoks_portal.urls import urlpatterns as portal_urlpatterns
from hoks.templatetags import ui
from tests.axe import findings

# The gallery's route exists under DEBUG only; tests run without it.
urlpatterns = [*portal_urlpatterns, path("galleria/", include("ehoks_portal.gallery"))]


@pytest.fixture(autouse=True)
def with_gallery(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def visit(browser, live_server):
    """visit("/galleria/", width=320, …) opens a page; errors in its console fail the test."""
    contexts, troubles = [], []

    def open_page(address, width=1280, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
        page.goto(f"{live_server.url}{address}")
        return page

    open_page.troubles = troubles
    yield open_page
    for context in contexts:
        context.close()
    assert not troubles


browser_test = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class TestInBrowser:
    pytestmark = browser_test

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("theme", ["virkailija", "oppija"])
    def test_axe_finds_nothing(self, visit, scheme, theme):
        page = visit(f"/galleria/?teema={theme}", color_scheme=scheme)
        assert findings(page) == []
        page.click("text=Poista HOKS")
        expect(page.locator("#poisto")).to_be_visible()
        assert findings(page) == []

    @pytest.mark.parametrize("address", ["/saavutettavuus/", "/tietosuoja/"])
    def test_information_pages_are_open_to_all_and_clean(self, visit, address):
        page = visit(address, width=320)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("footer a")).to_have_count(5)
        assert findings(page) == []

    @pytest.mark.parametrize("options", [{}, {"forced_colors": "active"}, {"java_script_enabled": False}])
    @pytest.mark.parametrize("address", ["/galleria/", "/saavutettavuus/", "/tietosuoja/"])
    def test_no_sideways_scroll_at_320_px(self, visit, address, options):
        page = visit(address, width=320, **options)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    def test_every_control_is_24_px_or_alone_in_text(self, visit):
        small = visit("/galleria/").evaluate(
            """() => [...document.querySelectorAll('main :is(button, .button, input, select, textarea, summary)')]
                .filter((control) => control.checkVisibility({ opacityProperty: true }))
                .filter((control) => Math.min(control.clientHeight, control.clientWidth) < 24)
                .map((control) => control.outerHTML)"""
        )
        assert small == []

    def test_print_hides_the_frame_and_opens_what_is_closed(self, visit):
        page = visit("/galleria/?tyhja=1", java_script_enabled=False)
        expect(page.locator("text=Ei valmiita opintoja.")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator("text=Ei valmiita opintoja.")).to_be_visible()
        for frame in ("header", "footer", ".breadcrumbs", ".button >> nth=0"):
            expect(page.locator(frame).first).to_be_hidden()

    def test_skip_link_is_the_first_stop_and_leads_to_main(self, visit):
        page = visit("/saavutettavuus/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()

    def test_error_summary_takes_focus_and_leads_to_the_field(self, visit):
        page = visit("/galleria/")
        expect(page.locator("#virheet")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#alku-virhe")).to_be_focused()
        assert page.locator("#alku-virhe").get_attribute("aria-invalid") == "true"
        expect(page.locator("#alku-virhe-virhe")).to_contain_text("Korjaa alku- ja loppupäivämäärä oikein päin.")

    def test_dialog_keeps_focus_and_gives_it_back(self, visit):
        page = visit("/galleria/?tyhja=1")
        opener = page.locator("[data-dialog=poisto]")
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#poisto")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#poisto")).to_be_hidden()
        expect(opener).to_be_focused()
        opener.click()
        page.click("#poisto [data-close-dialog]")
        expect(page.locator("#poisto")).to_be_hidden()

    def test_date_picker_writes_as_people_type(self, visit):
        page = visit("/galleria/?tyhja=1")
        page.evaluate(
            """() => {
                const row = document.getElementById("alku").parentElement;
                row.addEventListener("change", () => (row.dataset.heard = row.querySelector("#alku").value));
                const native = row.querySelector("input[type=date]");
                native.value = "2027-02-05";
                native.dispatchEvent(new Event("change", { bubbles: true }));
            }"""
        )
        expect(page.locator("#alku")).to_have_value("5.2.2027")
        expect(page.locator("[data-heard='5.2.2027']")).to_have_count(1)
        expect(page.locator("button[aria-label='Valitse päivä kalenterista: Alkaa']")).to_be_visible()

    def test_swapped_markup_works_like_the_pages_own(self, visit):
        page = visit("/galleria/?tyhja=1")
        page.evaluate(
            """() => htmx.swap("#painikkeet", `<div data-announce="2 kohtaa korjattavana">
                <div id="uusi" tabindex="-1" data-take-focus>Tarkista</div>
                <div class="field__row" data-date-picker="Valitse"><input id="uusi-pvm"></div></div>`,
                { swapStyle: "innerHTML" })"""
        )
        expect(page.locator("#uusi")).to_be_focused()
        expect(page.locator("#ilmoitukset")).to_have_text("2 kohtaa korjattavana")
        expect(page.locator("#uusi-pvm + .picker button")).to_be_visible()

    @pytest.mark.parametrize("answer", [{"status": 500, "body": "<p>Rikki</p>"}, {"status": 403, "body": ""}, None])
    def test_failed_request_is_said_and_the_page_stays(self, visit, answer):
        page = visit("/galleria/?tyhja=1")
        page.route("**/galleria/haku/", lambda route: route.fulfill(**answer) if answer else route.abort())
        page.evaluate("() => { htmx.ajax('GET', '/galleria/haku/', '#painikkeet').catch(() => {}) }")
        expect(page.locator("#viestit [role=alert]")).to_contain_text("Toiminto ei onnistunut.")
        expect(page.locator("#painikkeet h2")).to_be_visible()
        visit.troubles.clear()

    @pytest.mark.parametrize("status", [200, 409, 422])
    def test_refused_forms_come_back_as_fragments(self, visit, status):
        page = visit("/galleria/?tyhja=1")
        page.route("**/galleria/haku/", lambda route: route.fulfill(status=status, body="<p id=vastaus>Korjaa</p>"))
        page.evaluate("() => { htmx.ajax('GET', '/galleria/haku/', '#painikkeet') }")
        expect(page.locator("#vastaus")).to_be_visible()
        visit.troubles.clear()


class TestCombobox:
    pytestmark = browser_test

    @pytest.fixture
    def page(self, visit):
        return visit("/galleria/?tyhja=1")

    def test_is_worked_by_keyboard(self, page):
        box, hidden, listbox = (
            page.locator("#osa"),
            page.locator("input[type=hidden][name=osa]"),
            page.locator("#osa-lista"),
        )
        box.fill("")
        expect(hidden).to_have_value("")
        box.press_sequentially("valm")
        expect(listbox.locator("[role=option]")).to_have_count(2)
        expect(page.locator("[data-combobox-status]").first).to_have_text("2 osumaa. Valitse nuolinäppäimillä.")
        expect(box).to_have_attribute("aria-expanded", "true")
        assert findings(page) == []
        box.press("ArrowDown")
        box.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", "osa-lista-1")
        box.press("Enter")
        expect(box).to_have_value("À la carte -ruoanvalmistus")
        expect(hidden).to_have_value("tutkinnonosat_106544")
        expect(listbox).to_be_hidden()

    def test_escape_closes_and_typing_over_unpicks(self, page):
        box, hidden = page.locator("#osa"), page.locator("input[type=hidden][name=osa]")
        box.press_sequentially("x")
        expect(hidden).to_have_value("")
        expect(page.locator("#osa-lista [aria-disabled]")).to_have_text("Ei osumia")
        box.press("Escape")
        expect(page.locator("#osa-lista")).to_be_hidden()

    def test_is_worked_by_pointer(self, page):
        page.fill("#osa", "lounas")
        page.click("#osa-lista [role=option]")
        expect(page.locator("input[type=hidden][name=osa]")).to_have_value("tutkinnonosat_106542")

    def test_without_javascript_offers_the_hits_as_choices(self, visit):
        page = visit("/galleria/?tyhja=1", java_script_enabled=False)
        expect(page.locator("button[name=hae][value=yksikko]")).to_be_visible()
        expect(page.locator("input[type=radio][name=yksikko]")).to_have_count(4)


@pytest.mark.django_db
def test_first_visit_is_light(client):
    """Five requests and far below 60 kB, so that a list's rows have room."""
    page = client.get("/saavutettavuus/").content.decode()
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    weight = len(gzip.compress(page.encode())) + sum(
        len(gzip.compress(Path(finders.find(file)).read_bytes())) for file in files
    )
    assert len(files) + 1 <= 5
    assert weight < 40_000


def test_frame_has_nothing_inline():
    """The content security policy allows no inline script, style or handler: docs/adr/0007."""
    for template in (django_settings.BASE_DIR / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on|javascript:", text), template


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_attributes_escape_data_and_drop_what_is_not_set():
    html = render(
        "{% attributes hx_get=url data_x=True data_y=None as extra %}"
        '{% include "components/button.html" with text="A" attributes=extra only %}',
        url='"><b>',
    )
    assert 'hx-get="&quot;&gt;&lt;b&gt;"' in html
    assert " data-x" in html
    assert "data-y" not in html


def test_plain_text_never_becomes_attributes():
    assert ui.html_attributes('onclick="x"') == ""


def test_unknown_value_stays_in_a_list():
    html = render(
        '{% include "components/field_select.html" with id="a" name="a" label="A" choices=choices value="old" only %}',
        choices=[("1", "Yksi")],
    )
    assert '<option value="old" selected>old</option>' in html


@pytest.mark.parametrize(("value", "chosen"), [(True, "true"), (False, "false"), (None, "")])
def test_three_states_are_kept(value, chosen):
    html = render(
        '{% include "components/field_radios.html" with id="a" name="a" label="A" three_state=True value=value only %}',
        value=value,
    )
    assert re.findall(r'value="([^"]*)" checked', html) == [chosen]


def test_block_component_gets_only_what_it_is_given():
    html = render(
        '{% component "card" title=title %}<b>{{ text }}</b>{% endcomponent %}', title="<i>", text="<u>", meta="no"
    )
    assert "&lt;i&gt;" in html
    assert "<b>&lt;u&gt;</b>" in html
    assert "no" not in html


def test_navigation_shows_where_one_is(rf):
    request = rf.get("/x/")
    html = render('{% include "components/_nav_item.html" with url="/x/" text="X" %}', request=request)
    assert 'aria-current="page"' in html
