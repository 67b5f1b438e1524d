"""Grades and the colours charts draw with; the same values as static/css/tokens.css."""

from typing import Literal

Grade = Literal["red", "yellow", "green", "none"]
Tone = Literal["neutral", "info", "good", "warning", "bad"]

GRADE_WORDS: dict[str, str] = {"red": "红", "yellow": "黄", "green": "绿", "none": "无"}

# Token name in tokens.css -> value. A test keeps the two files equal.
COLOURS = {
    "ink": "#1F2329",
    "ink-2": "#4A5058",
    "ink-3": "#5F6670",
    "line": "#DFE2E6",
    "surface": "#FFFFFF",
    "track": "#E6E9EC",
    "brand": "#B3121B",
    "slate": "#4F6578",
    "slate-mid": "#A9B6C2",
    "slate-tint": "#EEF2F5",
    "red": "#B42318",
    "red-tint": "#FDEDEB",
    "amber-fill": "#C98A00",
    "amber-tint": "#FFF5DD",
    "green-fill": "#2F7D4F",
    "green-tint": "#EAF5EE",
}

FILL: dict[str, str] = {
    "red": COLOURS["red"],
    "yellow": COLOURS["amber-fill"],
    "green": COLOURS["green-fill"],
    "none": COLOURS["slate"],
}
TINT: dict[str, str] = {
    "red": COLOURS["red-tint"],
    "yellow": COLOURS["amber-tint"],
    "green": COLOURS["green-tint"],
    "none": COLOURS["surface"],
}
