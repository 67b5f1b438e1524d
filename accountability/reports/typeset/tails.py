"""The foot of the last page: the verification block and the 版记."""

from html import escape

import segno

from accountability.reports.typeset import chinese
from accountability.reports.typeset.geometry import AREA_WIDTH, FOURTH, MM, PITCH
from accountability.reports.typeset.lines import wrap
from accountability.reports.typeset.model import Document, Face, Imprint, Verification

_PROOF_SIZE, _PROOF_LEADING = 10.5, 16.0
_QR = 74.0  # points, as in page.css
_TEXT_LEFT = 94.0
_IMPRINT_LEADING = 21.0
_PAD = 5.0


def has_tail(document: Document) -> bool:
    """Say whether the document ends with anything of this module."""
    return bool(document.imprint or document.verification)


def tail_html(document: Document) -> tuple[str, float]:
    """Write the foot and tell its height.

    Units: points.
    """
    parts, height = [], 0.0
    if document.verification:
        html, own = _proof(document.verification)
        parts.append(html)
        height += own + FOURTH
    if document.imprint:
        html, own = _imprint(document.imprint)
        parts.append(html)
        height += own
    return f'<div class="tail">{"".join(parts)}</div>', height


def _proof(proof: Verification) -> tuple[str, float]:
    room = AREA_WIDTH - _TEXT_LEFT - 6
    made = f"生成时间：{chinese.moment(proof.generated_at)}"
    texts = [
        f"核验码：{proof.code}",
        f"核验网址：{proof.url}",
        f"数据截至：{chinese.moment(proof.as_of)}",
        f"{made}　生成人：{proof.generated_by}" if proof.generated_by else made,
        "数据指纹（SHA-256）：",
        proof.data_sha256,
        "扫描二维码或在门户输入核验码，可由本文数字查到来源单元格。",
    ]
    lines = [line for text in texts for line in wrap(text, room, _PROOF_SIZE, Face.FANG)]
    height = max(len(lines) * _PROOF_LEADING + 10, _QR + 20)
    body = "".join(f"<div>{escape(line)}</div>" for line in lines)
    html = (
        f'<div class="proof" style="height:{height:.2f}pt">{_qr(proof.url)}'
        f'<div style="padding-top:5pt"></div>{body}</div>'
    )
    return html, height + 1


def _qr(url: str) -> str:
    """Draw the code as one path of squares."""
    rows = list(segno.make_qr(url, error="m").matrix)
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'width="{_QR}pt" height="{_QR}pt"><path d="{path}" fill="#000"/></svg>'
    )


def _imprint(imprint: Imprint) -> tuple[str, float]:
    rows: list[str] = []
    height = 0.0
    if imprint.copies:
        lines = [line for copy in imprint.copies for line in _copies(*copy)]
        rows.append(f'<div class="copies">{"".join(lines)}</div>')
        height += len(lines) * _IMPRINT_LEADING + 2 * _PAD
    first = "" if imprint.copies else " first"
    printed = f"{chinese.date(imprint.printed_on)}印发"
    room = AREA_WIDTH - 2 * FOURTH - 10 * FOURTH
    office = wrap(imprint.office, room, FOURTH, Face.FANG)
    body = "".join(f'<div class="row">{escape(line)}</div>' for line in office)
    rows.append(
        f'<div class="office{first}">{body}<div class="row right">{escape(printed)}</div></div>'
    )
    height += len(office) * _IMPRINT_LEADING + 2 * _PAD + 3 * MM * 0.35
    if imprint.count is not None:
        rows.append(f'<div class="row count">（共印{imprint.count}份）</div>')
        height += _IMPRINT_LEADING
    return f'<div class="imprint">{"".join(rows)}</div>', height


def _copies(label: str, recipients: str) -> list[str]:
    """Write one class of recipients; further lines hang behind the colon."""
    lead = f"{label}："
    hang = len(lead) * FOURTH
    room = AREA_WIDTH - 2 * FOURTH - hang
    lines = wrap(recipients, room, FOURTH, Face.FANG)
    first = f'<div class="row">{escape(lead + lines[0])}</div>'
    style = f'style="padding-left:{hang:.2f}pt"'
    return [first, *(f'<div class="row" {style}>{escape(line)}</div>' for line in lines[1:])]


def fits(free: float, height: float) -> bool:
    """Say whether the foot finds room below the text, one line apart from it."""
    return free >= height + PITCH
