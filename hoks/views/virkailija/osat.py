"""The nodes of a draft: one node, one form, one URL (design 7)."""

import uuid
from contextlib import contextmanager

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from accounts.decorators import virkailija_required
from hoks.contract import Node, fields
from hoks.drafts import document as documents
from hoks.drafts import store
from hoks.drafts.outline import card, path_in_words, tasks, title
from hoks.drafts.progress import Progress, progress
from hoks.forms import reading
from hoks.forms.asking import is_shown
from hoks.forms.inputs import Form, Input, all_inputs, build, layout
from hoks.forms.picking import NodeNames, Picking
from hoks.models import Luonnos
from hoks.plan import new_key
from hoks.presentation.plan import Osa, Plan
from hoks.presentation.rows import rows
from hoks.tree import TreeNode, node_lists

CONFLICT, UNPROCESSABLE = 409, 422


def draft_url(luonnos_id: int, key: str = "") -> str:
    """The draft's page, at the node of the key."""
    return reverse("virkailija:luonnos", args=[luonnos_id]) + (f"#osa-{key}" if key else "")


def node_url(luonnos_id: int, key: str) -> str:
    """The page of a node's form."""
    return reverse("virkailija:luonnos-osa", args=[luonnos_id, key])


@contextmanager
def draft_still_there():
    """A draft that another tab throws away or publishes while this request waits for it is not found."""
    try:
        yield
    except Luonnos.DoesNotExist:
        raise Http404 from None


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def osa(request, luonnos_id, key):
    """A node's form, and what its buttons do (the field `toiminto`, or `hae` of a search without JavaScript)."""
    if request.method == "POST":
        # The draft is read once, under its lock.
        try:
            with draft_still_there():
                return Editing(request, luonnos_id, key).respond()
        except documents.NoSuchNode:
            return _gone(request, _draft(request, luonnos_id))
    luonnos = _draft(request, luonnos_id)
    try:
        node = documents.find(luonnos.dokumentti, key)
    except documents.NoSuchNode:
        return _gone(request, luonnos)
    return _render_form(request, luonnos, node)


def _draft(request, luonnos_id: int) -> Luonnos:
    return get_object_or_404(store.drafts_of(request.user), pk=luonnos_id)


def _gone(request, luonnos: Luonnos) -> HttpResponse:
    """The node was removed, in another tab or before the back button."""
    if request.htmx:
        return HttpResponseClientRedirect(draft_url(luonnos.pk))
    return render(request, "hoks/editor/osa_poistettu.html", {"luonnos": luonnos}, status=404)


