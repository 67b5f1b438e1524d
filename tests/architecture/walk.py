"""Every page the URL resolver knows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from portal.access.roles import Permission

NO_SUCH_ID = 2_000_000_000
UNWALKED = ("/admin/", "/static/", "/media/")  # the admin has a test of its own


@dataclass(frozen=True)
class Page:
    """One route: its full pattern, its name with namespaces, and what its view declares."""

    path: str
    name: str
    view: Callable[..., object]

    def __str__(self) -> str:
        return self.name or self.path

    @property
    def is_public(self) -> bool:
        return not getattr(self.view, "login_required", True)

    @property
    def is_for_everyone(self) -> bool:
        return bool(getattr(self.view, "for_everyone", False))

    @property
    def permission(self) -> Permission | None:
        return getattr(self.view, "required_permission", None)

    @property
    def parameters(self) -> list[str]:
        return [part.split(">")[0].split(":")[-1] for part in self.path.split("<")[1:]]

    def maker(self, parameter: str, known: Iterable[str]) -> str:
        """Return under which name the row of a parameter is registered: this page's own first."""
        own = f"{self.name}.{parameter}"
        return own if own in known else parameter

    def url(self, ids: dict[str, object]) -> str:
        """Return the address with its parameters filled in."""
        first, *rest = self.path.split("<")
        for part in rest:
            name, tail = part.split(">", 1)
            first += str(ids[self.maker(name.split(":")[-1], ids)]) + tail
        return first

    def url_of_nothing(self, ids: dict[str, object]) -> str:
        """Return an address of this page at which there can be no row."""
        missing = {
            key: NO_SUCH_ID if isinstance(value, int) else value for key, value in ids.items()
        }
        return self.url(missing)


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield Page(path, namespace + entry.name if entry.name else "", entry.callback)


PAGES = [page for page in _walk(get_resolver(), "/", "") if not page.path.startswith(UNWALKED)]
OBJECT_PAGES = [page for page in PAGES if page.parameters]
