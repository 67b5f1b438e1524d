"""Serves every list: its columns, saved filters and exports."""

import io
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db.models import F
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from portal.access.guards import Request
from portal.access.models import User
from portal.lists import actions, exporting
from portal.lists.forms import ColumnsForm, ExportForm, SaveForm
from portal.lists.models import ChosenColumns, SavedFilter, SharedWith
from portal.ui.listing.asked import Asked
from portal.ui.listing.declare import Listing
from portal.ui.listing.desk import Kept, Refusal
from portal.ui.listing.page import shown_columns
from portal.workbooks import XLSX

Answer = HttpResponseBase | Refusal


class ListDesk:
    """The one desk; see portal.ui.listing.desk.Desk."""

    def columns(self, user: User, listing: Listing) -> frozenset[str] | None:
        """Return the columns the user chose."""
        chosen = ChosenColumns.objects.filter(user=user, list_name=listing.name)
        found = chosen.values_list("columns", flat=True).first()
        return None if found is None else frozenset(found)

    def filters(self, asked: Asked) -> Sequence[Kept]:
        """Return one's own filters first, then those shared with one."""
        rows = (
            SavedFilter.objects.visible_to(asked.user)
            .filter(list_name=asked.listing.name)
            .annotate(owner_name=F("owner__full_name"))
            .order_by("name", "pk")
        )
        kept = [self._kept(row, asked) for row in rows]
        return sorted(kept, key=lambda one: not one.is_mine)

    def _kept(self, row: SavedFilter, asked: Asked) -> Kept:
        is_mine = row.owner_id == asked.user.pk
        owner = row.owner_name  # type: ignore[attr-defined]
        shared = "" if row.shared_with == SharedWith.NOBODY else row.get_shared_with_display()
        note = f"{shared}可用" if shared and is_mine else "" if is_mine else f"{owner}保存"
        return Kept(row.pk, row.name, f"?{row.query}", note, is_mine, row.query == asked.query)

    def act(self, request: Request, asked: Asked) -> Answer:
        """Do what a POST asks for."""
        acts: dict[str, Callable[[Request, Asked], Answer]] = {
            "save": _save,
            "drop": _drop,
            "columns": _choose,
            "export": _export,
        }
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return Refusal("没有看懂要办什么，请刷新页面后再试。")
        if not asked.is_valid:
            return Refusal("筛选条件有误，请改正后再办。")
        return act(request, asked)


def _back(asked: Asked) -> HttpResponseBase:
    return redirect(f"{asked.listing.url}?{asked.query}" if asked.query else asked.listing.url)


def _wrong(form: Form) -> Refusal:
    return Refusal("".join(str(words) for some in form.errors.values() for words in some))


def _save(request: Request, asked: Asked) -> Answer:
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _wrong(form)
    try:
        actions.save_filter(
            asked=asked,
            name=form.cleaned_data["name"],
            shared_with=SharedWith(form.cleaned_data["shared_with"]),
            by=request.user,
            at=timezone.now(),
        )
    except actions.HoldsIdNumberError:
        return Refusal("筛选条件里有身份证号，不能保存。")
    except actions.TooManyFiltersError:
        return Refusal(f"常用筛选最多保存{actions.MOST_FILTERS}个，请先删除不用的。")
    except actions.NoAreaError:
        return Refusal("您的账号没有登记单位或辖区，不能共享，请选“仅本人”。")
    messages.success(request, f"已保存常用筛选“{form.cleaned_data['name']}”。")
    return _back(asked)


def _drop(request: Request, asked: Asked) -> Answer:
    number = request.POST.get("saved", "")
    ours = SavedFilter.objects.filter(owner=request.user, list_name=asked.listing.name)
    kept = ours.filter(pk=number).first() if number.isdecimal() else None
    if kept is None:
        return Refusal("这个常用筛选已经不在了。")
    actions.drop_filter(kept=kept, by=request.user, at=timezone.now())
    messages.success(request, "已删除。")
    return _back(asked)


def _choose(request: Request, asked: Asked) -> Answer:
    form = ColumnsForm(request.POST, columns=asked.listing.columns)
    if not form.is_valid():
        return _wrong(form)
    chosen = [] if form.cleaned_data["reset"] else form.cleaned_data["columns"]
    actions.choose_columns(
        listing=asked.listing, columns=chosen, by=request.user, at=timezone.now()
    )
    return _back(asked)


def _export(request: Request, asked: Asked) -> Answer:
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _wrong(form)
    shown = shown_columns(asked) if form.cleaned_data["scope"] == "shown" else None
    now = timezone.now()
    if not exporting.is_short(asked):
        job = actions.ask_for_export(asked=asked, shown=shown, by=request.user, at=now)
        return redirect("jobs:job-detail", job_id=job.pk)
    out = io.BytesIO()
    rows = exporting.save(asked, out, shown=shown)
    actions.note_export(asked=asked, rows=rows, by=request.user, at=now)
    name = exporting.file_name(asked, now)
    return HttpResponse(
        out.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