class Editing:
    """One POST of a node's form. `luonnos`: the draft as it is then, from when the node is read."""

    luonnos: Luonnos

    def __init__(self, request, luonnos_id: int, key: str):
        self.request, self.luonnos_id, self.key = request, luonnos_id, key
        self.posted = _clean(request.POST)
        # A field that saves itself says so in the address: htmx would hand its other values down to the buttons.
        default = "kentta" if "kentta" in request.GET else "valmis"
        self.toiminto, _colon, self.place = self.posted.get("toiminto", default).partition(":")
        self.searched = self.posted.get("hae", "")
        self.choices: dict[str, list[tuple[str, str]]] = {}

    def respond(self) -> HttpResponse:
        """Save what was posted, then do what the button says. Raises NoSuchNode."""
        try:
            self.luonnos, self.node = store.save_node(
                self.luonnos_id,
                self.key,
                self._read,
                by=self.request.user,
                fingerprint=self.posted.get("tila", ""),
            )
        except store.StaleDraft as stale:
            return self._show_difference(stale)
        if self.searched:
            return self._show_results()
        if self.toiminto == "kentta":
            return self._saved_field()
        if self.toiminto in ("lisaa", "poista"):
            return self._show_rows()
        if self.toiminto == "kesken":
            return self._done()
        return self._check()

    def _read(self, luonnos: Luonnos, node: TreeNode) -> dict:
        self.luonnos = luonnos
        posted = dict(self.posted)
        if self.searched:
            # The words in the box are for the search, not for the plan.
            for name in (self.searched, f"{self.searched}_haku"):
                posted.pop(name, None)
        still_filling = bool(self.searched) or self.toiminto in ("kentta", "lisaa", "poista")
        own = documents.own(node)
        self.asked_before = self._asked(own, node.cls)
        data = reading.read(node.cls, own, posted, self._form(node), done=not still_filling)
        if self.toiminto == "lisaa":
            return reading.add_row(node.cls, data, self.place)
        if self.toiminto == "poista":
            return reading.remove_row(node.cls, data, self.place)
        return data

    def _form(self, node: TreeNode, **more) -> Form:
        return form_of(self.luonnos, node, self.choices, **more)

    def _asked(self, data: dict, cls: type[Node]) -> set[str]:
        """Wire names of the fields that a form of such a node shows."""
        on_tuva = self.luonnos.opiskeluoikeus.on_tuva
        return {spec.wire for spec in fields(cls) if is_shown(spec, data, on_tuva=on_tuva)}

    def _show_difference(self, stale: store.StaleDraft) -> HttpResponse:
        """The official's own values in the form, the stored ones beside them; the next save knows both."""
        node, cls = stale.node, stale.node.cls
        names = NodeNames([(cls, node.data), (cls, stale.proposed)])
        told = [{row.label: str(row) for row in rows(cls, data, names)} for data in (node.data, stale.proposed)]
        labels = dict.fromkeys([*told[0], *told[1]])
        differing = [(label, told[0].get(label, ""), told[1].get(label, "")) for label in labels]
        mine = TreeNode(cls, stale.proposed, node.path, node.parent, node.list_wire)
        context = _form_context(self.luonnos, node, build(cls, stale.proposed, self._form(mine)))
        context["differing"] = [row for row in differing if row[1] != row[2]]
        return _form_response(self.request, context, status=CONFLICT)

    def _show_results(self) -> HttpResponse:
        """The form again with what the words found, to pick from without JavaScript."""
        name, words = self.searched, self.posted.get(f"{self.searched}_haku", "")
        form = self._form(self.node)
        inputs = build(self.node.cls, self.node.data, form)
        spec = next((part.spec for part in all_inputs(inputs) if part.name == name), None)
        found = form.picking.search(spec, words)[0] if spec else []
        errors = {} if found else {name: (_("Haulla ei löytynyt mitään. Kokeile toista sanaa tai numeroa."),)}
        form = self._form(self.node, results={name: found}, words={name: words}, errors=errors)
        inputs = build(self.node.cls, self.node.data, form)
        return _form_response(self.request, _form_context(self.luonnos, self.node, inputs))

    def _saved_field(self) -> HttpResponse:
        """A word that it is saved, and the inputs that the new value makes appear or change."""
        inputs = build(self.node.cls, self.node.data, self._form(self.node))
        appearing = [part for part in inputs if part.is_conditional and part.shown != self._was_shown(part)]
        context = _form_context(self.luonnos, self.node, inputs) | {"appearing": appearing}
        context["changed_versiot"] = [
            versio
            for versio in context["versiot"]
            if (self.posted.get(versio.name) != versio.value if versio.shown else versio.name in self.posted)
        ]
        return render(self.request, "hoks/editor/_saved.html", context)

    def _was_shown(self, part: Input) -> bool:
        return any(name == part.name or name.startswith((part.name + ".", part.name + "_")) for name in self.posted)

    def _show_rows(self) -> HttpResponse:
        if self.request.htmx:
            inputs = build(self.node.cls, self.node.data, self._form(self.node))
            context = _form_context(self.luonnos, self.node, inputs)
            if self.toiminto == "lisaa":
                context["focus"] = self.place
            else:
                context["focus_add"] = self.place.rpartition(".")[0]
            return _form_response(self.request, context)
        anchor = f"{prefix_of(self.key)}-{self.place.replace('.', '-')}" if self.toiminto == "lisaa" else ""
        return redirect(node_url(self.luonnos.pk, self.key) + (f"#{anchor}-rivit" if anchor else ""))

    def _check(self) -> HttpResponse:
        """Valmis: what is wrong in this node is said now, and not before."""
        new = self._asked(self.node.data, self.node.cls) - self.asked_before
        if new and not self.request.htmx:
            inputs = build(self.node.cls, self.node.data, self._form(self.node))
            return _form_response(self.request, _form_context(self.luonnos, self.node, inputs) | {"new": new})
        told = self._told()
        problems = told.at(self.key)
        if not problems:
            return self._done(told)
        errors: dict[str, tuple[str, ...]] = {}
        for problem in problems:
            for name in problem.names:
                errors[name] = (*errors.get(name, ()), problem.text)
        form = self._form(self.node, errors=errors)
        inputs = build(self.node.cls, self.node.data, form)
        summary = [
            {"href": f"#{form.id_of(problem.names[0])}" if problem.names else "", "text": problem.text}
            for problem in problems
        ]
        context = _form_context(self.luonnos, self.node, inputs) | {"summary": summary}
        return _form_response(self.request, context, status=UNPROCESSABLE)

    def _told(self) -> Progress:
        draft = self.luonnos
        return progress(draft.dokumentti, store.judge(draft), store.second_looks(draft))

    def _done(self, told: Progress | None = None) -> HttpResponse:
        """told: of the draft, when it has been judged."""
        if not self.request.htmx:
            return redirect(draft_url(self.luonnos.pk, self.key))
        if not _in_place(self.request, self.key):
            return HttpResponseClientRedirect(draft_url(self.luonnos.pk, self.key))
        told = told or self._told()
        return render(self.request, "hoks/editor/_done.html", _card_context(self.luonnos, self.key, told))


