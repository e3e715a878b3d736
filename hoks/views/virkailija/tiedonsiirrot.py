"""The transfer desk: what student systems sent about a school's learners, what was refused, why, and what to do."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.decorators import virkailija_required
from hoks import audit, services, taulukot
from hoks.models import Hoks, HoksVersio, Kanava, Opiskeluoikeus, Siirto
from hoks.paging import Page, paginate
from hoks.rules.huomautukset import Huomautus
from hoks.siirrot import export, kept, listing, second_looks
from hoks.siirrot.explanations import STATUSES, explain
from hoks.siirrot.listing import UNKNOWN_ACCOUNT, Rajaus
from hoks.siirrot.problems import problems
from hoks.siirrot.rows import Rivi, accounts_of, table_rows
from hoks.siirrot.totals import Totals, totals
from hoks.views.virkailija.days import mistakes
from hoks.views.virkailija.siirtohaku import NO_SCHOOL, Asked, address_of, asked
from hoks.views.virkailija.versiot import compare

PAGE_SIZE = 25
# A list longer than this is not counted to its end.
MOST_COUNTED = 10_000
CODES_TOLD = 5
PROBLEMS_SHOWN = 100
OTHERS_SHOWN = 20


@virkailija_required
@require_safe
def tiedonsiirrot(request: HttpRequest) -> HttpResponse:
    """A school's transfers, or those about no school: the last days in numbers, and a list."""
    desk = asked(request)
    if desk is None:
        return render(request, "virkailija/tiedonsiirrot/ei_oppilaitoksia.html")
    wrong = mistakes(desk.form)
    days = totals(desk.transfers, services.today())
    codes = listing.occurring_codes(request.user, desk.transfers, listing.start_of(days.days[0].day))
    page, total = Page([], "", ""), 0
    if not wrong:
        found = desk.found(request.user)
        page = paginate(
            found,
            listing.NEWEST_FIRST,
            edges=found,
            shown=listing.with_marks(request.user),
            descending=True,
            cursor=request.GET.get("sivu", ""),
            size=PAGE_SIZE,
        )
        total = listing.count(found, MOST_COUNTED)
        if total and not page.rows:
            # What was beyond the cursor has gone: to the first page.
            return redirect(desk.address())
    accounts = accounts_of([*days.accounts, *(siirto.kayttaja_id for siirto in page.rows)])
    context = {
        **desk.choice,
        "desk": desk,
        "tabs": _tabs(desk),
        "errors": wrong,
        "totals": days,
        "statuses": STATUSES.values(),
        "common": [(explain(code), count, desk.address(koodi=code, nayta=Rajaus.VIRHEET)) for code, count in codes][
            :CODES_TOLD
        ],
        **_choices(desk, days, codes, accounts),
        "rows": table_rows(request.user, page.rows, accounts),
        "count": _count(total),
        "columns": _columns(),
        "first_url": _results(desk.address()) if page.previous else "",
        "previous_url": _results(desk.address(sivu=page.previous)) if page.previous else "",
        "next_url": _results(desk.address(sivu=page.next)) if page.next else "",
        "clear_url": address_of("tiedonsiirrot", desk.whose) if desk.form.parameters() else "",
        "all_url": desk.address(nayta=Rajaus.KAIKKI) if desk.haku.rajaus is not Rajaus.KAIKKI else "",
        "csv_url": desk.address("tiedonsiirrot-csv"),
        "xlsx_url": desk.address("tiedonsiirrot-xlsx"),
        "most_rows": export.most_rows(),
    }
    return render(request, "virkailija/tiedonsiirrot/lista.html", context)


@virkailija_required
@require_safe
def vienti_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV, streamed."""
    response = StreamingHttpResponse(
        taulukot.csv_lines(export.columns(), _exported(request)), content_type=taulukot.CONTENT_TYPES[taulukot.CSV]
    )
    return _download(response, "csv")


@virkailija_required
@require_safe
def vienti_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a workbook."""
    file = taulukot.xlsx_file(_("Tiedonsiirrot"), export.columns(), _exported(request))
    return _download(FileResponse(file, content_type=taulukot.CONTENT_TYPES[taulukot.XLSX]), "xlsx")


