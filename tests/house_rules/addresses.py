"""Every address of the application, found by walking the URLconf."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.permissions import Permission

ROOMS = ("core", "clients", "cases", "payments", "benefits", "programmes", "reports", "gops")
#: Kinds of path parameters → a value that no row has.
NOTHING = {"int": 2_000_000_000, "str": "nothing", "slug": "nothing", "path": "nothing"}
NOTHING["uuid"] = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, its route, what answers it, its parameters."""

    name: str
    route: str
    view: Callable[..., Any]
    parameters: tuple[tuple[str, str], ...]

    @property
    def ours(self) -> bool:
        """Whether the view is written in this repository."""
        return self.view.__module__.split(".")[0] in ROOMS

    @property
    def permission(self) -> Permission | None:
        """What the view says it needs; None when it does not say."""
        holder = getattr(self.view, "cls", self.view)
        return getattr(holder, "permission", None)

    @property
    def methods(self) -> frozenset[str]:
        """HTTP methods that the view takes."""
        if viewset := getattr(self.view, "actions", None):
            return frozenset(method.upper() for method in viewset)
        holder = getattr(self.view, "cls", None)
        if holder is None:
            return frozenset(getattr(self.view, "methods", ()))
        return frozenset(name.upper() for name in ("get", "post") if hasattr(holder, name))

    def path(self, **values: object) -> str:
        """The address with these values; parameters that are not given point to nothing."""
        nothing = {name: NOTHING[kind] for name, kind in self.parameters}
        known = {name: values[name] for name in nothing if name in values}
        return reverse(self.name, kwargs={**nothing, **known})


def all_addresses() -> list[Address]:
    """In the order of the URLconf."""
    return list(_walk(get_resolver(), "", ""))


def our_addresses() -> list[Address]:
    """Those whose view is ours."""
    return [address for address in all_addresses() if address.ours]


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, route, inner)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Address(name, route, entry.callback, _parameters(entry))


def _parameters(entry: URLPattern) -> tuple[tuple[str, str], ...]:
    kinds = {"IntConverter": "int", "SlugConverter": "slug", "UUIDConverter": "uuid"}
    converters = entry.pattern.converters.items()
    named = [(name, kinds.get(type(conv).__name__, "str")) for name, conv in converters]
    if not named:
        regex = getattr(entry.pattern, "regex", None)
        named = [(name, "int") for name in (regex.groupindex if regex else ())]
    return tuple(named)
