"""A real Chromium for the tests: `page` is logged out, `open_as(user)` is a logged-in page.

Without Chromium the tests are skipped with the reason; REQUIRE_BROWSER=1 makes that an error. Every
page fails its test on an error in the console, an uncaught exception, or a refused request.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    sync_playwright,
)

from portal.access.models import User

DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PLACES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Two characters nobody draws alike: equal pictures mean that both are the box of a missing glyph.
_BOXES = """() => {
  const picture = (word) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext('2d');
    pen.font = '40px sans-serif';
    pen.fillText(word, 2, 40);
    return canvas.toDataURL();
  };
  return picture('评') === picture('估');
}"""

OpenAs = Callable[..., Page]


def _refuse(reason: str) -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for the whole run."""
    found = next(filter(None, map(shutil.which, PLACES)), None)
    if found is None:
        _refuse("没有 Chromium (no Chromium): apt-get install chromium")
    # Playwright keeps an event loop in this thread, so Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        blank = chromium.new_page()
        boxes = blank.evaluate(_BOXES)
        blank.close()
        if boxes:
            _refuse("缺少中文字体 (no Chinese font): apt-get install fonts-noto-cjk")
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class _UnderWay:
    """The requests the server is still working on, so that none meets the emptied tables."""

    def __init__(self) -> None:
        self._lock, self._count = Lock(), 0
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **_: object) -> None:
        with self._lock:
            self._count += 1

    def _end(self, **_: object) -> None:
        with self._lock:
            self._count -= 1

    def wait(self, seconds: float = 10) -> None:
        """Wait until the last request is answered."""
        end = monotonic() + seconds
        while self._count > 0 and monotonic() < end:
            sleep(0.02)
        request_started.disconnect(self._begin)
        request_finished.disconnect(self._end)


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[OpenAs]:
    """Return a function that opens a page of the running portal, and fails on its errors.

    `forgive` holds words of console errors a test provokes, such as "status of 422".
    """
    under_way = _UnderWay()
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(page: Page, forgiven: Sequence[str]) -> None:
        def hear(line: ConsoleMessage) -> None:
            if line.type == "error" and not any(words in line.text for words in forgiven):
                complaints.append(line.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))

    def open_(
        user: User | None = None, *, size: ViewportSize = DESK, forgive: Sequence[str] = ()
    ) -> Page:
        context = browser.new_context(
            viewport=size, base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_of(user, live_server.url)])  # type: ignore[list-item]
        page = context.new_page()
        listen(page, forgive)
        return page

    yield open_
    for context in contexts:
        context.close()
    under_way.wait()
    assert not complaints, "errors in the browser: " + "; ".join(complaints)


@pytest.fixture
def page(open_page: OpenAs) -> Page:
    """Return a logged-out page at desk size."""
    return open_page()


def session_of(user: User, url: str) -> dict[str, str]:
    """Return the cookie of a session of `user`, without the login form."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def axe(page: Page) -> None:
    """Assert that the page has no serious or critical barrier (WCAG 2.2 A and AA)."""
    found = Axe().run(page).response["violations"]
    grave = [
        f"{one['id']} {one['help']}: {[node['target'] for node in one['nodes']][:5]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert not grave, "\n".join(grave)


def fits(page: Page) -> None:
    """Assert that nothing makes the page wider than the window, once the page is there."""
    page.wait_for_load_state()
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert too_wide <= 0, f"{page.url} is {too_wide} px wider than the window"


def shot(page: Page, name: str, *, whole: bool = True) -> Path:
    """Keep a picture of the page under var/shots for a person to look at."""
    path = Path(settings.BASE_DIR) / "var" / "shots" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=whole)
    return path