@virkailija_required
@require_safe
def siirto_page(request: HttpRequest, siirto_id: int) -> HttpResponse:
    """One transfer: what was wrong, what to do, what it undid, and what came of the same study right later."""
    row = _visible(request.user, siirto_id)
    siirto = row.siirto
    hoks = Hoks.objects.visible_to(request.user).filter(pk=siirto.hoks_id).first() if siirto.hoks_id else None
    told = problems(siirto, siirto.virheet, is_open=siirto.avoin)
    others = _others(request.user, siirto)
    context = {
        "row": row,
        "siirto": siirto,
        "hoks": hoks,
        "problems": told[:PROBLEMS_SHOWN],
        "more": max(len(told) - PROBLEMS_SHOWN, 0),
        "status": STATUSES.get(siirto.status),
        "has_document": siirto.avoin and _is_kept(siirto),
        "list_url": _list_of(siirto, row),
        "others": table_rows(request.user, others, accounts_of(other.kayttaja_id for other in others)),
        "columns": _columns(),
        **_second_looks(row, hoks),
        **_replaced(request.user, siirto, hoks),
    }
    return render(request, "virkailija/tiedonsiirrot/siirto.html", context)


@virkailija_required
@require_safe
def asiakirja(request: HttpRequest, siirto_id: int) -> HttpResponse:
    """The document that was refused, with the refused places marked; reading it is put on record."""
    row = _visible(request.user, siirto_id)
    siirto = row.siirto
    target = row.opiskeluoikeus or Opiskeluoikeus.objects.filter(pk=siirto.opiskeluoikeus_oid).first()
    if not siirto.avoin and target is not None:
        audit.record_refusal(audit.Toiminto.LUETTU, target, by=request.user, kanava=Kanava.VIRKAILIJA)
    if not siirto.avoin or not _is_kept(siirto):
        raise Http404
    audit.record(
        audit.Toiminto.LUETTU,
        target,
        by=request.user,
        kanava=Kanava.VIRKAILIJA,
        kohde="tiedonsiirto",
        siirto=siirto.pk,
    )
    told = problems(siirto, siirto.virheet, is_open=True)[:PROBLEMS_SHOWN]
    document = kept.shown(siirto.dokumentti, [problem.pointer for problem in told])
    context = {"row": row, "siirto": siirto, "problems": told, "document": document}
    return render(request, "virkailija/tiedonsiirrot/asiakirja.html", context)


# --- The list ------------------------------------------------------------------------------


def _choices(desk: Asked, days: Totals, codes: list[tuple[str, int]], accounts: dict) -> dict[str, Any]:
    """What the selects offer: what has occurred in the last days, and what is chosen."""
    chosen = desk.haku
    statuses = sorted({*STATUSES, *(status for status in days.statuses if status >= 400)} | {chosen.status or 400})
    offered = [code for code, _count in codes]
    if chosen.koodi and chosen.koodi not in offered:
        offered.append(chosen.koodi)
    own = sorted((account.username, key) for key, account in accounts.items())
    unknown = None in days.accounts or chosen.tunnus == UNKNOWN_ACCOUNT
    return {
        "show_choices": Rajaus.choices,
        "chosen": chosen,
        "status_choices": [
            (status, f"{status} {STATUSES[status].title}" if status in STATUSES else status) for status in statuses
        ],
        "code_choices": sorted(((code, str(explain(code).title)) for code in offered), key=lambda choice: choice[1]),
        "account_choices": [
            *((key, username) for username, key in own),
            *([(UNKNOWN_ACCOUNT, _("Tuntematon tunnus"))] if unknown else []),
        ],
    }


def _tabs(desk: Asked) -> list[dict[str, Any]]:
    """The schools' transfers and those about no school, where there are both."""
    if not (desk.has_schools and desk.has_others):
        return []
    return [
        {
            "text": _("Oppilaitoksen siirrot"),
            "href": address_of("tiedonsiirrot", {}),
            "current": desk.school is not None,
        },
        {
            "text": _("Ei omaan oppilaitokseen liittyvät"),
            "href": address_of("tiedonsiirrot", {"kohde": NO_SCHOOL}),
            "current": desk.school is None,
        },
    ]


def _count(total: int) -> str:
    if total > MOST_COUNTED:
        return _("Yli %(most)d siirtoa") % {"most": MOST_COUNTED}
    return ngettext("%(total)d siirto", "%(total)d siirtoa", total) % {"total": total}


