"""CSS and JavaScript stay within Chromium 83, the Content-Security-Policy and the budgets."""

import gzip
import re
from pathlib import Path

import pytest

from portal.ui.palette import COLOURS

ROOT = Path(__file__).parents[2]
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PDF_TEMPLATES = ("accountability/reports/documents/", "reports/pdf/")
SHELL_SCRIPTS = {"fontsize", "nav", "notice", "dialogs", "palette"}
KIB = 1024

CSS_BANS = {
    r":has\(": ":has",
    r":is\(": ":is",
    r":where\(": ":where",
    r"(?<![\w-])inset\s*:": "inset",
    r"aspect-ratio": "aspect-ratio",
    r"@layer": "@layer",
    r"@container": "@container",
    r"@property": "@property",
    r"color-mix\(": "color-mix",
    r"oklch\(": "oklch",
    r"light-dark\(": "light-dark",
    r"\d[dsl]vh\b": "dvh",
    r"(?<!-)\bgap\s*:": "gap (grid-gap works everywhere, flex has none in Chromium 83)",
    r"(?<!grid-)\b(?:row|column)-gap\s*:": "row-gap, column-gap",
    r"&": "nesting",
    r"@import": "@import (a waterfall; link it in ui/stylesheets.html)",
    r"accent-color": "accent-color",
}
JS_BANS = {
    r"\?\?=|\|\|=|&&=": "logical assignment",
    r"\.at\(": ".at()",
    r"replaceAll": "replaceAll",
    r"structuredClone": "structuredClone",
    r"[.{;\s]#[a-z]\w*\s*[=(;]": "private fields",
    r"static\s*\{": "static blocks",
    r"Object\.hasOwn\b": "Object.hasOwn",
    r"\beval\(|new Function": "eval",
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write": "HTML from strings",
    r"\.style\.|setAttribute\('style'": "inline styles",
    r"crypto\.randomUUID": "randomUUID",
}


def bare(source: str) -> str:
    """Leave out comments."""
    return re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)


def broken(source: str, bans: dict[str, str]) -> list[str]:
    return [name for pattern, name in bans.items() if re.search(pattern, bare(source))]


def nested(source: str) -> bool:
    """Say whether a rule opens inside a rule (an @media block may hold rules)."""
    depth = [""]
    for found in re.finditer(r"([^{};]*)([{}])", bare(source)):
        if found[2] == "}":
            depth.pop()
        else:
            if depth[-1] == "rule":
                return True
            depth.append("media" if found[1].strip().startswith("@") else "rule")
    return False


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_runs_on_the_oldest_browser(path):
    assert broken(path.read_text(), CSS_BANS) == []
    assert not nested(path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_runs_on_the_oldest_browser(path):
    assert broken(path.read_text(), JS_BANS) == []


@pytest.mark.parametrize(
    "source",
    [
        "a { gap: 4px }",
        "a { inset: 0 }",
        "a:has(b) {}",
        "a { height: 100dvh }",
        "a { color: oklch(1 1 1) }",
    ],
)
def test_a_banned_feature_is_found(source):
    assert broken(source, CSS_BANS)


def test_nesting_is_found_and_media_is_not():
    assert nested("a { b { color: red } }")
    assert not nested("@media print { a { color: red } } b { color: red }")


@pytest.mark.parametrize(
    "source", ["a ??= 1", "x.at(-1)", "s.replaceAll('a', 'b')", "class A { #b = 1; }"]
)
def test_a_banned_script_is_found(source):
    assert broken(source, JS_BANS)


@pytest.mark.parametrize(
    "path", [path for path in STYLES if path.name != "tokens.css"], ids=lambda path: path.name
)
def test_only_tokens_hold_colours_fonts_and_sizes(path):
    source = bare(path.read_text())
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?!\")|rgba?\(|hsla?\(", source) == []
    assert re.findall(r"font-family:(?!\s*var\()[^;]+", source) == []
    assert re.findall(r"font-size:(?!\s*(?:var\(|inherit))[^;]+", source) == []
    assert (
        re.findall(r"(?:padding|margin|height|width|grid-gap)[^:;{}]*:[^;{}]*?\d+rem", source) == []
    )


def test_every_style_is_linked():
    pages = ("ui/stylesheets.html", "admin/base_site.html")
    linked = "".join((ROOT / "templates" / page).read_text() for page in pages)
    assert [path.name for path in STYLES if path.name not in linked] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_class_named_is_styled(path):
    styled = set(re.findall(r"\.([a-z][\w-]*)", "".join(one.read_text() for one in STYLES)))
    source = re.sub(r"\{\{.*?\}\}", "?", re.sub(r"\{%.*?%\}", " ", path.read_text()))
    words = " ".join(re.findall(r'\bclass="([^"]*)"', source)).split()
    assert {name for name in words if "?" not in name} - styled == set()


def test_every_token_used_is_defined():
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(path.read_text() for path in STYLES)))
    used = {name for path in STYLES for name in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - defined == set()


def test_charts_and_tokens_have_the_same_colours():
    tokens = dict(
        re.findall(r"--([\w-]+):\s*(#[0-9A-F]{6})", (ROOT / "static/css/tokens.css").read_text())
    )
    assert {name: tokens.get(name) for name in COLOURS} == COLOURS


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def test_styles_keep_their_budget():
    """All that a page of the portal loads; the console has its own on top of the tokens."""
    assert sum(weight(path) for path in STYLES if path.name != "console.css") <= 13 * KIB


def test_scripts_of_a_page_keep_their_budget():
    """The shell's scripts and the heaviest script of a page."""
    shell = sum(weight(path) for path in SCRIPTS if path.stem in SHELL_SCRIPTS)
    assert (
        shell + max(weight(path) for path in SCRIPTS if path.stem not in SHELL_SCRIPTS) <= 8 * KIB
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_obeys_the_content_security_policy(path):
    name = path.relative_to(ROOT / "templates").as_posix()
    if any(part in name for part in ("pdf", "documents")):
        pytest.skip("a PDF has its own style")
    source = path.read_text()
    assert re.findall(r"\sstyle\s*=", source) == []
    assert re.findall(r"<style\b", source) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", source) == []
    assert re.findall(r"\son[a-z]+\s*=", source) == []
    assert re.findall(r"hx-on\b|hx-vals=['\"]js:|javascript:", source) == []
