"""Visit a page as somebody, take back whatever it wrote, and look at every answer."""

import io
import re
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

import pypdfium2
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from portal.access.models import User

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z_.-])[1-9]\d{16}[\dXx](?![0-9A-Za-z_-])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
TRACES = (
    "SELECT (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint"
    " FROM pg_stat_xact_user_tables WHERE relname NOT IN ('portal_auditevent', 'django_session')),"
    " (SELECT count(*) FROM portal_auditevent WHERE verb = 'access.denied')"
)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str
    writes: int
    denials: int

    @property
    def is_login(self) -> bool:
        return self.status == 302 and self.location.startswith("/login/?next=")

    @property
    def is_allowed(self) -> bool:
        return self.status < 500 and self.status not in {403, 404} and not self.is_login


class Visitor:
    """Keeps one logged-in browser a user.

    Logging in belongs to the module's world: what a single test writes is gone after it.
    """

    def __init__(self, users: Iterable[User]) -> None:
        self.clients: dict[int | None, Client] = {None: Client()}
        for user in users:
            self.let_in(user)

    def let_in(self, user: User) -> None:
        self.clients[user.pk] = Client()
        self.clients[user.pk].force_login(user)

    def visit(
        self, user: User | None, url: str, method: str = "GET", *, public: bool = False
    ) -> Answer:
        """Ask for `url`; whatever the answer wrote is rolled back."""
        client = self.clients[user.pk if user else None]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            writes_before, denials_before = _traces()
            response = client.get(url) if method == "GET" else client.post(url)
            text = text_of(response)
            writes, denials = _traces()
            answer = Answer(
                response.status_code,
                response.headers.get("Location", ""),
                text,
                writes - writes_before,
                denials - denials_before,
            )
            transaction.set_rollback(True)
        client.cookies = cookies
        check_headers(response, private=user is not None and not public, url=url)
        return answer


def _traces() -> tuple[int, int]:
    """Return how many rows were written so far, and how many denials are in the audit trail."""
    with connection.cursor() as cursor:
        cursor.execute(TRACES)
        writes, denials = cursor.fetchone()
        return writes, denials


def check_headers(response: HttpResponseBase, *, private: bool, url: str) -> None:
    """Assert what every answer carries."""
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, f"{url}: {name}"
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'self'" in policy, url
    assert "unsafe" not in policy, url
    assert response.headers.get("X-Request-ID"), url
    if private and response.status_code != 404:
        assert "no-store" in response.headers.get("Cache-Control", ""), f"{url}: no-store"


def unmasked_ids(text: str) -> list[str]:
    """Return the numbers in `text` that are valid ID numbers."""
    return [
        number
        for number in ID_NUMBER.findall(text)
        if "10X98765432"[sum(int(c) * w for c, w in zip(number, WEIGHTS, strict=False)) % 11]
        == number[-1].upper()
    ]


def text_of(response: HttpResponseBase) -> str:
    """Return what a reader finds in the body: of a page, a workbook, a PDF or a zip."""
    return str(response.headers) + _text(b"".join(response))


def _text(body: bytes) -> str:
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as bundle:
            return "\n".join(name + _text(bundle.read(name)) for name in bundle.namelist())
    if body.startswith(b"%PDF") and b"%%EOF" in body:
        pages = pypdfium2.PdfDocument(body)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    return body.decode("utf-8", "replace")