def _clean(posted: QueryDict) -> dict[str, str]:
    """Texts by name, the last of each; without the one character that PostgreSQL cannot keep."""
    return {name: posted[name].replace("\0", "") for name in posted}


# --- Rendering -----------------------------------------------------------------------------


def prefix_of(key: str) -> str:
    """Prefix of the ids of a node's inputs."""
    return f"k-{key[:13]}"


def form_of(luonnos: Luonnos, node: TreeNode, choices: dict | None = None, **more) -> Form:
    """What the node's form needs; `choices`: see Picking, `more`: see Form."""
    picking = Picking(luonnos.opiskeluoikeus, [(node.cls, documents.own(node))], choices)
    return Form(luonnos.opiskeluoikeus.on_tuva, picking, prefix_of(documents.key_of(node)), **more)


def _in_place(request, key: str) -> bool:
    """Whether the form is in the node's card on the draft's page, rather than on its own."""
    return bool(request.htmx) and (request.htmx.target == f"osa-{key}-sisus" or "paikallaan" in request.POST)


def _render_form(request, luonnos: Luonnos, node: TreeNode) -> HttpResponse:
    inputs = build(node.cls, node.data, form_of(luonnos, node))
    return _form_response(request, _form_context(luonnos, node, inputs))


def _form_context(luonnos: Luonnos, node: TreeNode, inputs) -> dict:
    plan, key = Plan(luonnos.dokumentti), documents.key_of(node)
    # Named are the node and what it hangs on, not the whole of a long plan.
    plan.names = NodeNames([(one.cls, documents.own(one)) for one in (node, *documents.ancestors(node))])
    osa = Osa(plan, node)
    return {
        "luonnos": luonnos,
        "opiskeluoikeus": luonnos.opiskeluoikeus,
        "node": node,
        "key": key,
        "node_url": node_url(luonnos.pk, key),
        "draft_url": draft_url(luonnos.pk, key),
        "title": title(osa),
        "laji": osa.laji,
        "parents": path_in_words(plan, node)[:-1],
        "fingerprint": documents.fingerprint(node),
        **layout(inputs),
        "has_children": bool(node_lists(node.cls)) and bool(node.path),
        "older_law": not node.path and luonnos.opiskeluoikeus.alkoi_vanhan_lain_aikana,
    }


