"""Every address of the site, by its name in the URL configuration."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

Patterns = list[URLPattern | URLResolver]
Route = tuple[str, list[str]]
"""The name and the arguments of an address."""


def routes(patterns: Patterns | None = None, namespace: str = "") -> Iterator[Route]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield namespace + pattern.name, list(pattern.pattern.converters)