def _columns() -> list[dict[str, str]]:
    texts = (_("Aika"), _("Opiskelija"), _("Mitä tapahtui"), _("Kuka korjaa"), _("Lähettäjä"), _("Tila"))
    return [{"text": text} for text in texts]


def _results(address: str) -> str:
    """The same, at the results: for one who moves within them."""
    return f"{address}#tulokset"


# --- The list as a file --------------------------------------------------------------------


def _exported(request: HttpRequest):
    """The list's rows. That they were taken is put on record, once: they name learners."""
    desk = asked(request)
    if desk is None or mistakes(desk.form):
        raise Http404
    audit.record(
        audit.Toiminto.LUETTU,
        None,
        by=request.user,
        kanava=Kanava.VIRKAILIJA,
        kohde="tiedonsiirrot",
        oppilaitos=desk.school.oid if desk.school else "",
    )
    return export.rows(request.user, desk.found(request.user))


def _download(response, extension: str) -> HttpResponse:
    name = f"tiedonsiirrot-{services.today().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- One transfer --------------------------------------------------------------------------


def _visible(user, siirto_id: int) -> Rivi:
    """The transfer with everything; 404 when it is not for the user to see."""
    marked = listing.with_marks(user).defer(None)
    siirto = marked.filter(pk__in=Siirto.objects.visible_to(user).filter(pk=siirto_id).values("pk")).first()
    if siirto is None:
        raise Http404
    [row] = table_rows(user, [siirto], accounts_of([siirto.kayttaja_id]))
    return row


def _is_kept(siirto: Siirto) -> bool:
    """Its document is still here, and not only because nobody has cleared it away yet."""
    if siirto.dokumentti is None:
        return False
    return siirto.dokumentti_asti is None or siirto.dokumentti_asti > timezone.now()


def _others(user, siirto: Siirto) -> list[Siirto]:
    """The latest other transfers of the same study right."""
    if not siirto.opiskeluoikeus_oid:
        return []
    others = Siirto.objects.visible_to(user).filter(opiskeluoikeus_oid=siirto.opiskeluoikeus_oid).exclude(pk=siirto.pk)
    keys = others.order_by("-aika", "-pk").values("pk")[:OTHERS_SHOWN]
    return list(listing.with_marks(user).filter(pk__in=keys).order_by("-aika", "-pk"))


def _list_of(siirto: Siirto, row: Rivi) -> str:
    """The list that the transfer stands in."""
    if row.opiskeluoikeus:
        return address_of("tiedonsiirrot", {"oppilaitos": row.opiskeluoikeus.oppilaitos_oid})
    return address_of("tiedonsiirrot", {} if siirto.oppilaitos_oid else {"kohde": NO_SCHOOL})


def _second_looks(row: Rivi, hoks: Hoks | None) -> dict[str, Any]:
    """What looks odd in what was sent, for those who may read it: a refused document, or the version that was saved."""
    siirto = row.siirto
    found: list[Huomautus] = []
    if siirto.avoin and siirto.onnistui and hoks is not None:
        found = second_looks.of_saved(siirto, row.opiskeluoikeus, tanaan=services.today())
    elif siirto.avoin and not siirto.onnistui and _is_kept(siirto):
        found = second_looks.of_refused(siirto, row.opiskeluoikeus, tanaan=services.today())
    looks, more = second_looks.told((look, None) for look in found)
    return {"looks": looks, "more_looks": more}


def _replaced(user, siirto: Siirto, hoks: Hoks | None) -> dict[str, Any]:
    """The hand edits that the transfer undid, as the difference it made; reading the versions is put on record."""
    if hoks is None or siirto.korvattu_versionumero is None or siirto.versionumero is None:
        return {}
    numbers = [siirto.korvattu_versionumero, siirto.versionumero]
    saves = {
        save.numero: save for save in HoksVersio.objects.filter(hoks=hoks, numero__in=numbers).select_related("tekija")
    }
    if len(saves) < len(numbers):
        return {}
    audit.record(audit.Toiminto.LUETTU, hoks, by=user, kanava=Kanava.VIRKAILIJA, kohde="versiot", versiot=numbers)
    typed, sent = (saves[number] for number in numbers)
    return {"typed": typed, "sent": sent, "changes": compare(typed, sent)}
