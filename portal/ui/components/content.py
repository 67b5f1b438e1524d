"""Cards, lists, tables and records."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django_tables2 import Table

from portal.ui.moments import day_text, moment_text
from portal.ui.paging import shown_pages
from portal.ui.palette import GRADE_WORDS, Grade, Tone
from portal.ui.parts import Entry, Fact, Moment, Tab

register = template.Library()


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a moment, with its year where that is not this year; nothing where there is none."""
    local = timezone.localtime
    return moment_text(local(value), local()) if value else ""


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Write a day, with its year where that is not this year."""
    shown = timezone.localtime(value) if isinstance(value, dt.datetime) else value
    return day_text(shown, timezone.localdate()) if shown else ""


@register.simple_block_tag
def card(
    content: str,
    *,
    title: str = "",
    note: str = "",
    more_url: str = "",
    more: str = "",
    tone: Tone = "neutral",
    css: str = "",
    bare: bool = False,
) -> SafeString:
    """Wrap the block in a titled panel; `bare` leaves out the padding (tables, lists, charts)."""
    return render_to_string(
        "ui/card.html",
        {
            "content": content,
            "title": title,
            "note": note,
            "more_url": more_url,
            "more": more,
            "tone": tone,
            "css": css,
            "bare": bare,
        },
    )


@register.inclusion_tag("ui/lamp.html")
def lamp(grade: Grade, *, word: str = "") -> dict[str, object]:
    """Show a grade as colour and word."""
    return {"grade": grade, "word": word or GRADE_WORDS[grade]}


@register.inclusion_tag("ui/grade_change.html")
def grade_change(before: Grade, after: Grade) -> dict[str, object]:
    """Show how a grade moved."""
    return {"before": before, "after": after}


@register.inclusion_tag("ui/tag.html")
def tag(words: str, *, tone: Tone = "neutral") -> dict[str, object]:
    """Show a short mark."""
    return {"words": words, "tone": tone}


@register.simple_block_tag
def empty(content: str, *, title: str, text: str = "", icon: str = "inbox") -> SafeString:
    """Say that there is nothing here and what to do; actions in the block."""
    return render_to_string(
        "ui/empty.html",
        {"content": content, "title": title, "text": text, "icon": icon},
    )


@register.inclusion_tag("ui/tabs.html")
def tabs(choices: Sequence[Tab], *, label: str) -> dict[str, object]:
    """Show the choices above a list with their counts."""
    return {"choices": choices, "label": label}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(
    context: Context, page: Page[Any], *, unit: str = "项", parameter: str = "page"
) -> dict[str, object]:
    """Show where we are in a long list and the way to the other pages."""
    query = context["request"].GET.copy()

    def url(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "unit": unit,
        "links": [(number, url(number)) for number in shown_pages(page)],
        "previous": url(page.previous_page_number()) if page.has_previous() else "",
        "next": url(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag(takes_context=True)
def table(context: Context, rows: Table) -> SafeString:
    """Render a table of django-tables2 with our markup."""
    html: SafeString = rows.as_html(context["request"])
    return html


@register.inclusion_tag("ui/steps.html")
def steps(
    labels: Sequence[str], *, current: int, label: str = "步骤", failed: bool = False
) -> dict[str, object]:
    """Show how far a procedure has come. Units: `current` counts from 1."""
    return {"labels": labels, "current": current, "label": label, "failed": failed}


@register.simple_block_tag
def facts(
    content: str,
    items: Sequence[Fact],
    *,
    lead: str = "",
    lead_note: str = "",
    icon: str = "file-spreadsheet",
    label: str = "要点",
) -> SafeString:
    """Show figures in one strip, what they are about at the left, actions in the block."""
    return render_to_string(
        "ui/facts.html",
        {
            "content": content,
            "items": items,
            "lead": lead,
            "lead_note": lead_note,
            "icon": icon,
            "label": label,
        },
    )


@register.inclusion_tag("ui/details.html")
def details(entries: Sequence[Entry]) -> dict[str, object]:
    """Show terms and values in two columns; an empty value is shown as 未填."""
    return {"entries": entries}


@register.inclusion_tag("ui/timeline.html")
def timeline(moments: Sequence[Moment]) -> dict[str, object]:
    """Show what happened, in the order given."""
    return {"moments": moments}


@register.inclusion_tag("ui/job.html", takes_context=True)
def job(
    context: Context,
    *,
    url: str,
    state: str,
    word: str,
    done: int = 0,
    total: int = 0,
    message: str = "",
    cancel_url: str = "",
    element_id: str = "job",
    tone: Tone = "info",
) -> dict[str, object]:
    """Show the progress of background work.

    While `state` is queued or running the element asks `url` for itself every second; the answer
    is this component again.
    """
    return {
        "url": url,
        "active": state in {"queued", "running"},
        "word": word,
        "done": done,
        "total": total,
        "message": message,
        "cancel_url": cancel_url,
        "element_id": element_id,
        "tone": tone,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_block_tag
def drawer(content: str, *, title: str) -> SafeString:
    """Fill the drawer at the right: the answer to a link with hx-target="#drawer"."""
    return render_to_string("ui/drawer.html", {"content": content, "title": title})
