"""What a person presses and fills in."""

from collections.abc import Iterator

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django_filters import FilterSet

from portal.ui.palette import Tone

register = template.Library()


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, label: str = "") -> dict[str, object]:
    """Render one form field with its label, help and errors."""
    return {"field": bound, "label": label or bound.label}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """Say all that is wrong with a form, each with a link to its field."""
    return {"form": form, "errors": list(_errors(form))}


def _errors(form: BaseForm) -> Iterator[dict[str, object]]:
    for sentence in form.non_field_errors():
        yield {"sentence": sentence}
    for bound in form:
        for sentence in bound.errors:
            hidden = bound.is_hidden
            label = "" if hidden else bound.label
            yield {
                "sentence": sentence,
                "label": label,
                "target": "" if hidden else bound.id_for_label,
            }


@register.simple_block_tag(takes_context=True)
def confirm_button(
    context: Context,
    content: str,
    *,
    url: str,
    label: str,
    question: str,
    tone: str = "",
    icon: str = "",
) -> SafeString:
    """Render a POST button that asks first; hidden inputs go into the block."""
    return render_to_string(
        "ui/confirm_button.html",
        {
            "content": content,
            "url": url,
            "label": label,
            "question": question,
            "tone": tone,
            "icon": icon,
            "csrf_token": context.get("csrf_token", ""),
        },
    )


@register.inclusion_tag("ui/download.html")
def download(
    url: str, *, label: str = "下载", note: str = "", primary: bool = False
) -> dict[str, object]:
    """Link to a file as a button, with its size or kind."""
    return {"url": url, "label": label, "note": note, "primary": primary}


@register.inclusion_tag("ui/attachment.html")
def attachment(
    url: str, *, name: str, note: str = "", icon: str = "file-text"
) -> dict[str, object]:
    """Link to a file as a row, with its size and when it came."""
    return {"url": url, "name": name, "note": note, "icon": icon}


@register.simple_block_tag(takes_context=True)
def upload_form(
    context: Context,
    content: str,
    *,
    url: str,
    types: str,
    max_bytes: int,
    name: str = "file",
    form_id: str = "upload",
    hint: str = "",
    errors: object = (),
) -> SafeString:
    """Render the drop zone; further fields go into the block.

    Units: `types` are endings with their dots, separated by commas.
    """
    return render_to_string(
        "ui/upload_form.html",
        {
            "content": content,
            "url": url,
            "types": types,
            "types_said": types.replace(",", "、"),
            "max_bytes": max_bytes,
            "max_megabytes": max_bytes // 1_048_576,
            "name": name,
            "form_id": form_id,
            "hint": hint,
            "errors": errors,
            "csrf_token": context.get("csrf_token", ""),
        },
    )


@register.inclusion_tag("ui/filter_card.html", takes_context=True)
def filter_card(
    context: Context, filterset: FilterSet, *, visible: int = 4, keep: str = ""
) -> dict[str, object]:
    """Render the filter of a list: first fields in sight, the others folded.

    Shapes: `keep` names the URL parameters to carry along, separated by spaces.
    """
    request, form = context["request"], filterset.form
    form.auto_id = "filter_%s"  # a page may hold another form with the same fields
    fields = form.visible_fields()
    return {
        "first": fields[:visible],
        "more": fields[visible:],
        "more_open": any(form.data.get(bound.html_name) for bound in fields[visible:]),
        "kept": [(key, request.GET[key]) for key in keep.split() if key in request.GET],
        "reset_url": request.path,
    }


@register.inclusion_tag("ui/masked.html", takes_context=True)
def masked(
    context: Context, value: str, *, reveal_url: str = "", element_id: str = "masked"
) -> dict[str, object]:
    """Show a masked number and, with a URL, the form that asks why it should be shown.

    The form POSTs `reason`; the answer replaces the element `element_id`.
    """
    return {
        "value": value,
        "reveal_url": reveal_url,
        "element_id": element_id,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_block_tag
def alert(content: str, *, tone: Tone = "info", title: str = "") -> SafeString:
    """Say something that must not be overlooked."""
    return render_to_string("ui/alert.html", {"content": content, "tone": tone, "title": title})


@register.filter
def message_tone(level: str) -> Tone:
    """Return the tone of a message of Django's by the name of its level."""
    tones: dict[str, Tone] = {"success": "good", "warning": "warning", "error": "bad"}
    return tones.get(level, "info")
