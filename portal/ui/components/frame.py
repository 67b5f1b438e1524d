"""The frame of a page: icons, headings, trails, marks of the installation."""

import datetime as dt
from itertools import zip_longest

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.ui.filling import filling
from portal.ui.icons import body

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 18, *, label: str = "") -> SafeString:
    """Draw a vendored icon; without a label it is decoration.

    Units: `size` in design pixels, 14 to the reader's font size.
    """
    side = f"{int(size) / 14:.2f}rem"
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308 - our own files, a number, and an escaped label
        f'<svg class="icon" width="{side}" height="{side}" viewBox="0 0 24 24" '
        f'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        f'stroke-linejoin="round" focusable="false" {said}>{body(name)}</svg>'
    )


@register.simple_tag
def script(name: str) -> SafeString:
    """Load one module of static/js; loading it twice does no harm."""
    return format_html('<script type="module" src="{}"></script>', static(f"js/{name}.js"))


@register.simple_tag
def portal_name() -> str:
    """Return the name of this installation."""
    return str(settings.PORTAL_NAME)


@register.inclusion_tag("ui/demo_mark.html")
def demo_mark() -> dict[str, object]:
    """Say 演示数据 where the installation holds invented data, and while they are filled in."""
    return {
        "demo": settings.PORTAL_DEMO,
        "month": settings.PORTAL_DEMO_MONTH,
        "filling": filling(),
    }


@register.inclusion_tag("ui/watermark.html")
def watermark(*, name: str, unit: str, on: dt.date) -> dict[str, object]:
    """Lay name, unit and date thinly over the page, on screen and on paper."""
    return {"words": f"{name} {unit} {on:%Y-%m-%d}"}


@register.simple_block_tag
def page_header(content: str, *, title: str, meta: str = "") -> SafeString:
    """Open a page: title, one line of facts, actions in the block."""
    return render_to_string(
        "ui/page_header.html", {"content": content, "title": title, "meta": meta}
    )


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(*trail: str) -> dict[str, object]:
    """Show the way here: label, url, label, url, ..., label of this page."""
    pairs = zip_longest(trail[::2], trail[1::2], fillvalue="")
    return {"trail": [{"label": label, "url": url} for label, url in pairs]}


@register.inclusion_tag("ui/wall_link.html", takes_context=True)
def wall_link(context: Context) -> dict[str, object]:
    """Link to this page for the meeting-room wall, or back."""
    request = context["request"]
    query = request.GET.copy()
    on = query.pop("wall", None) is not None
    if not on:
        query["wall"] = "1"
    return {"url": f"?{query.urlencode()}", "on": on}