def _form_response(request, context: dict, status: int = 200) -> HttpResponse:
    """The whole page, or with htmx the form in its place: in the node's card or on the form's own page."""
    if not request.htmx:
        return render(request, "hoks/editor/osa.html", context, status=status)
    response = render(
        request, "hoks/editor/_form.html", context | {"in_place": _in_place(request, context["key"])}, status=status
    )
    if request.method == "POST":
        return reswap(retarget(response, f"#lomake-{context['key']}"), "outerHTML")
    return response


def _card_context(luonnos: Luonnos, key: str, told: Progress) -> dict:
    """Of the plan nothing but the node is shown, so nothing else is given its names."""
    opiskeluoikeus, node = luonnos.opiskeluoikeus, documents.find(luonnos.dokumentti, key)
    plan = Plan(luonnos.dokumentti, opiskeluoikeus=opiskeluoikeus, names=NodeNames([(node.cls, node.data)]))
    return {
        "luonnos": luonnos,
        "card": card(plan, told, node),
        "tasks": tasks(luonnos.dokumentti, told, on_tuva=opiskeluoikeus.on_tuva),
    }


# --- Lists of nodes ------------------------------------------------------------------------


@virkailija_required
@require_POST
def uusi(request, luonnos_id):
    """A new node in the list of a node (`vanhempi`, `lista`), under the key the page gave it (`avain`)."""
    _draft(request, luonnos_id)
    key = _fresh_key(request)
    parent, wire = request.POST.get("vanhempi", ""), request.POST.get("lista", "")
    try:
        with draft_still_there():
            store.add_node(luonnos_id, parent, wire, key, by=request.user)
    except documents.NoSuchNode:
        return redirect(draft_url(luonnos_id))
    return redirect(node_url(luonnos_id, key))


@virkailija_required
@require_POST
def kopioi(request, luonnos_id, key):
    """Duplicate a node with everything below it."""
    luonnos = _draft(request, luonnos_id)
    copy = _fresh_key(request)
    try:
        with draft_still_there():
            store.copy_node(luonnos_id, key, copy, by=request.user)
    except documents.NoSuchNode:
        return _gone(request, luonnos)
    return redirect(draft_url(luonnos_id, copy))


def _fresh_key(request) -> str:
    """The key the page made for the node to come, so that a click repeated is the same node."""
    try:
        return str(uuid.UUID(request.POST.get("avain", "")))
    except ValueError:
        return new_key()


@virkailija_required
@require_http_methods(["GET", "HEAD", "POST"])
def poista(request, luonnos_id, key):
    """Ask, then take a node with everything below it out of the draft."""
    luonnos = _draft(request, luonnos_id)
    try:
        node = documents.find(luonnos.dokumentti, key)
        if request.method == "POST":
            with draft_still_there():
                store.remove_node(luonnos_id, key, by=request.user)
    except documents.NoSuchNode:
        return redirect(draft_url(luonnos_id)) if request.method == "POST" else _gone(request, luonnos)
    if request.method == "POST":
        parent = node.parent.key if node.parent and node.parent.path else ""
        return redirect(draft_url(luonnos_id, parent) if parent else draft_url(luonnos_id))
    osa = Osa(Plan(luonnos.dokumentti), node)
    below = sum(1 for _node in node.walk()) - 1
    context = {
        "luonnos": luonnos,
        "title": title(osa),
        "laji": osa.laji,
        "below": below,
        "draft_url": draft_url(luonnos_id, key),
    }
    return render(request, "hoks/editor/poista.html", context)
